"""Staff: codes on a sheet to be cut apart, answers that came on paper or by telephone, corrections."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.engines.questionnaires import services as engine
from kayoi.engines.questionnaires.forms import REFUSALS
from kayoi.engines.questionnaires.models import AnswerSheet
from kayoi.engines.questionnaires.selectors import exports, form_of
from kayoi.engines.questionnaires.states import SheetStatus, Way
from kayoi.foundation.audit import services as audit
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.documents import NoFont
from kayoi.kit.downloads import download
from kayoi.kit.sentences import sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.surveys import services
from kayoi.programmes.surveys.forms.answering import AnswerForm
from kayoi.programmes.surveys.forms.office import CodesForm, ReopenForm, TypedForm
from kayoi.programmes.surveys.selectors.papers import codes_pdf
from kayoi.programmes.surveys.states import Permission
from kayoi.programmes.surveys.views.found import opened_or_404


@staff(Permission.SURVEY_TYPE)
@require_POST
def codes(request: Request, pk: int) -> HttpResponse:
    """Make codes and send them as a paper, once."""
    version, slug = opened_or_404(pk), request.organization.slug
    form = CodesForm(request.POST)
    back = redirect("surveys:survey", organization=slug, pk=version.questionnaire_id)
    if not form.is_valid() or not version.questionnaire.anonymous:
        messages.error(request, "枚数を1から200までの数で入れてください。")
        return back
    try:
        made = services.give_codes(
            version=version, count=form.cleaned_data["count"], by=request.actor, at=timezone.now()
        )  # fmt: skip
        cards = [(one, request.build_absolute_uri(reverse("surveys:answer", args=[slug, one]))) for one in made]
        enter = request.build_absolute_uri(reverse("surveys:enter", args=[slug]))
        title = version.questionnaire.title
        return download(codes_pdf(title, cards, enter=enter, organization=request.organization), "fugo.pdf")
    except Refused as refused:
        messages.error(request, " ".join(sentences(refused.verdict, REFUSALS)))
    except NoFont as missing:
        messages.error(request, str(missing))
    return back


@staff(Permission.SURVEY_TYPE)
@require_http_methods(["GET", "HEAD", "POST"])
def type_in(request: Request, pk: int) -> HttpResponse:
    """Type one answer that came on paper or by telephone; then the next.

    The page of a stay leads here with the number of the file and what the answer is about.
    """
    version = opened_or_404(pk)
    how = TypedForm(request.POST or None, version=version, initial=request.GET.dict())
    form = AnswerForm(request.POST or None, form=form_of(version), answers={})
    if how.is_valid() and form.is_valid():
        way = Way.of(how.cleaned_data["way"])
        typed = services.Typed(form.answers(), way, how.sheet, how.case_file, how.cleaned_data.get("about", ""))
        try:
            services.type_in(version=version, typed=typed, by=request.actor, at=timezone.now())
            messages.success(request, "1枚を入力しました。続けて、次の1枚を入力できます。")
            return redirect(request.path)
        except Refused as refused:
            form.refuse(refused.verdict)
    context = {"how": how, "form": form, "version": version, "questionnaire": version.questionnaire}
    return render(request, "surveys/office/type.html", context, status=422 if how.is_bound else 200)


@staff(Permission.SURVEY_SHEETS)
@require_safe
def sheets(request: Request, pk: int) -> HttpResponse:
    """List the linked sheets; send all answers as a file."""
    version, wanted = opened_or_404(pk), request.GET.get("format")
    if wanted in {"csv", "xlsx"}:
        audit.record(
            "surveys.export", version, by=request.actor, at=timezone.now(), after={"format": wanted}
        )  # fmt: skip
        make = exports.as_csv if wanted == "csv" else exports.as_xlsx
        return download(make(version), f"kaito-{version.questionnaire.key}-{version.number}.{wanted}")
    rows = AnswerSheet.objects.filter(edition=version, case_file__isnull=False).select_related("case_file")
    listed = [(row, SheetStatus.of(row.status), Way.of(row.way)) for row in rows.order_by("-pk")[:500]]
    context = {"version": version, "questionnaire": version.questionnaire, "listed": listed}
    return render(request, "surveys/office/sheets.html", context)


@staff(Permission.SURVEY_SHEETS)
@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: Request, pk: int) -> HttpResponse:
    """Open a linked sheet for a correction; the new code is shown once."""
    rows = AnswerSheet.objects.select_related("edition__questionnaire")
    sheet = get_object_or_404(rows, pk=pk, case_file__isnull=False)
    form = ReopenForm(request.POST or None)
    if form.is_valid():
        try:
            engine.reopen_sheet(sheet=pk, why=form.cleaned_data["why"], by=request.actor, at=timezone.now())
            code = engine.new_code(sheet=pk, by=request.actor, at=timezone.now())
            messages.success(request, f"訂正のために戻しました。回答の符号は {code} です。")
            return redirect("surveys:sheets", organization=request.organization.slug, pk=sheet.edition_id)
        except Refused as refused:
            form.add_error(None, " ".join(sentences(refused.verdict, REFUSALS)))
    context = {"form": form, "sheet": sheet}
    return render(request, "surveys/office/reopen.html", context, status=422 if form.is_bound else 200)
