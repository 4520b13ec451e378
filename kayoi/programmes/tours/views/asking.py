"""Questionnaires before and after a tour; what came of it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kayoi.engines.questionnaires.selectors import questionnaire_of
from kayoi.foundation.identity.marks import Request, public, staff
from kayoi.kit.dates import local_date
from kayoi.kit.sentences import sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.tours.forms.asking import ChooseForm, OutcomeForm
from kayoi.programmes.tours.forms.day import REFUSALS
from kayoi.programmes.tours.forms.refusals import BUSY
from kayoi.programmes.tours.models import Party, Tour
from kayoi.programmes.tours.selectors.asking import AFTER, BEFORE, open_version
from kayoi.programmes.tours.services import asking, outcomes
from kayoi.programmes.tours.states import WITH_DATE, Permission
from kayoi.programmes.tours.views.found import own_party


@public(opens="town", limit="lead")
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: Request, token: str, which: str) -> HttpResponse:
    """Lead a party from its own page to the questionnaire: begun with one press, not by opening an address."""
    party = own_party(request, token)
    if which not in {BEFORE, AFTER}:
        raise Http404
    version = open_version(party.tour, which) if party.status in WITH_DATE else None
    if request.limited:
        messages.error(request, BUSY)
    elif request.method == "POST" and version is not None:
        try:
            code = asking.begin_sheet(party=party, which=which, by=request.actor, at=timezone.now())
        except Refused:
            code = None
        if code:
            return redirect("surveys:answer", organization=request.organization.slug, code=code)
        messages.error(request, _("このアンケートは、いま回答を受け付けていません。"))
    context, status = {"party": party, "version": version}, 429 if request.limited else 200
    return render(request, "tours/day/questions.html", context, status=status)


@staff(Permission.TOUR_MAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: Request, pk: int) -> HttpResponse:
    """Choose what is asked before and after a tour."""
    tour = get_object_or_404(Tour.objects.select_related("before", "after"), pk=pk)
    initial = {name: one.key for name, one in (("before", tour.before), ("after", tour.after)) if one}
    form = ChooseForm(request.POST or None, initial=initial)
    if form.is_valid():
        before, after = (questionnaire_of(form.cleaned_data[name]) for name in ("before", "after"))
        asking.choose_questionnaires(
            tour=tour, before=before, after=after, by=request.actor, at=timezone.now()
        )  # fmt: skip
        messages.success(request, "アンケートを決めました。")
        return redirect("tours:staff_tour", organization=request.organization.slug, pk=pk)
    return render(request, "tours/day/choose.html", {"form": form, "tour": tour}, status=422 if form.is_bound else 200)


@staff(Permission.TOUR_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def outcome(request: Request, pk: int) -> HttpResponse:
    """Write down what came of a party's tour."""
    today = local_date(timezone.now())
    party = get_object_or_404(Party.objects.select_related("tour", "date", "case_file"), pk=pk, date__isnull=False)
    form = OutcomeForm(request.POST or None, today=today)
    if form.is_valid():
        try:
            outcomes.record_outcome(
                party=party, told=form.told(), by=request.actor, at=timezone.now()
            )  # fmt: skip
            messages.success(request, "成果を記録しました。")
            return redirect(request.path)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    context = {"form": form, "party": party, "known": party.outcomes.order_by("happened_on", "pk")}
    return render(request, "tours/day/outcome.html", context, status=422 if form.is_bound else 200)
