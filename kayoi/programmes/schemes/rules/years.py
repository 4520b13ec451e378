"""A grant over fiscal years: what it is to come to in each (年度ごとの予定額), and on what ground."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kayoi.kit.dates import fiscal_year, months_later
from kayoi.kit.verdict import Reason, Verdict, verdict
from kayoi.programmes.schemes.rules.budget import books_close_on
from kayoi.programmes.schemes.states.grants import Shape


@dataclass(frozen=True, slots=True)
class Year:
    """A fiscal year of a grant: what is planned, what claims that are in order have drawn of it."""

    year: int
    planned_yen: int
    drawn_yen: int = 0
    is_decided: bool = True


@dataclass(frozen=True, slots=True)
class Burden:
    """債務負担行為 as voted: how much of its limit is left for this grant, until which year it reaches."""

    voted_on: date
    left_yen: int
    last_year: int


def planned(shape: Shape, decided_yen: int, *, years: int, months: int | None, on: date) -> dict[int, int]:
    """Return what a grant is to come to in each fiscal year: even years, or even months from that of the decision.

    Months without a number of them all fall into the first year. The parts are the whole.
    Source: 地方自治法 208条2項 (会計年度独立の原則); 月割・年割は実務の通例で、職員が見直せる
    """
    first = fiscal_year(on)
    if shape is Shape.YEARLY:
        return {first + number: decided_yen // years for number in range(years)}
    count, found = months or 1, dict[int, int]()
    for number in range(count):
        year = fiscal_year(months_later(on.replace(day=1), number))
        part = decided_yen * (number + 1) // count - decided_yen * number // count
        found[year] = found.get(year, 0) + part
    return found


def paying_year(of_year: int | None, *, on: date) -> int:
    """Return from which fiscal year's money a claim of a day is paid.

    What is claimed for a year is paid from it while its books are open; months, and what comes later, from the year of
    the claim. Source: 地方自治法施行令 143条・地方自治法 235条の5 (月ごとの請求を請求日の年度とすることは実務の通例)
    """
    return of_year if of_year is not None and on <= books_close_on(of_year) else fiscal_year(on)


def may_draw(year: Year | None, yen: int, *, carried_yen: int = 0) -> Verdict:
    """Answer whether a claim may be paid out of what is planned for its year and was carried into it.

    Source: 地方自治法 232条の3 (支出負担行為は、予算の定めるところに従う)
    """
    if year is None:
        return verdict([Reason("schemes.year_not_planned")])
    left, reasons = year.planned_yen + carried_yen - year.drawn_yen, []
    if not year.is_decided:
        reasons.append(Reason("schemes.year_not_decided", {"year": year.year}))
    if yen > left:
        reasons.append(Reason("schemes.above_plan", {"year": year.year, "left": f"{max(left, 0):,}"}))
    return verdict(reasons)


def may_plan(before: Sequence[Year], after: Mapping[int, int], *, decided_yen: int, on: date) -> Verdict:
    """Answer whether a grant may be planned so: within what was decided, not below what is drawn, no past year raised.

    Source: 地方自治法 208条2項・232条の3
    """
    known, now = {one.year: one for one in before}, fiscal_year(on)
    reasons = []
    if sum(after.values()) > decided_yen:
        reasons.append(Reason("schemes.plan_above_decided", {"decided": f"{decided_yen:,}"}))
    for year, yen in sorted(after.items()):
        one = known.get(year, Year(year, 0))
        # What was drawn of money that was carried into the year needs no plan.
        if yen < min(one.drawn_yen, one.planned_yen):
            reasons.append(Reason("schemes.plan_below_drawn", {"year": year, "drawn": f"{one.drawn_yen:,}"}))
        if year < now and yen > one.planned_yen:
            reasons.append(Reason("schemes.plan_of_past_year", {"year": year}))
    return verdict(reasons)


def may_burden(burden: Burden | None, later: Mapping[int, int], *, on: date) -> Verdict:
    """Answer whether years to come may be promised by 債務負担行為: voted, within its limit and its years.

    What the year of the decision pays is within that year's budget and takes nothing of the limit.
    Source: 地方自治法 214条 (歳出予算の金額の範囲内におけるものを除くほか、予算で定める)
    """
    wanted = {year: yen for year, yen in later.items() if yen}
    if not wanted:
        return verdict([])
    if burden is None:
        return verdict([Reason("schemes.no_burden")])
    reasons = []
    if burden.voted_on > on:
        reasons.append(Reason("schemes.vote_to_come", {"day": burden.voted_on.isoformat()}))
    if max(wanted) > burden.last_year:
        reasons.append(Reason("schemes.beyond_burden", {"last": burden.last_year}))
    if sum(wanted.values()) > burden.left_yen:
        reasons.append(Reason("schemes.above_burden", {"left": f"{burden.left_yen:,}"}))
    return verdict(reasons)


def planned_anew(before: Sequence[Year], decided_yen: int) -> dict[int, int]:
    """Return the plan for another amount: what is more comes in the last year, what is less goes from the last ones.

    Source: 補助金等交付規則の型 (変更の承認); 配分は実務の通例で、職員が見直せる
    """
    rows = sorted(before, key=lambda one: one.year)
    found = {one.year: one.planned_yen for one in rows}
    less = sum(found.values()) - decided_yen
    for one in reversed(rows):
        step = min(less, max(one.planned_yen - one.drawn_yen, 0))
        found[one.year] -= step
        less -= step
    return found


def planned_yearly(before: Sequence[Year], year_yen: int, *, claimed: Container[int]) -> dict[int, int]:
    """Return the plan of a grant over years after a change: what was claimed stays, each other year is worth the same.

    Source: 補助金等交付規則の型 (変更の承認は、これからの年度に及ぶ)
    """
    return {one.year: one.planned_yen if one.year in claimed else year_yen for one in before}
