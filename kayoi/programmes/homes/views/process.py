"""Staff: steps of a house, its checks, the day of its survey."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.kit.verdict import Refused, verdict
from kayoi.programmes.homes import services
from kayoi.programmes.homes.forms.process import REFUSALS, CheckForm, SurveyPlanForm, WhyForm
from kayoi.programmes.homes.models import Check, Home
from kayoi.programmes.homes.rules import process as rules
from kayoi.programmes.homes.selectors import process
from kayoi.programmes.homes.selectors.brokers import active_brokers
from kayoi.programmes.homes.states import CheckResult, Permission, Step, SurveyedBy
from kayoi.programmes.homes.states.process import GRAVE, NEEDS_WHY, SAYS


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: Request, pk: int, action: str) -> HttpResponse:
    """Ask before a step is taken: what it does, what speaks against it, why; then take it."""
    house, now = get_object_or_404(Home, pk=pk), timezone.now()
    if action not in list(Step):
        raise Http404
    chosen = Step.of(action)
    form = WhyForm(request.POST or None, needed=chosen in NEEDS_WHY)
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["why"]
        try:
            services.take_step(
                organization=request.organization, home=house, step=chosen, why=why, by=request.actor, at=now
            )
        except (Refused, ChangedMeanwhile) as refused:
            form.add_error(None, refusal(refused))
        else:
            messages.success(request, f"{chosen.label}: 記録しました。")
            return redirect("homes:home", organization=request.organization.slug, pk=pk)
    return _step_page(request, house, chosen, form)


def _step_page(request: Request, house: Home, chosen: Step, form: WhyForm) -> HttpResponse:
    facts = process.facts_of(house, on=local_date(timezone.now()))
    answer = process.may_take_step(chosen, facts, by=request.actor)
    remarks = rules.notices(facts) if chosen is Step.REGISTER else []
    context = {
        "home": house,
        "step": chosen,
        "says": SAYS[chosen],
        "grave": chosen in GRAVE,
        "against": sentences(answer, REFUSALS),
        "remarks": sentences(verdict(remarks), REFUSALS),
        "form": form,
    }
    return render(request, "homes/step.html", context, status=422 if form.is_bound else 200)


@staff(Permission.HOME_READ)
@require_safe
def checks(request: Request, pk: int) -> HttpResponse:
    """Show what is checked of a house, with ground and result, and whether it may be registered."""
    house = get_object_or_404(Home, pk=pk)
    facts = process.facts_of(house, on=local_date(timezone.now()))
    context = {
        "home": house,
        "checks": process.checks_of(house),
        "against": sentences(rules.may_register(facts), REFUSALS),
        "remarks": sentences(verdict(rules.notices(facts)), REFUSALS),
        "survey": process.planned_survey(house),
    }
    return render(request, "homes/checks.html", context)


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def record_check(request: Request, pk: int) -> HttpResponse:
    """Write down what one check has found."""
    check = get_object_or_404(Check.objects.select_related("home"), pk=pk)
    initial = {name: getattr(check, name) for name in CheckForm.base_fields}
    initial["checked_on"] = check.checked_on or local_date(timezone.now())
    form = CheckForm(request.POST or None, initial=initial)
    if form.is_valid():
        found = form.cleaned_data | {"result": CheckResult.of(form.cleaned_data["result"])}
        try:
            services.record_check(check=check, **found, by=request.actor, at=timezone.now())
        except (Refused, ChangedMeanwhile) as refused:
            form.add_error("result", refusal(refused))
        else:
            messages.success(request, f"{check.get_kind_display()}: {found['result'].label}と記録しました。")
            return redirect("homes:checks", organization=request.organization.slug, pk=check.home_id)
    context = {"home": check.home, "check": check, "form": form}
    return render(request, "homes/record_check.html", context, status=422 if form.is_bound else 200)


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def plan_survey(request: Request, pk: int) -> HttpResponse:
    """Say when somebody looks at the house."""
    house = get_object_or_404(Home, pk=pk)
    form = SurveyPlanForm(
        request.POST or None,
        brokers=active_brokers(),
        initial={"by_whom": SurveyedBy.STAFF, "surveyor": request.actor.name},
    )
    if form.is_valid():
        values = form.cleaned_data
        try:
            services.plan_survey(
                home=house, planned_at=values["planned_at"], by_whom=SurveyedBy.of(values["by_whom"]),
                broker=form.chosen_broker(), surveyor=values["surveyor"], by=request.actor, at=timezone.now(),
            )  # fmt: skip
        except (Refused, ChangedMeanwhile) as refused:
            form.add_error(None, refusal(refused))
        else:
            messages.success(request, "現地調査の日を決めました。当日の対応に入れました。")
            return redirect("homes:home", organization=request.organization.slug, pk=pk)
    context = {"home": house, "form": form, "planned": process.planned_survey(house)}
    return render(request, "homes/plan_survey.html", context, status=422 if form.is_bound else 200)


def refusal(refused: Exception) -> str:
    """Return why something was refused, in words."""
    return " ".join(sentences(refused.verdict, REFUSALS)) if isinstance(refused, Refused) else str(CHANGED_MEANWHILE)
