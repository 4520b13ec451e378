"""Staff: charts, tables of any two variables, publishing, before and after."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from kayoi.engines.questionnaires import services as engine
from kayoi.engines.questionnaires.forms import REFUSALS
from kayoi.engines.questionnaires.models import Version
from kayoi.engines.questionnaires.rules.pairing import comparable
from kayoi.engines.questionnaires.rules.questions import Question
from kayoi.engines.questionnaires.rules.variables import NotCountable
from kayoi.engines.questionnaires.selectors import form_of, pairs, returned
from kayoi.engines.questionnaires.selectors.tables import Survey, survey_of
from kayoi.engines.questionnaires.states import VersionStatus
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.downloads import download
from kayoi.kit.sentences import sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.surveys.forms.office import CrossForm, PublishForm
from kayoi.programmes.surveys.selectors import comparable_versions
from kayoi.programmes.surveys.selectors.results import (
    Shown,
    as_csv,
    as_xlsx,
    change,
    charts,
    cross,
    cut_of,
    groups,
    variables,
)
from kayoi.programmes.surveys.states import Permission, Share
from kayoi.programmes.surveys.views.found import opened_or_404

DEFAULT = {"share": Share.ALL.value}


@staff(Permission.SURVEY_READ)
@require_safe
def results(request: Request, pk: int) -> HttpResponse:
    """Show a chart of each question, and any table of two; or send the table as CSV or xlsx."""
    version = opened_or_404(pk)
    survey = survey_of(version)
    form = _cross_form(request, survey)
    table = _table(survey, form) if form is not None and form.is_valid() else None
    if table is not None and request.GET.get("format") in {"csv", "xlsx"}:
        return _file(request, version, table)
    handed_in, given = returned(version)
    query = {name: request.GET.get(name, "") for name in ("columns", "rows", "only", "share")}
    context = {
        "version": version, "questionnaire": version.questionnaire, "form": form, "table": table,
        "handed_in": handed_in, "given": given, "charts": charts(survey) if table is None else [],
        "query": urlencode(query), "asked": query, "publish": PublishForm(None),
        "is_closed": version.status == VersionStatus.CLOSED,
    }  # fmt: skip
    return render(request, "surveys/office/results.html", context)


@staff(Permission.SURVEY_PUBLISH)
@require_POST
def publish(request: Request, pk: int) -> HttpResponse:
    """Publish a table of a closed version."""
    version = opened_or_404(pk)
    form, chosen = PublishForm(request.POST), CrossForm(request.POST, **_choices(survey_of(version)))
    if not form.is_valid() or not chosen.is_valid():
        messages.error(request, "表の題を入れてください。")
    else:
        data = chosen.cleaned_data
        cut = cut_of(columns=data["columns"], rows=data["rows"], only=data["only"])
        try:
            title = form.cleaned_data["title"]
            engine.publish_table(version=pk, cut=cut, title=title, by=request.actor, at=timezone.now())
            messages.success(request, "集計を公表しました。")
            return redirect(
                "surveys:survey", organization=request.organization.slug, pk=version.questionnaire_id
            )  # fmt: skip
        except Refused as refused:
            messages.error(request, " ".join(sentences(refused.verdict, REFUSALS)))
    return redirect("surveys:results", organization=request.organization.slug, pk=pk)


@staff(Permission.SURVEY_READ)
@require_safe
def compare(request: Request) -> HttpResponse:
    """Show how answers of the same people moved from one version to another."""
    versions = comparable_versions()
    before, after = (_chosen(versions, request.GET.get(name, "")) for name in ("before", "after"))
    table, matched = None, None
    asked: list[Question] = []
    if before and after and before != after:
        asked = comparable(form_of(before), form_of(after))
        matched = pairs(before, after)
        key = request.GET.get("question", "")
        try:
            table = change(before, after, key, Share.ROW) if key else None
        except NotCountable as unknown:
            raise Http404 from unknown
    context = {
        "versions": versions, "before": before, "after": after, "asked": asked, "matched": matched, "table": table,
        "chosen": request.GET.get("question", ""), "sides": [("before", "前", before), ("after", "後", after)],
    }  # fmt: skip
    return render(request, "surveys/office/compare.html", context)


def _chosen(versions: list[Version], wanted: str) -> Version | None:
    return next((one for one in versions if str(one.pk) == wanted), None)


def _choices(survey: Survey) -> dict[str, list[tuple[str, str]]]:
    return {"variables": variables(survey.form), "only": groups(survey.form)}


def _cross_form(request: Request, survey: Survey) -> CrossForm | None:
    choices = _choices(survey)
    if not choices["variables"]:
        return None
    return CrossForm(DEFAULT | request.GET.dict() if "columns" in request.GET else None, **choices)


def _table(survey: Survey, form: CrossForm) -> Shown:
    data = form.cleaned_data
    cut = cut_of(columns=data["columns"], rows=data["rows"], only=data["only"])
    return cross(survey, cut, Share.of(data["share"] or Share.ALL))


def _file(request: Request, version: Version, table: Shown) -> HttpResponse:
    ending = request.GET["format"]
    source = f"{request.organization.name} {version.questionnaire.title}(第{version.number}版)"
    data = as_csv(table) if ending == "csv" else as_xlsx(table, source=source)
    return download(data, f"shukei-{version.questionnaire.key}.{ending}")
