"""Staff: members of a space, one step a page; fees, bookings for callers, figures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.engines.casefiles.states import Channel
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date, months_later
from kayoi.kit.sentences import sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.stays.forms import desks_office as forms
from kayoi.programmes.stays.forms.desk_office_refusals import REFUSALS
from kayoi.programmes.stays.forms.desks import BookForm, PauseForm
from kayoi.programmes.stays.forms.tenancies import NothingForm, PaidForm, ShortWhyForm, WhyForm
from kayoi.programmes.stays.models import DeskMember, DeskPayment, DeskUse
from kayoi.programmes.stays.rules.desks import Use
from kayoi.programmes.stays.selectors import desk_pages as pages
from kayoi.programmes.stays.selectors import desks as selectors
from kayoi.programmes.stays.selectors.monthly import FEES, standings
from kayoi.programmes.stays.services import desks_fees as fees
from kayoi.programmes.stays.services import desks_members as services
from kayoi.programmes.stays.services import desks_uses as uses
from kayoi.programmes.stays.states import Permission
from kayoi.programmes.stays.views.desks_own import link_to_desk
from kayoi.programmes.stays.views.desks_plans import desk_step_page, plan_or_404
from kayoi.programmes.stays.views.tenancies import may_read_protected


@dataclass(frozen=True)
class Step:
    """One thing that is done with a membership: what the page is called, what it asks, what it does."""

    title: str
    form: Any
    do: Callable[[Any, dict[str, Any], Actor, datetime], object]
    done: str


def _plain(service: Callable[..., object], name: str = "member") -> Callable[..., object]:
    return lambda row, values, by, at: service(**{name: row}, **values, by=by, at=at)


def _pause(row: DeskMember, values: dict[str, Any], by: Actor, at: datetime) -> None:
    services.pause_member(
        member=row, starts_on=values["first"], ends_before=months_later(values["last"], 1), by=by, at=at
    )


STEPS: Final[Mapping[str, Step]] = {
    "withdraw": Step("申込みの取下げを記録する", WhyForm, _plain(services.withdraw_member), "取下げを記録しました。"),
    "pause": Step("休会を記録する", PauseForm, _pause, "休会を記録しました。その月の予約は取り消しました。"),
    "notice": Step(
        "退会の申出を記録する", forms.NoticeForm, _plain(services.give_member_notice), "退会の予定を記録しました。"
    ),
    "stay-on": Step("退会の申出を取り消す", WhyForm, _plain(services.stay_member), "会員が続きます。"),
    "end": Step(
        "期日の前に退会を記録する", forms.EndForm, _plain(services.end_member), "退会を記録し、会費を正しました。"
    ),
    "correct": Step(
        "請求を今の決まりに合わせて正す", ShortWhyForm, _plain(fees.correct_fees), "違っていた請求を正しました。"
    ),
}  # fmt: skip
DECISIONS: Final[Mapping[str, Step]] = {
    "decide": Step("入会を決定する", forms.DecideForm, _plain(services.decide_member), "入会を決定しました。"),
    "refuse": Step("入会を断る", WhyForm, _plain(services.refuse_member), "断りました。"),
}
USES: Final[Mapping[str, Step]] = {
    "arrive": Step(
        "来たことを記録する", NothingForm,
        lambda row, values, by, at: uses.arrive_at_desk(use=row, code=None, by=by, at=at), "来たことを記録しました。",
    ),
    "arrive-back": Step("来た記録を取り消す", ShortWhyForm, _plain(uses.take_arrival_back, "use"), "取り消しました。"),
    "cancel": Step("席の予約を取り消す", ShortWhyForm, _plain(uses.cancel_desk, "use"), "予約を取り消しました。"),
}  # fmt: skip


@staff(Permission.STAY_READ)
@require_safe
def desks(request: Request) -> HttpResponse:
    """Show members of the town's spaces, who asks to be one, and the plans."""
    context = pages.office_page(on=local_date(timezone.now()), may_read_protected=may_read_protected(request))
    return render(request, "stays/desks/list.html", context)


@staff(Permission.STAY_READ)
@require_safe
def figures(request: Request) -> HttpResponse:
    """Show members, days of use and persons, month by month."""
    return render(request, "stays/desks/figures.html", {"houses": pages.figures_page(on=local_date(timezone.now()))})


@staff(Permission.STAY_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: Request, pk: int) -> HttpResponse:
    """Take an application for a membership for a caller."""
    plan, form = plan_or_404(pk), forms.AskForm(request.POST or None)
    if form.is_valid():
        values = form.cleaned_data
        try:
            made = services.ask_membership(
                plan=plan, you={}, file=form.file, starts_on=values["starts_on"], work=values["work"],
                channel=Channel.of(values["channel"]), client_key=values["client_key"], by=request.actor,
                at=timezone.now(),
            )  # fmt: skip
            return back(request, made, "申込みを受けました。")
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    return desk_step_page(request, form, title="入会の申込みを受ける", button="受け付ける", words=str(plan))


