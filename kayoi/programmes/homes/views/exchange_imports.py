"""Lists in: take a register, look at what was guessed, try, import, undo."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.moves import ChangedMeanwhile, UnableToMove
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.programmes.homes.forms.exchange import ColumnsForm, HeaderForm, RegisterForm, ShowForm, UndoForm
from kayoi.programmes.homes.models import RegisterImport
from kayoi.programmes.homes.selectors.exchange import imports
from kayoi.programmes.homes.selectors.exchange.registers import returned_file
from kayoi.programmes.homes.services import exchange as services
from kayoi.programmes.homes.states import Permission
from kayoi.programmes.homes.states.exchange import FileFormat
from kayoi.programmes.homes.views.exchange import file_response

PER_PAGE = 50


@staff(Permission.HOME_DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def register_imports(request: Request) -> HttpResponse:
    """List imports, and take a register."""
    form = RegisterForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            run = services.take_register(data=upload.read(), name=upload.name, by=request.actor, at=timezone.now())
        except services.UnableToTakeRegister as refused:
            form.add_error("file", refused.message)
        else:
            return _to("register_columns", request, run)
    page = Paginator(imports.latest_imports(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page}
    return render(request, "homes/register_imports.html", context, status=422 if form.is_bound else 200)


@staff(Permission.HOME_DECIDE)
@require_safe
def register_import(request: Request, pk: int) -> HttpResponse:
    """Show where an import stands and what comes next; htmx takes the bar out of it, and at the end all of it."""
    run = _run(pk)
    page = imports.ImportPage(run)
    waiting = imports.unconfirmed_homes(run)
    context = {"run": run, "page": page, "waiting": waiting[:PER_PAGE], "waiting_count": waiting.count()}
    response = render(request, "homes/register_import.html", context)
    if "HX-Request" in request.headers and not page.working:
        response.headers["HX-Refresh"] = "true"
    return response


@staff(Permission.HOME_DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def register_columns(request: Request, pk: int) -> HttpResponse:
    """Look at the guessed columns, correct them, and try."""
    run = _run(pk)
    if not imports.ImportPage(run).may_change:
        return _to("register_import", request, run)
    form = ColumnsForm(request.POST or None, run=run)
    if not form.is_valid():
        return _columns_page(request, run, form, HeaderForm(run=run), 422 if form.is_bound else 200)
    other = form.cleaned_data["chosen"] != run.chosen
    try:
        services.change_columns(
            run=run, chosen=form.cleaned_data["chosen"], targets=form.targets(), version=form.cleaned_data["version"],
            by=request.actor, at=timezone.now(),
        )  # fmt: skip
        if other:
            return redirect(request.path)
        services.try_register(run=run, by=request.actor, at=timezone.now())
    except ChangedMeanwhile:
        form.add_error(None, CHANGED_MEANWHILE)
        return _columns_page(request, run, form, HeaderForm(run=run), 409)
    return _to("register_import", request, run)


@staff(Permission.HOME_DECIDE)
@require_POST
def register_header(request: Request, pk: int) -> HttpResponse:
    """Say where the header of the chosen sheet stands."""
    run = _run(pk)
    form = HeaderForm(request.POST, run=run)
    if form.is_valid():
        try:
            services.set_header(run=run, chosen=run.chosen, **form.header(), by=request.actor, at=timezone.now())
        except services.UnableToTakeRegister as refused:
            form.add_error("first", refused.message)
        except ChangedMeanwhile:
            form.add_error(None, CHANGED_MEANWHILE)
        else:
            messages.success(request, "見出しの行を変えました。列の意味を確かめてください。")
            return _to("register_columns", request, run)
    return _columns_page(request, run, ColumnsForm(run=run), form, 422)


@staff(Permission.HOME_DECIDE)
@require_safe
def register_rows(request: Request, pk: int) -> HttpResponse:
    """Show the fate of every row."""
    run = _run(pk)
    form = ShowForm(request.GET)
    show = form.cleaned_data["show"] if form.is_valid() else ""
    page = Paginator(imports.rows_shown(run, show), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "homes/register_rows.html", {"run": run, "filters": form, "page": page})


@staff(Permission.HOME_DECIDE)
@require_safe
def register_returned(request: Request, pk: int) -> HttpResponse:
    """Hand back what could not be read, with the reasons."""
    run = _run(pk)
    stem = run.name.rpartition(".")[0] or run.name
    return file_response(returned_file(run), FileFormat.XLSX, f"返却_{stem}")


@staff(Permission.HOME_DECIDE)
@require_POST
def start_register(request: Request, pk: int) -> HttpResponse:
    """Import, or go on with what stopped."""
    return _moved(request, _run(pk), services.start_import)


@staff(Permission.HOME_DECIDE)
@require_POST
def discard_register(request: Request, pk: int) -> HttpResponse:
    """Give it up before anything was imported."""
    return _moved(request, _run(pk), services.discard_import)


@staff(Permission.HOME_DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def undo_register(request: Request, pk: int) -> HttpResponse:
    """Undo the whole import."""
    run = _run(pk)
    form = UndoForm(request.POST or None)
    if form.is_valid():
        return _moved(request, run, services.undo_import, why=form.cleaned_data["why"])
    return render(request, "homes/undo_register.html", {"run": run, "form": form}, status=422 if form.is_bound else 200)


def _run(pk: int) -> RegisterImport:
    found = imports.import_named(pk)
    if found is None:
        raise Http404
    return found


def _to(page: str, request: Request, run: RegisterImport) -> HttpResponse:
    return redirect(f"homes:{page}", organization=request.organization.slug, pk=run.pk)


def _moved(request: Request, run: RegisterImport, service: Callable[..., None], **more: str) -> HttpResponse:
    try:
        service(run=run, **more, by=request.actor, at=timezone.now())
    except UnableToMove as refused:
        messages.error(request, " ".join(sentences(refused.verdict, {})))
    except ChangedMeanwhile:
        messages.error(request, CHANGED_MEANWHILE)
    return _to("register_import", request, run)


def _columns_page(
    request: Request, run: RegisterImport, form: ColumnsForm, header_form: HeaderForm, status: int
) -> HttpResponse:
    context = {"run": run, "form": form, "header_form": header_form}
    return render(request, "homes/register_columns.html", context, status=status)
