"""The stand: a form that works without a network and sends later; and the grid for paper cards."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.engines.casefiles.states import CONSENT_TEXTS, ConsentPurpose, HouseholdType, Interest
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.html.fields import problems_of
from kayoi.kit.html.page_worker import page_worker
from kayoi.programmes.fairs import selectors, services
from kayoi.programmes.fairs.forms.guests import CardForm, GuestForm, card_forms
from kayoi.programmes.fairs.models import Event
from kayoi.programmes.fairs.states import Permission

ROWS = 40


@staff(Permission.FAIR_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def stand(request: Request, pk: int) -> HttpResponse:
    """Write down a group at the stand; without JavaScript this is an ordinary form."""
    event, now = get_object_or_404(Event.objects.all(), pk=pk), timezone.now()
    form = _guest_form(request)
    if not form.is_valid():
        return _stand_page(request, event, form)
    visit = services.record_visit(event=event, guest=form.guest(at=now), by=request.actor, at=now)
    messages.success(request, f"{visit.persons}人の組を記録しました(受付番号 {visit.receipt})。")
    return redirect(request.path)


@staff(Permission.FAIR_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: Request, pk: int) -> JsonResponse:
    """Give the page a token (and so tell it that the log-in still holds); take one entry of its outbox."""
    event, now = get_object_or_404(Event.objects.all(), pk=pk), timezone.now()
    if request.method != "POST":
        return JsonResponse({"token": get_token(request)})
    form = _guest_form(request)
    if not form.is_valid() or form.cleaned_data["client_key"] is None:
        return JsonResponse({"errors": _errors(form) or ["控えの番号がありません。"]}, status=422)
    visit = services.record_visit(event=event, guest=form.guest(at=now), by=request.actor, at=now)
    return JsonResponse({"receipt": visit.receipt})


@staff(Permission.FAIR_MANAGE)
@require_safe
def worker(request: Request, pk: int) -> HttpResponse:
    """Send the service worker that keeps the stand's page; it reaches no other page."""
    event = get_object_or_404(Event.objects.all(), pk=pk)
    slug = request.organization.slug
    return page_worker(
        reverse("fairs:stand", kwargs={"organization": slug, "pk": event.pk}),
        parts=("fairs/fairs.css", "fairs/stand.js"),
        also=(reverse("portal:accent", kwargs={"organization": slug}),),
    )


@staff(Permission.FAIR_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def cards(request: Request, pk: int) -> HttpResponse:
    """Type paper cards; sent as a whole without JavaScript, each row kept or refused by itself."""
    event, now = get_object_or_404(Event.objects.all(), pk=pk), timezone.now()
    names = selectors.prefecture_names()
    rows = card_forms(request.POST or None, event=event, prefectures=names, rows=ROWS)
    wrong = [form for form in rows if form.is_bound and not form.is_blank and not form.is_valid()]
    kept = [form for form in rows if form.is_bound and not form.is_blank and form.is_valid()]
    for form in kept:
        services.record_visit(event=event, guest=form.guest(at=now), by=request.actor, at=now)
    if kept:
        messages.success(request, f"{len(kept)}枚のカードを記録しました。")
    if request.method == "POST" and not wrong:
        return redirect(request.path)
    shown = {form.prefix: form for form in card_forms(None, event=event, prefectures=names, rows=ROWS)}
    shown |= {form.prefix: form for form in wrong}  # each stays in its row, as the cards lie on the desk
    return _cards_page(request, event, list(shown.values()), wrong)


@staff(Permission.FAIR_MANAGE)
@require_POST
def card(request: Request, pk: int) -> JsonResponse:
    """Keep one row of the grid."""
    event, now = get_object_or_404(Event.objects.all(), pk=pk), timezone.now()
    form = CardForm(request.POST, event=event, prefectures=selectors.prefecture_names())
    if not form.is_valid():
        return JsonResponse({"errors": {name: found[0] for name, found in form.errors.items()}}, status=422)
    visit = services.record_visit(event=event, guest=form.guest(at=now), by=request.actor, at=now)
    number = visit.case_file.number if visit.case_file else ""
    return JsonResponse({"receipt": visit.receipt, "file": number})


def _guest_form(request: Request) -> GuestForm:
    return GuestForm(
        request.POST or None,
        prefectures=selectors.prefecture_names(),
        brochures=list(selectors.offered_brochures()),
    )


def _errors(form: GuestForm) -> list[str]:
    return [": ".join(filter(None, (problem.label, problem.message))) for problem in problems_of([form])]


def _stand_page(request: Request, event: Event, form: GuestForm) -> HttpResponse:
    texts = {
        purpose.value: CONSENT_TEXTS[purpose].text.replace("{organization}", request.organization.name)
        for purpose in (ConsentPurpose.CONSULTATION, ConsentPurpose.NEWS)
    }
    context = {"event": event, "form": form, "texts": texts}
    return render(request, "fairs/stand.html", context, status=422 if form.is_bound else 200)


def _cards_page(request: Request, event: Event, rows: list[CardForm], wrong: list[CardForm]) -> HttpResponse:
    context: dict[str, Any] = {
        "event": event,
        "rows": rows,
        "wrong": wrong,
        "form": wrong[0] if wrong else None,
        "households": list(enumerate((kind.label for kind in HouseholdType), start=1)),
        "interests": list(enumerate((kind.label for kind in Interest), start=1)),
    }
    return render(request, "fairs/cards.html", context, status=422 if wrong else 200)
