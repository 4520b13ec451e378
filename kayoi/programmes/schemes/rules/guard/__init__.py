"""The payment guard (支払い前の確認): each kind of error is stopped by a small check of its own."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from kayoi.kit.verdict import Reason, Verdict, verdict
from kayoi.programmes.schemes.rules.guard import deciding, money, people
from kayoi.programmes.schemes.rules.guard.recomputing import recomputed
from kayoi.programmes.schemes.rules.guard.values import AboutToPay, Case, Finding
from kayoi.programmes.schemes.states.guard import CHECKS, Severity

OF_CASES: Final[tuple[Callable[[AboutToPay, Case], Iterator[Finding]], ...]] = (
    deciding.frozen_changed, deciding.not_adopted, deciding.other_version, deciding.not_met, deciding.not_recomputed,
    deciding.cap_and_rounding, deciding.tax_included, deciding.started_early, deciding.unlike_claim,
    deciding.above_granted, deciding.grant_ended, deciding.paid_already, people.months_twice, people.too_many_months,
    people.granted_twice, people.cost_twice, people.child_twice, people.moved_out, people.spoken_against,
    money.other_year, money.other_line,
)  # fmt: skip
OF_PAYMENTS: Final[tuple[Callable[[AboutToPay], Iterator[Finding]], ...]] = (
    people.account_replaced, people.account_shared, people.account_after_return, people.other_holder,
    money.books_closed, money.shares_above_whole, money.in_two_batches, money.whole_sum, money.row_unlike,
)  # fmt: skip


def findings(about: AboutToPay) -> list[Finding]:
    """Return all that the checks find in a payment, in the order of states/guard.py; of each check the first only.

    Source: docs/reference/payment_guard.md
    """
    found: dict[str, Finding] = {}
    for check in OF_PAYMENTS:
        for one in check(about):
            found.setdefault(one.code, one)
    return _ordered(found | _of_case(about))


def findings_by_hand(about: AboutToPay) -> list[Finding]:
    """Return what the checks find in a claim that is paid without budget, account and batch of ours.

    Source: docs/reference/payment_guard.md
    """
    return _ordered(_of_case(about))


def _of_case(about: AboutToPay) -> dict[str, Finding]:
    found: dict[str, Finding] = {}
    if about.case is not None:
        case = replace(about.case, recomputed=recomputed(about.case, about.case.frozen.inputs))
        for of_case in OF_CASES:
            for one in of_case(about, case):
                found.setdefault(one.code, one)
    return found


def _ordered(found: Mapping[str, Finding]) -> list[Finding]:
    return [found[code] for code in CHECKS if code in found]


def holds(code: str) -> bool:
    """Tell whether a finding holds the payment back.

    Source: docs/reference/payment_guard.md
    """
    return CHECKS[code].severity is not Severity.LOOK


def may_release(code: str, *, found_by: int | None, by: int | None) -> Verdict:
    """Answer whether somebody may let a payment pass in spite of a finding: never who was stopped by it.

    Source: docs/reference/payment_guard.md; 財務規則の通例 (相互牽制)
    """
    reasons = []
    if CHECKS[code].severity is not Severity.ASK:
        reasons.append(Reason("schemes.must_be_put_right"))
    if by is None or by == found_by:
        reasons.append(Reason("schemes.found_by_same_person"))
    return verdict(reasons)