@staff(Permission.STAY_READ)
@require_safe
def member(request: Request, pk: int) -> HttpResponse:
    """Show a membership: use, fees, bookings, what can be done."""
    row, today = member_or_404(pk), local_date(timezone.now())
    context = pages.staff_member_page(row, on=today, may_read_protected=may_read_protected(request))
    return render(request, "stays/desks/member.html", context | {"form": PaidForm(initial={"paid_on": today})})


@staff(Permission.STAY_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: Request, pk: int, step: str) -> HttpResponse:
    """Do one thing with a membership."""
    return _step(request, member_or_404(pk), STEPS.get(step))


@staff(Permission.STAY_DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: Request, pk: int, step: str) -> HttpResponse:
    """Decide an application for a membership, and tell the person."""
    answer = _step(request, member_or_404(pk), DECISIONS.get(step))
    if answer.has_header("Location"):
        services.tell_member(
            organization=request.organization, member=member_or_404(pk), link=link_to_desk(request),
            by=request.actor, at=timezone.now(),
        )  # fmt: skip
    return answer


def _step(request: Request, row: DeskMember, step: Step | None) -> HttpResponse:
    if step is None:
        raise Http404
    today = local_date(timezone.now())
    initial = {"starts_on": row.starts_on, "notice_on": today, "last_on": today}
    form = step.form(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            step.do(row, dict(form.cleaned_data), request.actor, timezone.now())
            return back(request, row, step.done)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    return desk_step_page(request, form, title=step.title, button=step.title, row=row)


@staff(Permission.STAY_EDIT)
@require_POST
def pay(request: Request, pk: int) -> HttpResponse:
    """Note that a fee was paid."""
    row, form = member_or_404(pk), PaidForm(request.POST)
    if form.is_valid():
        fees.note_fee(
            member=row, paid=form.paid(), key=form.cleaned_data["key"], by=request.actor, at=timezone.now()
        )  # fmt: skip
        return back(request, row, "入金を記録しました。")
    return desk_step_page(request, form, title="入金を記録する", button="記録する", row=row)


@staff(Permission.STAY_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: Request, pk: int) -> HttpResponse:
    """Take a note of a payment back."""
    payment = get_object_or_404(DeskPayment, pk=pk)
    row, form = member_or_404(payment.member_id), ShortWhyForm(request.POST or None)
    if form.is_valid():
        try:
            fees.take_fee_back(payment=payment, why=form.cleaned_data["why"], by=request.actor, at=timezone.now())
            return back(request, row, "入金の記録を取り消しました。")
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    return desk_step_page(request, form, title="入金の記録を取り消す", button="取り消す", row=row)


@staff(Permission.STAY_EDIT)
@require_POST
def remind(request: Request, pk: int) -> HttpResponse:
    """Remind a member of fees that are overdue."""
    row, now = member_or_404(pk), timezone.now()
    owed = standings(FEES, [row.pk], on=local_date(now))[row.pk]
    if not owed.late_yen:
        return back(request, row, "納期限を過ぎた会費はありません。")
    by_mail = fees.remind_member(organization=request.organization, member=row, owed=owed, by=request.actor, at=now)
    words = "メールで知らせました。" if by_mail else "メールを送れないため、電話か郵便で伝える予定を作りました。"
    return back(request, row, words)


@staff(Permission.STAY_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def book(request: Request, pk: int) -> HttpResponse:
    """Book a desk for a member who calls."""
    row, now = member_or_404(pk), timezone.now()
    rooms = selectors.rooms_of_plan(row.plan, on=local_date(now))
    form = BookForm(request.POST or None, rooms=rooms, today=local_date(now))
    if form.is_valid():
        try:
            extra = selectors.extra_of(row, Use(form.cleaned_data["on"], form.minutes()))
            uses.book_desk(member=row, **form.wanted(), by=request.actor, at=now)
            return back(request, row, f"予約しました。追加の料金は{extra.yen:,}円です。")
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    return desk_step_page(request, form, title="席を予約する", button="予約する", row=row)


@staff(Permission.STAY_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def use(request: Request, pk: int, step: str) -> HttpResponse:
    """Note that a member has come, take that back, or give a booking up."""
    one, found = get_object_or_404(DeskUse, pk=pk), USES.get(step)
    row = member_or_404(one.member_id)
    if found is None:
        raise Http404
    form = found.form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            found.do(one, dict(form.cleaned_data), request.actor, timezone.now())
            return back(request, row, found.done)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    return desk_step_page(request, form, title=found.title, button=found.title, row=row)


def member_or_404(pk: int) -> DeskMember:
    """Return a membership. Raises Http404."""
    found: DeskMember = get_object_or_404(selectors.members_to_show(), pk=pk)
    return found


def back(request: Request, row: DeskMember, words: str) -> HttpResponse:
    """Lead back to a membership and say what was done."""
    messages.success(request, words)
    return redirect("stays:desk_member", organization=request.organization.slug, pk=row.pk)
