"""Decisions about amounts that pass, on plain values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kayoi.kit.verdict import Reason, Verdict, verdict


@dataclass(frozen=True, slots=True)
class State:
    """An account as it stands while it is locked: what is free in it, and the least that may be left."""

    measure: str
    free: int
    least: int | None
    closed_on: date | None


def may_transfer(amount: int, *, credit: State | None, debit: State | None, on: date) -> Verdict:
    """Answer whether an amount may pass from the account `credit` to the account `debit` on a day.

    Source: 地方自治法 232条の3 (支出負担行為は予算の定めるところに従う); 複式簿記の原則
    """
    if amount <= 0:
        return verdict([Reason("ledger.nothing_to_transfer")])
    if credit is None or debit is None or credit.measure != debit.measure:
        return verdict([Reason("ledger.do_not_fit")])
    reasons = []
    if any(state.closed_on is not None and state.closed_on <= on for state in (credit, debit)):
        reasons.append(Reason("ledger.closed"))
    reasons += may_leave(amount, credit).reasons
    return verdict(reasons)


def may_leave(amount: int, credit: State) -> Verdict:
    """Answer whether there is enough in an account for an amount to leave it, or to be spoken for.

    Source: 地方自治法 216条・220条 (予算の執行)
    """
    if credit.least is None or credit.free - amount >= credit.least:
        return verdict([])
    return verdict([Reason("ledger.not_enough", {"left": f"{credit.free - credit.least:,}", "amount": f"{amount:,}"})])


@dataclass(frozen=True, slots=True)
class LotLeft:
    """A lot as it stands while its account is locked: what is left of it, and the last day on which it is good."""

    key: int
    left: int
    last_day: date


def usable(lots: Iterable[LotLeft], *, on: date) -> int:
    """Return how much can be spent on a day (使える残高): of a lot also on its last day, not on the day after.

    Source: 民法 141条 (期間はその末日の終了をもって満了する)
    """
    return sum(lot.left for lot in lots if lot.last_day >= on)


def from_lots(amount: int, lots: Iterable[LotLeft], *, on: date) -> list[tuple[int, int]]:
    """Return what is taken from which lot (期限の近い順に使う): whose last day is nearest first, of one day the oldest.

    Together it is `amount`, or all that is usable where that is less.

    Source: issue 9 (spent oldest expiry first); row P15 of systems.md
    """
    good = sorted((lot for lot in lots if lot.last_day >= on and lot.left > 0), key=lambda lot: (lot.last_day, lot.key))
    return _taken(amount, good)


def taken_back(amount: int, own: LotLeft, others: Iterable[LotLeft], *, gone: int, on: date) -> list[tuple[int, int]]:
    """Return what is taken back from which lot (付けたものの取消し): from that which was given, then as if spent.

    What of it has already run out (`gone`) is not taken a second time. Less than the rest: the other part was spent.

    Source: issue 9 (taken back when the confirmation is taken back, never below zero)
    """
    owed = max(amount - gone, 0)
    first = _taken(owed, [own])
    rest = owed - sum(part for _, part in first)
    return first + from_lots(rest, (lot for lot in others if lot.key != own.key), on=on)


def _taken(amount: int, lots: Sequence[LotLeft]) -> list[tuple[int, int]]:
    found = []
    for lot in lots:
        part = min(amount, lot.left)
        if part > 0:
            found.append((lot.key, part))
            amount -= part
    return found
