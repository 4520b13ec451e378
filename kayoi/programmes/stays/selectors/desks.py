"""Plans, members and their use, as the rules and the pages look at them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Count, F, Q, QuerySet

from kayoi.engines.casefiles.models import Engagement
from kayoi.engines.reservations.rules import Span
from kayoi.engines.reservations.selectors.locks import locked_units
from kayoi.engines.reservations.states import BookingStatus
from kayoi.kit.dates import months_later
from kayoi.kit.tokens import token_hash
from kayoi.kit.verdict import Reason, Verdict, verdict
from kayoi.programmes.stays.models import DeskLink, DeskMember, DeskPause, DeskPlan, DeskPrice, DeskUse, Room
from kayoi.programmes.stays.rules import desks as rules
from kayoi.programmes.stays.rules.tenancies import Month
from kayoi.programmes.stays.selectors.monthly import FEES, unlike_ledger
from kayoi.programmes.stays.states.desks import DESK_USE, IS_MEMBER, Counted, PartMonths, PlanStatus

# What was given up does not count; who did not come had the desk kept for them.
GIVEN_UP = (BookingStatus.CANCELLED, BookingStatus.LAPSED)


def price_on(prices: Iterable[DeskPrice], on: date) -> DeskPrice | None:
    """Return the version of the fee that is in force in the month of a day; None before the first."""
    month = on.replace(day=1)
    known = [one for one in prices if one.starts_on <= month]
    return max(known, key=lambda one: one.starts_on, default=None)


def included_of(plan: DeskPlan, price: DeskPrice | None) -> rules.Included:
    """Return what the fee of a month includes."""
    return rules.Included(Counted.of(plan.counted), plan.included, price.over_yen if price else None)


def left_in(plan: DeskPlan) -> int:
    """Return how many places of a plan are left (あと何人)."""
    taken: int = plan.members.filter(status__in=IS_MEMBER).count()
    return plan.most_members - taken


def may_join(plan: DeskPlan, starts_on: date, *, on: date | None) -> Verdict:
    """Answer whether somebody may become a member from a day on; `on` is None where staff write a day that is past."""
    return rules.may_join(
        is_open=plan.status == PlanStatus.OPEN, has_price=price_on(plan.prices.all(), starts_on) is not None,
        left=left_in(plan), starts_on=starts_on, on=on,
    )  # fmt: skip


def pauses_of(member: DeskMember) -> list[rules.Pause]:
    """Return the pauses of a member, the first first."""
    return [rules.Pause(one.starts_on, one.ends_before) for one in sorted_pauses(member)]


def sorted_pauses(member: DeskMember) -> list[DeskPause]:
    """Return the rows of the same."""
    return sorted(member.pauses.all(), key=lambda one: one.starts_on)


def good_of(member: DeskMember) -> rules.Good:
    """Return when a membership is good for."""
    plan = member.plan
    return rules.Good(
        member.starts_on, member.ends_before, pauses_of(member), plan.weekdays, plan.opens_at, plan.closes_at
    )


def fee_of_month(member: DeskMember, month: date) -> Month | None:
    """Return the fee of a month by the version of that month; None where nothing is to be paid."""
    price = price_on(member.plan.prices.all(), month)
    if price is None:
        return None
    return rules.fee_of(
        price.fee_yen, PartMonths.of(member.plan.part_months), starts_on=member.starts_on,
        ends_before=member.ends_before, month=month, pauses=pauses_of(member),
    )  # fmt: skip


def uses_of_month(member: DeskMember, month: date) -> list[rules.Use]:
    """Return what a member has booked in a month and not given up, as it is counted."""
    return uses_by_member([member], month)[member.pk]


def uses_by_member(members: Sequence[DeskMember], month: date) -> dict[int, list[rules.Use]]:
    """Return the same of several members, in one query."""
    found: dict[int, list[rules.Use]] = {one.pk: [] for one in members}
    rows = DeskUse.objects.filter(member__in=list(found), on__gte=month, on__lt=months_later(month, 1))
    for use in rows.exclude(booking__status__in=GIVEN_UP):
        found[use.member_id].append(rules.Use(use.on, use.minutes))
    return found


def over_of_month(member: DeskMember, month: date, uses: Sequence[rules.Use] | None = None) -> rules.Over:
    """Return what was used in a month, and what of it costs beside the fee."""
    price = price_on(member.plan.prices.all(), month)
    return rules.over_of(included_of(member.plan, price), uses_of_month(member, month) if uses is None else uses)


class WorkedOut(NamedTuple):
    """What a plan costs from a day on: the first months, the earliest last day, all until then."""

    first: Month
    second: Month
    ends_on: date
    least_yen: int


def worked_out(plan: DeskPlan, starts_on: date) -> WorkedOut | None:
    """Return what a plan costs from a day on (会費の見積り); None where it has no fee then."""
    member = DeskMember(plan=plan, starts_on=starts_on)
    ends = rules.ends_before_by_notice(
        starts_on, notice_days=plan.notice_days, starts_on=starts_on, least_months=plan.least_months
    )
    month, found = starts_on.replace(day=1), list[Month]()
    prices = list(plan.prices.all())
    while month < max(ends, months_later(starts_on.replace(day=1), 2)):
        price = price_on(prices, month)
        fee = rules.fee_of(
            price.fee_yen if price else 0, PartMonths.of(plan.part_months), starts_on=member.starts_on,
            ends_before=None, month=month,
        )  # fmt: skip
        if price is None or fee is None:
            return None
        found.append(fee)
        month = months_later(month, 1)
    return WorkedOut(found[0], found[1], ends - rules.ONE_DAY, sum(one.yen for one in found if one.month < ends))


def rooms_of_plan(plan: DeskPlan, *, on: date) -> list[Room]:
    """Return the desks and rooms that members of a plan may book, in their order."""
    rows = Room.objects.filter(pk__in=plan.rooms.values("room")).select_related("unit", "house", "beside__unit")
    return [one for one in rows.order_by("position", "pk") if one.unit.retired_on is None or one.unit.retired_on > on]


def members_to_show() -> QuerySet[DeskMember]:
    """Return members with what every page shows of them."""
    rows: QuerySet[DeskMember] = DeskMember.objects.select_related("plan__house", "case_file")
    return rows.prefetch_related("plan__prices", "pauses")


def member_by_token(token: str) -> DeskMember | None:
    """Return the member whose secret link it is."""
    link = DeskLink.objects.filter(token_hash=token_hash(token)).first()
    return members_to_show().filter(pk=link.member_id).first() if link else None


def lock_places(uses: Iterable[DeskUse]) -> None:
    """Lock all desks and children's places of uses at once, in the order in which whoever books locks them."""
    bookings = [one for use in uses for one in (use.booking, use.beside) if one is not None]
    locked_units(ids={one.unit_id for one in bookings})


