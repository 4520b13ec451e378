"""Staff: the directory of experts."""

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.programmes.homes import services
from kayoi.programmes.homes.forms.blockers import SolverForm
from kayoi.programmes.homes.models import Solver
from kayoi.programmes.homes.selectors.blockers import solvers_listed
from kayoi.programmes.homes.states import Permission
from kayoi.programmes.homes.views.acting import form_page, go, refusal

TWICE = "この相談先は、すでに登録されています。"
FIELDS = ("kind", "name", "phone", "email", "about", "ends_before", "version")


@staff(Permission.HOME_READ)
@require_safe
def solvers(request: Request) -> HttpResponse:
    """Show who can help, by kind, with how many houses each was asked about."""
    return render(request, "homes/solvers.html", {"solvers": solvers_listed(), "today": local_date(timezone.now())})


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def new_solver(request: Request) -> HttpResponse:
    """Add an expert."""
    form = SolverForm(request.POST or None)
    if form.is_valid():
        try:
            with transaction.atomic():
                services.add_solver(fields=form.solver_fields(), by=request.actor, at=timezone.now())
        except IntegrityError:
            form.add_error("name", TWICE)
        else:
            messages.success(request, "相談先を加えました。")
            return go(request, "homes:solvers")
    return form_page(request, form, title="相談先を加える", button="加える", back="homes:solvers")


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def solver(request: Request, pk: int) -> HttpResponse:
    """Change an entry, or say that the expert is no longer asked."""
    found = get_object_or_404(Solver, pk=pk)
    form = SolverForm(request.POST or None, initial={name: getattr(found, name) for name in FIELDS})
    if form.is_valid():
        try:
            with transaction.atomic():
                services.change_solver(
                    solver=found, fields=form.solver_fields(), version=form.cleaned_data["version"] or 0,
                    by=request.actor, at=timezone.now(),
                )  # fmt: skip
        except IntegrityError:
            form.add_error("name", TWICE)
        except ChangedMeanwhile as refused:
            form.add_error(None, refusal(refused))
        else:
            messages.success(request, "相談先を書き換えました。")
            return go(request, "homes:solvers")
    return form_page(request, form, title="相談先を書き換える", button="書き換える", back="homes:solvers")
