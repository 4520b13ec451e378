"""The table of deadlines: look through it, adopt samples, change rows, leave rows out."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.sentences import sentences
from kayoi.programmes.family_plans import selectors, services
from kayoi.programmes.family_plans.forms.table import REFUSALS, LeaveOutForm, NewTaskForm, TaskForm, initial_of
from kayoi.programmes.family_plans.states import Permission


@staff(Permission.TASK_EDIT)
@require_safe
def tasks(request: Request) -> HttpResponse:
    """Show the table: what is adopted, what is a sample still, what must be looked at again."""
    rows = selectors.table(request.organization, on=_today())
    counts = {
        "samples": sum(row.rule.sample for row in rows),
        "review": sum(row.review for row in rows),
        "adopted": sum(not row.rule.sample for row in rows),
    }
    return render(request, "family_plans/tasks.html", {"rows": rows, "counts": counts})


@staff(Permission.TASK_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def task(request: Request, key: str) -> HttpResponse:
    """Adopt a sample, or write the next version of a row."""
    row = _row(request, key)
    others = [other for other in selectors.table(request.organization, on=_today()) if other.key != key]
    form = TaskForm(request.POST or None, initial=initial_of(row.rule, on=_today()), others=others)
    if form.is_valid() and _adopted(request, key, form):
        messages.success(request, f"「{form.cleaned_data['title']}」を決めました。")
        return redirect("family_plans:tasks", organization=request.organization.slug)
    context = {"form": form, "row": row, "leave_out_form": LeaveOutForm(initial={"starts_on": _today()})}
    return render(request, "family_plans/task.html", context, status=422 if form.is_bound else 200)


@staff(Permission.TASK_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def new_task(request: Request) -> HttpResponse:
    """Write a row of the town's own."""
    others = selectors.table(request.organization, on=_today())
    initial = {"starts_on": _today(), "source_on": _today(), "adopted_on": _today()}
    form = NewTaskForm(request.POST or None, initial=initial, others=others)
    if form.is_valid() and _adopted(request, form.cleaned_data.pop("key"), form):
        messages.success(request, f"「{form.cleaned_data['title']}」を加えました。")
        return redirect("family_plans:tasks", organization=request.organization.slug)
    return render(request, "family_plans/task.html", {"form": form}, status=422 if form.is_bound else 200)


@staff(Permission.TASK_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def leave_out(request: Request, key: str) -> HttpResponse:
    """Leave a row out from a day on."""
    row = _row(request, key)
    form = LeaveOutForm(request.POST or None, initial={"starts_on": _today()})
    if form.is_valid():
        fields = initial_of(row.rule, on=_today()) | form.cleaned_data | {"adopted_on": _today()}
        try:
            services.adopt_task(
                organization=request.organization, key=key, fields=fields, used=False, by=request.actor,
                at=timezone.now(),
            )  # fmt: skip
        except services.UnableToAdopt as refused:
            form.add_error(None, " ".join(sentences(refused.verdict, REFUSALS)))
        else:
            messages.success(request, f"「{row.rule.title}」を使わないことにしました。")
            return redirect("family_plans:tasks", organization=request.organization.slug)
    context = {"form": form, "row": row}
    return render(request, "family_plans/leave_out.html", context, status=422 if form.is_bound else 200)


def _adopted(request: Request, key: str, form: TaskForm) -> bool:
    try:
        services.adopt_task(
            organization=request.organization, key=key, fields=form.cleaned_data, by=request.actor, at=timezone.now()
        )
    except services.UnableToAdopt as refused:
        form.add_error(None, " ".join(sentences(refused.verdict, REFUSALS)))
        return False
    return True


def _row(request: Request, key: str) -> selectors.TableRow:
    found = selectors.table_row(request.organization, key, on=_today())
    if found is None:
        raise Http404
    return found


def _today() -> date:
    return local_date(timezone.now())
