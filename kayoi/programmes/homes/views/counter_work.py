"""Partners: what a broker reports of a house: survey, viewings, key, contract."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.foundation.files.forms import REFUSALS as FILES
from kayoi.foundation.files.services import UnableToTakeFile
from kayoi.foundation.identity.marks import Request, in_town, partner
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.sentences import sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.homes import services
from kayoi.programmes.homes.forms.counter import BrokersContractForm, BrokersSurveyForm, CallOffForm, TakeKeyForm
from kayoi.programmes.homes.forms.talks import FixForm, time_of
from kayoi.programmes.homes.models import Viewing
from kayoi.programmes.homes.selectors import counter as selectors
from kayoi.programmes.homes.services.counter import report_survey
from kayoi.programmes.homes.states import AssignmentStatus, Permission
from kayoi.programmes.homes.views.counter import taken_house
from kayoi.programmes.homes.views.seekers import refusal


@partner(Permission.HOME_BROKE)
@require_http_methods(["GET", "HEAD", "POST"])
def counter_survey(request: Request, pk: int) -> HttpResponse:
    """Report what was found at a house."""
    home, broker, now = taken_house(pk), selectors.my_broker(), timezone.now()
    initial = {"surveyed_on": local_date(now), "surveyor": request.membership.name}
    form = BrokersSurveyForm(request.POST or None, request.FILES or None, home=home, initial=initial)
    if form.is_valid():
        found = form.found(today=local_date(now))
        try:
            with in_town(request):
                report_survey(home=home, broker=broker, found=found, by=request.actor, at=now)
            messages.success(request, "現地調査の報告を、町に送りました。")
            return redirect("homes:counter_house", organization=request.organization.slug, pk=pk)
        except UnableToTakeFile as refused:
            form.add_error("photos", sentences(refused.verdict, FILES))
    context = {"home": home, "form": form}
    return render(request, "homes/counter/survey.html", context, status=422 if form.is_bound else 200)


@partner(Permission.HOME_BROKE)
@require_safe
def counter_viewings(request: Request) -> HttpResponse:
    """Show the viewings of all my houses."""
    mine = [row.home_id for row in selectors.my_houses().accepted]
    with in_town(request):
        rows = selectors.open_viewings(mine, on=local_date(timezone.now()))
    return render(request, "homes/counter/viewings.html", {"viewings": rows})


def _viewing(request: Request, pk: int) -> Viewing:
    """Return an open viewing of a house of mine, or answer 404; it was read in the town's scope."""
    row = get_object_or_404(Viewing.objects.filter(home__assignments__status=AssignmentStatus.ACCEPTED), pk=pk)
    with in_town(request):
        shown = [one for one in selectors.open_viewings([row.home_id], on=local_date(timezone.now())) if one.pk == pk]
    return shown[0] if shown else get_object_or_404(Viewing.objects.none())


@partner(Permission.HOME_BROKE)
@require_http_methods(["GET", "HEAD", "POST"])
def counter_viewing(request: Request, pk: int) -> HttpResponse:
    """Fix the time of a viewing; all sides are told."""
    found = _viewing(request, pk)
    form = FixForm(request.POST or None, initial={"attended_by": request.actor.name, **time_of(found)})
    if form.is_valid():
        whom = form.cleaned_data["attended_by"]
        try:
            with in_town(request):
                services.fix_viewing(
                    viewing=found, **form.span(), attended_by=whom, by=request.actor, at=timezone.now()
                )
            messages.success(request, "見学の日時を決め、関係する人に知らせました。")
            return redirect("homes:counter_viewings", organization=request.organization.slug)
        except (Refused, ChangedMeanwhile) as refused:
            form.add_error(None, refusal(refused))
    context = {"viewing": found, "home": found.home, "form": form, "now": timezone.now()}
    return render(request, "homes/counter/viewing.html", context, status=422 if form.is_bound else 200)


@partner(Permission.HOME_BROKE)
@require_POST
def counter_viewed(request: Request, pk: int) -> HttpResponse:
    """Say that a viewing took place."""
    found = _viewing(request, pk)
    try:
        with in_town(request):
            services.finish_viewing(viewing=found, note="", by=request.actor, at=timezone.now())
        messages.success(request, "見学済みと記録しました。")
    except (Refused, ChangedMeanwhile) as refused:
        messages.error(request, " ".join(refusal(refused)))
    return redirect("homes:counter_viewings", organization=request.organization.slug)


@partner(Permission.HOME_BROKE)
@require_http_methods(["GET", "HEAD", "POST"])
def counter_call_off(request: Request, pk: int) -> HttpResponse:
    """Call a viewing off."""
    found, form = _viewing(request, pk), CallOffForm(request.POST or None)
    if form.is_valid():
        try:
            with in_town(request):
                services.cancel_viewing(
                    viewing=found, why=form.cleaned_data["why"], by=request.actor, at=timezone.now()
                )
            messages.success(request, "見学を取りやめ、関係する人に知らせました。")
            return redirect("homes:counter_viewings", organization=request.organization.slug)
        except (Refused, ChangedMeanwhile) as refused:
            form.add_error(None, refusal(refused))
    context = {"viewing": found, "home": found.home, "form": form}
    return render(request, "homes/counter/call_off.html", context, status=422 if form.is_bound else 200)


@partner(Permission.HOME_BROKE)
@require_http_methods(["GET", "HEAD", "POST"])
def counter_key(request: Request, pk: int) -> HttpResponse:
    """Say that I have taken the key of a house."""
    home, broker, form = taken_house(pk), selectors.my_broker(), TakeKeyForm(request.POST or None)
    if form.is_valid():
        try:
            with in_town(request):
                services.lend_key(
                    home=home, holder=broker.name, due_on=form.cleaned_data["due_on"], by=request.actor,
                    at=timezone.now(),
                )  # fmt: skip
            messages.success(request, "鍵を借りたことを記録しました。")
            return redirect("homes:counter_house", organization=request.organization.slug, pk=pk)
        except Refused as refused:
            form.add_error(None, refusal(refused))
    context = {"home": home, "form": form, "key": selectors.key_of_house(home), "broker": broker}
    return render(request, "homes/counter/key.html", context, status=422 if form.is_bound else 200)


@partner(Permission.HOME_BROKE)
@require_POST
def counter_return_key(request: Request, pk: int) -> HttpResponse:
    """Say that I have brought the key back."""
    loan = selectors.key_of_house(taken_house(pk))
    if loan is not None and loan.holder == selectors.my_broker().name:
        with in_town(request):
            services.return_key(loan=loan, by=request.actor, at=timezone.now())
        messages.success(request, "鍵を返したことを記録しました。")
    return redirect("homes:counter_house", organization=request.organization.slug, pk=pk)


@partner(Permission.HOME_BROKE)
@require_http_methods(["GET", "HEAD", "POST"])
def counter_contract(request: Request, pk: int) -> HttpResponse:
    """Report that a contract was made."""
    home, form = taken_house(pk), BrokersContractForm(request.POST or None)
    if form.is_valid():
        fields = form.contract_fields()
        fields["reported_by"] = request.actor.name
        try:
            with in_town(request):
                services.report_contract(home=home, fields=fields, by=request.actor, at=timezone.now())
            messages.success(request, "成約を、町に報告しました。")
            return redirect("homes:counter_house", organization=request.organization.slug, pk=pk)
        except (Refused, ChangedMeanwhile) as refused:
            form.add_error(None, refusal(refused))
    context = {"home": home, "form": form}
    return render(request, "homes/counter/contract.html", context, status=422 if form.is_bound else 200)
