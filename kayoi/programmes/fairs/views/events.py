"""Events with their counts, the rows behind each number, tallies, and files that may be doubles."""

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.engines.casefiles.forms import REFUSALS as MERGES
from kayoi.engines.casefiles.selectors import case_file
from kayoi.engines.casefiles.services import UnableToMerge
from kayoi.engines.casefiles.states import Permission as CaseFiles
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import fiscal_year, fiscal_year_label, local_date
from kayoi.kit.html import Link
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.programmes.fairs import selectors, services
from kayoi.programmes.fairs.forms.events import EventForm, TallyForm
from kayoi.programmes.fairs.models import Event, Visit
from kayoi.programmes.fairs.states import EventKind, Permission


@staff(Permission.FAIR_MANAGE)
@require_safe
def fairs(request: Request) -> HttpResponse:
    """Show the events of a fiscal year with what was counted; each number leads to its rows."""
    today = local_date(timezone.now())
    years, year = selectors.fiscal_years(on=today), _year(request)
    page = Paginator(selectors.events_of(year), 60).get_page(request.GET.get("page"))
    counts = selectors.counted([event.pk for event in page.object_list])
    context = {
        "rows": [(event, counts.get(event.pk, selectors.Counted())) for event in page.object_list],
        "page": page,
        "counts": selectors.counts_of_fiscal_year(year),
        "year": year,
        "label": fiscal_year_label(year),
        "years": [Link(fiscal_year_label(one), f"?year={one}", current=one == year) for one in years],
    }
    return render(request, "fairs/fairs.html", context)


@staff(Permission.FAIR_MANAGE)
@require_safe
def visits(request: Request) -> HttpResponse:
    """Show the rows behind a number: of a fiscal year and kind."""
    year, kind = _year(request), request.GET.get("kind", "")
    if kind and kind not in set(EventKind):
        raise Http404
    page = Paginator(selectors.visits_behind(year=year, kind=kind), 100).get_page(request.GET.get("page"))
    words = EventKind.of(kind).label if kind else "すべての種類"
    context = {"page": page, "rows": _rows(page), "label": fiscal_year_label(year), "words": words, "year": year}
    return render(request, "fairs/visits.html", context)


@staff(Permission.FAIR_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: Request) -> HttpResponse:
    """Enter an event."""
    form = EventForm(request.POST or None)
    if not form.is_valid():
        return _form_page(request, form, None)
    event = services.make_event(fields=form.event_fields(), by=request.actor, at=timezone.now())
    messages.success(request, "イベントを登録しました。")
    return redirect("fairs:event", organization=request.organization.slug, pk=event.pk)


@staff(Permission.FAIR_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Request, pk: int) -> HttpResponse:
    """Change what is written about an event."""
    event = get_object_or_404(Event.objects.all(), pk=pk)
    form = EventForm.of(event, request.POST or None)
    if not form.is_valid():
        return _form_page(request, form, event)
    version = form.cleaned_data["version"] or 0
    try:
        services.change_event(
            event=event, fields=form.event_fields(), version=version, by=request.actor, at=timezone.now()
        )
    except ChangedMeanwhile:
        form.add_error(None, CHANGED_MEANWHILE)
        return _form_page(request, form, event, status=409)
    messages.success(request, "イベントの内容を直しました。")
    return redirect("fairs:event", organization=request.organization.slug, pk=pk)


@staff(Permission.FAIR_MANAGE)
@require_safe
def event(request: Request, pk: int) -> HttpResponse:
    """Show an event: counts, tally buttons, stand, cards, and who came."""
    event = get_object_or_404(Event.objects.all(), pk=pk)
    return _event_page(request, event, TallyForm())


@staff(Permission.FAIR_MANAGE)
@require_POST
def tally(request: Request, pk: int) -> HttpResponse:
    """Count groups that left no name."""
    event, now = get_object_or_404(Event.objects.all(), pk=pk), timezone.now()
    form = TallyForm(request.POST)
    if not form.is_valid():
        return _event_page(request, event, form)
    counted = services.count_groups(
        event=event, groups=form.sizes(), visited_at=now, client_key=form.cleaned_data["client_key"],
        by=request.actor, at=now,
    )  # fmt: skip
    if counted:
        messages.success(request, f"{counted}組({sum(form.sizes())}人)を数えました。")
    return redirect("fairs:event", organization=request.organization.slug, pk=pk)


@staff(Permission.FAIR_MANAGE)
@require_POST
def take_back(request: Request, pk: int) -> HttpResponse:
    """Take back the last group that was only counted."""
    event = get_object_or_404(Event.objects.all(), pk=pk)
    persons = services.take_back_tally(event=event, by=request.actor, at=timezone.now())
    if persons:
        messages.success(request, f"直前の1組({persons}人)を取り消しました。")
    else:
        messages.error(request, "取り消せる組がありません。お名前のある組は、下の一覧の「直す」から取り消します。")
    return redirect("fairs:event", organization=request.organization.slug, pk=pk)


@staff(CaseFiles.CASEFILE_MERGE)
@require_http_methods(["GET", "HEAD", "POST"])
def doubles(request: Request, pk: int) -> HttpResponse:
    """Show new files beside those that may be about the same person; staff say which."""
    event, now = get_object_or_404(Event.objects.all(), pk=pk), timezone.now()
    if request.method == "POST":
        visit = get_object_or_404(event.visits.filter(case_file__merged_into=None), pk=_number(request, "visit"))
        other = case_file(_number(request, "other"))
        if visit.case_file is None or other is None:
            raise Http404
        try:
            decide = services.same_person if request.POST.get("answer") == "same" else services.two_persons
            decide(visit=visit, other=other, by=request.actor, at=now)
            messages.success(request, "確かめた結果を記録しました。")
        except UnableToMerge as refused:
            messages.error(request, " ".join(sentences(refused.verdict, MERGES)))
        return redirect(request.path)
    return render(request, "fairs/doubles.html", {"event": event, "doubles": selectors.doubles_at(event)})


def _number(request: Request, name: str) -> int:
    text = request.POST.get(name, "")
    if not text.isdecimal() or len(text) > 18:
        raise Http404
    return int(text)


def _rows(page: Page[Visit]) -> list[tuple[Visit, str]]:
    """Return the visits of a page, each with the name of the prefecture that they came from."""
    names = selectors.prefecture_names()
    return [(visit, names.get(visit.prefecture, "")) for visit in page.object_list]


def _year(request: Request) -> int:
    wanted, this = request.GET.get("year", ""), fiscal_year(local_date(timezone.now()))
    return int(wanted) if wanted.isdecimal() and 1989 <= int(wanted) <= this + 2 else this


def _form_page(request: Request, form: EventForm, event: Event | None, status: int | None = None) -> HttpResponse:
    context = {"form": form, "event": event}
    return render(request, "fairs/event_form.html", context, status=status or (422 if form.is_bound else 200))


def _event_page(request: Request, event: Event, form: TallyForm) -> HttpResponse:
    page = Paginator(selectors.visits_behind(event=event), 100).get_page(request.GET.get("page"))
    context = {
        "event": event,
        "form": form,
        "press": TallyForm(auto_id="press_%s"),
        "counts": selectors.counted([event.pk]).get(event.pk, selectors.Counted()),
        "page": page,
        "doubles": len(selectors.doubles_at(event)),
        "rows": _rows(page),
        "withdrawn": selectors.visits_withdrawn(event),
        "quick": [(persons, f"+1組({persons}人)") for persons in range(1, 6)],
    }
    return render(request, "fairs/event.html", context, status=422 if form.is_bound else 200)
