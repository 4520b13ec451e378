"""What the rules about gaps are told of a case."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from kayoi.engines.procedures.rules.evaluating import fingerprint
from kayoi.engines.procedures.states import LACKING, LETTERS, ApplicationStatus, PaperStatus, ProcedureKind
from kayoi.kit.dates import business_days_later, fiscal_year, local_date
from kayoi.programmes.schemes.models import Breach, EnquiryRow, Grant, GrantTerms, Proof, Report
from kayoi.programmes.schemes.rules.gaps import (
    Carried,
    Examined,
    Gap,
    Paid,
    gaps_of_decision,
    gaps_of_money,
    gaps_of_work,
)
from kayoi.programmes.schemes.rules.grants import answer_with, fixed_yen
from kayoi.programmes.schemes.selectors.binders.reading import ACCOUNT, Case
from kayoi.programmes.schemes.states.binders import Outcome
from kayoi.programmes.schemes.states.budget import GRANT
from kayoi.programmes.schemes.states.enquiries import SAID, EnquiryKind, Result
from kayoi.programmes.schemes.states.grants import (
    CLOSED,
    ChangeStatus,
    ClaimStatus,
    GrantStatus,
    ReportStatus,
    Shape,
    YearStatus,
)
from kayoi.programmes.schemes.states.obligations import BreachStatus, ObligationStatus, ProofStatus
from kayoi.programmes.schemes.states.payments import PaymentStatus

OUTCOMES = {
    ApplicationStatus.APPROVED: Outcome.GRANTED, ApplicationStatus.REFUSED: Outcome.REFUSED,
    ApplicationStatus.WITHDRAWN: Outcome.WITHDRAWN,
}  # fmt: skip
WAITING = (ClaimStatus.ASKED, ClaimStatus.FIXED)
UNDONE = (GrantStatus.STOPPED, GrantStatus.CANCELLED, GrantStatus.RETURNING, GrantStatus.RETURNED)


@dataclass(frozen=True)
class Around:
    """What is the same for all cases of a binder: terms, years with a budget line, what offices were asked, the day."""

    terms: GrantTerms
    years: Collection[int]
    kinds: Sequence[EnquiryKind]
    on: date


def outcome_of(case: Case) -> Outcome:
    """Return what became of an application."""
    return OUTCOMES.get(ApplicationStatus.of(case.application.status), Outcome.OPEN)


def kinds_asked(cases: Sequence[Case]) -> list[EnquiryKind]:
    """Return what other offices were asked in any of the cases."""
    asked = {row.enquiry.kind for case in cases for row in _asked_before(case)}
    return [kind for kind in EnquiryKind if kind in asked]


def gaps_of(case: Case, around: Around) -> list[Gap]:
    """Return the gaps of a case in the order of its life."""
    found = list(gaps_of_decision(_examined(case, around), on=around.on))
    if case.grant is not None:
        found += gaps_of_work(_carried(case, case.grant, around.terms), on=around.on)
        found += gaps_of_money(_paid(case, case.grant, around), on=around.on)
    return found


def decided_on(case: Case) -> date | None:
    """Return the day of the decision."""
    return local_date(case.decision.decided_at) if case.decision else None


def _asked_before(case: Case) -> list[EnquiryRow]:
    """Return what was asked for the decision, in order; what the yearly proofs of residence ask comes after."""
    day = decided_on(case)
    return [row for row in case.enquiries if day is None or row.enquiry.made_on <= day]


def _examined(case: Case, around: Around) -> Examined:
    application, day, answer = case.application, decided_on(case), case.answer
    assert application.form is not None
    procedure = application.form.procedure
    handed_in = case.handed_in[-1].at if case.handed_in else application.submitted_at
    assert handed_in is not None
    of_decision = {LETTERS[ProcedureKind.of(procedure.kind), ApplicationStatus.of(one)]
                   for one in (ApplicationStatus.APPROVED, ApplicationStatus.REFUSED)}  # fmt: skip
    enquiries = _asked_before(case)
    asked = {row.enquiry.kind for row in enquiries}
    said = {row.enquiry.kind: row.result for row in enquiries if row.result in SAID}
    is_monthly = case.grant is not None and case.grant.shape == Shape.MONTHLY
    late = [
        row
        for row in enquiries
        if (row.answered_on is None and not (row.result == Result.SILENT and row.enquiry.kind in said))
        or (row.answered_on and day and row.answered_on > day)
    ]
    return Examined(
        outcome=outcome_of(case),
        decide_by=business_days_later(local_date(handed_in), procedure.days_needed),
        decided_on=day,
        papers_missing=tuple(one.label for one in case.papers if one.is_needed and one.status in LACKING),
        papers_unchecked=tuple(one.label for one in case.papers if one.status == PaperStatus.RECEIVED),
        has_consent=case.has_consent,
        not_asked=() if case.protected else tuple(kind.label for kind in around.kinds if kind not in asked),
        unanswered=tuple(EnquiryKind.of(row.enquiry.kind).label for row in late),
        against=tuple(EnquiryKind.of(kind).label for kind, result in said.items() if result == Result.AGAINST),
        has_reasons=bool(case.decision and case.decision.reasons),
        is_as_frozen=case.decision is None
        or fingerprint(case.decision.inputs, case.decision.answer) == case.decision.fingerprint,
        decided_yen=case.decision.amount_yen if case.decision else None,
        yen_by_rule=answer.amount.yen if answer and answer.amount and not is_monthly else None,
        letter_numbers=tuple(one.number for one in case.letters if one.template in of_decision),
        has_grant=case.grant is not None,
    )


def _carried(case: Case, grant: Grant, terms: GrantTerms) -> Carried:
    report = next((one for one in case.reports if one.fiscal_year == grant.fiscal_year), None)
    fixer = case.hands.get((GRANT, str(grant.pk)))
    inspectors = {one.inspected_by_id for one in case.reports if one.inspected_by_id}
    return Carried(
        decided_on=grant.decided_on,
        begins_after=terms.begins_after_decision,
        begun_on=grant.begun_on,
        allowed_from=case.early_start.allowed_from if case.early_start else None,
        needs_report=grant.shape == Shape.ONCE and grant.needs_report,
        report_due_on=grant.report_due_on,
        reported_on=report.reported_on if report and report.status != ReportStatus.RETURNED else None,
        inspected_on=report.inspected_on if report and report.status == ReportStatus.INSPECTED else None,
        fixed_on=grant.fixed_on,
        fixed_yen=grant.fixed_yen,
        fixed_by_rule=_fixed_by_rule(grant, case, report),
        inspector_fixed=fixer is not None and fixer.actor_membership in inspectors,
        is_over=grant.status in CLOSED,
    )


def _fixed_by_rule(grant: Grant, case: Case, report: Report | None) -> int | None:
    if case.decision is None or report is None or report.accepted is None or grant.shape != Shape.ONCE:
        return None
    answer = answer_with(case.decision.inputs, report.accepted)
    return fixed_yen(decided_yen=grant.decided_yen, by_rule=answer.amount if answer else None)


def _paid(case: Case, grant: Grant, around: Around) -> Paid:
    waiting = [one.claimed_on for one in case.claims if one.status in WAITING]
    once = grant.shape == Shape.ONCE
    return Paid(
        has_line=grant.fiscal_year in around.years if once else bool(case.commitments),
        bound_yen=sum(one.amount_yen for one in case.commitments),
        owed_yen=_owed(case, grant, around),
        most_yen=(grant.fixed_yen or 0) if once else grant.decided_yen,
        claimed_yen=sum(one.amount_yen for one in case.claims if one.status == ClaimStatus.PAID),
        paid_yen=grant.paid_yen,
        waiting_since=min(waiting, default=None),
        accounts_unchecked=_unchecked(case),
        asked_back_yen=grant.to_return_yen,
        returned_yen=grant.returned_yen,
        proof_due_on=min((one.due_on for one in _unproved(case)), default=None),
        breach_found_on=min((one.found_on for one in _undecided(case)), default=None),
    )


def _unproved(case: Case) -> list[Proof]:
    running = [one for one in case.obligations if one.status == ObligationStatus.RUNNING]
    return [proof for one in running for proof in one.proofs.all() if proof.status != ProofStatus.ACCEPTED]


def _undecided(case: Case) -> list[Breach]:
    return [one for duty in case.obligations for one in duty.breaches.all() if one.status == BreachStatus.OPEN]


def _owed(case: Case, grant: Grant, around: Around) -> int:
    """Return what should be bound: nothing beyond what is paid once a grant is stopped, cancelled or asked back."""
    years, on = around.years, around.on
    if grant.status in UNDONE:
        return sum(one.paid_yen for one in case.commitments)
    if grant.shape == Shape.ONCE:
        return grant.decided_yen if grant.fixed_yen is None else grant.fixed_yen
    begun = [one for one in case.years if one.status == YearStatus.DECIDED and one.fiscal_year <= fiscal_year(on)]
    return sum(one.planned_yen for one in begun if one.fiscal_year in years)


def _unchecked(case: Case) -> tuple[str, ...]:
    """Return the accounts to which money went that no second person has confirmed."""
    paid = [case.rows[one.pk] for one in case.payments if one.status == PaymentStatus.PAID and one.pk in case.rows]
    accounts = {row.account_id: row.account for row in paid}
    hands = {pk: case.hands.get((ACCOUNT, str(pk))) for pk in accounts}
    return tuple(
        str(account)
        for pk, account in accounts.items()
        if (hand := hands[pk]) is None or hand.actor_membership in (None, account.proposed_by_id)
    )


def changed(case: Case) -> bool:
    """Tell whether something was changed after the decision."""
    return any(one.status == ChangeStatus.APPROVED for one in case.changes)
