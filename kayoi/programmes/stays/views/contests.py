"""Contests: staff hold them, judges give points by their link, the public sees who won."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.engines.selections import services as selections
from kayoi.engines.selections.models import Judge
from kayoi.engines.selections.selectors.judging import judge_of, terms_of_judging
from kayoi.foundation.files.selectors import response_for
from kayoi.foundation.identity.marks import Request, public, staff
from kayoi.kit.dates import local_date
from kayoi.kit.sentences import sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.stays.forms import contests as forms
from kayoi.programmes.stays.forms.refusals import BUSY
from kayoi.programmes.stays.forms.tenancies import ShortWhyForm
from kayoi.programmes.stays.models import Contest, ContestEntry
from kayoi.programmes.stays.selectors import contests as selectors
from kayoi.programmes.stays.services import contests as services
from kayoi.programmes.stays.states import Permission
from kayoi.programmes.stays.views.tenancies import may_read_protected, page


@staff(Permission.STAY_READ)
@require_safe
def contests(request: Request) -> HttpResponse:
    """Show the contests of the town."""
    return render(request, "stays/contests/list.html", {"rows": selectors.contests()})


@staff(Permission.STAY_HOUSE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_contest(request: Request) -> HttpResponse:
    """Open a contest."""
    form = forms.ContestForm(request.POST or None)
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("title", "summary", "procedure")}
        try:
            made = services.open_contest(**given, terms=form.terms(), by=request.actor, at=timezone.now())
            return _to(request, made, "コンテストを開きました。審査の条件は、もう変えられません。")
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, forms.REFUSALS))
    return page(request, form, title="コンテストを開く", button="開く")


@staff(Permission.STAY_READ)
@require_safe
def contest(request: Request, pk: int) -> HttpResponse:
    """Show a contest: terms, entries, each judge's table, what comes next."""
    today = local_date(timezone.now())
    context = selectors.contest_page(_contest(pk), on=today, may_read_protected=may_read_protected(request))
    return render(request, "stays/contests/contest.html", context)


@staff(Permission.STAY_HOUSE)
@require_http_methods(["GET", "HEAD", "POST"])
def enter_contest(request: Request, pk: int) -> HttpResponse:
    """Let an application be judged."""
    row = _contest(pk)
    waiting = selectors.waiting_for(row)
    form = forms.EntryForm(request.POST or None, request.FILES or None, waiting=waiting)
    if form.is_valid():
        values = form.cleaned_data
        try:
            services.enter_contest(
                contest=row, application=values["application"], fields=form.fields_of_entry(),
                upload=values["picture"], by=request.actor, at=timezone.now(),
            )  # fmt: skip
            return _to(request, row, "作品を審査に加えました。")
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, forms.REFUSALS))
    return page(request, form, title=f"作品を審査に加える: {row.title}", button="加える")


@staff(Permission.STAY_HOUSE)
@require_http_methods(["GET", "HEAD", "POST"])
def invite_to_judge(request: Request, pk: int) -> HttpResponse:
    """Invite a judge."""
    row, form = _contest(pk), forms.JudgeForm(request.POST or None)
    if form.is_valid():
        path = reverse("stays:judge", kwargs={"organization": request.organization.slug, "token": "TOKEN"})
        link = settings.CANONICAL_URL.rstrip("/") + path.replace("TOKEN", "{token}")
        try:
            services.invite_to_judge(
                contest=row, organization=request.organization, **form.cleaned_data, link=link, by=request.actor,
                at=timezone.now(),
            )  # fmt: skip
            return _to(request, row, "審査員に、リンクのメールを送りました。")
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, forms.REFUSALS))
    return page(request, form, title=f"審査員を招く: {row.title}", button="リンクを送る")


@staff(Permission.STAY_HOUSE)
@require_http_methods(["GET", "HEAD", "POST"])
def dismiss_judge(request: Request, pk: int, judge: int) -> HttpResponse:
    """Let somebody judge no more."""
    of = _contest(pk)
    row = get_object_or_404(Judge.objects.filter(judging=of.judging, dismissed_at=None), pk=judge)
    form = ShortWhyForm(request.POST or None)
    if form.is_valid():
        try:
            why = form.cleaned_data["why"]
            selections.dismiss_judge(judge=row, why=why, by=request.actor, at=timezone.now())
            return _to(request, of, "審査員を外しました。その人の点は、数えません。")
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, forms.REFUSALS))
    return page(request, form, title=f"審査員を外す: {row.name}", button="外す")


@staff(Permission.STAY_HOUSE)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_entry(request: Request, pk: int) -> HttpResponse:
    """Take an entry out of the judging."""
    row = get_object_or_404(ContestEntry.objects.select_related("contest", "entry__judging"), pk=pk)
    form = ShortWhyForm(request.POST or None)
    if form.is_valid():
        try:
            why = form.cleaned_data["why"]
            selections.withdraw_entry(entry=row.entry, why=why, by=request.actor, at=timezone.now())
            return _to(request, row.contest, "作品を審査から外しました。")
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, forms.REFUSALS))
    return page(request, form, title=f"作品を審査から外す: {row.entry.number} {row.title}", button="外す")


