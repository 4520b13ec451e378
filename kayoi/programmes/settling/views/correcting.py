"""Set a move right that was recorded wrongly, or take it back."""

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.sentences import CHANGED_MEANWHILE
from kayoi.programmes.settling import selectors, services
from kayoi.programmes.settling.forms.correcting import CorrectForm, RetractForm
from kayoi.programmes.settling.models import Move
from kayoi.programmes.settling.states import Permission


@staff(Permission.MOVE_RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: Request, pk: int) -> HttpResponse:
    """Set a move right, with the reason; below it what was done to the record so far."""
    move, now = _move(pk), timezone.now()
    form = CorrectForm(request.POST or None, move=move, today=local_date(now))
    if not form.is_valid():
        return _page(request, move, form, _retract_form(move))
    values = form.cleaned_data
    try:
        with transaction.atomic():
            services.correct_move(
                move=move, fields=form.fields_of_move(), version=values["version"], why=values["why"],
                by=request.actor, at=now,
            )  # fmt: skip
    except ChangedMeanwhile:
        form.add_error(None, CHANGED_MEANWHILE)
    except IntegrityError:
        form.add_error("moved_in_on", "この人の同じ日の移住は、もう記録されています。")
    if form.errors:
        return _page(request, move, form, _retract_form(move))
    messages.success(request, "移住の記録を直しました。集計の数もかわります。")
    return redirect("settling:correct", organization=request.organization.slug, pk=pk)


@staff(Permission.MOVE_RECORD)
@require_POST
def retract(request: Request, pk: int) -> HttpResponse:
    """Take a move back, with the reason."""
    move, now = _move(pk), timezone.now()
    form = RetractForm(request.POST, prefix="retract")
    if not form.is_valid():
        return _page(request, move, CorrectForm(move=move, today=local_date(now)), form)
    try:
        services.retract_move(move=move, **form.cleaned_data, by=request.actor, at=now)
    except ChangedMeanwhile:
        messages.error(request, CHANGED_MEANWHILE)
    else:
        messages.success(request, "移住の記録を取り消しました。個票の段階は変えていません。確かめてください。")
    return redirect("settling:correct", organization=request.organization.slug, pk=pk)


def _move(pk: int) -> Move:
    move: Move = get_object_or_404(Move.objects.select_related("case_file").defer("case_file__search"), pk=pk)
    return move


def _retract_form(move: Move) -> RetractForm:
    return RetractForm(prefix="retract", initial={"version": move.version})


def _page(request: Request, move: Move, form: CorrectForm, retract_form: RetractForm) -> HttpResponse:
    context = {"move": move, "form": form, "retract_form": retract_form, "history": selectors.history_of(move)}
    wrong = form.is_bound or retract_form.is_bound
    return render(request, "settling/correct.html", context, status=422 if wrong else 200)
