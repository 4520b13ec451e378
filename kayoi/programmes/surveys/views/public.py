"""Respondents: by a link for everybody or a personal code; drafts are kept; tables that the town published."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.engines.questionnaires import services as engine
from kayoi.engines.questionnaires.models import AnswerSheet, Questionnaire
from kayoi.engines.questionnaires.selectors import form_of, open_version_of, questionnaire_of, sheet_by_code
from kayoi.engines.questionnaires.states import SheetStatus, VersionStatus, Way
from kayoi.foundation.identity.marks import Request, public
from kayoi.kit.verdict import Refused
from kayoi.programmes.surveys.forms.answering import BUSY, AnswerForm
from kayoi.programmes.surveys.forms.public import CodeForm
from kayoi.programmes.surveys.selectors import published_of
from kayoi.programmes.surveys.selectors.results import published
from kayoi.programmes.surveys.services import hand_in


@public(opens="town", limit="code")
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: Request) -> HttpResponse:
    """Ask for the code of a paper."""
    form = CodeForm(request.POST or None)
    if request.limited:
        form.add_error(None, BUSY)
    if form.is_valid():
        sheet = sheet_by_code(form.cleaned_data["code"])
        if sheet is not None:
            code = form.cleaned_data["code"]
            return redirect("surveys:answer", organization=request.organization.slug, code=code)
        form.add_error(
            "code", _("この符号では答えられません。書き間違いがないか、もう答えた後でないか、ご確認ください。")
        )
    return render(request, "surveys/public/enter.html", {"form": form}, status=422 if form.is_bound else 200)


@public(opens="town", limit="lead")
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: Request, key: str) -> HttpResponse:
    """Tell what is asked and what for; begin a sheet."""
    questionnaire = _open_to_all(key)
    version = open_version_of(questionnaire)
    if request.method == "POST" and version is not None and not request.limited:
        begun = engine.start_sheet(version=version.pk, way=Way.WEB, by=request.actor, at=timezone.now())
        return redirect("surveys:answer", organization=request.organization.slug, code=begun.code)
    context = {
        "questionnaire": questionnaire, "version": version, "busy": BUSY if request.limited else "",
        "count": len(form_of(version).questions) if version else 0,
    }  # fmt: skip
    return render(request, "surveys/public/begin.html", context, status=429 if request.limited else 200)


@public(opens="town", limit="code")
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: Request, code: str) -> HttpResponse:
    """Answer: put by, or hand in."""
    sheet = _sheet(code)
    if not _takes(sheet):
        return render(request, "surveys/public/over.html", {"sheet": sheet, "title": sheet.edition.questionnaire.title})
    form = AnswerForm(request.POST or None, form=form_of(sheet.edition), answers=sheet.answers)
    if request.limited:
        form.add_error(None, BUSY)
    if form.is_valid():
        try:
            return _taken(request, sheet, form, code)
        except Refused as refused:
            form.refuse(refused.verdict)
    context = {"form": form, "version": sheet.edition, "questionnaire": sheet.edition.questionnaire, "code": code}
    return render(request, "surveys/public/answer.html", context, status=422 if form.is_bound else 200)


@public(opens="town", limit="draft")
@require_POST
def draft(request: Request, code: str) -> HttpResponse:
    """Put by what has been answered so far."""
    sheet = _sheet(code)
    form = AnswerForm(request.POST, form=form_of(sheet.edition), answers={})
    if request.limited or not _takes(sheet) or not form.is_valid():
        return HttpResponse(status=429 if request.limited else 422)
    try:
        engine.save_draft(sheet=sheet.pk, answers=form.answers(), by=request.actor, at=timezone.now())
    except Refused:
        return HttpResponse(status=422)
    return HttpResponse(status=204)


@public(opens="town")
@require_safe
def done(request: Request) -> HttpResponse:
    """Thank."""
    return render(request, "surveys/public/done.html")


@public(opens="town")
@require_safe
def results(request: Request, key: str) -> HttpResponse:
    """Show the tables that were published."""
    questionnaire = questionnaire_of(key)
    tables = published_of(questionnaire) if questionnaire else []
    if questionnaire is None or not tables:
        raise Http404
    shown = [(table, published(table)) for table in tables]
    return render(request, "surveys/public/results.html", {"questionnaire": questionnaire, "tables": shown})


def _taken(request: Request, sheet: AnswerSheet, form: AnswerForm, code: str) -> HttpResponse:
    slug, at = request.organization.slug, timezone.now()
    if "send" in request.POST:
        hand_in(sheet=sheet, answers=form.answers(), by=request.actor, at=at)
        return redirect("surveys:done", organization=slug)
    engine.save_draft(sheet=sheet.pk, answers=form.answers(), by=request.actor, at=at)
    messages.success(request, _("ここまでの回答を保存しました。同じ符号で、続きから答えられます。"))
    return redirect("surveys:answer", organization=slug, code=code)


def _open_to_all(key: str) -> Questionnaire:
    questionnaire = questionnaire_of(key)
    if questionnaire is None or not questionnaire.open_to_all:
        raise Http404
    return questionnaire


def _sheet(code: str) -> AnswerSheet:
    sheet = sheet_by_code(code)
    if sheet is None:
        raise Http404
    return sheet


def _takes(sheet: AnswerSheet) -> bool:
    """Tell whether the sheet may be answered: of an open version, or to correct what was handed in before."""
    is_open = sheet.edition.status == VersionStatus.OPEN or sheet.submitted_at is not None
    return is_open and sheet.status == SheetStatus.DRAFT
