"""Write, hand in, approve and withdraw sheets; the fixed answer to an inquiry; sheets beside a case file's wishes."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.engines.casefiles.selectors import case_file
from kayoi.engines.casefiles.states import Permission as CaseFiles
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile, UnableToMove
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.programmes.village_sheets import selectors, services
from kayoi.programmes.village_sheets.forms.public import WishForm
from kayoi.programmes.village_sheets.forms.staff import REFUSALS, DistrictForm, ReasonForm, SheetForm, initial_of
from kayoi.programmes.village_sheets.models import Sheet
from kayoi.programmes.village_sheets.states import INQUIRY_ANSWER, INQUIRY_GROUNDS, Permission


@staff(Permission.SHEET_WRITE)
@require_safe
def districts(request: Request) -> HttpResponse:
    """List the districts and where their sheets stand."""
    rows = selectors.district_rows(on=_today())
    return render(request, "village_sheets/districts.html", {"rows": rows})


@staff(Permission.SHEET_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_district(request: Request) -> HttpResponse:
    """Add a district."""
    form = DistrictForm(request.POST or None)
    if form.is_valid():
        try:
            with transaction.atomic():
                services.add_district(**form.cleaned_data, by=request.actor, at=timezone.now())
        except services.UnableToName as refused:
            form.add_error("name", " ".join(sentences(refused.verdict, REFUSALS)))
        except IntegrityError:
            form.add_error("name", "この名前の地区はもうあります。")
        else:
            messages.success(request, "地区を加えました。つぎに、シートを書きます。")
            return redirect("village_sheets:districts", organization=request.organization.slug)
    return render(request, "village_sheets/new_district.html", {"form": form}, status=422 if form.is_bound else 200)


@staff(Permission.SHEET_WRITE)
@require_safe
def sheet(request: Request, pk: int) -> HttpResponse:
    """Show an edition as the public sees it, with what can be done."""
    return _page(request, _sheet(pk), ReasonForm())


@staff(Permission.SHEET_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    """Write what a draft says."""
    found = _sheet(pk)
    form = SheetForm(request.POST or None, initial=initial_of(found, today=_today()))
    if form.is_valid():
        try:
            services.write_sheet(
                sheet=found, fields=form.sheet_fields(), items=form.items(), version=form.cleaned_data["version"],
                by=request.actor, at=timezone.now(),
            )  # fmt: skip
        except services.UnableToName as refused:
            form.add_error(None, " ".join(sentences(refused.verdict, REFUSALS)))
        except ChangedMeanwhile:
            form.add_error(None, CHANGED_MEANWHILE)
        else:
            messages.success(request, "シートを保存しました。")
            return redirect("village_sheets:sheet", organization=request.organization.slug, pk=pk)
    context = {"form": form, "sheet": found}
    return render(request, "village_sheets/edit.html", context, status=422 if form.is_bound else 200)


@staff(Permission.SHEET_WRITE)
@require_POST
def hand_in(request: Request, pk: int) -> HttpResponse:
    """Hand a draft in for approval."""
    try:
        services.hand_in(sheet=_sheet(pk), by=request.actor, at=timezone.now())
    except (services.UnableToApprove, UnableToMove) as refused:
        return _refused(request, pk, sentences(refused.verdict, REFUSALS))
    messages.success(request, "承認に出しました。書いていない職員が承認すると公開されます。")
    return redirect("village_sheets:sheet", organization=request.organization.slug, pk=pk)


@staff(Permission.SHEET_WRITE)
@require_POST
def begin(request: Request, pk: int) -> HttpResponse:
    """Begin the next edition."""
    begun = services.begin_edition(district=_sheet(pk).district, by=request.actor, at=timezone.now())
    return redirect("village_sheets:edit", organization=request.organization.slug, pk=begun.pk)


@staff(Permission.SHEET_APPROVE)
@require_POST
def publish(request: Request, pk: int) -> HttpResponse:
    """Approve and publish."""
    try:
        services.publish_sheet(sheet=_sheet(pk), by=request.actor, at=timezone.now())
    except (services.UnableToApprove, UnableToMove) as refused:
        return _refused(request, pk, sentences(refused.verdict, REFUSALS))
    messages.success(request, "承認して公開しました。1年後に見直しの対応が入ります。")
    return redirect("village_sheets:sheet", organization=request.organization.slug, pk=pk)


@staff(Permission.SHEET_APPROVE)
@require_POST
def send_back(request: Request, pk: int) -> HttpResponse:
    """Send a sheet back to its writer."""
    return _with_reason(request, pk, services.send_back, "差し戻しました。")


@staff(Permission.SHEET_APPROVE)
@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Take a sheet off the public pages."""
    return _with_reason(request, pk, services.withdraw_sheet, "公開をやめました。")


@staff(Permission.SHEET_WRITE)
@require_safe
def inquiry(request: Request) -> HttpResponse:
    """Show the fixed answer to an inquiry about 同和地区. Nothing is asked and nothing is kept."""
    return render(request, "village_sheets/inquiry.html", {"answer": INQUIRY_ANSWER, "grounds": INQUIRY_GROUNDS})


@staff(CaseFiles.CASEFILE_READ)
@require_safe
def for_file(request: Request, pk: int) -> HttpResponse:
    """Show the districts against the wishes of a case file."""
    file = case_file(pk)
    if file is None:
        raise Http404
    form = WishForm(request.GET or None, initial={"wish": sorted(selectors.concerns_of(file))})
    wishes = form.concerns() if form.is_bound else selectors.concerns_of(file)
    found = selectors.districts_shown(request.organization, wishes)
    context = {"form": form, "file": file, "districts": found, "wishes": wishes}
    return render(request, "village_sheets/for_file.html", context)


def _today() -> date:
    return local_date(timezone.now())


def _sheet(pk: int) -> Sheet:
    found = selectors.sheet_with_pk(pk)
    if found is None:
        raise Http404
    return found


def _with_reason(request: Request, pk: int, service: Callable[..., None], words: str) -> HttpResponse:
    found, form = _sheet(pk), ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        service(sheet=found, why=form.cleaned_data["why"], by=request.actor, at=timezone.now())
    except UnableToMove as refused:
        return _refused(request, pk, sentences(refused.verdict, REFUSALS))
    messages.success(request, words)
    return redirect("village_sheets:sheet", organization=request.organization.slug, pk=pk)


def _refused(request: Request, pk: int, reasons: list[str]) -> HttpResponse:
    return _page(request, _sheet(pk), ReasonForm(), reasons=reasons, status=422)


def _page(
    request: Request, found: Sheet, form: ReasonForm, *, reasons: list[str] | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "sheet": found,
        "district": selectors.shown_of_sheet(found),
        "form": form,
        "reasons": reasons or [],
        "own": request.membership.pk in found.writers,
    }
    return render(request, "village_sheets/sheet.html", context, status=status)
