"""Staff: programmes for which houses are kept, and the entries of families."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.stays.forms.office_refusals import REFUSALS as OFFICE
from kayoi.programmes.stays.forms.programmes import REFUSALS, EndEntryForm, GiveForm, ProgrammeForm
from kayoi.programmes.stays.models import ProgrammeEntry, StayProgramme
from kayoi.programmes.stays.selectors.programmes import programme_lines
from kayoi.programmes.stays.services import programmes as services
from kayoi.programmes.stays.states import Permission

SENTENCES = {**OFFICE, **REFUSALS}


@staff(Permission.STAY_READ)
@require_safe
def programmes(request: Request) -> HttpResponse:
    """Show programmes with their houses and entries, and what came of them."""
    lines = programme_lines(list(StayProgramme.objects.all()), on=local_date(timezone.now()))
    return render(request, "stays/programmes/list.html", {"lines": lines})


@staff(Permission.STAY_HOUSE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_programme(request: Request) -> HttpResponse:
    """Enter a programme's row."""
    return _write(request, None, "事業を登録する")


@staff(Permission.STAY_HOUSE)
@require_http_methods(["GET", "HEAD", "POST"])
def change_programme(request: Request, pk: int) -> HttpResponse:
    """Change a programme's row, or the houses that are kept for it."""
    return _write(request, get_object_or_404(StayProgramme, pk=pk), "事業を書き換える")


def _write(request: Request, row: StayProgramme | None, title: str) -> HttpResponse:
    form = ProgrammeForm(request.POST or None, instance=row)
    if form.is_valid():
        try:
            services.set_programme(
                programme=row, fields=form.fields_of(), houses=list(form.cleaned_data["houses"]),
                version=form.cleaned_data["version"] or 0, by=request.actor, at=timezone.now(),
            )  # fmt: skip
            return _back(request, "事業を保存しました。")
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, SENTENCES))
        except ChangedMeanwhile:
            form.add_error(None, str(CHANGED_MEANWHILE))
    return _page(request, form, title=title, button="保存する")


@staff(Permission.STAY_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: Request, pk: int) -> HttpResponse:
    """Give a family the code by which they ask for a house."""
    row, form = get_object_or_404(StayProgramme, pk=pk), GiveForm(request.POST or None)
    if form.is_valid():
        try:
            made = services.give_entry(
                programme=row, label=form.cleaned_data["label"], by=request.actor, at=timezone.now()
            )  # fmt: skip
            return _back(request, f"{made.label}に渡す符号は {made.code} です。")
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, SENTENCES))
    return _page(request, form, title="家庭に符号を渡す", button="符号を作る", row=row)


@staff(Permission.STAY_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def end_entry(request: Request, pk: int) -> HttpResponse:
    """Note that a programme takes a family no more."""
    entry = get_object_or_404(ProgrammeEntry.objects.select_related("programme"), pk=pk)
    form = EndEntryForm(request.POST or None)
    if form.is_valid():
        try:
            left = services.end_entry(entry=entry, **form.cleaned_data, by=request.actor, at=timezone.now())
            words = "滞在が残っています。別の住まいを探すか滞在を終える予定を作りました。" if left else ""
            return _back(request, f"受入れの終わりを記録しました。{words}")
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, SENTENCES))
    return _page(request, form, title="受入れの終わりを記録する", button="記録する", row=entry)


def _back(request: Request, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("stays:programmes", organization=request.organization.slug)


def _page(request: Request, form: Any, **context: Any) -> HttpResponse:
    values = {"form": form, **context}
    return render(request, "stays/programmes/step.html", values, status=422 if form.is_bound else 200)
