"""Staff: the list, a new questionnaire, its versions, opening and closing."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.engines.questionnaires import services as engine
from kayoi.engines.questionnaires.forms import REFUSALS
from kayoi.engines.questionnaires.selectors import form_of, quota_counts
from kayoi.engines.questionnaires.states import VersionStatus
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.moves import UnableToMove
from kayoi.kit.qr import qr_svg
from kayoi.kit.sentences import sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.surveys import selectors, services
from kayoi.programmes.surveys.forms.answering import AnswerForm
from kayoi.programmes.surveys.forms.office import CodesForm, NewForm
from kayoi.programmes.surveys.states import Permission
from kayoi.programmes.surveys.views.found import questionnaire_or_404, version_or_404


@staff(Permission.SURVEY_READ)
@require_safe
def surveys(request: Request) -> HttpResponse:
    """List the questionnaires and how many came back."""
    return render(request, "surveys/office/list.html", {"rows": selectors.rows()})


@staff(Permission.SURVEY_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """Make a questionnaire from a sample."""
    form = NewForm(request.POST or None)
    if form.is_valid():
        row = services.make_from_sample(**form.fields_of(), by=request.actor, at=timezone.now())
        messages.success(request, "アンケートを作りました。設問を確かめて、受付を始めてください。")
        return redirect("surveys:survey", organization=request.organization.slug, pk=row.pk)
    return render(request, "surveys/office/new.html", {"form": form}, status=422 if form.is_bound else 200)


@staff(Permission.SURVEY_READ)
@require_safe
def survey(request: Request, pk: int) -> HttpResponse:
    """Show a questionnaire: its versions, how to reach it, what was published."""
    questionnaire = questionnaire_or_404(pk)
    slug = request.organization.slug
    address = request.build_absolute_uri(reverse("surveys:begin", args=[slug, questionnaire.key]))
    rows = selectors.versions_of(questionnaire)
    context = {
        "questionnaire": questionnaire, "rows": rows, "draft": selectors.draft_of(questionnaire),
        "address": address if questionnaire.open_to_all else "", "qr": qr_svg(address),
        "published": selectors.published_of(questionnaire), "codes": CodesForm(None),
    }  # fmt: skip
    return render(request, "surveys/office/survey.html", context)


@staff(Permission.SURVEY_READ)
@require_safe
def version(request: Request, pk: int) -> HttpResponse:
    """Show the questions of a version as respondents see them, or as a paper to print."""
    row = version_or_404(pk)
    form = form_of(row)
    counts = quota_counts(row) if form.quotas else {}
    context = {
        "version": row, "questionnaire": row.questionnaire, "status": VersionStatus.of(row.status),
        "form": AnswerForm(None, form=form, answers={}),
        "quotas": [(quota, counts.get(quota.key, 0)) for quota in form.quotas],
    }  # fmt: skip
    name = "paper" if "paper" in request.GET else "version"
    return render(request, f"surveys/office/{name}.html", context)


@staff(Permission.SURVEY_EDIT)
@require_POST
def next_version(request: Request, pk: int) -> HttpResponse:
    """Begin the next version."""
    services.begin_version(questionnaire=questionnaire_or_404(pk), by=request.actor, at=timezone.now())
    return redirect("surveys:questions", organization=request.organization.slug, pk=pk)


@staff(Permission.SURVEY_EDIT)
@require_POST
def open_version(request: Request, pk: int) -> HttpResponse:
    """Let a version take answers."""
    row = version_or_404(pk)
    try:
        engine.open_version(version=row.pk, by=request.actor, at=timezone.now())
        messages.success(request, "受付を始めました。ここから、この版の設問は変わりません。")
    except (Refused, UnableToMove) as refused:
        messages.error(request, " ".join(sentences(refused.verdict, REFUSALS)))
    return redirect("surveys:survey", organization=request.organization.slug, pk=row.questionnaire_id)


@staff(Permission.SURVEY_EDIT)
@require_POST
def close_version(request: Request, pk: int) -> HttpResponse:
    """Take no more answers."""
    row = version_or_404(pk)
    try:
        engine.close_version(version=row.pk, by=request.actor, at=timezone.now())
        messages.success(request, "受付を終えました。集計を公表できます。")
    except UnableToMove as refused:
        messages.error(request, " ".join(sentences(refused.verdict, REFUSALS)))
    return redirect("surveys:survey", organization=request.organization.slug, pk=row.questionnaire_id)
