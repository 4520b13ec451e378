"""Pages about members of a space, shaped for templates: the public's, a member's own, the office's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, Q
from django.utils.translation import gettext as _

from kayoi.engines.casefiles.selectors import is_protected
from kayoi.engines.followups.models import FollowUp
from kayoi.engines.reservations.states import BookingStatus, Weekday
from kayoi.foundation.identity.models import Person
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import months_later
from kayoi.programmes.stays.models import DeskFee, DeskMember, DeskPayment, DeskPlan, DeskPrice, DeskUse, House
from kayoi.programmes.stays.rules import desks as rules
from kayoi.programmes.stays.selectors import desks
from kayoi.programmes.stays.selectors.monthly import FEES, Standing, standings
from kayoi.programmes.stays.selectors.tenancies import hidden_from, name_of
from kayoi.programmes.stays.selectors.words import either
from kayoi.programmes.stays.states.desks import ASKS_OR_IS, DESK_MEMBER, IS_MEMBER, Counted, MemberStatus, PlanStatus

EVERY_DAY, WORKING_DAYS = "0123456", "01234"
# So many months the figures show, and so many bookings and payments a member's own page.
MONTHS, MOST = 12, 12


def days_in_words(weekdays: str) -> str:
    """Return the days of the week on which a plan is good."""
    if weekdays == EVERY_DAY:
        return _("毎日")
    if weekdays == WORKING_DAYS:
        return _("月曜日から金曜日まで")
    return _("・").join(_(Weekday.of(one).label) for one in weekdays)


@dataclass(frozen=True)
class PlanCard:
    """A plan as the public reads it: what it includes and costs now, how many places are left."""

    plan: DeskPlan
    name: str
    words: str
    price: DeskPrice | None
    days: str
    left: int
    rooms: Sequence[str]


def plan_cards(house: House, *, on: date) -> list[PlanCard]:
    """Return the open plans of a space, the cheapest first."""
    rows = DeskPlan.objects.filter(house=house, status=PlanStatus.OPEN).prefetch_related("prices", "rooms__room__unit")
    rows = rows.annotate(taken=Count("members", filter=Q(members__status__in=IS_MEMBER)))
    found = [_card(plan, on=on, left=plan.most_members - plan.taken) for plan in rows.order_by("pk")]
    return sorted(found, key=lambda one: one.price.fee_yen if one.price else 0)


def plan_card(plan: DeskPlan, *, on: date) -> PlanCard:
    """Return one plan."""
    return _card(plan, on=on, left=desks.left_in(plan))


def _card(plan: DeskPlan, *, on: date, left: int) -> PlanCard:
    return PlanCard(
        plan, either(plan.name, plan.name_en), either(plan.words, plan.words_en),
        desks.price_on(plan.prices.all(), on), days_in_words(plan.weekdays), max(left, 0),
        [one.room.unit.name for one in plan.rooms.all()],
    )  # fmt: skip


def shown_plan(pk: int) -> DeskPlan | None:
    """Return an open plan of a space that the public sees."""
    rows = DeskPlan.objects.filter(pk=pk, status=PlanStatus.OPEN, house__status="published")
    return rows.select_related("house").prefetch_related("prices", "rooms__room__unit").first()


@dataclass(frozen=True)
class UseLine:
    """A booking of a member, and what can still be done with it."""

    use: DeskUse
    status: str
    is_today: bool
    may_cancel: bool
    may_arrive: bool


def use_lines(member: DeskMember, *, on: date, most: int = MOST) -> list[UseLine]:
    """Return the bookings of a member, the latest first."""
    rows = member.uses.select_related("booking", "room__unit", "beside__unit").order_by("-on", "-booking__starts_at")
    return [
        UseLine(
            use, use.booking.get_status_display(), use.on == on,
            use.booking.status == BookingStatus.CONFIRMED and use.on >= on,
            use.booking.status == BookingStatus.CONFIRMED and use.on == on,
        )
        for use in rows[:most]
    ]  # fmt: skip


@dataclass(frozen=True)
class MemberPage:
    """A membership with what was used, charged and paid."""

    member: DeskMember
    card: PlanCard
    used: rules.Over
    in_days: bool
    owed: Standing
    fees: Sequence[DeskFee]
    payments: Sequence[DeskPayment]
    uses: Sequence[UseLine]
    is_member: bool
    last_by_notice: date


def member_page(member: DeskMember, *, on: date, most: int = MOST, with_undone: bool = False) -> MemberPage:
    """Return what the page of a membership shows; what was taken back only for staff."""
    plan, standing = member.plan, {} if with_undone else {"reversal": None}
    return MemberPage(
        member, plan_card(plan, on=on), desks.over_of_month(member, on.replace(day=1)), plan.counted == Counted.DAYS,
        standings(FEES, [member.pk], on=on)[member.pk],
        list(member.fees.filter(**standing).order_by("-month", "-pk")[:most]),
        list(member.fee_payments.filter(**standing).order_by("-paid_on", "-pk")[:most]),
        use_lines(member, on=on, most=most), member.status in IS_MEMBER,
        rules.ends_before_by_notice(
            on, notice_days=plan.notice_days, starts_on=member.starts_on, least_months=plan.least_months
        ) - rules.ONE_DAY,
    )  # fmt: skip


def own_member(key: str, person: Person | None, *, on: date) -> DeskMember | None:
    """Return the membership of a secret link, or by its number for whom it belongs to; people under protection call."""
    if key.isascii() and key.isdigit():
        rows = desks.members_to_show().filter(pk=int(key), case_file__person=person)
        member = rows.first() if person is not None else None
    else:
        member = desks.member_by_token(key)
    return None if member is None or is_protected(member.case_file_id, on=on) else member


def own_memberships(person: Person, *, on: date) -> list[tuple[DeskMember, Standing]]:
    """Return the memberships of somebody in this town, the latest first, with what is left to pay."""
    rows = list(desks.members_to_show().filter(case_file__person=person).order_by("-starts_on", "-pk"))
    rows = [] if rows and is_protected(rows[0].case_file_id, on=on) else rows
    owed = standings(FEES, [one.pk for one in rows], on=on)
    return [(one, owed[one.pk]) for one in rows]


def towns_worked_in() -> list[Organization]:
    """Return the towns where the person whose scope is open is a member of a space, or asks to be."""
    rows = DeskMember.objects.filter(status__in=ASKS_OR_IS).select_related("organization").order_by("organization_id")
    return list({row.organization_id: row.organization for row in rows}.values())


@dataclass(frozen=True)
class Line:
    """A member in the office's list: what was used this month, what is overdue; no name of people under protection."""

    member: DeskMember
    name: str
    used: rules.Over
    in_days: bool
    owed: Standing
    paused: bool


