"""Decisions about amounts that pass, on plain values."""

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
