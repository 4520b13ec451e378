"""Answer questions, publish the desk."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kayoi.foundation.identity.marks import Request, staff
from kayoi.foundation.identity.selectors import members
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile, UnableToMove
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.programmes.consultations import selectors, services
from kayoi.programmes.consultations.forms.staff import AnswerForm, DeskForm, ReasonForm
from kayoi.programmes.consultations.models import Question
from kayoi.programmes.consultations.states import Permission


@staff(Permission.QUESTION_ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: Request, pk: int) -> HttpResponse:
    """Answer a question, by mail or as it was told."""
    question, now = get_object_or_404(_questions(), pk=pk), timezone.now()
    initial = {"version": question.version, "owner": request.membership.pk}
    form = AnswerForm(
        request.POST or None,
        initial=initial,
        members=members(on=local_date(now)),
        has_email=bool(question.case_file.email),
    )
    if not form.is_valid():
        return _answer_page(request, question, form)
    try:
        services.answer_question(
            organization=request.organization, question=question, **form.answer(), by=request.actor, at=now
        )
    except ChangedMeanwhile:
        form.add_error(None, CHANGED_MEANWHILE)
        question.refresh_from_db()
        return _answer_page(request, question, form, status=409)
    messages.success(request, "回答を記録しました。メールの回答は、まもなく送られます。")
    return redirect("workspace:case_file", organization=request.organization.slug, pk=question.case_file_id)


@staff(Permission.QUESTION_ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: Request, pk: int) -> HttpResponse:
    """Say that a question needs no answer."""
    question = get_object_or_404(_questions(), pk=pk)
    form = ReasonForm(request.POST or None)
    if not form.is_valid():
        context = {"form": form, "question": question}
        return render(request, "consultations/close.html", context, status=422 if form.is_bound else 200)
    try:
        services.close_question(question=question, why=form.cleaned_data["why"], by=request.actor, at=timezone.now())
    except UnableToMove as refused:
        messages.error(request, " ".join(sentences(refused.verdict, {})))
    else:
        messages.success(request, "回答不要にしました。")
    return redirect("workspace:case_file", organization=request.organization.slug, pk=question.case_file_id)


@staff(Permission.QUESTION_ANSWER)
@require_POST
def reopen(request: Request, pk: int) -> HttpResponse:
    """Take a closed question up again."""
    question = get_object_or_404(_questions(), pk=pk)
    try:
        services.reopen_question(question=question, by=request.actor, at=timezone.now())
    except UnableToMove as refused:
        messages.error(request, " ".join(sentences(refused.verdict, {})))
    return redirect("workspace:case_file", organization=request.organization.slug, pk=question.case_file_id)


@staff(Permission.DESK_PUBLISH)
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: Request) -> HttpResponse:
    """Publish the desk, or change its words."""
    now, opening = timezone.now(), selectors.desk_opening()
    initial = {name: getattr(opening, name) for name in DeskForm.base_fields} if opening else {}
    form = DeskForm(request.POST or None, initial=initial)
    if not form.is_valid():
        context = {"form": form, "opening": opening, "is_open": selectors.takes_questions(at=now)}
        return render(request, "consultations/desk.html", context, status=422 if form.is_bound else 200)
    path = reverse("consultations:ask", kwargs={"organization": request.organization.slug})
    services.publish_desk(
        organization=request.organization, fields=form.opening_fields(), path=path, by=request.actor, at=now
    )
    messages.success(request, "相談窓口を公開しました。")
    return redirect(request.path)


@staff(Permission.DESK_PUBLISH)
@require_POST
def withdraw_desk(request: Request) -> HttpResponse:
    """Stop taking questions."""
    services.withdraw_desk(by=request.actor, at=timezone.now())
    messages.success(request, "相談窓口の公開をやめました。")
    return redirect("consultations:desk", organization=request.organization.slug)


def _questions() -> QuerySet[Question]:
    return Question.objects.select_related("case_file").defer("case_file__search")


def _answer_page(request: Request, question: Question, form: AnswerForm, status: int | None = None) -> HttpResponse:
    context = {
        "form": form,
        "question": question,
        "answers": question.answers.order_by("answered_at"),
        "version": question.version,
    }
    status = status or (422 if form.is_bound else 200)
    return render(request, "consultations/answer.html", context, status=status)
