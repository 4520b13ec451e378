"""Staff: define procedures without code, publish, pause and end them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.engines.procedures import services as engine
from kayoi.engines.procedures.forms.staff import WhyForm
from kayoi.engines.procedures.selectors.letters import letter_pdf, sample_letter
from kayoi.engines.procedures.selectors.procedures import availability_of, form_of
from kayoi.engines.procedures.selectors.procedures import procedures as all_procedures
from kayoi.engines.procedures.states import LETTER_PLACES, ApplicationStatus, Permission
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.documents import NoFont
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.posted import version_of
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.schemes.forms.defining import (
    FIELDS,
    LimitsForm,
    ProcedureForm,
    document_rows,
    question_rows,
    written,
)
from kayoi.programmes.schemes.forms.letters import letter_forms, letters
from kayoi.programmes.schemes.forms.refusals import REFUSALS
from kayoi.programmes.schemes.selectors.defining import facts_to_prove


@staff(Permission.PROCEDURE_EDIT)
@require_safe
def procedures(request: Request) -> HttpResponse:
    """Show all procedures of the town."""
    today = local_date(timezone.now())
    rows = [(row, availability_of(row, on=today)) for row in all_procedures()]
    return render(request, "schemes/procedures/list.html", {"rows": rows})


@staff(Permission.PROCEDURE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def new_procedure(request: Request) -> HttpResponse:
    """Begin to define a procedure."""
    form = ProcedureForm(request.POST or None)
    if form.is_valid():
        row = engine.open_procedure(fields=form.cleaned_data, by=request.actor, at=timezone.now())
        messages.success(request, "手続きを作りました。質問と書類を決めて、公開してください。")
        return redirect("schemes:define", organization=request.organization.slug, pk=row.pk)
    status = 422 if form.is_bound else 200
    return render(request, "schemes/procedures/new.html", {"form": form}, status=status)


@staff(Permission.PROCEDURE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def define(request: Request, pk: int) -> HttpResponse:
    """Change a procedure: words, period, questions, documents, who decides."""
    row, data = get_object_or_404(all_procedures(), pk=pk), request.POST or None
    form, limits = ProcedureForm(data, row=row), LimitsForm(data, limits=row.limits, steps=row.steps)
    words = letter_forms(data, row=row)
    asked, papers = question_rows(data, row.questions), document_rows(data, row.documents, facts_to_prove(row))
    if data and all([one.is_valid() for one in (form, limits, *words, *asked, *papers)]):
        changes = {name: form.cleaned_data[name] for name in FIELDS}
        changes |= {
            "limits": limits.limits(),
            "steps": limits.steps(),
            "letters": letters(words),
            "questions": written(asked, "question", [one["key"] for one in row.questions]),
            "documents": written(papers, "label", [one["code"] for one in row.documents]),
        }
        try:
            by, at = request.actor, timezone.now()
            engine.change_procedure(procedure=row, changes=changes, version=version_of(request), by=by, at=at)
            messages.success(request, "保存しました。")
            return redirect("schemes:define", organization=request.organization.slug, pk=pk)
        except ChangedMeanwhile:
            form.add_error(None, str(CHANGED_MEANWHILE))
    context = {
        "row": row, "form": form, "limits": limits, "letters": words, "asked": asked, "papers": papers,
        "latest": form_of(row),
    }  # fmt: skip
    return render(request, "schemes/procedures/define.html", context, status=422 if data else 200)


@staff(Permission.PROCEDURE_EDIT)
@require_safe
def letter(request: Request, pk: int, outcome: str) -> HttpResponse:
    """Send the letter of an outcome as a PDF, as it would go out today, to nobody."""
    row = get_object_or_404(all_procedures(), pk=pk)
    if outcome not in LETTER_PLACES:
        raise Http404
    today = local_date(timezone.now())
    sample = sample_letter(row, ApplicationStatus.of(outcome), organization=request.organization, on=today)
    try:
        body = letter_pdf(sample)
    except NoFont as missing:
        messages.error(request, str(missing))
        return redirect("schemes:define", organization=request.organization.slug, pk=pk)
    headers = {"Content-Disposition": f'inline; filename="{row.key}-{outcome}.pdf"'}
    return HttpResponse(body, content_type="application/pdf", headers=headers)


@staff(Permission.PROCEDURE_PUBLISH)
@require_POST
def publish(request: Request, pk: int) -> HttpResponse:
    """Open a procedure to the public, or give new applicants its new questions."""
    row, by, at = get_object_or_404(all_procedures(), pk=pk), request.actor, timezone.now()
    try:
        if row.status == "published":
            form = engine.renew_form(procedure=row, by=by, at=at)
            messages.success(request, f"これから申請する人には、様式の第{form.number}版が出ます。")
        else:
            engine.publish_procedure(procedure=row, by=by, at=at)
            messages.success(request, "公開しました。")
    except Refused as refused:
        messages.error(request, " ".join(sentences(refused.verdict, REFUSALS)))
    return redirect("schemes:define", organization=request.organization.slug, pk=pk)


@staff(Permission.PROCEDURE_PUBLISH)
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: Request, pk: int, action: str) -> HttpResponse:
    """Pause a procedure, or end it, with a reason."""
    row, form = get_object_or_404(all_procedures(), pk=pk), WhyForm(request.POST or None)
    change = {"pause": engine.pause_procedure, "end": engine.end_procedure}[action]
    if form.is_valid():
        try:
            change(procedure=row, why=form.cleaned_data["why"], by=request.actor, at=timezone.now())
            messages.success(request, f"{row.title}: {row.get_status_display()}")
            return redirect("schemes:define", organization=request.organization.slug, pk=pk)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    context: dict[str, Any] = {"row": row, "form": form, "words": {"pause": "休止する", "end": "終了する"}[action]}
    return render(request, "schemes/procedures/close.html", context, status=422 if form.is_bound else 200)