def may_use(member: DeskMember, span: Span, *, on: date) -> Verdict:
    """Answer whether a member may book a time as a member, with all that speaks against it."""
    month = span.first_day.replace(day=1)
    included = included_of(member.plan, price_on(member.plan.prices.all(), month))
    answer = rules.may_use(good_of(member), span, included, before=uses_of_month(member, month), on=on)
    is_member = member.status in IS_MEMBER
    return answer if is_member else verdict([Reason("desks.not_member"), *answer.reasons])


@dataclass(frozen=True)
class Extra:
    """What a booking costs a member: how much the month costs with it, less what it costs without."""

    yen: int
    units: int


def extra_of(member: DeskMember, wanted: rules.Use) -> Extra:
    """Return what one more booking costs (この予約の追加料金): nothing within what the fee includes."""
    month = wanted.on.replace(day=1)
    before = uses_of_month(member, month)
    now, then = over_of_month(member, month, before), over_of_month(member, month, [*before, wanted])
    return Extra(then.yen - now.yen, then.units - now.units)


def turnovers(houses: Sequence[int], *, months: Sequence[date]) -> dict[int, list[tuple[date, rules.Turnover]]]:
    """Return months of spaces in figures, by the id of the space, in two queries."""
    members: dict[int, list[tuple[date, date | None]]] = {pk: [] for pk in houses}
    arrivals: dict[int, list[tuple[int, date]]] = {pk: [] for pk in houses}
    rows = DeskMember.objects.filter(plan__house__in=houses, place__isnull=False)
    for house, starts_on, ends_before in rows.values_list("plan__house", "starts_on", "ends_before"):
        members[house].append((starts_on, ends_before))
    came = DeskUse.objects.filter(member__plan__house__in=houses, arrived_at__isnull=False)
    for house, file, on in came.values_list("member__plan__house", "member__case_file", "on"):
        arrivals[house].append((file, on))
    return {
        pk: [(one, rules.turnover(one, members=members[pk], arrivals=arrivals[pk])) for one in months] for pk in houses
    }


# Checks for `manage.py verify`.


def uses_unlike_bookings() -> int:
    """Count bookings of members that the calendar keeps otherwise: another unit, another day, a child left alone."""
    rows = DeskUse.objects.select_related("booking", "beside", "room")
    return sum(
        use.booking.unit_id != use.room.unit_id
        or use.booking.arrives_on != use.on
        or (use.beside is not None and use.beside.starts_at != use.booking.starts_at)
        for use in rows.iterator()
    )


def members_beyond_places() -> int:
    """Count plans with more members than places."""
    counted = DeskPlan.objects.annotate(count=Count("members", filter=Q(members__status__in=IS_MEMBER)))
    return int(counted.filter(count__gt=F("most_members")).count())


def days_uncounted() -> int:
    """Count days on which somebody came that the engagements do not have once."""
    came = DeskUse.objects.filter(arrived_at__isnull=False).values("member__case_file", "on").distinct().count()
    rows = Engagement.objects.filter(cause=DESK_USE)
    return abs(came - rows.filter(kind="workday").count() + rows.filter(kind="workday_withdrawn").count())


def fees_unlike_ledger() -> int:
    """Count members and months of fees that the ledger keeps otherwise."""
    return unlike_ledger(FEES, list(DeskMember.objects.values_list("pk", flat=True)))
