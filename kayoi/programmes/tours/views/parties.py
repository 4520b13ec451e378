"""Staff: parties of a tour: the list, one of them, applications by telephone or on paper, points, refusing."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.engines.casefiles.selectors import protected_files
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.tours import services
from kayoi.programmes.tours.forms.applying import PersonsForm
from kayoi.programmes.tours.forms.giving import ScoresForm, WhyForm
from kayoi.programmes.tours.forms.giving_refusals import REFUSALS
from kayoi.programmes.tours.models import NextStep, Party
from kayoi.programmes.tours.selectors.giving import is_final
from kayoi.programmes.tours.selectors.own import party_page
from kayoi.programmes.tours.selectors.parties import party_rows, passings_of
from kayoi.programmes.tours.states import PartyStatus, Permission
from kayoi.programmes.tours.views.found import teller_of
from kayoi.programmes.tours.views.giving import tour_or_404
from kayoi.programmes.tours.views.public import forms_of

REASON = {"decline": services.decline, "refuse": services.refuse}
WORDS = {
    "decline": ("辞退を受け付ける", "辞退を受け付けました。"),
    "refuse": ("参加をお断りする", "お断りし、ほかの案内を送りました。"),
}  # fmt: skip


@staff(Permission.TOUR_READ)
@require_safe
def parties(request: Request, pk: int) -> HttpResponse:
    """Show who applied for a tour; people under protection measures by their numbers only."""
    tour, status = tour_or_404(pk), request.GET.get("status", "")
    hidden = protected_files(on=local_date(timezone.now()))
    context = {
        "tour": tour, "rows": party_rows(tour, status=status), "hidden": hidden, "status": status,
        "choices": PartyStatus.choices(), "persons": PersonsForm(most=tour.most_persons),
    }  # fmt: skip
    return render(request, "tours/giving/parties.html", context)


@staff(Permission.TOUR_READ)
@require_safe
def party(request: Request, pk: int) -> HttpResponse:
    """Show a party: who comes, what was said, where it stands and why, which doors it was shown."""
    row = party_or_404(pk)
    hidden = row.case_file_id in protected_files(on=local_date(timezone.now()))
    page = party_page(row)
    context = {
        "party": row, "page": page, "why": sentences(page.why, REFUSALS), "hidden": hidden, "towns": passings_of(row),
        "final": is_final(row.tour),
    }  # fmt: skip
    return render(request, "tours/giving/party.html", context)


def party_or_404(pk: int) -> Party:
    """Return a party of the town. Raises Http404."""
    rows = Party.objects.select_related("tour__selection", "tour__organization", "case_file", "date")
    return get_object_or_404(rows, pk=pk)


@staff(Permission.TOUR_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: Request, pk: int) -> HttpResponse:
    """Type in an application that came by telephone or on paper: by the same service as on the public page."""
    tour = tour_or_404(pk)
    forms, why = forms_of(request, tour, staff=True), []
    if forms.is_bound and forms.is_valid():
        try:
            applied = services.apply_for_tour(
                teller=teller_of(request), tour=tour, asking=forms.asking(),
                who=services.Who(forms.who.file_fields("ja")), by=request.actor,
                at=timezone.now(),
            )  # fmt: skip
            messages.success(request, f"申込みを受け付けました。番号は {applied.party.number} です。")
            return redirect("tours:party", organization=request.organization.slug, pk=applied.party.pk)
        except services.UnableToApply as refused:
            why = sentences(refused.verdict, REFUSALS)
    context = {"tour": tour, "forms": forms, "why": why}
    return render(request, "tours/giving/take.html", context, status=422 if forms.is_bound else 200)


@staff(Permission.TOUR_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def staff_decline(request: Request, pk: int) -> HttpResponse:
    """Let a party decline that calls."""
    return _with_reason(request, pk, "decline")


@staff(Permission.TOUR_DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: Request, pk: int) -> HttpResponse:
    """Refuse a party with a reason that it reads, and show it other doors."""
    return _with_reason(request, pk, "refuse")


def _with_reason(request: Request, pk: int, what: str) -> HttpResponse:
    row, form = party_or_404(pk), WhyForm(request.POST or None)
    if form.is_valid():
        try:
            moved = REASON[what](
                teller=teller_of(request), party=row, why=form.cleaned_data["why"], by=request.actor,
                at=timezone.now(),
            )  # fmt: skip
            messages.success(request, f"{WORDS[what][1]}繰り上がったのは{len(moved)}組です。")
            return redirect("tours:party", organization=request.organization.slug, pk=pk)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
        except ChangedMeanwhile:
            form.add_error(None, str(CHANGED_MEANWHILE))
    return _step(request, row, form, WORDS[what][0])


def _step(request: Request, party: Party, form: Any, title: str) -> HttpResponse:
    context = {"party": party, "form": form, "title": title}
    return render(request, "tours/giving/step.html", context, status=422 if form.is_bound else 200)


@staff(Permission.TOUR_DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def scores(request: Request, pk: int) -> HttpResponse:
    """Write what the jury gave a party, until the list is final."""
    row = party_or_404(pk)
    if is_final(row.tour):
        return redirect("tours:party", organization=request.organization.slug, pk=pk)
    form = ScoresForm(request.POST or None, party=row)
    if form.is_valid():
        services.write_scores(party=row, scores=form.scores(), by=request.actor, at=timezone.now())
        messages.success(request, "点を保存しました。")
        return redirect("tours:party", organization=request.organization.slug, pk=pk)
    return _step(request, row, form, "審査の点を書く")


@staff(Permission.TOUR_EDIT)
@require_POST
def staff_step(request: Request, pk: int) -> HttpResponse:
    """Note that somebody goes on by another door, as told by telephone."""
    found = get_object_or_404(NextStep, pk=pk)
    services.take_step(step=found, by=request.actor, at=timezone.now())
    messages.success(request, "次の一歩を記録しました。")
    return redirect("tours:party", organization=request.organization.slug, pk=found.party_id)


@staff(Permission.TOUR_EDIT)
@require_POST
def pass_on(request: Request, pk: int, code: str) -> HttpResponse:
    """Give the data of a party to the town that receives it, if it has agreed: the file there is made now."""
    row = party_or_404(pk)
    try:
        services.pass_to_town(organization=request.organization, party=row, code=code, by=request.actor,
                              at=timezone.now())  # fmt: skip
        messages.success(request, "受け入れる町に渡しました。")
    except Refused as refused:
        messages.error(request, " ".join(sentences(refused.verdict, REFUSALS)))
    return redirect("tours:party", organization=request.organization.slug, pk=pk)
