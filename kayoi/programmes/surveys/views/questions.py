"""Staff: write the questions of a draft, one by one or as a file."""

import json

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kayoi.engines.questionnaires.models import Version
from kayoi.engines.questionnaires.rules.reading import BadQuestionnaire
from kayoi.engines.questionnaires.states import AtQuota, Kind
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.downloads import download
from kayoi.programmes.surveys import services
from kayoi.programmes.surveys.forms.office import FileForm, NoticeForm, QuestionForm
from kayoi.programmes.surveys.rules.building import Body, Words, moved, new_key, put, quotas_of, removed
from kayoi.programmes.surveys.states import Permission
from kayoi.programmes.surveys.views.found import draft_or_404

BAD = "この内容では保存できません: {why}"


@staff(Permission.SURVEY_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: Request, pk: int) -> HttpResponse:
    """List the questions of the draft; say what respondents are told."""
    draft = draft_or_404(pk)
    form = NoticeForm(request.POST or None, initial={"notice": draft.notice})
    if form.is_valid():
        notice = form.cleaned_data["notice"]
        services.write_questions(version=draft, body=draft.body, notice=notice, by=request.actor, at=timezone.now())
        messages.success(request, "保存しました。")
        return redirect(request.path)
    listed = [(one, Kind.of(one["kind"])) for one in draft.body["questions"]]
    context = {
        "form": form, "draft": draft, "questionnaire": draft.questionnaire, "listed": listed, "kinds": list(Kind),
        "quotas": [(one, AtQuota.of(one["then"])) for one in quotas_of(draft.body)],
    }  # fmt: skip
    return render(request, "surveys/office/questions.html", context, status=422 if form.is_bound else 200)


@staff(Permission.SURVEY_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def new_question(request: Request, pk: int) -> HttpResponse:
    """Add a question at the end."""
    draft = draft_or_404(pk)
    wanted = request.GET.get("kind", Kind.SINGLE.value)
    if wanted not in {kind.value for kind in Kind}:
        raise Http404
    form = QuestionForm(request.POST or None, kind=Kind.of(wanted), before=None, earlier=draft.body["questions"])
    return _page(request, draft, form, new_key(draft.body))


@staff(Permission.SURVEY_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: Request, pk: int, key: str) -> HttpResponse:
    """Change a question."""
    draft = draft_or_404(pk)
    listed: list[Words] = draft.body["questions"]
    at = _place(listed, key)
    form = QuestionForm(
        request.POST or None, kind=Kind.of(listed[at]["kind"]), before=listed[at], earlier=listed[:at]
    )  # fmt: skip
    return _page(request, draft, form, key)


@staff(Permission.SURVEY_EDIT)
@require_POST
def move_question(request: Request, pk: int, key: str) -> HttpResponse:
    """Move a question up or down by one."""
    draft = draft_or_404(pk)
    _place(draft.body["questions"], key)
    return _write(request, draft, moved(draft.body, key, steps=-1 if "up" in request.POST else 1))


@staff(Permission.SURVEY_EDIT)
@require_POST
def remove_question(request: Request, pk: int, key: str) -> HttpResponse:
    """Take a question out."""
    draft = draft_or_404(pk)
    _place(draft.body["questions"], key)
    return _write(request, draft, removed(draft.body, key))


@staff(Permission.SURVEY_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: Request, pk: int) -> HttpResponse:
    """Give the questions as a file, or take them from one."""
    draft = draft_or_404(pk)
    if "save" in request.GET:
        text = json.dumps(draft.body, ensure_ascii=False, indent=2)
        return download(text.encode(), f"{draft.questionnaire.key}.json")
    form = FileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        return _write(request, draft, form.cleaned_data["file"])
    context = {"form": form, "questionnaire": draft.questionnaire}
    return render(request, "surveys/office/file.html", context, status=422 if form.is_bound else 200)


def _page(request: Request, draft: Version, form: QuestionForm, key: str) -> HttpResponse:
    if form.is_valid():
        try:
            body = put(draft.body, form.question(key))
            services.write_questions(version=draft, body=body, by=request.actor, at=timezone.now())
            messages.success(request, "設問を保存しました。")
            return _list(request, draft)
        except BadQuestionnaire as bad:
            form.add_error(None, BAD.format(why=bad))
    context = {"form": form, "questionnaire": draft.questionnaire, "kind": form.kind, "is_new": not form.before}
    return render(request, "surveys/office/question.html", context, status=422 if form.is_bound else 200)


def _write(request: Request, draft: Version, body: Body) -> HttpResponse:
    try:
        services.write_questions(version=draft, body=body, by=request.actor, at=timezone.now())
        messages.success(request, "設問を保存しました。")
    except BadQuestionnaire as bad:
        messages.error(request, BAD.format(why=bad))
    return _list(request, draft)


def _list(request: Request, draft: Version) -> HttpResponse:
    return redirect("surveys:questions", organization=request.organization.slug, pk=draft.questionnaire_id)


def _place(listed: list[Words], key: str) -> int:
    for at, one in enumerate(listed):
        if one["key"] == key:
            return at
    raise Http404
