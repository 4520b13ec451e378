"""Take a workbook, look at what was guessed, try, import, undo."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.engines.imports import selectors, services
from kayoi.engines.imports.forms import ColumnsForm, HeaderForm, ShowForm, UndoForm, UploadForm
from kayoi.engines.imports.models import ImportRun
from kayoi.engines.imports.selectors.pages import RunPage
from kayoi.engines.imports.selectors.runs import shown
from kayoi.engines.imports.selectors.sample import sample_workbook
from kayoi.engines.imports.states import Ledger, Permission, RunStatus
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.downloads import download
from kayoi.kit.moves import ChangedMeanwhile, UnableToMove
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences

PER_PAGE = 50


@staff(Permission.IMPORT_RUN)
@require_http_methods(["GET", "HEAD", "POST"])
def runs(request: Request) -> HttpResponse:
    """List imports, and take a workbook."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        upload, ledger = form.cleaned_data["file"], Ledger.of(form.cleaned_data["ledger"])
        try:
            run = services.take_workbook(
                data=upload.read(), name=upload.name, ledger=ledger, by=request.actor, at=timezone.now()
            )
        except services.UnableToTakeWorkbook as refused:
            form.add_error("file", refused.message)
        else:
            return _to("columns", request, run)
    page = Paginator(selectors.latest_runs(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "imports/runs.html", {"form": form, "page": page}, status=422 if form.is_bound else 200)


@staff(Permission.IMPORT_RUN)
@require_safe
def sample(request: Request) -> HttpResponse:
    """Hand out an example that a newcomer can try."""
    return download(sample_workbook(on=timezone.localdate()), "見本_移住相談記録簿.xlsx")


@staff(Permission.IMPORT_RUN)
@require_safe
def run(request: Request, pk: int) -> HttpResponse:
    """Show where an import stands and what comes next; htmx takes the bar out of it, and at the end all of it."""
    found = _run(pk)
    page = RunPage(found)
    response = render(
        request, "imports/run.html", {"run": found, "page": page, "earlier": selectors.earlier_import(found)}
    )
    if "HX-Request" in request.headers and not page.working:
        response.headers["HX-Refresh"] = "true"
    return response


@staff(Permission.IMPORT_RUN)
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: Request, pk: int) -> HttpResponse:
    """Look at the guessed columns, correct them, and try."""
    found = _run(pk)
    if found.status not in (RunStatus.MAPPED, RunStatus.TRIED):
        return _to("run", request, found)
    form = ColumnsForm(request.POST or None, run=found)
    if not form.is_valid():
        return _columns_page(request, found, form, HeaderForm(run=found), 422 if form.is_bound else 200)
    try:
        services.change_columns(run=found, **form.answers(), by=request.actor, at=timezone.now())
        services.try_run(run=found, by=request.actor, at=timezone.now())
    except ChangedMeanwhile:
        form.add_error(None, CHANGED_MEANWHILE)
        return _columns_page(request, found, form, HeaderForm(run=found), 409)
    return _to("run", request, found)


@staff(Permission.IMPORT_RUN)
@require_POST
def header(request: Request, pk: int) -> HttpResponse:
    """Say where the header of a sheet stands."""
    found = _run(pk)
    form = HeaderForm(request.POST, run=found)
    if form.is_valid():
        try:
            services.set_header(run=found, **form.header(), by=request.actor, at=timezone.now())
        except services.UnableToTakeWorkbook as refused:
            form.add_error("first", refused.message)
        except ChangedMeanwhile:
            form.add_error(None, CHANGED_MEANWHILE)
        else:
            messages.success(request, "見出しの行を変えました。列の意味を確かめてください。")
            return _to("columns", request, found)
    return _columns_page(request, found, ColumnsForm(run=found), form, 422)


@staff(Permission.IMPORT_RUN)
@require_safe
def rows(request: Request, pk: int) -> HttpResponse:
    """Show the fate of every row."""
    found = _run(pk)
    form = ShowForm(request.GET)
    show = form.cleaned_data["show"] if form.is_valid() else ""
    page = Paginator(selectors.rows_shown(found, show), PER_PAGE).get_page(request.GET.get("page"))
    context = {"run": found, "filters": form, "page": page, "rows": [shown(row) for row in page.object_list]}
    return render(request, "imports/rows.html", context)


@staff(Permission.IMPORT_RUN)
@require_safe
def returned(request: Request, pk: int) -> HttpResponse:
    """Hand back what could not be read, with the reasons."""
    found = _run(pk)
    stem = found.name.rpartition(".")[0] or found.name
    return download(selectors.returned_table(found), f"返却_{stem}.xlsx")


@staff(Permission.IMPORT_RUN)
@require_POST
def start(request: Request, pk: int) -> HttpResponse:
    """Import, or go on with what stopped."""
    return _moved(request, _run(pk), services.start_run)


@staff(Permission.IMPORT_RUN)
@require_POST
def discard(request: Request, pk: int) -> HttpResponse:
    """Give it up before anything was imported."""
    return _moved(request, _run(pk), services.discard_run)


@staff(Permission.IMPORT_RUN)
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: Request, pk: int) -> HttpResponse:
    """Undo the whole import."""
    found = _run(pk)
    form = UndoForm(request.POST or None)
    if form.is_valid():
        return _moved(request, found, services.undo_run, why=form.cleaned_data["why"])
    return render(request, "imports/undo.html", {"run": found, "form": form}, status=422 if form.is_bound else 200)


def _run(pk: int) -> ImportRun:
    found = selectors.run_named(pk)
    if found is None:
        raise Http404
    return found


def _to(page: str, request: Request, run: ImportRun) -> HttpResponse:
    return redirect(f"imports:{page}", organization=request.organization.slug, pk=run.pk)


def _moved(request: Request, run: ImportRun, service: Callable[..., None], **more: str) -> HttpResponse:
    try:
        service(run=run, **more, by=request.actor, at=timezone.now())
    except UnableToMove as refused:
        messages.error(request, " ".join(sentences(refused.verdict, {})))
    except ChangedMeanwhile:
        messages.error(request, CHANGED_MEANWHILE)
    return _to("run", request, run)


def _columns_page(
    request: Request, run: ImportRun, form: ColumnsForm, header_form: HeaderForm, status: int
) -> HttpResponse:
    context = {"run": run, "form": form, "header_form": header_form}
    return render(request, "imports/columns.html", context, status=status)