def office_page(*, on: date, may_read_protected: bool) -> dict[str, Any]:
    """Return who is a member and who asks to be, and the plans of every space (会員の一覧)."""
    month = on.replace(day=1)
    shown = (*ASKS_OR_IS, MemberStatus.ENDED)
    members = list(desks.members_to_show().filter(status__in=shown).order_by("plan", "pk"))
    owed = standings(FEES, [one.pk for one in members], on=on)
    # Whoever has left is shown as long as something is overdue.
    members = [one for one in members if one.status in ASKS_OR_IS or owed[one.pk].late_yen]
    used = desks.uses_by_member(members, month)
    hidden = hidden_from(may_read_protected=may_read_protected, on=on)
    lines = [
        Line(
            one, name_of(one.case_file, hidden), desks.over_of_month(one, month, used[one.pk]),
            one.plan.counted == Counted.DAYS, owed[one.pk],
            any(pause.starts_on <= on < pause.ends_before for pause in one.pauses.all()),
        )
        for one in members
    ]  # fmt: skip
    return {
        "asked": [one for one in lines if one.member.status == MemberStatus.APPLIED],
        "lines": [one for one in lines if one.member.status in IS_MEMBER], "month": month,
        "left": [one for one in lines if one.member.status == MemberStatus.ENDED],
        "late_yen": sum(one.owed.late_yen for one in lines), "houses": spaces(on=on),
    }  # fmt: skip


def spaces(*, on: date) -> list[tuple[House, list[PlanCard]]]:
    """Return the spaces of the town with their plans, open or not."""
    counted = DeskPlan.objects.annotate(taken=Count("members", filter=Q(members__status__in=IS_MEMBER)))
    plans = counted.prefetch_related("prices", "rooms__room__unit").order_by("pk")
    houses = House.objects.filter(kind="workplace").exclude(status="ended").order_by("name")
    found = []
    for house in houses.prefetch_related(Prefetch("desk_plans", plans)):
        cards = [_card(one, on=on, left=one.most_members - one.taken) for one in house.desk_plans.all()]  # type: ignore[attr-defined]
        found.append((house, cards))
    return found


def staff_member_page(member: DeskMember, *, on: date, may_read_protected: bool) -> dict[str, Any]:
    """Return what staff see of a membership."""
    hidden = hidden_from(may_read_protected=may_read_protected, on=on)
    todos = FollowUp.objects.open().filter(cause=DESK_MEMBER, reference=str(member.pk)).order_by("due_on", "pk")
    return {
        "page": member_page(member, on=on, most=60, with_undone=True), "row": member,
        "name": name_of(member.case_file, hidden), "todos": todos, "today": on,
    }  # fmt: skip


def figures_page(*, on: date) -> list[tuple[House, list[tuple[date, rules.Turnover]]]]:
    """Return the last months of every space in figures: members, days and persons kept apart."""
    months = [months_later(on.replace(day=1), -back) for back in range(MONTHS)]
    houses = list(House.objects.filter(kind="workplace").exclude(status="ended").order_by("name"))
    counted = desks.turnovers([one.pk for one in houses], months=months)
    return [(house, counted[house.pk]) for house in houses]