@staff(Permission.STAY_HOUSE)
@require_POST
def contest_step(request: Request, pk: int, step: str) -> HttpResponse:
    """Close the judging, write the letters, or publish who won."""
    row = _contest(pk)
    steps: dict[str, tuple[Callable[..., object], dict[str, Any], str]] = {
        "close": (selections.close_judging, {"judging": row.judging}, "審査を締め切り、順位と賞を決めました。"),
        "tell": (services.tell_results, {"contest": row}, "結果の通知書を作りました。"),
        "publish": (services.publish_results, {"contest": row}, "受賞作品を公表しました。"),
    }
    if step not in steps:
        raise Http404
    do, given, done = steps[step]
    try:
        do(**given, by=request.actor, at=timezone.now())
    except Refused as refused:
        messages.error(request, " ".join(sentences(refused.verdict, forms.REFUSALS)))
        return redirect("stays:contest", organization=request.organization.slug, pk=row.pk)
    return _to(request, row, done)


@staff(Permission.STAY_HOUSE)
@require_POST
def contest_house(request: Request, pk: int) -> HttpResponse:
    """Make the draft of a model house of a winner."""
    entry = get_object_or_404(ContestEntry.objects.select_related("contest"), pk=pk)
    try:
        house = services.draft_house(
            entry=entry, organization=request.organization, by=request.actor, at=timezone.now()
        )  # fmt: skip
    except Refused as refused:
        messages.error(request, " ".join(sentences(refused.verdict, forms.REFUSALS)))
        return redirect("stays:contest", organization=request.organization.slug, pk=entry.contest_id)
    messages.success(request, "モデルハウスの下書きを作りました。")
    return redirect("stays:staff_house", organization=request.organization.slug, pk=house.pk)


@public(opens="town")
@require_safe
def judge(request: Request, token: str) -> HttpResponse:
    """Show a judge the entries without names, and what was given so far."""
    row, of = _judge(token)
    context = {"contest": of, "judge": row, "rows": selectors.blind_entries(of, row), "token": token}
    return render(request, "stays/contests/judge.html", context | {"terms": terms_of_judging(of.judging)})


@public(opens="town", limit="draft")
@require_http_methods(["GET", "HEAD", "POST"])
def judge_entry(request: Request, token: str, number: str) -> HttpResponse:
    """Let a judge give points to an entry, or step back from it."""
    row, of = _judge(token)
    entry, sheet = _entry(of, row, number)
    initial = {**(sheet.scores or {}), "remark": sheet.remark, "stepped_back": sheet.stepped_back} if sheet else {}
    criteria = terms_of_judging(of.judging).criteria
    form = forms.PointsForm(request.POST or None, criteria=criteria, initial=initial)
    if request.limited:
        form.add_error(None, BUSY)
    if form.is_valid():
        try:
            _write(request, row, entry, form)
            messages.success(request, gettext("記録しました。締め切りまで、変えられます。"))
            return redirect("stays:judge", organization=request.organization.slug, token=token)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, forms.REFUSALS))
    context = {"contest": of, "entry": entry, "form": form, "token": token}
    return render(request, "stays/contests/points.html", context, status=422 if form.is_bound else 200)


@public(opens="town")
@require_safe
def judge_picture(request: Request, token: str, number: str) -> HttpResponseBase:
    """Send the picture of an entry to a judge."""
    row, of = _judge(token)
    entry, _ = _entry(of, row, number)
    if entry.picture is None:
        raise Http404
    return response_for(entry.picture, name=f"entry-{number}")


@public(opens="town")
@require_safe
def contest_results(request: Request, pk: int) -> HttpResponse:
    """Show the public who won."""
    row = get_object_or_404(Contest.objects.select_related("judging"), pk=pk, published_at__isnull=False)
    rows = selectors.winners(row, on=local_date(timezone.now()))
    context = {"contest": row, "rows": rows, "terms": terms_of_judging(row.judging)}
    return render(request, "stays/contests/results.html", context)


@public(opens="town")
@require_safe
def contest_picture(request: Request, pk: int) -> HttpResponseBase:
    """Send the picture of a winner who agreed."""
    shown = selectors.shown_entries(on=local_date(timezone.now()))
    entry = get_object_or_404(shown.select_related("picture"), pk=pk, picture__isnull=False)
    assert entry.picture is not None
    return response_for(entry.picture, name=f"winner-{entry.pk}")


def _write(request: Request, row: Judge, entry: ContestEntry, form: forms.PointsForm) -> None:
    why, now = form.cleaned_data["stepped_back"], timezone.now()
    if why:
        selections.step_back(judge=row, entry=entry.entry, why=why, by=request.actor, at=now)
        return
    remark = form.cleaned_data["remark"]
    selections.score_entry(
        judge=row, entry=entry.entry, scores=form.scores(), remark=remark, by=request.actor, at=now
    )  # fmt: skip


def _contest(pk: int) -> Contest:
    found: Contest = get_object_or_404(Contest.objects.select_related("judging", "procedure"), pk=pk)
    return found


def _judge(token: str) -> tuple[Judge, Contest]:
    row = judge_of(token)
    of = selectors.contest_of(row) if row else None
    if row is None or of is None:
        raise Http404
    return row, of


def _entry(of: Contest, row: Judge, number: str) -> tuple[ContestEntry, Any]:
    for entry, sheet in selectors.blind_entries(of, row):
        if entry.entry.number == number:
            return entry, sheet
    raise Http404


def _to(request: Request, row: Contest, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("stays:contest", organization=request.organization.slug, pk=row.pk)
