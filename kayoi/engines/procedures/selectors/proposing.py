"""A proposal beside what the rule says and where the papers stand."""

from collections.abc import Sequence
from datetime import date

from kayoi.engines.procedures.rules.applying import may_approve
from kayoi.engines.procedures.rules.deciding import Proposed, may_propose
from kayoi.engines.procedures.selectors.evaluating import Evaluated
from kayoi.engines.procedures.states import ApplicationStatus
from kayoi.kit.verdict import Outcome, Verdict, verdict


def proposed_of(
    found: Evaluated, outcome: ApplicationStatus, amount_yen: int | None, reasons: Sequence[str]
) -> Proposed:
    """Return a proposal with what the rule says; without an amount that of the rule is meant."""
    amount = found.answer.amount if found.answer else None
    if outcome is ApplicationStatus.REFUSED:
        amount_yen = None
    elif amount_yen is None and amount is not None:
        amount_yen = amount.yen
    return Proposed(
        outcome, amount_yen, reasons, found.outcome, amount.least if amount else None, amount.most if amount else None
    )


def may_be_proposed(found: Evaluated, proposed: Proposed, *, on: date) -> Verdict:
    """Answer whether a proposal agrees with the rule, and an approval with the papers: all reasons against it."""
    stand_open = [one.text for one in found.findings() if one.outcome is Outcome.UNKNOWN and one.stands_against]
    reasons = list(may_propose(proposed, open_conditions=stand_open).reasons)
    if proposed.outcome is ApplicationStatus.APPROVED:
        papers = found.application.papers.values_list("label", "is_needed", "status", "valid_until")
        reasons += may_approve(papers, on=on).reasons
    return verdict(reasons)
