"""Decide applications as proposed: by the version in force on the anchor date, frozen with all that it rests on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from kayoi.engines.procedures.models import Application, Decision, Letter
from kayoi.engines.procedures.rules.deciding import may_decide
from kayoi.engines.procedures.rules.evaluating import answer_again, fingerprint, frozen_inputs
from kayoi.engines.procedures.rules.letters import own_words
from kayoi.engines.procedures.selectors.evaluating import Evaluated, evaluated
from kayoi.engines.procedures.selectors.procedures import versions_of
from kayoi.engines.procedures.selectors.proposing import may_be_proposed, proposed_of
from kayoi.engines.procedures.services.examining import UnableToPropose
from kayoi.engines.procedures.services.letters import issue_letter
from kayoi.engines.procedures.states import LETTERS, ApplicationStatus, ProcedureKind
from kayoi.engines.rulesets.selectors import as_file
from kayoi.foundation.audit import services as audit
from kayoi.foundation.identity.models import Membership
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date, wareki
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.verdict import Reason, Refused, Verdict, verdict


class UnableToDecide(Refused):
    """Somebody else has to decide: the examiner never does, and each role up to its amount."""


@dataclass(frozen=True)
class Decided:
    """A decision and the letter that tells it."""

    decision: Decision
    letter: Letter


@dataclass(frozen=True)
class LeftOpen:
    """An application of a list that was not decided, and why."""

    application: Application
    why: Verdict


@transaction.atomic
def decide(*, application: Application, by: Actor, at: datetime) -> Decided:
    """Decide an application as proposed (決裁する), and issue its letter.

    Raises UnableToDecide, UnableToPropose when the rule meanwhile says otherwise, UnableToMove, ChangedMeanwhile.
    """
    rows = Application.objects.select_for_update(of=["self"]).select_related("form__procedure__ruleset", "case_file")
    row: Application = rows.get(pk=application.pk)
    if row.status != ApplicationStatus.PROPOSED or row.proposal is None:
        raise ChangedMeanwhile
    found, outcome = evaluated(row, today=local_date(at)), ApplicationStatus.of(row.proposal["outcome"])
    proposed = proposed_of(found, outcome, row.proposal["amount_yen"], row.proposal["reasons"])
    assert row.form is not None
    answer = may_decide(
        examiner=row.examined_by_id, decider=by.membership_id, role=_role(by), limits=row.form.procedure.limits,
        amount_yen=proposed.amount_yen,
    )  # fmt: skip
    if answer.refused:
        raise UnableToDecide(answer)
    agrees = may_be_proposed(found, proposed, on=local_date(at))
    if agrees.refused:
        raise UnableToPropose(agrees)
    action = "approve" if outcome is ApplicationStatus.APPROVED else "refuse"
    why = "" if action == "approve" else "\n".join(proposed.reasons)[:400]
    audit.move(row, action, by=by, at=at, why=why, verdict=answer, also={"decided_at": at, "why": why})
    decision = _freeze(found, outcome, proposed.amount_yen, proposed.reasons, by=by, at=at)
    application.refresh_from_db()
    return Decided(decision, _letter(row, decision, by=by, at=at))


@transaction.atomic
def decide_each(
    *, applications: Sequence[Application], by: Actor, at: datetime
) -> tuple[list[Decided], list[LeftOpen]]:
    """Decide several applications (まとめて決裁する), each with its own letter; return also those left open."""
    decided, left = [], []
    for application in applications:
        try:
            decided.append(decide(application=application, by=by, at=at))
        except Refused as refused:
            left.append(LeftOpen(application, refused.verdict))
        except ChangedMeanwhile:
            left.append(LeftOpen(application, verdict([Reason("procedures.changed_meanwhile")])))
    return decided, left


def _role(by: Actor) -> str:
    return "" if by.membership_id is None else Membership.objects.get(pk=by.membership_id).role


def _freeze(
    found: Evaluated, outcome: ApplicationStatus, amount_yen: int | None, reasons: Sequence[str], *, by: Actor,
    at: datetime,
) -> Decision:  # fmt: skip
    inputs = _inputs(found)
    answered = answer_again(inputs) if found.answer else None
    examined_by = found.application.examined_by_id
    assert examined_by is not None  # may_decide has asked
    assert by.membership_id is not None
    return Decision.objects.create(
        application=found.application, outcome=outcome, amount_yen=amount_yen, reasons=list(reasons), inputs=inputs,
        answer=answered, fingerprint=fingerprint(inputs, answered), examined_by_id=examined_by,
        decided_by_id=by.membership_id, decided_at=at,
    )  # fmt: skip


def _inputs(found: Evaluated) -> dict[str, Any]:
    form = found.application.form
    assert form is not None
    ruleset = form.procedure.ruleset
    if found.answer is None or ruleset is None:
        return {"facts": found.application.answers.get("facts", {}), "on": found.on.isoformat()}
    version = found.answer.version
    return frozen_inputs(
        ruleset_file=as_file(ruleset, versions_of(form.procedure)), used=version.key if version else None,
        facts=found.facts, on=found.on, judged=found.judged,
    )  # fmt: skip


def _letter(application: Application, decision: Decision, *, by: Actor, at: datetime) -> Letter:
    assert application.form is not None
    assert application.case_file is not None
    procedure = application.form.procedure
    applied_at = application.submitted_at
    assert applied_at is not None
    values = {
        "procedure": procedure.title,
        "receipt": application.receipt,
        "applied_on": wareki(local_date(applied_at)),
        "decided_on": wareki(local_date(at)),
        "amount": "" if decision.amount_yen is None else f"金{decision.amount_yen:,}円",
        "conditions": [line for line in procedure.conditions.splitlines() if line.strip()],
        "reasons": decision.reasons,
    }
    outcome = ApplicationStatus.of(decision.outcome)
    own = own_words(procedure.letters, outcome, values)
    return issue_letter(
        application=application, case_file=application.case_file,
        template=LETTERS[ProcedureKind.of(procedure.kind), outcome], title=own["title"], values=values | own, by=by,
        at=at,
    )  # fmt: skip
