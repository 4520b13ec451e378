"""Staff: questions to other offices as lists, out and in."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.engines.procedures.states import Permission
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.downloads import download
from kayoi.kit.sentences import sentences
from kayoi.programmes.schemes.forms.around import AnswersForm, EnquiryForm, RemindForm, SilenceForm
from kayoi.programmes.schemes.forms.obligations import RegisterForm
from kayoi.programmes.schemes.forms.refusals import REFUSALS
from kayoi.programmes.schemes.models import Enquiry
from kayoi.programmes.schemes.rules.enquiries import may_chase
from kayoi.programmes.schemes.selectors.enquiries import enquiries as all_enquiries
from kayoi.programmes.schemes.selectors.enquiries import on_sheet, proved_by, rows_of, sheet_of
from kayoi.programmes.schemes.services import enquiries as services
from kayoi.programmes.schemes.states.enquiries import ENQUIRIES, EnquiryKind, Result, Whom

DAYS_TO_ANSWER = 14


@staff(Permission.APPLICATION_EDIT)
@require_safe
def enquiries(request: Request) -> HttpResponse:
    """Show the lists, the latest first."""
    return render(request, "schemes/enquiries/list.html", {"rows": all_enquiries()})


@staff(Permission.APPLICATION_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def new_enquiry(request: Request) -> HttpResponse:
    """Make a list about applications of which an office may be asked."""
    now, kind = timezone.now(), EnquiryKind.RESIDENCE
    if request.GET.get("kind") in set(EnquiryKind):
        kind = EnquiryKind.of(request.GET["kind"])
    due_on = local_date(now) + timedelta(days=DAYS_TO_ANSWER)
    initial = {"kind": kind, "whom": Whom.APPLICANTS, "ground": ENQUIRIES[kind].ground,
               "purpose": ENQUIRIES[kind].question, "due_on": due_on}  # fmt: skip
    form = EnquiryForm(request.POST or None, initial=initial, today=local_date(now))
    if form.is_valid():
        values = form.cleaned_data
        values |= {"kind": EnquiryKind.of(values["kind"]), "whom": Whom.of(values["whom"])}
        procedure = values.pop("procedure")
        try:
            made = services.make_enquiry(
                procedure=procedure, question=services.Question(**values), by=request.actor, at=now
            )
            return redirect("schemes:enquiry", organization=request.organization.slug, pk=made.pk)
        except services.UnableToAsk as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    context = {"form": form, "kinds": EnquiryKind, "chosen": kind}
    return render(request, "schemes/enquiries/new.html", context, status=422 if form.is_bound else 200)


@staff(Permission.APPLICATION_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def enquiry(request: Request, pk: int) -> HttpResponse:
    """Show a list with what came back; take in the list that was returned."""
    row, now = get_object_or_404(Enquiry, pk=pk), timezone.now()
    posted = request.method == "POST"
    form = AnswersForm(
        request.POST if posted else None, request.FILES or None, initial={"answered_on": local_date(now)}
    )
    wrong: list[tuple[int, str]] = []
    if form.is_valid():
        values = form.cleaned_data
        count, wrong = services.take_answers(
            enquiry=row, lines=values["lines"], answered_on=values["answered_on"], answered_by=values["answered_by"],
            by=request.actor, at=now,
        )  # fmt: skip
        messages.success(request, f"{count}件の回答を取り込みました。")
    status = 422 if posted and (wrong or not form.is_valid()) else 200
    return _page(request, row, status=status, form=form, wrong=wrong)


@staff(Permission.APPLICATION_EDIT)
@require_POST
def remind_office(request: Request, pk: int) -> HttpResponse:
    """Ask an office once more that has not answered by the day."""
    row, now = get_object_or_404(Enquiry, pk=pk), timezone.now()
    form = RemindForm(request.POST, today=local_date(now), prefix="remind")
    if form.is_valid():
        try:
            services.remind_office(enquiry=row, due_on=form.cleaned_data["due_on"], by=request.actor, at=now)
            messages.success(request, "期限を改めました。未回答の人だけの一覧を出して、催告してください。")
            return redirect("schemes:enquiry", organization=request.organization.slug, pk=pk)
        except services.UnableToChase as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    return _page(request, row, status=422, remind=form)


@staff(Permission.APPLICATION_EDIT)
@require_POST
def note_silence(request: Request, pk: int) -> HttpResponse:
    """Note that nothing came back, with the reason."""
    row, form = get_object_or_404(Enquiry, pk=pk), SilenceForm(request.POST, prefix="silence")
    if form.is_valid():
        try:
            why = form.cleaned_data["why"]
            count = services.note_silence(enquiry=row, why=why, by=request.actor, at=timezone.now())
            messages.success(request, f"{count}件を「回答なし」にしました。新しい一覧で、もう一度照会できます。")
            return redirect("schemes:enquiry", organization=request.organization.slug, pk=pk)
        except services.UnableToChase as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    return _page(request, row, status=422, silence=form)


@staff(Permission.APPLICATION_EDIT)
@require_POST
def enquiry_sheet(request: Request, pk: int) -> HttpResponse:
    """Hand the list out as a sheet; that it was handed out is on record."""
    row, now = get_object_or_404(Enquiry, pk=pk), timezone.now()
    services.hand_out(enquiry=row, by=request.actor, at=now)
    return download(sheet_of(row, on_sheet(row), on=local_date(now)), f"enquiry-{row.number}.xlsx")


def _page(request: Request, row: Enquiry, *, status: int, **forms: Any) -> HttpResponse:
    today, proved, rows = local_date(timezone.now()), proved_by(row), rows_of(row)
    due_on = today + timedelta(days=DAYS_TO_ANSWER)
    waits = sum(one.result == Result.OPEN for one in rows)
    context = {
        "row": row, "rows": rows, "proved": proved.proofs, "waits": waits,
        "overdue": may_chase(due_on=row.due_on, open_count=waits, on=today).met,
        "register": RegisterForm(initial={"seen_on": proved.seen_on}),
        "form": AnswersForm(initial={"answered_on": today}),
        "remind": RemindForm(today=today, initial={"due_on": due_on}, prefix="remind"),
        "silence": SilenceForm(prefix="silence"),
    }  # fmt: skip
    return render(request, "schemes/enquiries/enquiry.html", context | forms, status=status)
