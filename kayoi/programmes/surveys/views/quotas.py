"""Staff: write the quotas of a draft."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kayoi.engines.questionnaires.models import Version
from kayoi.engines.questionnaires.rules.reading import BadQuestionnaire
from kayoi.foundation.identity.marks import Request, staff
from kayoi.programmes.surveys import services
from kayoi.programmes.surveys.forms.quotas import QuotaForm
from kayoi.programmes.surveys.rules.building import (
    Words,
    new_quota_key,
    put_quota,
    quotas_of,
    without_quota,
)
from kayoi.programmes.surveys.states import Permission
from kayoi.programmes.surveys.views.found import draft_or_404
from kayoi.programmes.surveys.views.questions import BAD


@staff(Permission.SURVEY_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def new_quota(request: Request, pk: int) -> HttpResponse:
    """Add a quota."""
    draft = draft_or_404(pk)
    return _page(request, draft, None, new_quota_key(draft.body))


@staff(Permission.SURVEY_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def quota(request: Request, pk: int, key: str) -> HttpResponse:
    """Change a quota."""
    draft = draft_or_404(pk)
    return _page(request, draft, _quota_or_404(draft, key), key)


@staff(Permission.SURVEY_EDIT)
@require_POST
def remove_quota(request: Request, pk: int, key: str) -> HttpResponse:
    """Take a quota out."""
    draft = draft_or_404(pk)
    _quota_or_404(draft, key)
    services.write_questions(version=draft, body=without_quota(draft.body, key), by=request.actor, at=timezone.now())
    messages.success(request, "枠を除きました。")
    return _list(request, draft)


def _page(request: Request, draft: Version, before: Words | None, key: str) -> HttpResponse:
    form = QuotaForm(request.POST or None, before=before, known=draft.body["questions"])
    if form.is_valid():
        try:
            body = put_quota(draft.body, form.quota(key))
            services.write_questions(version=draft, body=body, by=request.actor, at=timezone.now())
            messages.success(request, "枠を保存しました。")
            return _list(request, draft)
        except BadQuestionnaire as bad:
            form.add_error(None, BAD.format(why=bad))
    context = {"form": form, "questionnaire": draft.questionnaire, "is_new": before is None}
    return render(request, "surveys/office/quota.html", context, status=422 if form.is_bound else 200)


def _list(request: Request, draft: Version) -> HttpResponse:
    return redirect("surveys:questions", organization=request.organization.slug, pk=draft.questionnaire_id)


def _quota_or_404(draft: Version, key: str) -> Words:
    for one in quotas_of(draft.body):
        if one["key"] == key:
            return one
    raise Http404
