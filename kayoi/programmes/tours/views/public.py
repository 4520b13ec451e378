"""The public: tours, a tour with its dates, and the application of a party on one page."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kayoi.engines.selections.states import Method
from kayoi.foundation.identity.marks import Request, public
from kayoi.kit.sentences import sentences
from kayoi.programmes.tours import services
from kayoi.programmes.tours.forms.applying import PersonsForm, TourForms
from kayoi.programmes.tours.forms.refusals import BUSY, REFUSALS
from kayoi.programmes.tours.models import Tour
from kayoi.programmes.tours.selectors import public as reads
from kayoi.programmes.tours.selectors.across import tours_received
from kayoi.programmes.tours.selectors.applying import may_ask, questions_of, rules_in_force
from kayoi.programmes.tours.selectors.giving import open_dates, rooms_of
from kayoi.programmes.tours.selectors.reasons import named
from kayoi.programmes.tours.selectors.words import in_english
from kayoi.programmes.tours.states import TravelBasis
from kayoi.programmes.tours.views.found import privacy_of, teller_of, tour_or_404


@public(opens="town")
@require_safe
def tours(request: Request) -> HttpResponse:
    """Show the tours of a town, those that take applications first."""
    now = timezone.now()
    context = {"cards": reads.cards(at=now), "received": tours_received(request.organization, at=now)}
    return render(request, "tours/public/tours.html", context)


@public(opens="town")
@require_safe
def tour(request: Request, key: str) -> HttpResponse:
    """Show a tour: when, what is left, what is hard, how places are given, who answers for it."""
    row = tour_or_404(key)
    page = reads.tour_page(row, at=timezone.now())
    context = {
        "page": page, "tour": row, "persons": PersonsForm(most=row.most_persons),
        "why": sentences(page.may_apply, REFUSALS), "campaign": request.GET.get("c", ""),
    }  # fmt: skip
    return render(request, "tours/public/tour.html", context)


@public(opens="town", limit="ask")
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: Request, key: str) -> HttpResponse:
    """Take the application of a party; the page asks for as many names as people come."""
    row, now = tour_or_404(key), timezone.now()
    forms, why = forms_of(request, row), [str(BUSY)] if request.limited else []
    if forms.is_bound and forms.is_valid() and not why:
        try:
            applied = services.apply_for_tour(
                teller=teller_of(request), tour=row, asking=forms.asking(),
                who=services.Who(forms.who.file_fields("en" if in_english() else "ja"), person=request.person),
                by=request.actor, at=now,
            )  # fmt: skip
            return redirect("tours:state", organization=request.organization.slug, token=applied.token)
        except services.UnableToApply as refused:
            why = sentences(refused.verdict, REFUSALS)
    closed = [] if forms.is_bound else sentences(may_ask(row, by_staff=False, at=now), REFUSALS)
    context = {
        "tour": row, "title": named(row), "forms": forms, "why": why, "closed": closed,
        "privacy": privacy_of(request.organization),
    }  # fmt: skip
    return render(request, "tours/public/apply.html", context, status=422 if forms.is_bound else 200)


def forms_of(request: Request, tour: Tour, *, staff: bool = False) -> TourForms:
    """Return the forms of an application, for as many people as the address or the form says."""
    data = request.POST if request.method == "POST" else None
    rooms, first_come = rooms_of(tour, open_dates(tour)), tour.method == Method.FIRST_COME
    return TourForms(
        data, persons=_persons(request, tour), dates=reads.choices_of(rooms, first_come),
        prefectures=reads.prefectures_by_number(), questions=questions_of(rules_in_force(tour)),
        agency=tour.agency_name if tour.travel_basis == TravelBasis.AGENCY else "", towns=reads.towns_to_tell(tour),
        initial=_known(request, staff=staff), staff=staff,
    )  # fmt: skip


def _persons(request: Request, tour: Tour) -> int:
    typed = request.POST.get("persons", "") or request.GET.get("persons", "")
    return (
        max(1, min(int(typed), tour.most_persons)) if typed.isascii() and typed.isdigit() and typed[:3] == typed else 1
    )


def _known(request: Request, *, staff: bool) -> dict[str, Any]:
    """Return what is known of whoever is logged in; nothing of staff."""
    person, campaign = request.person, request.GET.get("c", "")[:20]
    if person is None or staff:
        return {"campaign": campaign}
    return {
        "name": person.name, "kana": person.kana, "phone": person.phone, "birth_on": person.birth_on,
        "email": str(request.user), "campaign": campaign,
    }  # fmt: skip
