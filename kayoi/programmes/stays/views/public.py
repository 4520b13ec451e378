"""The public: houses, what is free, what it costs; and the application, on one page."""

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kayoi.engines.casefiles.states import Channel
from kayoi.engines.openings.selectors import holidays_ahead
from kayoi.engines.procedures.services import Sender
from kayoi.engines.procedures.states import WRITABLE
from kayoi.foundation.identity.marks import Request, public
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.posted import version_of
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.kit.verdict import Refused, verdict
from kayoi.programmes.stays import services
from kayoi.programmes.stays.forms.applying import StayForms
from kayoi.programmes.stays.forms.programmes import EntryCodeForm
from kayoi.programmes.stays.forms.public import BeginForm, HoursForm, NightsForm
from kayoi.programmes.stays.forms.refusals import BUSY, REFUSALS
from kayoi.programmes.stays.models import House
from kayoi.programmes.stays.selectors import offers, pages
from kayoi.programmes.stays.selectors.desk_pages import plan_cards
from kayoi.programmes.stays.selectors.doors import doors_of
from kayoi.programmes.stays.selectors.months import month_shown, months_of
from kayoi.programmes.stays.selectors.own import stay_of
from kayoi.programmes.stays.selectors.words import price_lines
from kayoi.programmes.stays.views.found import found, language, link_to_stay, privacy_of

MOST_REASONS = 2
WISH = ("first", "last", "starts", "ends", "adults", "children")


@public(opens="town")
@require_safe
def houses(request: Request) -> HttpResponse:
    """Show the houses in which people can try the town, with what is free soon, or in a school holiday."""
    now = timezone.now()
    ahead = holidays_ahead(on=local_date(now))
    chosen = next((one for one in ahead if one.starts_on.isoformat() == request.GET.get("holiday")), None)
    within = (max(chosen.starts_on, local_date(now)), chosen.ends_before) if chosen else None
    cards = pages.cards_of(list(offers.shown_houses()), within=within, at=now)
    return render(request, "stays/public/houses.html", {"cards": cards, "ahead": ahead, "chosen": chosen})


@public(opens="town", limit="ask")
@require_http_methods(["GET", "HEAD", "POST"])
def house(request: Request, key: str) -> HttpResponse:
    """Show a house, its calendar, and for chosen days what the rules say and what it costs; hold it and begin."""
    row, now = offers.shown_house(key), timezone.now()
    if row is None:
        raise Http404
    form = _wish(request, row, local_date(now))
    wanted = form.wanted() if form.is_bound and form.is_valid() else None
    why = [str(BUSY)] if request.limited else []
    if request.method == "POST" and wanted and not why:
        try:
            begun = services.begin_stay(
                house=row, wanted=wanted, channel=Channel.PORTAL, you=pages.known_of(request.person, str(request.user)),
                language=language(), client_key=BeginForm(request.POST).key(),
                entry_code=request.POST.get("entry_code", ""), by=request.actor, at=now,
            )  # fmt: skip
            return redirect("stays:apply", organization=request.organization.slug, token=begun.token)
        except Refused as refused:
            why = sentences(refused.verdict, REFUSALS)
    return _house_page(request, row, form, wanted, why)


def _wish(request: Request, house: House, today: date) -> NightsForm | HoursForm:
    """Return the wish that the address or the form says; a day that was picked in the calendar fills the form."""
    made = NightsForm if offers.is_by_night(offers.rooms_of(house, on=today)) else HoursForm
    data = request.POST if request.method == "POST" else request.GET
    whole = data if {"first", "adults"} <= data.keys() else None
    return made(whole, today=today, initial=pages.picked(data))


def _house_page(
    request: Request, row: House, form: NightsForm | HoursForm, wanted: offers.Wanted | None, why: list[str]
) -> HttpResponse:
    now = timezone.now()
    offer = offers.offer_of(row, wanted, at=now) if wanted else None
    start = month_shown(request.GET.get("month", ""), today=local_date(now))
    context = {
        "page": pages.page_of(row, on=local_date(now)),
        "plans": plan_cards(row, on=local_date(now)),
        "form": form,
        "begin": BeginForm(),
        "entry": EntryCodeForm(initial=request.POST.dict()) if row.kept_for_id else None,
        "offer": offer,
        "why": why or (sentences_of(offer) if offer else []),
        "price": price_lines(offer.price) if offer else [],
        "months": months_of(row, start=wanted.span.first_day if wanted else start, wanted=wanted, at=now),
        "doors": _doors(row, wanted, at=now) if offer and offer.room is None and wanted else None,
        "again": {name: request.GET.get(name, "") or request.POST.get(name, "") for name in WISH},
    }
    return render(request, "stays/public/house.html", context, status=422 if request.method == "POST" else 200)


def _doors(row: House, wanted: offers.Wanted, *, at: datetime) -> dict[str, Any]:
    """Return other doors, those of the town with what stands against the days between."""
    doors = doors_of(row, wanted, at=at)
    here = [(one, sentences(verdict(one.reasons), REFUSALS)[:MOST_REASONS]) for one in doors.here]
    return {"here": here, "elsewhere": doors.elsewhere}


def sentences_of(offer: offers.Offer) -> list[str]:
    """Return why no room is free."""
    return sentences(verdict(offer.against), REFUSALS)


@public(opens="town", limit="ask")
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: Request, token: str) -> HttpResponse:
    """Write the application on one page, see what the rules say, and send it."""
    application, now = found(request, token), timezone.now()
    if application.status not in WRITABLE:  # the button was pressed twice, or a page of before is sent again
        return redirect("stays:state", organization=request.organization.slug, token=token)
    stay = stay_of(application)
    if stay is None:
        messages.info(request, _("空きを押さえておく時間が過ぎました。日を選び直してください。"))
        return redirect("stays:houses", organization=request.organization.slug)
    forms = StayForms(request.POST or None, stay=stay, application=application)
    if request.limited:
        forms.send.add_error(None, BUSY)
    if request.method == "POST" and not forms.wrong:
        try:
            return _write(request, stay, forms, token, at=now)
        except ChangedMeanwhile:
            forms.send.add_error(None, str(CHANGED_MEANWHILE))
        except Refused as refused:
            forms.send.add_error(None, sentences(refused.verdict, REFUSALS))
    return _apply_page(request, stay, forms, token)


def _write(request: Request, stay: Any, forms: StayForms, token: str, *, at: datetime) -> HttpResponse:
    """Write down what was answered, and send it where that was asked. Raises ChangedMeanwhile, Refused."""
    services.write_stay(stay=stay, **forms.written(), version=version_of(request), by=request.actor, at=at)
    if "send" not in request.POST:
        return redirect(f"{_address(request, token)}#told")
    stay.refresh_from_db()
    services.send_stay(
        organization=request.organization, stay=stay, sender=Sender(person=request.person),
        link=link_to_stay(request), by=request.actor, at=at,
    )  # fmt: skip
    messages.success(request, _("申請を受け付けました。受付番号を控えておいてください。"))
    return redirect("stays:state", organization=request.organization.slug, token=token)


def _address(request: Request, token: str) -> str:
    return reverse("stays:apply", kwargs={"organization": request.organization.slug, "token": token})


def _apply_page(request: Request, stay: Any, forms: StayForms, token: str) -> HttpResponse:
    now = timezone.now()
    context = {
        "stay": stay,
        "application": stay.application,
        "token": token,
        "forms": forms,
        "page": pages.application_page(stay, on=local_date(now)),
        "privacy": privacy_of(request.organization),
    }
    return render(request, "stays/public/apply.html", context, status=422 if forms.wrong else 200)
