"""Homes for a longer time: how long, what a month costs, what is still owed, who is next, what has to be done when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, NamedTuple

from kayoi.kit.dates import CountingMethod, business_day_from, last_day, months_later, period_end
from kayoi.kit.verdict import Reason, Verdict, verdict
from kayoi.programmes.stays.rules import legal
from kayoi.programmes.stays.rules.spans import ONE_DAY, Stay, days, month_parts, months_and_days
from kayoi.programmes.stays.states import HouseKind, LegalBasis
from kayoi.programmes.stays.states.tenancies import LEASES, Contract

# The longest that a household may live in a home of a kind, in years.
LIMITS: Final[Mapping[HouseKind, int]] = {HouseKind.PREPARING: 2, HouseKind.MANAGED: 12}
# Homes that the town has leased itself before it lets them.
LEASED_IN = (HouseKind.MANAGED, HouseKind.SUBLEASE)


@dataclass(frozen=True, slots=True)
class Term:
    """What is agreed on: the home, the contract, the first day of all, the days of the contract, the head lease."""

    kind: HouseKind
    contract: Contract
    first_on: date
    starts_on: date
    ends_before: date
    head: tuple[date, date] | None = None
    # A partner lets it under its own name: it sublets, and permits nothing.
    by_partner: bool = False


def latest_end(kind: HouseKind, first_on: date) -> date | None:
    """Return the last day on which a household may live in a home of that kind (入居できる最終日); None: no limit.

    The first day counts, and what was let again counts together: 12 years from 1 April end on 31 March.

    Source: 四万十町 移住支援住宅(2年)・中間管理住宅(最長12年) (data/rulesets/shimanto-housing.json);
    民法140条ただし書, 143条2項
    """
    years = LIMITS.get(kind)
    return period_end(first_on, method=CountingMethod.DAY_BEFORE, years=years) if years else None


def may_live(term: Term) -> Verdict:
    """Answer whether a home may be let for a time (この期間で貸せるか): by its limit, the law and the head lease.

    Source: 四万十町 移住支援住宅・中間管理住宅 (期間の上限); 民法613条3項 (転貸は原賃貸借に基づく);
    旅館業法2条, 昭和61年3月31日衛指第44号 (1か月以上の契約)
    """
    if term.ends_before <= term.starts_on:
        return verdict([Reason("tenancies.not_forward")])
    against, until = [], latest_end(term.kind, term.first_on)
    if until is not None and last_day(term.ends_before) > until:
        against.append(Reason("tenancies.beyond_limit", {"years": LIMITS[term.kind], "until": until.isoformat()}))
    if term.contract in LEASES:
        against += legal.may_be_lent(LegalBasis.FIXED_LEASE, Stay(term.starts_on, last_day(term.ends_before))).reasons
    if term.head is None and (term.kind in LEASED_IN or term.contract is Contract.SUBLEASE):
        against.append(Reason("tenancies.no_head_lease"))
    if term.by_partner and term.contract is not Contract.SUBLEASE:
        against.append(Reason("tenancies.partner_sublets"))
    if term.head is not None:
        head_from, head_before = term.head
        if term.starts_on < head_from:
            against.append(Reason("tenancies.before_head_lease", {"from": head_from.isoformat()}))
        if term.ends_before > head_before:
            against.append(Reason("tenancies.beyond_head_lease", {"until": last_day(head_before).isoformat()}))
    return verdict(against)


def may_decide(term: Term, *, rent_yen: int | None, by_the_same: bool) -> Verdict:
    """Answer whether somebody may decide that a household gets the room (入居を決定できるか): not who took it.

    Source: see may_live; 市町村の決裁規程の型 (受け付けた人と決める人を分ける)
    """
    against = list(may_live(term).reasons)
    if rent_yen is None:
        against.append(Reason("tenancies.rent_open"))
    if by_the_same:
        against.append(Reason("tenancies.same_person"))
    return verdict(against)


def may_move_in(contract: Contract, *, explained_on: date | None, signed_on: date | None) -> Verdict:
    """Answer whether the papers are in order before a household moves in (入居の前に要る書面がそろったか).

    Source: 借地借家法38条1項・3項 (書面での契約と、その前の書面での説明); 地方自治法238条の4第7項 (使用許可)
    """
    against = []
    if contract in LEASES and (explained_on is None or (signed_on is not None and signed_on < explained_on)):
        against.append(Reason("tenancies.not_explained", source="借地借家法38条3項"))
    if signed_on is None:
        against.append(Reason("tenancies.not_signed"))
    return verdict(against)


@dataclass(frozen=True, slots=True)
class Rent:
    """What is paid a month: the whole, how much less by an article, and the last day of that (None: to the end)."""

    yen: int
    reduced_yen: int = 0
    reduced_until: date | None = None


class Month(NamedTuple):
    """The rent of a calendar month: its first day, how many of its days, and how much."""

    month: date
    days: int
    of_days: int
    yen: int


def rent_of(rent: Rent, *, starts_on: date, ends_before: date, month: date) -> Month | None:
    """Return the rent of a month (その月の家賃): a part of a month by its days, less than a yen dropped.

    None where nobody lives there in that month. The reduction, too, is counted by its days.

    Source: 四万十町 町が用意する住まいの家賃 (日割り・1円未満切捨て: data/rulesets/shimanto-housing-price.json);
    借地借家の賃料の慣行 (その月の日数で日割り)
    """
    after = months_later(month, 1)
    first, stop = max(starts_on, month), min(ends_before, after)
    if stop <= first:
        return None
    lived = days(Stay(first, last_day(stop)))
    [part] = month_parts(lived)
    reduced = sum(rent.reduced_until is None or day <= rent.reduced_until for day in lived)
    yen = (rent.yen * part.days - rent.reduced_yen * reduced) // part.of_days
    return Month(month, part.days, part.of_days, yen)


def months_until(starts_on: date, ends_before: date, *, on: date) -> list[date]:
    """Return the months of a tenancy in which somebody lives by a day, each by its first day (請求する月).

    Source: 四万十町 町が用意する住まいの家賃 (月額)
    """
    stop, month, found = min(ends_before, on + ONE_DAY), starts_on.replace(day=1), list[date]()
    while max(month, starts_on) < stop:
        found.append(month)
        month = months_later(month, 1)
    return found


def due_on(month: date, *, day: int, starts_on: date) -> date:
    """Return the day by which the rent of a month is paid (納期限): never before somebody has moved in.

    A month without that day: its last. A day on which the office is closed: the next one on which it is open.

    Source: 民法142条 (期間の末日が休日のとき); 公営住宅法施行の条例の型 (毎月末日・毎月25日まで)
    """
    last = months_later(month, 1) - ONE_DAY
    return business_day_from(max(starts_on, month.replace(day=min(day, last.day))))


class Charged(NamedTuple):
    """What was charged: the rent of a month, or, in words, something else."""

    month: date
    due_on: date
    yen: int
    words: str = ""


@dataclass(frozen=True, slots=True)
class Owed:
    """What was charged for a month, or for something else, and what of it is still to be paid."""

    month: date
    due_on: date
    yen: int
    left_yen: int
    words: str = ""


def open_rents(charged: Iterable[Charged], *, paid_yen: int) -> list[Owed]:
    """Return what of each charge is not paid yet (未納): the oldest debt is settled first.

    Source: 民法488条4項3号 (弁済期が先に到来したものに先に充当する)
    """
    found, rest = [], paid_yen
    for month, due, yen, words in sorted(charged, key=lambda one: (one.due_on, one.month)):
        settled = min(rest, yen)
        rest -= settled
        if settled < yen:
            found.append(Owed(month, due, yen, yen - settled, words))
    return found


@dataclass(frozen=True, slots=True)
class Recovery:
    """How far works that the town paid have come back out of the rent (工事の費用の回収)."""

    recovered_yen: int
    by_end_yen: int
    short_yen: int


def works_recovered(*, works_yen: int, monthly_yen: int, starts_on: date, ends_before: date, on: date) -> Recovery:
    """Return what has come back by a day, what will have by the end of the head lease, and what will be short.

    Only whole months count: in them a month's part of the rent is laid by.

    Source: 移住・住みかえ支援、中間管理住宅の型 (改修費を借上げの期間の家賃で回収する); 四万十町 中間管理住宅
    """
    passed = _whole_months(starts_on, min(on, ends_before))
    by_end = min(works_yen, monthly_yen * _whole_months(starts_on, ends_before))
    return Recovery(min(works_yen, monthly_yen * passed), by_end, works_yen - by_end)


def _whole_months(first: date, stop: date) -> int:
    return months_and_days(Stay(first, last_day(stop)))[0] if stop > first else 0


class Todo(NamedTuple):
    """Something that has to be done by a day because a contract comes to its end."""

    due_on: date
    words: str


def todos_at_end(contract: Contract, *, starts_on: date, ends_before: date) -> list[Todo]:
    """Return what has to be done before a contract ends (満了の前の仕事): asked, announced, inspected.

    A lease of a year or more is announced between a year and six months before its last day: whoever lives there is
    asked two months before that time is over.

    Source: 借地借家法38条6項 (1年前から6月前まで); 民法621条 (原状回復)
    """
    last = last_day(ends_before)
    between = legal.end_notice_between(Stay(starts_on, last)) if contract in LEASES else None
    if between is None:
        asked = [Todo(max(starts_on, months_later(last, -2)), "更新・再契約するか、退去するかを聞く")]
    else:
        _, closes = between
        asked = [
            Todo(max(starts_on, months_later(closes, -2)), "再契約するか、退去するかを聞く"),
            Todo(closes, "期間の満了で終わることを、書面で通知する(借地借家法38条6項。この日まで)"),
        ]
    return [*asked, Todo(max(starts_on, months_later(last, -1)), "退去の点検の日を決める")]


@dataclass(frozen=True, slots=True)
class Wants:
    """Somebody in a waiting list, as the order looks at them."""

    asked_at: datetime
    is_mover: bool
    children: int
    persons: int


MOVERS, FAMILIES, FIRST_COME = "移住者が先", "18歳までの子どもがいる世帯が先", "申込みの順"
# What is looked at first, second, last. Declared here, shown on the list: nobody is put before others by hand.
ORDERS: Final[Mapping[HouseKind, Sequence[str]]] = {
    HouseKind.PREPARING: (MOVERS, FAMILIES, FIRST_COME),
    HouseKind.MANAGED: (MOVERS, FAMILIES, FIRST_COME),
    HouseKind.SUBLEASE: (MOVERS, FIRST_COME),
    HouseKind.MUNICIPAL: (MOVERS, FAMILIES, FIRST_COME),
    HouseKind.SHARED: (FIRST_COME,),
}


def order_key(kind: HouseKind, wants: Wants) -> tuple[float, ...]:
    """Return by what somebody stands in a waiting list, the smallest first (空き待ちの順).

    Source: 伊那市 移住準備住宅・市営住宅 (移住者優先: systems H16・H17); 公営住宅法25条1項 (公正な方法で選考)
    """
    looked_at = {MOVERS: not wants.is_mover, FAMILIES: wants.children == 0, FIRST_COME: wants.asked_at.timestamp()}
    return tuple(looked_at[one] for one in ORDERS[kind])


def may_offer(kind: HouseKind, wants: Wants, *, ahead: Iterable[Wants], capacity: int) -> Verdict:
    """Answer whether a room may be offered to somebody (案内してよいか): nobody whom it is big enough for comes before.

    Source: see order_key
    """
    against = []
    if wants.persons > capacity:
        against.append(Reason("tenancies.too_many", {"most": capacity}))
    key = order_key(kind, wants)
    before = sum(one.persons <= capacity and order_key(kind, one) < key for one in ahead)
    if before:
        against.append(Reason("tenancies.others_first", {"count": before}))
    return verdict(against)
