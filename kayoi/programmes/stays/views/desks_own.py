"""The public and members: a plan with what it costs, the application, one's own page with bookings and leaving."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.engines.casefiles.states import Channel
from kayoi.foundation.identity.marks import Request, person, public
from kayoi.kit.dates import local_date
from kayoi.kit.sentences import sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.stays.forms.desk_refusals import REFUSALS
from kayoi.programmes.stays.forms.desks import BookForm, CodeForm, JoinForm, LeaveForm, PauseForm, StartForm
from kayoi.programmes.stays.forms.refusals import BUSY
from kayoi.programmes.stays.models import DeskMember, DeskPlan, DeskUse
from kayoi.programmes.stays.rules.desks import Use
from kayoi.programmes.stays.selectors import desk_pages as pages
from kayoi.programmes.stays.selectors import desks as selectors
from kayoi.programmes.stays.selectors.pages import known_of
from kayoi.programmes.stays.services import desks_members as services
from kayoi.programmes.stays.services import desks_uses as uses
from kayoi.programmes.stays.views.found import language, privacy_of


@public(opens="town", limit="ask")
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: Request, pk: int) -> HttpResponse:
    """Show a plan, what it costs from a day on; take an application."""
    row, today = pages.shown_plan(pk), local_date(timezone.now())
    if row is None:
        raise Http404
    known = known_of(request.person, str(request.user)) | {"starts_on": request.GET.get("starts_on", "") or today}
    form = JoinForm(request.POST or None, initial=known, today=today)
    if request.limited:
        form.add_error(None, BUSY)
    if form.is_valid():
        try:
            return _join(request, row, form)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    return _plan_page(request, row, form)


def _join(request: Request, plan: DeskPlan, form: JoinForm) -> HttpResponse:
    now, values = timezone.now(), form.cleaned_data
    made = services.ask_membership(
        plan=plan, you=form.you(), starts_on=values["starts_on"], work=values["work"], channel=Channel.PORTAL,
        client_key=values["client_key"], person=request.person, language=language(), by=request.actor, at=now,
    )  # fmt: skip
    if made.asked_at == now:  # pressed twice: the mail went with the first one
        services.tell_member(
            organization=request.organization, member=made, link=link_to_desk(request), by=request.actor, at=now
        )
    token = services.new_desk_link(member=made, by=request.actor, at=now)
    messages.success(request, _("入会の申込みを受け付けました。このページのアドレスを控えておいてください。"))
    return _to(request, token)


def _plan_page(request: Request, plan: DeskPlan, form: JoinForm) -> HttpResponse:
    today = local_date(timezone.now())
    given = request.GET if "starts_on" in request.GET else None
    start = StartForm(given, initial={"starts_on": today}, auto_id="from_%s", today=today)
    first = start.cleaned_data["starts_on"] if start.is_bound and start.is_valid() else today
    context = {
        "card": pages.plan_card(plan, on=first), "form": form, "start": start, "first": first,
        "cost": selectors.worked_out(plan, first), "privacy": privacy_of(request.organization), "house": plan.house,
    }  # fmt: skip
    return render(request, "stays/desks/public.html", context, status=422 if form.is_bound else 200)


@person(opens="town")
@require_safe
def my_desks(request: Request) -> HttpResponse:
    """Show one's own memberships."""
    assert request.person is not None
    rows = pages.own_memberships(request.person, on=local_date(timezone.now()))
    return render(request, "stays/desks/mine.html", {"rows": rows})


@public(opens="town")
@require_safe
def own(request: Request, token: str) -> HttpResponse:
    """Show a member's own page."""
    return _own_page(request, _member(request, token), token, CodeForm())


def _own_page(request: Request, member: DeskMember, token: str, code: CodeForm) -> HttpResponse:
    page = pages.member_page(member, on=local_date(timezone.now()))
    context = {"page": page, "row": member, "token": token, "code": code}
    return render(request, "stays/desks/own.html", context, status=422 if code.is_bound else 200)


@public(opens="town", limit="ask")
@require_http_methods(["GET", "HEAD", "POST"])
def book(request: Request, token: str) -> HttpResponse:
    """Say what a desk would cost at a time, and book it."""
    member, now = _member(request, token), timezone.now()
    today = local_date(now)
    form = BookForm(request.POST or None, rooms=selectors.rooms_of_plan(member.plan, on=today), today=today)
    if request.limited:
        form.add_error(None, BUSY)
    if form.is_valid() and (answer := selectors.may_use(member, form.span(), on=today)).refused:
        form.add_error(None, sentences(answer, REFUSALS))
    extra = selectors.extra_of(member, Use(form.cleaned_data["on"], form.minutes())) if form.is_valid() else None
    if extra is not None and "book" in request.POST:
        try:
            uses.book_desk(member=member, **form.wanted(), by=request.actor, at=now)
            messages.success(request, _("席を予約しました。"))
            return _to(request, token)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    context = {"form": form, "row": member, "token": token, "extra": None if form.errors else extra}
    return render(request, "stays/desks/book.html", context, status=422 if form.errors else 200)


