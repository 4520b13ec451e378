"""What stands around every public page: names, ways, log-in, language, and the notice of the demonstration."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kayoi.doors.portal.selectors.language import either
from kayoi.foundation.identity.marks import mark_of
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.html import Link, LinkGroup

SITE = "Kayoi"


def demonstration(request: HttpRequest) -> dict[str, Any]:
    """Tell every page, those of staff too, whether it must carry the notice of the demonstration."""
    return {"demo": settings.DEMO}


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the context of the public layout; nothing on pages of staff and partners (context processor)."""
    mark = mark_of(request)
    if mark is not None and mark.kind in {"staff", "partner"} and hasattr(request, "actor"):
        return {}  # the mark has let somebody in: the frame of the workspace or of the counter is drawn
    town: Organization | None = getattr(request, "organization", None)
    here = request.resolver_match.view_name if request.resolver_match else ""
    around = (
        _around_town(town) if town else {"site_name": SITE, "site_tagline": _("移住・二地域居住・関係人口の業務基盤")}
    )
    return around | {
        "nav_links": _ways(town, here),
        "account_links": _account(request, here),
        "languages": settings.LANGUAGES,
        "language_url": reverse("set_language"),
        "footer_groups": [LinkGroup(_("このサイトについて"), _about(here))],
    }


def _around_town(town: Organization) -> dict[str, Any]:
    accent = reverse("portal:accent", kwargs={"organization": town.slug})
    return {
        "site_name": either(town.name, town.name_en),
        "site_tagline": _("移住・二地域居住の窓口"),
        "home_href": reverse("portal:town", kwargs={"organization": town.slug}),
        "accent_href": f"{accent}?v={town.version}",
    }


def _ways(town: Organization | None, here: str) -> list[Link]:
    ways = [
        Link(_("地域をさがす"), reverse("portal:places"), current=here == "portal:places"),
        Link(_("支援をさがす"), reverse("portal:support"), current=here.startswith("portal:support")),
        Link(_("相談できるところ"), f"{reverse('portal:home')}#towns"),
    ]
    if town is None:
        top = Link(_("トップ"), reverse("portal:home"), current=here == "portal:home")
        homes = Link(_("空き家をさがす"), reverse("portal:homes"), current=here == "portal:homes")
        tours = Link(_("ツアー・体験"), reverse("portal:tours"), current=here == "portal:tours")
        return [top, *ways, homes, tours]
    kwargs = {"organization": town.slug}
    own = Link(either(town.name, town.name_en), reverse("portal:town", kwargs=kwargs), current=here == "portal:town")
    offers = (
        ("homes", _("空き家"), "homes:search"),
        ("stays", _("お試し滞在"), "stays:houses"),
        ("tours", _("ツアー・体験"), "tours:tours"),
        ("furusato", _("町の登録"), "furusato:registers"),
        ("furusato", _("町を手伝う"), "furusato:activities"),
    )
    offered = [
        Link(label, reverse(page, kwargs=kwargs), current=here == page)
        for programme, label, page in offers
        if programme in town.programmes
    ]
    return [own, *offered, *ways]


def _account(request: HttpRequest, here: str) -> list[Link]:
    if request.user.is_authenticated:
        return [
            Link(_("マイページ"), reverse("portal:my_page"), current=here == "portal:my_page"),
            Link(_("ログアウト"), reverse("account_logout"), post=True),
        ]
    return [
        Link(_("ログイン"), reverse("account_login"), current=here == "account_login"),
        Link(_("ログインを作る"), reverse("account_signup"), current=here == "account_signup"),
    ]


def _about(here: str) -> list[Link]:
    pages = (
        ("portal:about", _("Kayoiとは")),
        ("portal:privacy", _("個人情報の取り扱い")),
        ("portal:accessibility", _("アクセシビリティ方針")),
        ("portal:terms", _("利用規約と出典")),
    )
    return [Link(words, reverse(page), current=page == here) for page, words in pages]
