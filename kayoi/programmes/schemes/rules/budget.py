"""When money of a fiscal year may be decided, paid, moved; who bears which share of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from kayoi.kit.dates import fiscal_year, fiscal_year_end, fiscal_year_start
from kayoi.kit.verdict import Reason, Verdict, verdict
from kayoi.programmes.schemes.states.budget import Payer


@dataclass(frozen=True, slots=True)
class Source:
    """A share that somebody else than the town bears: a part of each grant, or so many yen for each grant."""

    payer: Payer
    rate: Fraction | None = None
    yen: int | None = None


@dataclass(frozen=True, slots=True)
class Split:
    """An amount by who bears it; the parts are the whole."""

    national_yen: int = 0
    prefecture_yen: int = 0
    other_yen: int = 0
    town_yen: int = 0

    @property
    def whole_yen(self) -> int:
        """All that is borne."""
        return self.national_yen + self.prefecture_yen + self.other_yen + self.town_yen

    def __sub__(self, other: "Split") -> "Split":
        return Split(
            self.national_yen - other.national_yen, self.prefecture_yen - other.prefecture_yen,
            self.other_yen - other.other_yen, self.town_yen - other.town_yen,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line stands in the budget: year, 会計, 款, 項."""

    fiscal_year: int
    account_code: str
    kan_code: str
    kou_code: str


def sources_of(data: Iterable[Mapping[str, Any]]) -> list[Source]:
    """Return the shares of a line from what is stored of them (財源内訳).

    Source: states/budget.py
    """
    return [
        Source(Payer.of(one["payer"]), Fraction(one["rate"]) if "rate" in one else None, one.get("yen")) for one in data
    ]


def may_share(sources: Sequence[Source]) -> Verdict:
    """Answer whether shares make sense: each payer once, never the town, rates that are one together at most.

    Source: 地方財政法 10条・16条 (国の負担・補助)
    """
    payers = [source.payer for source in sources]
    reasons = []
    if len(set(payers)) < len(payers) or Payer.TOWN in payers:
        reasons.append(Reason("schemes.payer_twice"))
    if sum(source.rate or 0 for source in sources) > 1:
        reasons.append(Reason("schemes.more_than_whole"))
    return verdict(reasons)


def split(amount_yen: int, sources: Sequence[Source]) -> Split:
    """Return who bears how much of one grant: fixed yen first, then rates, each cut off to the yen; the rest the town.

    Nobody bears more than is left after those before. Source: 補助金等交付要綱の通例 (1円未満切捨て、端数は市町村)
    """
    shares, left = dict.fromkeys(Payer, 0), amount_yen
    for source in sorted(sources, key=lambda one: one.yen is None):
        wanted = source.yen if source.yen is not None else int(amount_yen * (source.rate or 0))
        shares[source.payer] = min(wanted, left)
        left -= shares[source.payer]
    return Split(shares[Payer.NATIONAL], shares[Payer.PREFECTURE], shares[Payer.OTHER], left)


def split_between(before_yen: int, after_yen: int, sources: Sequence[Source]) -> Split:
    """Return who bears how much of a step from one amount of a grant to another, so that the steps are the whole.

    A step of a few yen may give the town a yen back that it bore as remainder.
    Source: 補助金等交付要綱の通例 (精算は累計で分ける)
    """
    if before_yen > after_yen:
        return split(before_yen, sources) - split(after_yen, sources)
    return split(after_yen, sources) - split(before_yen, sources)


def split_of_refund(amount_yen: int, *, paid: Split, back: Split) -> Split:
    """Return who gets how much of what is paid back, after what came back of the same grant before.

    All that came back is split as what was paid, each cut off to the yen, the rest the town's: nobody else ever gets
    more than was borne. A step may give the town less than nothing, by the yen that it held as remainder.
    Source: 補助金等に係る予算の執行の適正化に関する法律 18条、補助金等交付要綱の通例 (返還は負担の割合で分ける)
    """
    total = back.whole_yen + amount_yen
    national, prefecture, other = (
        part * total // paid.whole_yen for part in (paid.national_yen, paid.prefecture_yen, paid.other_yen)
    )
    return Split(national, prefecture, other, total - national - prefecture - other) - back


def books_close_on(year: int) -> date:
    """Return the last day on which money of a fiscal year may be paid (出納整理期間の末日).

    Source: 地方自治法 235条の5
    """
    return date(year + 1, 5, 31)


def may_commit(year: int, *, on: date) -> Verdict:
    """Answer whether a grant may be decided on a day with money of a fiscal year (会計年度独立の原則).

    Source: 地方自治法 208条2項・232条の3
    """
    if fiscal_year(on) == year:
        return verdict([])
    return verdict([Reason("schemes.other_year", {"year": year, "first": fiscal_year_start(year).isoformat(),
                                                  "last": fiscal_year_end(year).isoformat()})])  # fmt: skip


def may_pay(year: int, *, on: date) -> Verdict:
    """Answer whether money of a fiscal year may be paid on a day: from its first day until its books are closed.

    Source: 地方自治法 208条2項・235条の5
    """
    if fiscal_year_start(year) <= on <= books_close_on(year):
        return verdict([])
    return verdict([Reason("schemes.books_closed", {"year": year, "last": books_close_on(year).isoformat()})])


def may_undo(year: int, *, on: date) -> Verdict:
    """Answer whether what came back in a fiscal year may still be undone on a day: until its books are closed.

    Source: 地方自治法 235条の5 (出納の閉鎖のあとは、過年度の収入を戻出できない)
    """
    if on <= books_close_on(year):
        return verdict([])
    return verdict([Reason("schemes.too_late_to_undo", {"year": year, "last": books_close_on(year).isoformat()})])


def may_supplement(year: int, *, on: date) -> Verdict:
    """Answer whether a budget may be changed by the council on a day (補正予算): not once its year is over.

    Source: 地方自治法 218条1項、地方自治法施行令 148条
    """
    if on <= fiscal_year_end(year):
        return verdict([])
    return verdict([Reason("schemes.year_over", {"year": year, "last": fiscal_year_end(year).isoformat()})])


def may_divert(giver: Place, taker: Place, *, on: date, provision: str) -> Verdict:
    """Answer whether money may pass from one line to another (流用): within year, 会計 and 項.

    Between 項 of one 款 only where the budget itself says so: `provision` names where.
    Source: 地方自治法 220条2項
    """
    reasons = list(may_commit(giver.fiscal_year, on=on).reasons)
    same_budget = (giver.fiscal_year, giver.account_code, giver.kan_code)
    if same_budget != (taker.fiscal_year, taker.account_code, taker.kan_code):
        reasons.append(Reason("schemes.other_budget"))
    elif giver.kou_code != taker.kou_code and not provision:
        reasons.append(Reason("schemes.other_item"))
    return verdict(reasons)


def may_carry_over(giver: Place, taker: Place, *, on: date) -> Verdict:
    """Answer whether money may pass into the next fiscal year (繰越明許費): same place, next year, books still open.

    Source: 地方自治法 213条・220条3項、地方自治法施行令 146条
    """
    reasons = list(may_pay(giver.fiscal_year, on=on).reasons)
    next_year = Place(giver.fiscal_year + 1, giver.account_code, giver.kan_code, giver.kou_code)
    if taker != next_year:
        reasons.append(Reason("schemes.not_next_year"))
    return verdict(reasons)


def goes_back_to_line(year: int, *, on: date) -> bool:
    """Tell whether what is paid back on a day goes back to the line (戻入); else it is revenue of the day's year.

    Source: 地方自治法施行令 159条・160条
    """
    return on <= books_close_on(year)