@public(opens="town", limit="ask")
@require_http_methods(["GET", "HEAD", "POST"])
def pause(request: Request, token: str) -> HttpResponse:
    """Pause for whole months."""
    member, form = _member(request, token), PauseForm(request.POST or None)
    if form.is_valid() and not request.limited:
        first, stop = form.months()
        try:
            services.pause_member(
                member=member, starts_on=first, ends_before=stop, by=request.actor, at=timezone.now()
            )  # fmt: skip
            messages.success(request, _("休会を受け付けました。その月の予約は取り消しました。"))
            return _to(request, token)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    return _ask(request, form, member, token, title=_("休会する"), button=_("休会する"))


@public(opens="town", limit="ask")
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: Request, token: str) -> HttpResponse:
    """Leave, at the end of the month that the plan says."""
    member, now = _member(request, token), timezone.now()
    form = LeaveForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and not request.limited:
        try:
            services.give_member_notice(
                member=member, notice_on=local_date(now), why=form.cleaned_data["why"], by=request.actor, at=now
            )  # fmt: skip
            messages.success(request, _("退会の申出を受け付けました。"))
            return _to(request, token)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    last = pages.member_page(member, on=local_date(now)).last_by_notice
    return _ask(request, form, member, token, title=_("退会する"), button=_("退会を申し出る"), last=last)


@public(opens="town", limit="ask")
@require_POST
def withdraw(request: Request, token: str) -> HttpResponse:
    """Take one's application back."""
    member = _member(request, token)
    if not request.limited:
        try:
            services.withdraw_member(member=member, by=request.actor, at=timezone.now())
            messages.success(request, _("申込みを取り下げました。"))
        except Refused:
            messages.error(request, _("いまの段階では、取り下げられません。お電話ください。"))
    return _to(request, token)


@public(opens="town", limit="ask")
@require_POST
def cancel(request: Request, token: str, pk: int) -> HttpResponse:
    """Give a booking up."""
    use = _use(_member(request, token), pk)
    if not request.limited:
        try:
            uses.cancel_desk(use=use, by=request.actor, at=timezone.now())
            messages.success(request, _("予約を取り消しました。"))
        except Refused as refused:
            _say(request, refused)
    return _to(request, token)


@public(opens="town", limit="ask")
@require_POST
def arrive(request: Request, token: str, pk: int) -> HttpResponse:
    """Say that one has come, by the code that hangs at the desk."""
    member = _member(request, token)
    use, form = _use(member, pk), CodeForm(request.POST)
    if request.limited:
        form.add_error(None, BUSY)
    if form.is_valid():
        try:
            uses.arrive_at_desk(use=use, code=form.cleaned_data["code"], by=request.actor, at=timezone.now())
            messages.success(request, _("来たことを受け付けました。"))
            return _to(request, token)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    return _own_page(request, member, token, form)


def _say(request: Request, refused: Refused) -> None:
    for sentence in sentences(refused.verdict, REFUSALS):
        messages.error(request, sentence)


def _ask(request: Request, form: Any, member: DeskMember, token: str, **context: Any) -> HttpResponse:
    if request.limited:
        form.add_error(None, BUSY)
    values = {"form": form, "row": member, "token": token, **context}
    return render(request, "stays/desks/own_step.html", values, status=422 if form.is_bound else 200)


def _member(request: Request, token: str) -> DeskMember:
    """Return the membership whose page it is. Raises Http404, also for people under protection: they call."""
    found = pages.own_member(token, request.person, on=local_date(timezone.now()))
    if found is None:
        raise Http404
    return found


def _use(member: DeskMember, pk: int) -> DeskUse:
    found: DeskUse = get_object_or_404(DeskUse, pk=pk, member=member)
    return found


def _to(request: Request, token: str) -> HttpResponse:
    return redirect("stays:desk_own", organization=request.organization.slug, token=token)


def link_to_desk(request: Request) -> str:
    """Return the address of a member's page for mails, with {token} in it."""
    path = reverse("stays:desk_own", kwargs={"organization": request.organization.slug, "token": "TOKEN"})
    return request.build_absolute_uri(path).replace("TOKEN", "{token}")
