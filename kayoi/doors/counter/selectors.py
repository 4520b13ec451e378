"""What stands around every page of partners: names, ways, log-out."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from kayoi.foundation.identity.marks import Request, mark_of
from kayoi.kit.html import Link
from kayoi.programmes.furusato.states import Permission as Furusato
from kayoi.programmes.homes.states import Permission as Homes
from kayoi.programmes.stays.states import Permission as Stays

# Label, page, permission.
WAYS = (
    ("任された空き家", "homes:counter", Homes.HOME_BROKE),
    ("見学", "homes:counter_viewings", Homes.HOME_BROKE),
    ("貸している住まい", "stays:lettings", Stays.STAY_SUBLET),
    ("家賃の月の一覧", "stays:letting_month", Stays.STAY_SUBLET),
    ("登録者証を確かめる", "furusato:counter", Furusato.FURUSATO_CHECK),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the context of the partners' layout; nothing on other pages (context processor)."""
    mark = mark_of(request)
    if mark is None or mark.kind != "partner" or not hasattr(request, "actor"):
        return {}
    assert isinstance(request, HttpRequest)
    partner: Request = request  # type: ignore[assignment]  # the mark has made it one
    town, here = partner.organization, request.resolver_match.view_name if request.resolver_match else ""
    ways = [
        Link(words, reverse(page, kwargs={"organization": town.slug}), current=page == here)
        for words, page, permission in WAYS
        if partner.actor.may(permission)
    ]
    return {
        "site_name": f"{town.name} 事業者の窓口",
        "site_tagline": partner.membership.organization.name,
        "home_href": ways[0].href,
        "nav_links": ways,
        "accent_href": reverse("portal:accent", kwargs={"organization": town.slug}),
        "account_links": [
            Link(partner.membership.name),
            Link("マイページ", reverse("portal:my_page")),
            Link("ログアウト", reverse("account_logout"), post=True),
        ],
    }
