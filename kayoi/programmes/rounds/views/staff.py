"""Write, look at, send and stop rounds; see what became of them."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.engines.casefiles.selectors import protected_families
from kayoi.engines.casefiles.selectors.belonging import town_registers
from kayoi.foundation.identity.marks import Request, staff
from kayoi.foundation.places.selectors import prefectures
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile, UnableToMove
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.programmes.rounds import selectors, services
from kayoi.programmes.rounds.forms import LEFT_OUT, REFUSALS, RoundForm, first_words, initial_of
from kayoi.programmes.rounds.models import Asking, Round
from kayoi.programmes.rounds.rules import Criteria, in_words
from kayoi.programmes.rounds.states import PLACES, Permission, Purpose, RoundStatus, Show

PAGE = 50
SHOWN = 3


@staff(Permission.ROUND_SEND)
@require_safe
def rounds(request: Request) -> HttpResponse:
    """List the rounds, and offer to write one."""
    page = Paginator(selectors.rounds(), PAGE).get_page(request.GET.get("page"))
    return render(request, "rounds/rounds.html", {"page": page, "purposes": list(Purpose)})


@staff(Permission.ROUND_SEND)
@require_http_methods(["GET", "HEAD", "POST"])
def new_round(request: Request) -> HttpResponse:
    """Write a round; it is sent from the next page, where everybody can be seen first."""
    wanted = request.POST.get("purpose") or request.GET.get("purpose")
    purpose = next((each for each in Purpose if each == wanted), Purpose.NEWS)
    words = first_words(purpose, register=request.GET.get("register", ""))
    form = RoundForm(request.POST or None, **_choices(), purpose=purpose, initial=words)
    if form.is_valid():
        try:
            row = services.make_round(fields=form.round_fields(), by=request.actor, at=timezone.now())
            return redirect("rounds:round", organization=request.organization.slug, pk=row.pk)
        except services.UnableToWriteRound as refused:
            _show(form, refused)
    return _form_page(request, form)


@staff(Permission.ROUND_SEND)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_round(request: Request, pk: int) -> HttpResponse:
    """Change a draft."""
    row = get_object_or_404(Round, pk=pk)
    form = RoundForm(request.POST or None, **_choices(), purpose=Purpose.of(row.purpose), initial=initial_of(row))
    if form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            services.change_round(
                row=row, fields=form.round_fields(), version=version, by=request.actor, at=timezone.now()
            )
            return redirect("rounds:round", organization=request.organization.slug, pk=row.pk)
        except services.UnableToWriteRound as refused:
            _show(form, refused)
        except ChangedMeanwhile:
            form.add_error(None, CHANGED_MEANWHILE)
    return _form_page(request, form, row)


@staff(Permission.ROUND_SEND)
@require_safe
def round_page(request: Request, pk: int) -> HttpResponse:
    """Show a draft with everybody it would reach and leave out; afterwards, how far it has come and what came back."""
    row, now = get_object_or_404(Round, pk=pk), timezone.now()
    names, registers = dict(_prefectures()), {one.key: one.name for one in town_registers()}
    context: dict[str, Any] = {"round": row, "words": in_words(Criteria.of(row.criteria), names, registers)}
    if row.status == RoundStatus.DRAFT:
        choice = selectors.choose(row, at=now)
        context["choice"] = choice
        context["letters"] = selectors.preview(row, choice.ids[:SHOWN], request.organization)
        context["left_out"] = selectors.left_out_names(choice, words=LEFT_OUT)
        return render(request, "rounds/draft.html", context)
    figures = selectors.figures(row)
    context["figures"] = figures
    context["shown"] = [(show, count) for show, count in figures.counts.items() if show is not Show.WAITING]
    context["left_out"] = [(LEFT_OUT[code], count) for code, count in row.left_out.items()]
    template = "rounds/progress.html" if request.headers.get("HX-Request") else "rounds/round.html"
    return render(request, template, context)


@staff(Permission.ROUND_SEND)
@require_POST
def start(request: Request, pk: int) -> HttpResponse:
    """Send a round."""
    return _move(request, pk, services.start_round, "送り始めました。この画面を閉じても、送信は続きます。")


@staff(Permission.ROUND_SEND)
@require_POST
def stop(request: Request, pk: int) -> HttpResponse:
    """Stop a round."""
    return _move(request, pk, services.stop_round, "止めました。まだ送っていない人には送りません。")


@staff(Permission.ROUND_SEND)
@require_safe
def people(request: Request, pk: int) -> HttpResponse:
    """Show who is behind a figure of a round; never addresses."""
    row = get_object_or_404(Round, pk=pk)
    show = next((each for each in Show if each == request.GET.get("show")), Show.SENT)
    page = Paginator(selectors.people(row, show), PAGE).get_page(request.GET.get("page"))
    today = local_date(timezone.now())
    context = {
        "round": row,
        "show": show,
        "page": page,
        "rows": [(asking, LEFT_OUT.get(asking.left_out, "")) for asking in page.object_list],
        "protected": protected_families([asking.case_file_id for asking in page.object_list], on=today),
    }
    return render(request, "rounds/people.html", context)


@staff(Permission.ROUND_SEND)
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: Request, pk: int) -> HttpResponse:
    """Look at an answer and say what follows: the stage, or nothing."""
    asking = get_object_or_404(Asking.objects.select_related("round", "case_file").defer("case_file__search"), pk=pk)
    if request.method == "POST":
        services.settle_reply(asking=asking, moved="moved" in request.POST, by=request.actor, at=timezone.now())
        messages.success(request, "返事を確かめました。")
        return redirect("workspace:case_file", organization=request.organization.slug, pk=asking.case_file_id)
    return render(request, "rounds/reply.html", {"asking": asking, "file": asking.case_file})


def _move(request: Request, pk: int, service: Any, words: str) -> HttpResponse:
    row = get_object_or_404(Round, pk=pk)
    try:
        service(row=row, by=request.actor, at=timezone.now())
        messages.success(request, words)
    except UnableToMove as refused:
        messages.error(request, " ".join(sentences(refused.verdict, {})))
    except ChangedMeanwhile:
        messages.error(request, str(CHANGED_MEANWHILE))
    return redirect("rounds:round", organization=request.organization.slug, pk=pk)


def _prefectures() -> list[tuple[str, str]]:
    return [(place.code[:2], place.name) for place in prefectures()]


def _choices() -> dict[str, Any]:
    """Return what a town's rounds can choose by."""
    return {"prefectures": _prefectures(), "registers": town_registers()}


def _show(form: RoundForm, refused: services.UnableToWriteRound) -> None:
    for sentence in sentences(refused.verdict, REFUSALS):
        form.add_error("body", sentence)


def _form_page(request: Request, form: RoundForm, row: Round | None = None) -> HttpResponse:
    context = {"form": form, "round": row, "places": PLACES.items(), "purpose": form.reaches}
    return render(request, "rounds/edit.html", context, status=422 if form.is_bound else 200)
