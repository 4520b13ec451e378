"""Staff: what blocks a house, one blocker's steps, and the same over all houses of the town."""

from collections.abc import Callable

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.foundation.identity.marks import Request, staff
from kayoi.foundation.identity.selectors import members
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.verdict import Refused
from kayoi.programmes.homes import services
from kayoi.programmes.homes.forms.blockers import REFUSALS, BlockerForm, NextForm, ReferForm, SolveForm
from kayoi.programmes.homes.forms.people import WhyForm
from kayoi.programmes.homes.models import Blocker, Home
from kayoi.programmes.homes.selectors import blockers as selectors
from kayoi.programmes.homes.states import BlockerKind, Permission
from kayoi.programmes.homes.views.acting import form_page, go, refusal

TWICE = "この詰まりは、すでに書いてあります。"


@staff(Permission.HOME_READ)
@require_safe
def blockers(request: Request, pk: int) -> HttpResponse:
    """Show what blocks a house, who can solve it, what it took here, and what the house file suggests."""
    home, today = get_object_or_404(Home, pk=pk), local_date(timezone.now())
    suggested = [(one.kind, REFUSALS[one.reason.code]) for one in selectors.suggestions_for(home)]
    context = {"home": home, "rows": selectors.blockers_of(home, on=today), "suggested": suggested}
    return render(request, "homes/blockers.html", context)


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def new_blocker(request: Request, pk: int) -> HttpResponse:
    """Write down what blocks a house."""
    home, now = get_object_or_404(Home, pk=pk), timezone.now()
    initial = {"kind": request.GET.get("kind", "")}
    form = BlockerForm(request.POST or None, today=local_date(now), is_new=True, initial=initial)
    if form.is_valid():
        values = form.cleaned_data
        try:
            with transaction.atomic():
                services.add_blocker(
                    home=home, kind=BlockerKind.of(values["kind"]), remark=values["remark"],
                    found_on=values["found_on"], by=request.actor, at=now,
                )  # fmt: skip
        except IntegrityError:
            form.add_error("kind", TWICE)
        else:
            messages.success(request, "詰まりを書きました。")
            return go(request, "homes:blockers", pk=pk)
    return form_page(request, form, title="詰まりを書く", button="書く", back="homes:blockers", home=home, pk=pk)


@staff(Permission.HOME_READ)
@require_safe
def blocker(request: Request, pk: int) -> HttpResponse:
    """Show one blocker with its steps."""
    found = _blocker(pk)
    rows = selectors.blockers_of(found.home, on=local_date(timezone.now()))
    row = next(row for row in rows if row.blocker == found)
    return render(request, "homes/blocker.html", {"home": found.home, "row": row})


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def change_blocker(request: Request, pk: int) -> HttpResponse:
    """Change what stands of a blocker."""
    found, now = _blocker(pk), timezone.now()
    initial = {"remark": found.remark, "found_on": found.found_on, "version": found.version}
    form = BlockerForm(request.POST or None, today=local_date(now), is_new=False, initial=initial)
    if form.is_valid():
        values = form.cleaned_data
        try:
            services.change_blocker(
                blocker=found, remark=values["remark"], found_on=values["found_on"],
                version=values["version"] or 0, by=request.actor, at=now,
            )  # fmt: skip
        except ChangedMeanwhile as refused:
            form.add_error(None, refusal(refused))
        else:
            return go(request, "homes:blocker", pk=pk)
    title = f"詰まりを書き換える: {found.get_kind_display()}"
    return form_page(request, form, title=title, button="書き換える", back="homes:blocker", home=found.home, pk=pk)


