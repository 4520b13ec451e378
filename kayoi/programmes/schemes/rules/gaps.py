"""What an auditor would stop at (確かめること): each gap of a case by its own code, from plain values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from kayoi.programmes.schemes.rules.grants import may_begin
from kayoi.programmes.schemes.states.binders import Outcome
from kayoi.programmes.schemes.states.gaps import GapKind
from kayoi.programmes.schemes.states.grants import CLAIM_DAYS


@dataclass(frozen=True)
class Gap:
    """Something that an auditor would stop at: of which kind, with the values of its sentence."""

    kind: GapKind
    params: Mapping[str, Any] = field(default_factory=dict)


Gaps = Iterator[Gap]


@dataclass(frozen=True)
class Examined:
    """An application and its decision: what lies with it, what other offices said, what comes out once more."""

    outcome: Outcome
    decide_by: date
    decided_on: date | None = None
    papers_missing: tuple[str, ...] = ()
    papers_unchecked: tuple[str, ...] = ()
    has_consent: bool = True
    not_asked: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    has_reasons: bool = True
    is_as_frozen: bool = True
    decided_yen: int | None = None
    yen_by_rule: int | None = None
    letter_numbers: tuple[str, ...] = ("1",)
    has_grant: bool = True


@dataclass(frozen=True)
class Carried:
    """What was done with a grant, as reported and inspected, and at what it was fixed."""

    decided_on: date
    begins_after: bool = False
    begun_on: date | None = None
    allowed_from: date | None = None
    needs_report: bool = False
    report_due_on: date | None = None
    reported_on: date | None = None
    inspected_on: date | None = None
    fixed_on: date | None = None
    fixed_yen: int | None = None
    fixed_by_rule: int | None = None
    inspector_fixed: bool = False
    is_over: bool = False


@dataclass(frozen=True)
class Paid:
    """The money of a grant, bound, claimed, paid, asked back, and the duties that go on after it."""

    has_line: bool = False
    bound_yen: int = 0
    owed_yen: int = 0
    most_yen: int = 0
    claimed_yen: int = 0
    paid_yen: int = 0
    waiting_since: date | None = None
    accounts_unchecked: tuple[str, ...] = ()
    asked_back_yen: int = 0
    returned_yen: int = 0
    # The first day by which a proof that is not accepted was due; when a breach was found that waits for an answer.
    proof_due_on: date | None = None
    breach_found_on: date | None = None


def gaps_of_decision(case: Examined, *, on: date) -> Gaps:
    """Yield the gaps of an application up to its decision, as they stand on a day.

    Source: 行政手続法 6条・8条 (標準処理期間、理由の提示); 補助金等交付規則の型 (書類の審査・決定の通知)
    """
    granted, decided = case.outcome is Outcome.GRANTED, case.outcome in (Outcome.GRANTED, Outcome.REFUSED)
    if granted:
        yield from _each(GapKind.PAPERS_MISSING, case.papers_missing)
        yield from _each(GapKind.PAPERS_UNCHECKED, case.papers_unchecked)
        yield from _each(GapKind.NOT_ASKED, case.not_asked)
        yield from _each(GapKind.UNANSWERED, case.unanswered)
        yield from _each(GapKind.AGAINST, case.against)
    if not case.has_consent:
        yield Gap(GapKind.CONSENT)
    if decided and not case.letter_numbers:
        yield Gap(GapKind.LETTER)
    if not all(case.letter_numbers):
        yield Gap(GapKind.LETTER_NUMBER)
    if case.outcome is Outcome.REFUSED and not case.has_reasons:
        yield Gap(GapKind.REASONS)
    if decided and not case.is_as_frozen:
        yield Gap(GapKind.FROZEN)
    if granted and case.yen_by_rule is not None and case.decided_yen != case.yen_by_rule:
        yield Gap(GapKind.DECIDED_YEN, _yen(said=case.decided_yen or 0, by_rule=case.yen_by_rule))
    if granted and not case.has_grant:
        yield Gap(GapKind.GRANT)
    if case.outcome is not Outcome.WITHDRAWN and (case.decided_on or on) > case.decide_by:
        yield Gap(GapKind.DECIDED_LATE if case.decided_on else GapKind.UNDECIDED, {"day": case.decide_by.isoformat()})


def gaps_of_work(case: Carried, *, on: date) -> Gaps:
    """Yield the gaps between decision and fixed amount, as they stand on a day.

    Source: 補助金等交付規則の型 (着手・実績報告・検査・額の確定)
    """
    if case.begins_after:
        begins = may_begin(begun_on=case.begun_on, decided_on=case.decided_on, allowed_from=case.allowed_from)
        yield from (Gap(GapKind.BEGUN, one.params) for one in begins.reasons)
    if case.needs_report:
        due = case.report_due_on
        if due and case.reported_on is None and not case.is_over and on > due:
            yield Gap(GapKind.REPORT, {"day": due.isoformat()})
        if due and case.reported_on and case.reported_on > due:
            yield Gap(GapKind.REPORT_LATE, {"day": case.reported_on.isoformat(), "due": due.isoformat()})
        if case.fixed_on and case.inspected_on is None:
            yield Gap(GapKind.INSPECTION)
    if case.inspector_fixed:
        yield Gap(GapKind.INSPECTOR_FIXED)
    if case.fixed_yen is not None and case.fixed_by_rule is not None and case.fixed_yen != case.fixed_by_rule:
        yield Gap(GapKind.FIXED_YEN, _yen(said=case.fixed_yen, by_rule=case.fixed_by_rule))


def gaps_of_money(case: Paid, *, on: date) -> Gaps:
    """Yield the gaps in the money of a grant, as they stand on a day.

    Source: 地方自治法 232条の3・232条の4 (支出負担行為、支出の方法); 財務規則の通例 (債権者の確認)
    """
    if case.has_line and case.bound_yen != case.owed_yen:
        yield Gap(GapKind.BOUND, _yen(bound=case.bound_yen, owed=case.owed_yen))
    if case.paid_yen > case.claimed_yen:
        yield Gap(GapKind.NO_CLAIM, _yen(paid=case.paid_yen, claimed=case.claimed_yen))
    if case.paid_yen > case.most_yen:
        yield Gap(GapKind.OVERPAID, _yen(paid=case.paid_yen, most=case.most_yen))
    if case.waiting_since and on > case.waiting_since + timedelta(days=CLAIM_DAYS):
        yield Gap(GapKind.UNPAID, {"day": case.waiting_since.isoformat()})
    yield from _each(GapKind.PAYEE, case.accounts_unchecked)
    if case.returned_yen < case.asked_back_yen:
        yield Gap(GapKind.NOT_RETURNED, _yen(left=case.asked_back_yen - case.returned_yen))
    if case.proof_due_on and on > case.proof_due_on:
        yield Gap(GapKind.PROOF, {"day": case.proof_due_on.isoformat()})
    if case.breach_found_on and on > case.breach_found_on + timedelta(days=CLAIM_DAYS):
        yield Gap(GapKind.BREACH, {"day": case.breach_found_on.isoformat()})


@dataclass(frozen=True)
class Books:
    """A budget line of the scheme: what its ledger holds, what its cases add up to, what belongs to no case."""

    label: str
    ledger_bound_yen: int
    ledger_paid_yen: int
    cases_bound_yen: int
    cases_paid_yen: int
    strangers: tuple[str, ...] = ()


def gaps_of_books(books: Books) -> Gaps:
    """Yield where a line and the cases that it pays do not agree.

    Source: 地方自治法 233条 (決算); 財務規則の通例 (歳出簿と支出負担行為の照合)
    """
    if (books.ledger_bound_yen, books.ledger_paid_yen) != (books.cases_bound_yen, books.cases_paid_yen):
        yield Gap(GapKind.BOOKS, {"line": books.label} | _yen(
            bound=books.cases_bound_yen, paid=books.cases_paid_yen, ledger_bound=books.ledger_bound_yen,
            ledger_paid=books.ledger_paid_yen,
        ))  # fmt: skip
    yield from (Gap(GapKind.STRANGER, {"line": books.label, "name": one}) for one in books.strangers)


def _each(kind: GapKind, names: tuple[str, ...]) -> Gaps:
    yield from (Gap(kind, {"name": name}) for name in names)


def _yen(**amounts: int) -> dict[str, str]:
    return {name: f"{yen:,}" for name, yen in amounts.items()}
