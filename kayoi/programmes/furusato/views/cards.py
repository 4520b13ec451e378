"""The public: the card on the phone, taking it, losing it, objecting; and what others need to check cards."""

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.engines.credentials import selectors as credentials
from kayoi.engines.credentials.states import Medium
from kayoi.foundation.identity.marks import Request, public
from kayoi.kit.html.page_worker import page_worker
from kayoi.kit.sentences import sentences
from kayoi.kit.verdict import Refused, verdict
from kayoi.programmes.furusato.forms.card_words import REFUSALS, phone_words
from kayoi.programmes.furusato.forms.cards import LostForm, ObjectForm
from kayoi.programmes.furusato.selectors.cards import cards_page
from kayoi.programmes.furusato.services import cards as services
from kayoi.programmes.furusato.views.found import own_registration

# What the card's page needs without a network.
PARTS = (
    "furusato/furusato.css", "furusato/card.js", "furusato/checking.js", "furusato/kept.js", "furusato/signed.js",
    "furusato/words.js", "furusato/vendor/lean-qr.js",
)  # fmt: skip


@public(opens="town")
@require_safe
def card(request: Request) -> HttpResponse:
    """Show the card that this phone keeps; the page itself is the same for everybody."""
    return render(request, "furusato/cards/card.html", {"words": phone_words()})


@public(opens="nothing")
@require_safe
def worker(request: Request) -> HttpResponse:
    """Send the service worker that keeps the card's page."""
    slug = request.organization.slug
    accent = reverse("portal:accent", kwargs={"organization": slug})
    return page_worker(reverse("furusato:card", kwargs={"organization": slug}), parts=PARTS, also=(accent,))


@public(opens="nothing")
@require_safe
def manifest(request: Request) -> HttpResponse:
    """Say how the card stands on a phone's home screen."""
    page = reverse("furusato:card", kwargs={"organization": request.organization.slug})
    icons = [
        {"src": static(f"furusato/card-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
        for size in (192, 512)
    ]
    data = {
        "name": _("登録者証 %(town)s") % {"town": request.organization.name}, "short_name": _("登録者証"),
        "id": page, "start_url": page, "scope": page, "display": "standalone", "background_color": "#ffffff",
        "theme_color": "#ffffff", "icons": icons,
    }  # fmt: skip
    return HttpResponse(json.dumps(data, ensure_ascii=False), content_type="application/manifest+json")


@public(opens="town")
@require_safe
def keys(request: Request) -> JsonResponse:
    """Give everybody the keys by which cards are checked (docs/reference/card.md, To the byte, 4)."""
    return JsonResponse(credentials.key_set(request.organization, at=timezone.now()))


@public(opens="town")
@require_safe
def status_list(request: Request) -> HttpResponse:
    """Give everybody the list of cards that count no more, as it was signed."""
    listed = credentials.status_list()
    if listed is None:
        raise Http404
    return HttpResponse(listed.token, content_type="application/statuslist+jwt")


@public(opens="town")
@require_safe
def mine(request: Request, token: str) -> HttpResponse:
    """Show the cards of a registration: take one, why one was revoked, what to do when one is lost."""
    return _mine(request, token, ObjectForm())


@public(opens="town", limit="ask")
@require_POST
def take(request: Request, token: str) -> JsonResponse:
    """Sign a card for the phone whose key was sent."""
    registration, now = own_registration(request, token), timezone.now()
    if request.limited:
        return JsonResponse(
            {"why": _("短い時間に何度も送られました。しばらくしてから、もう一度お試しください。")}, status=422
        )
    try:
        given = services.give_phone_card(
            registration=registration, key=request.POST.get("key", ""), by=request.actor, at=now
        )
    except Refused as refused:
        return JsonResponse({"why": " ".join(sentences(refused.verdict, REFUSALS))}, status=422)
    return JsonResponse({"card": given.token, "label": cards_page(registration, at=now).label})


@public(opens="town")
@require_POST
def lost(request: Request, token: str) -> HttpResponse:
    """Revoke what was lost."""
    registration, form = own_registration(request, token), LostForm(request.POST)
    if form.is_valid():
        medium = Medium.of(form.cleaned_data["medium"])
        services.report_lost(registration=registration, medium=medium, by=request.actor, at=timezone.now())
        messages.success(request, _("使えなくしました。新しい登録者証を受け取れます。"))
    return redirect("furusato:my_cards", organization=request.organization.slug, token=token)


@public(opens="town", limit="ask")
@require_http_methods(["GET", "HEAD", "POST"])
def object_to(request: Request, token: str) -> HttpResponse:
    """Take what a holder says against a revocation."""
    registration, form = own_registration(request, token), ObjectForm(request.POST or None)
    if form.is_valid() and not request.limited:
        words = form.cleaned_data["words"]
        services.object_to_revocation(registration=registration, words=words, by=request.actor, at=timezone.now())
        messages.success(request, _("申出を受け付けました。7日以内にお答えします。"))
        return redirect("furusato:my_cards", organization=request.organization.slug, token=token)
    return _mine(request, token, form)


def _mine(request: Request, token: str, form: ObjectForm) -> HttpResponse:
    registration = own_registration(request, token)
    page = cards_page(registration, at=timezone.now())
    at = {"organization": request.organization.slug, "token": token}
    context: dict[str, Any] = {
        "page": page, "why": sentences(verdict(page.reasons), REFUSALS), "token": token, "form": form,
        "take_url": reverse("furusato:card_take", kwargs=at),
        "home_url": reverse("furusato:my_registration", kwargs=at),
    }  # fmt: skip
    return render(request, "furusato/cards/mine.html", context, status=422 if form.is_bound else 200)
