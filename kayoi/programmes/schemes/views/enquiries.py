"""Staff: questions to other offices as lists, out and in."""

from datetime import timedelta

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
from kayoi.programmes.schemes.forms.around import AnswersForm, EnquiryForm
from kayoi.programmes.schemes.forms.obligations import RegisterForm
from kayoi.programmes.schemes.forms.refusals import REFUSALS
from kayoi.programmes.schemes.models import Enquiry
from kayoi.programmes.schemes.selectors.enquiries import enquiries as all_enquiries
from kayoi.programmes.schemes.selectors.enquiries import proved_by, rows_of, sheet_of
from kayoi.programmes.schemes.services import enquiries as services
from kayoi.programmes.schemes.states.enquiries import ENQUIRIES, EnquiryKind, Whom

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
    proved = proved_by(row)
    context = {"row": row, "rows": rows_of(row), "form": form, "wrong": wrong, "proved": proved.proofs,
               "register": RegisterForm(initial={"seen_on": proved.seen_on})}  # fmt: skip
    status = 422 if posted and (wrong or not form.is_valid()) else 200
    return render(request, "schemes/enquiries/enquiry.html", context, status=status)


@staff(Permission.APPLICATION_EDIT)
@require_POST
def enquiry_sheet(request: Request, pk: int) -> HttpResponse:
    """Hand the list out as a sheet; that it was handed out is on record."""
    row, now = get_object_or_404(Enquiry, pk=pk), timezone.now()
    services.hand_out(enquiry=row, by=request.actor, at=now)
    return download(sheet_of(row, rows_of(row), on=local_date(now)), f"enquiry-{row.number}.xlsx")