@staff(Permission.HOME_EDIT)
@require_POST
def begin_blocker(request: Request, pk: int) -> HttpResponse:
    """Begin to work on a blocker."""
    try:
        services.begin_blocker(blocker=_blocker(pk), by=request.actor, at=timezone.now())
    except (Refused, ChangedMeanwhile) as refused:
        messages.error(request, " ".join(refusal(refused)))
    return go(request, "homes:blocker", pk=pk)


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def stall_blocker(request: Request, pk: int) -> HttpResponse:
    """Say that nothing moves at present, and why."""
    return _with_reason(request, _blocker(pk), services.stall_blocker, title="動かないと記録する")


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def reopen_blocker(request: Request, pk: int) -> HttpResponse:
    """Say that a blocker is not solved after all, and why."""
    return _with_reason(request, _blocker(pk), services.reopen_blocker, title="未解決に戻す")


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def solve_blocker(request: Request, pk: int) -> HttpResponse:
    """Say that it is solved, when and for how much."""
    found, now = _blocker(pk), timezone.now()
    form = SolveForm(request.POST or None, today=local_date(now))
    if form.is_valid():
        try:
            services.solve_blocker(blocker=found, **form.cleaned_data, by=request.actor, at=now)
        except (Refused, ChangedMeanwhile) as refused:
            form.add_error(None, refusal(refused))
        else:
            messages.success(request, "解決したと記録しました。")
            return go(request, "homes:blockers", pk=found.home_id)
    title = f"解決したと記録する: {found.get_kind_display()}"
    return form_page(request, form, title=title, button="解決した", back="homes:blocker", home=found.home, pk=pk)


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def refer_blocker(request: Request, pk: int) -> HttpResponse:
    """Refer a house to an expert."""
    found, now = _blocker(pk), timezone.now()
    today = local_date(now)
    form = ReferForm(request.POST or None, solvers=selectors.solvers_in_use(on=today), today=today)
    if form.is_valid():
        solver, on = form.solvers[form.cleaned_data["solver"]], form.cleaned_data["referred_on"]
        try:
            services.refer_blocker(blocker=found, solver=solver, referred_on=on, by=request.actor, at=now)
        except (Refused, ChangedMeanwhile) as refused:
            form.add_error("solver", refusal(refused))
        else:
            messages.success(request, f"{solver.name}に紹介したと記録しました。")
            return go(request, "homes:blocker", pk=pk)
    title = f"専門家に紹介する: {found.get_kind_display()}"
    notes = ("支援法人と宅建業者には、その相手への情報提供の同意があるときだけ紹介できます。",)
    return form_page(
        request,
        form,
        title=title,
        button="紹介したと記録する",
        back="homes:blocker",
        home=found.home,
        pk=pk,
        notes=notes,
    )


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def plan_blocker(request: Request, pk: int) -> HttpResponse:
    """Say what is next."""
    found, now = _blocker(pk), timezone.now()
    initial = {"owner": request.membership.pk}
    form = NextForm(request.POST or None, members=members(on=local_date(now)), initial=initial)
    if form.is_valid():
        services.plan_for_blocker(blocker=found, **form.cleaned_data, by=request.actor, at=now)
        return go(request, "homes:blocker", pk=pk)
    title = f"次の対応を決める: {found.get_kind_display()}"
    return form_page(request, form, title=title, button="決める", back="homes:blocker", home=found.home, pk=pk)


@staff(Permission.HOME_READ)
@require_safe
def portfolio(request: Request) -> HttpResponse:
    """Show over all houses what blocks how many, and what would free how many."""
    found = selectors.portfolio(on=local_date(timezone.now()))
    return render(request, "homes/portfolio.html", {"portfolio": found})


@staff(Permission.HOME_READ)
@require_safe
def houses_blocked(request: Request, kind: str) -> HttpResponse:
    """Show the houses behind a figure."""
    if kind not in list(BlockerKind):
        raise Http404
    of, only = BlockerKind.of(kind), "only" in request.GET
    context = {"kind": of, "only": only, "blockers": selectors.blockers_behind(of, only=only)}
    return render(request, "homes/houses_blocked.html", context)


def _blocker(pk: int) -> Blocker:
    return get_object_or_404(Blocker.objects.select_related("home", "solver"), pk=pk)


def _with_reason(request: Request, found: Blocker, act: Callable[..., None], *, title: str) -> HttpResponse:
    form = WhyForm(request.POST or None)
    if form.is_valid():
        try:
            with transaction.atomic():
                act(blocker=found, why=form.cleaned_data["why"], by=request.actor, at=timezone.now())
        except IntegrityError:
            form.add_error(None, TWICE)
        except (Refused, ChangedMeanwhile) as refused:
            form.add_error(None, refusal(refused))
        else:
            return go(request, "homes:blocker", pk=found.pk)
    title = f"{title}: {found.get_kind_display()}"
    return form_page(request, form, title=title, button="記録する", back="homes:blocker", home=found.home, pk=found.pk)
