"""Staff: viewings and keys of a house."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kayoi.engines.casefiles.states import Channel
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.verdict import Refused
from kayoi.programmes.homes import services
from kayoi.programmes.homes.forms.seekers import StaffReasonForm
from kayoi.programmes.homes.forms.talks import FixForm, KeyForm, StaffViewingForm, ViewedForm, time_of
from kayoi.programmes.homes.models import Home, KeyLoan
from kayoi.programmes.homes.selectors.protected import shown_names
from kayoi.programmes.homes.selectors.seekers import seeker_with_number
from kayoi.programmes.homes.selectors.viewings import key_loans_of, viewings, visits_of
from kayoi.programmes.homes.states import Permission
from kayoi.programmes.homes.states.houses import SHOWN
from kayoi.programmes.homes.views.seekers import refusal


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def home_viewings(request: Request, pk: int) -> HttpResponse:
    """Show the viewings of a house and who has its key; take the key's loan."""
    home, form = get_object_or_404(Home, pk=pk), KeyForm(request.POST or None)
    if form.is_valid():
        try:
            services.lend_key(home=home, **form.cleaned_data, by=request.actor, at=timezone.now())
            return redirect("homes:viewings", organization=request.organization.slug, pk=pk)
        except Refused as refused:
            form.add_error(None, refusal(refused))
    today, loans = local_date(timezone.now()), key_loans_of(home)
    context = {
        "home": home, "form": form, "visits": visits_of(home, on=today), "loans": loans, "today": today,
        "is_lent": any(loan.returned_at is None for loan in loans), "is_shown": home.status in SHOWN,
    }  # fmt: skip
    return render(request, "homes/viewings.html", context, status=422 if form.is_bound else 200)


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def key(request: Request, pk: int) -> HttpResponse:
    """Take a key back."""
    loan = get_object_or_404(KeyLoan.objects.select_related("home"), pk=pk)
    if request.method == "POST":
        try:
            services.return_key(loan=loan, by=request.actor, at=timezone.now())
        except ChangedMeanwhile as refused:
            messages.error(request, " ".join(refusal(refused)))
        return redirect("homes:viewings", organization=request.organization.slug, pk=loan.home_id)
    return render(request, "homes/key.html", {"loan": loan, "home": loan.home})


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def viewing_for_caller(request: Request, pk: int) -> HttpResponse:
    """Take the wish to see a house from a caller."""
    home, form = get_object_or_404(Home, pk=pk), StaffViewingForm(request.POST or None)
    seeker = seeker_with_number(form.cleaned_data["seeker"]) if form.is_valid() else None
    if seeker is not None:
        values = form.cleaned_data
        channel = Channel.of(values["channel"])
        wanted = services.ViewingWish(values["wishes"], values["persons"], channel, values["client_key"])
        try:
            done = services.ask_viewing(home=home, seeker=seeker, wanted=wanted, by=request.actor, at=timezone.now())
            return redirect("homes:viewing", organization=request.organization.slug, pk=done.pk)
        except Refused as refused:
            form.add_error(None, refusal(refused))
    elif form.is_valid():
        form.add_error("seeker", "この番号の利用登録はありません。番号を確かめてください。")
    context = {"home": home, "form": form}
    return render(request, "homes/viewing_for_caller.html", context, status=422 if form.is_bound else 200)


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def viewing(request: Request, pk: int) -> HttpResponse:
    """Show one viewing; fix its time."""
    found = get_object_or_404(viewings(), pk=pk)
    form = FixForm(request.POST or None, initial=time_of(found))
    if form.is_valid():
        whom = form.cleaned_data["attended_by"]
        try:
            services.fix_viewing(viewing=found, **form.span(), attended_by=whom, by=request.actor, at=timezone.now())
            return redirect("homes:viewing", organization=request.organization.slug, pk=pk)
        except (Refused, ChangedMeanwhile) as refused:
            form.add_error(None, refusal(refused))
    names = shown_names([found.seeker.case_file], on=local_date(timezone.now()))
    context = {
        "viewing": found, "home": found.home, "form": form,
        "name": names[found.seeker.case_file_id],
    }  # fmt: skip
    return render(request, "homes/viewing.html", context, status=422 if form.is_bound else 200)


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def finish_viewing(request: Request, pk: int) -> HttpResponse:
    """Say that a viewing took place, with a note."""
    found, form = get_object_or_404(viewings(), pk=pk), ViewedForm(request.POST or None)
    if form.is_valid():
        note = form.cleaned_data["note"]
        try:
            services.finish_viewing(viewing=found, note=note, by=request.actor, at=timezone.now())
            return redirect("homes:viewing", organization=request.organization.slug, pk=pk)
        except (Refused, ChangedMeanwhile) as refused:
            form.add_error(None, refusal(refused))
    context = {"viewing": found, "home": found.home, "form": form, "title": "見学の結果を記録する", "label": "記録する"}
    return render(request, "homes/viewing_step.html", context, status=422 if form.is_bound else 200)


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel_viewing(request: Request, pk: int) -> HttpResponse:
    """Call a viewing off, with the reason."""
    found, form = get_object_or_404(viewings(), pk=pk), StaffReasonForm(request.POST or None)
    if form.is_valid():
        why = form.cleaned_data["why"]
        try:
            services.cancel_viewing(viewing=found, why=why, by=request.actor, at=timezone.now())
            return redirect("homes:viewing", organization=request.organization.slug, pk=pk)
        except (Refused, ChangedMeanwhile) as refused:
            form.add_error(None, refusal(refused))
    context = {"viewing": found, "home": found.home, "form": form, "title": "見学を取りやめる", "label": "取りやめる"}
    return render(request, "homes/viewing_step.html", context, status=422 if form.is_bound else 200)
