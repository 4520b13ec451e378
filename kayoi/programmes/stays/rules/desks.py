"""Desks for members: who may join, what a month costs, what is above what the fee includes, when a membership ends."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import NamedTuple

from kayoi.engines.reservations.rules import Span
from kayoi.kit.dates import last_day, local_date, local_time, months_later
from kayoi.kit.verdict import Reason, Verdict, verdict
from kayoi.programmes.stays.rules.tenancies import Month, Rent, rent_of
from kayoi.programmes.stays.states import LegalBasis
from kayoi.programmes.stays.states.desks import Counted, PartMonths

ONE_DAY, ONE_HOUR_MINUTES = timedelta(days=1), 60
# So far ahead members can book, so that nobody takes a desk for the year.
BOOK_AHEAD_DAYS = 90
# On these grounds a fee is a 使用料, which an ordinance says.
BY_ORDINANCE = (LegalBasis.PUBLIC_FACILITY, LegalBasis.USE_PERMIT)


class Pause(NamedTuple):
    """Whole months of a pause, half-open."""

    starts_on: date
    ends_before: date


def may_price(basis: LegalBasis, *, article: str, starts_on: date) -> Verdict:
    """Answer whether a fee may be set (会費を決められるか): from the first of a month, with its article if due.

    Source: 地方自治法225条・228条1項 (公の施設と行政財産の使用料は条例で定める)
    """
    against = []
    if starts_on.day != 1:
        against.append(Reason("desks.price_from_first"))
    if basis in BY_ORDINANCE and not article:
        against.append(Reason("desks.price_without_article", source="地方自治法228条1項"))
    return verdict(against)


def may_open(*, has_price: bool, rooms: int) -> Verdict:
    """Answer whether a plan can be opened (募集を始められるか): it has a fee, and something that can be booked.

    Source: 各コワーキング施設の利用規約の型 (会費と使える席を示して募集する)
    """
    against = [] if has_price else [Reason("desks.no_price")]
    if not rooms:
        against.append(Reason("desks.no_rooms"))
    return verdict(against)


def may_join(*, is_open: bool, has_price: bool, left: int, starts_on: date, on: date | None) -> Verdict:
    """Answer whether somebody may become a member (入会できるか). `on` is None where staff write a day that is past.

    Source: 各コワーキング施設の利用規約の型 (募集中のプランに、定員まで)
    """
    against = []
    if not is_open:
        against.append(Reason("desks.not_open"))
    if not has_price:
        against.append(Reason("desks.no_price_then"))
    if left < 1:
        against.append(Reason("desks.full"))
    if on is not None and starts_on < on:
        against.append(Reason("desks.past"))
    return verdict(against)


def fee_of(
    yen: int, part: PartMonths, *, starts_on: date, ends_before: date | None, month: date, pauses: Iterable[Pause] = ()
) -> Month | None:
    """Return the fee of a month (その月の会費): a part of a month as the plan says, nothing for a month of a pause.

    By the day as rents are: less than a yen dropped. None where there is nothing to pay.

    Source: see rent_of; 各コワーキング施設の利用規約の型 (初月は日割り、または1か月分)
    """
    if any(one.starts_on <= month < one.ends_before for one in pauses):
        return None
    found = rent_of(Rent(yen), starts_on=starts_on, ends_before=ends_before or date.max, month=month)
    if found is None or part is PartMonths.BY_DAY:
        return found
    return Month(month, found.of_days, found.of_days, yen)


def ends_before_by_notice(notice_on: date, *, notice_days: int, starts_on: date, least_months: int) -> date:
    """Return the day before which a membership ends by its notice (退会の日の翌日): always at the end of a month.

    The last day is the end of the month in which the days of notice are over and the minimum term is.

    Source: 各コワーキング施設の利用規約の型 (最低利用期間、○日前までの申出、月末の退会)
    """
    noticed = notice_on + timedelta(days=notice_days)
    bound = last_day(months_later(starts_on, least_months)) if least_months else starts_on
    return months_later(max(noticed, bound).replace(day=1), 1)


def may_pause(
    wanted: Pause, *, on: date, starts_on: date, ends_before: date | None, most_months: int, pauses: Sequence[Pause]
) -> Verdict:
    """Answer whether a member may pause (休会できるか): whole months that have not begun, not too many in a row.

    Source: 各コワーキング施設の利用規約の型 (翌月以降を月単位で、続けて○か月まで)
    """
    against = []
    if wanted.ends_before <= wanted.starts_on:
        return verdict([Reason("desks.pause_not_forward")])
    if wanted.starts_on <= max(on, starts_on):
        against.append(Reason("desks.pause_from_next_month"))
    if ends_before is not None and wanted.ends_before > ends_before:
        against.append(Reason("desks.pause_after_end"))
    meets = [one for one in pauses if one.starts_on <= wanted.ends_before and wanted.starts_on <= one.ends_before]
    if any(one.starts_on < wanted.ends_before and wanted.starts_on < one.ends_before for one in meets):
        against.append(Reason("desks.pause_twice"))
    # A pause that begins where another ends is one.
    first = min([wanted.starts_on, *(one.starts_on for one in meets)])
    stop = max([wanted.ends_before, *(one.ends_before for one in meets)])
    if months_later(first, most_months) < stop:
        against.append(Reason("desks.pause_too_long", {"most": most_months}))
    return verdict(against)


@dataclass(frozen=True, slots=True)
class Included:
    """What a fee includes in a month (None: without limit), and what each hour or day above costs (None: no more)."""

    counted: Counted
    amount: int | None
    over_yen: int | None


class Use(NamedTuple):
    """A booking of a member, as it is counted."""

    on: date
    minutes: int


class Over(NamedTuple):
    """What was used in a month: minutes or days; hours or days above what is included; what they cost."""

    used: int
    units: int
    yen: int


def over_of(included: Included, uses: Iterable[Use]) -> Over:
    """Return what the use of a month costs beside the fee (超えた分の料金).

    Minutes are added up over the month and an hour above that has begun counts whole; a day counts once, however often
    somebody books on it.

    Source: 各コワーキング施設の利用規約の型 (月○時間・月○日まで、超えた分は1時間・1日ごと)
    """
    rows = list(uses)
    if included.counted is Counted.DAYS:
        used = len({one.on for one in rows})
        units = 0 if included.amount is None else max(0, used - included.amount)
    else:
        used = sum(one.minutes for one in rows)
        above = 0 if included.amount is None else max(0, used - included.amount * ONE_HOUR_MINUTES)
        units = -(-above // ONE_HOUR_MINUTES)
    return Over(used, units, units * (included.over_yen or 0))


@dataclass(frozen=True, slots=True)
class Good:
    """When a membership is good for: its days, its pauses, the days of the week and hours of its plan."""

    starts_on: date
    ends_before: date | None
    pauses: Sequence[Pause] = ()
    weekdays: str = "0123456"
    opens_at: time | None = None
    closes_at: time | None = None


def may_use(good: Good, span: Span, included: Included, *, before: Iterable[Use], on: date) -> Verdict:
    """Answer whether a member may book a time as a member (会員として予約できるか), with all that speaks against it.

    `before` is what was booked in the same month.

    Source: 各コワーキング施設の利用規約の型 (プランごとの利用できる日・時間)
    """
    starts, ends, day = local_time(span.starts_at), local_time(span.ends_before), span.first_day
    if ends <= starts:
        return verdict([Reason("desks.not_forward")])
    against = []
    if day < on:
        against.append(Reason("desks.past"))
    if day > on + timedelta(days=BOOK_AHEAD_DAYS):
        against.append(Reason("desks.too_far", {"days": BOOK_AHEAD_DAYS}))
    if day < good.starts_on or (good.ends_before is not None and day >= good.ends_before):
        against.append(Reason("desks.not_member_then"))
    if any(one.starts_on <= day < one.ends_before for one in good.pauses):
        against.append(Reason("desks.paused_then"))
    early = good.opens_at is not None and starts.time() < good.opens_at
    late = good.closes_at is not None and ends.time() > good.closes_at
    if str(day.weekday()) not in good.weekdays or early or late or local_date(span.ends_before) != day:
        against.append(Reason("desks.outside_plan"))
    minutes = int((span.ends_before - span.starts_at).total_seconds()) // 60
    if included.over_yen is None and over_of(included, [*before, Use(day, minutes)]).units:
        against.append(Reason("desks.no_more"))
    return verdict(against)


class Turnover(NamedTuple):
    """A month of a space: members at its end, who came and left, desks used, by how many persons on how many days."""

    members: int
    joined: int
    left: int
    uses: int
    days: int
    persons: int


def turnover(
    month: date, *, members: Iterable[tuple[date, date | None]], arrivals: Iterable[tuple[int, date]]
) -> Turnover:
    """Return a month in figures (会員と利用の実績): members (from, before), and who came (member, day).

    A person who comes twice on a day has used one day, and is one person however many days: the two are never added.

    Source: 塩尻市スナバ・北見市・焼津市の実績の型 (会員数、延べ利用日数、実人数)
    """
    after = months_later(month, 1)
    rows, came = list(members), [one for one in arrivals if month <= one[1] < after]
    stands = sum(starts < after and (ends is None or ends >= after) for starts, ends in rows)
    return Turnover(
        stands, sum(month <= starts < after for starts, _ in rows),
        sum(ends is not None and month < ends <= after for _, ends in rows),
        len(came), len(set(came)), len({member for member, _ in came}),
    )  # fmt: skip
