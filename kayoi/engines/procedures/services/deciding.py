"""Approve and decide applications as proposed: by the version in force on the anchor date, frozen with it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from kayoi.engines.procedures.models import Application, Decision, Letter, Stamp
from kayoi.engines.procedures.rules.evaluating import answer_again, fingerprint, frozen_inputs
from kayoi.engines.procedures.rules.letters import own_words
from kayoi.engines.procedures.selectors.applications import addressee_of
from kayoi.engines.procedures.selectors.doors import other_doors, sentences_of
from kayoi.engines.procedures.selectors.evaluating import Evaluated
from kayoi.engines.procedures.selectors.procedures import versions_of
from kayoi.engines.procedures.selectors.proposing import may_be_proposed
from kayoi.engines.procedures.selectors.routes import stamps_of
from kayoi.engines.procedures.selectors.standing import Standing, application_locked, standing
from kayoi.engines.procedures.services.examining import UnableToPropose
from kayoi.engines.procedures.services.letters import issue_letter
from kayoi.engines.procedures.services.stamping import UnableToDecide, put_stamp
from kayoi.engines.procedures.states import LETTERS, ApplicationStatus, ProcedureKind
from kayoi.engines.rulesets.selectors import as_file
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date, wareki
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.verdict import Reason, Refused, Verdict, verdict


@dataclass(frozen=True)
class Decided:
    """A decision and the letter that tells it."""

    decision: Decision
    letter: Letter


@dataclass(frozen=True)
class Passed:
    """An application that has got a stamp and waits for the next."""

    application: Application


@dataclass(frozen=True)
class LeftOpen:
    """An application of a list that was not stamped, and why."""

    application: Application
    why: Verdict


@transaction.atomic
def sign(
    *, application: Application, by: Actor, at: datetime, why: str = "", version: int | None = None,
    says: Mapping[str, Any] | None = None,
) -> Decided | Passed:  # fmt: skip
    """Approve an application as proposed (承認して回す); the last step decides it (決裁する) and issues its letter.

    Who acts for an absent role says `why` (代決). `says` is what the letter of a programme says besides; its
    "conditions" stand beside those of the procedure. Raises UnableToDecide, UnableToPropose when the rule meanwhile
    says otherwise, UnableToMove, or ChangedMeanwhile, also where the page that was seen (`version`) is old.
    """
    row = application_locked(application, version)
    here = standing(row, why=why, by=by, at=at)
    if here.answer.refused:
        raise UnableToDecide(here.answer)
    agrees = may_be_proposed(here.found, here.proposed, on=local_date(at))
    if agrees.refused:
        raise UnableToPropose(agrees)
    deputy = here.deputy_role
    put_stamp(
        application=row, step=here.step, role=row.waits_for or here.role, by=by, at=at, deputy_role=deputy,
        why=why if deputy else "",
    )  # fmt: skip
    done = _decide(here, says or {}, by=by, at=at) if here.is_last else _pass_on(here, by=by, at=at)
    application.refresh_from_db()
    return done


@transaction.atomic
def sign_each(
    *, applications: Sequence[Application], sign_one: Callable[..., Decided | Passed], by: Actor, at: datetime
) -> tuple[list[Decided], list[Passed], list[LeftOpen]]:
    """Approve or decide several applications (まとめて承認・決裁する); return decided, passed on, left open.

    `sign_one` signs one of them as `sign` does, in a transaction of its own inside of this one.
    """
    decided, passed, left = list[Decided](), list[Passed](), list[LeftOpen]()
    for application in applications:
        try:
            done = sign_one(application=application, by=by, at=at)
        except Refused as refused:
            left.append(LeftOpen(application, refused.verdict))
        except ChangedMeanwhile:
            left.append(LeftOpen(application, verdict([Reason("procedures.changed_meanwhile")])))
        else:
            if isinstance(done, Passed):
                passed.append(done)
            else:
                decided.append(done)
    return decided, passed, left


def _pass_on(here: Standing, *, by: Actor, at: datetime) -> Passed:
    row = here.application
    assert row.proposal is not None
    next_role = row.proposal["route"][here.step]
    audit.move(row, "pass_on", by=by, at=at, verdict=here.answer, also={"waits_for": next_role})
    return Passed(row)


def _decide(here: Standing, says: Mapping[str, Any], *, by: Actor, at: datetime) -> Decided:
    row, outcome, reasons = here.application, here.proposed.outcome, here.proposed.reasons
    action = "approve" if outcome is ApplicationStatus.APPROVED else "refuse"
    why = "" if action == "approve" else "\n".join(reasons)[:400]
    also = {"decided_at": at, "why": why, "waits_for": ""}
    audit.move(row, action, by=by, at=at, why=why, verdict=here.answer, also=also)
    decision = _freeze(here.found, outcome, here.proposed.amount_yen, reasons, by=by, at=at)
    return Decided(decision, _letter(row, decision, says, by=by, at=at))


def _freeze(
    found: Evaluated, outcome: ApplicationStatus, amount_yen: int | None, reasons: Sequence[str], *, by: Actor,
    at: datetime,
) -> Decision:  # fmt: skip
    inputs = _inputs(found) | {"stamps": [_as_data(stamp) for stamp in stamps_of(found.application)]}
    answered = answer_again(inputs) if found.answer else None
    examined_by = found.application.examined_by_id
    assert examined_by is not None  # the rules have asked
    assert by.membership_id is not None
    return Decision.objects.create(
        application=found.application, outcome=outcome, amount_yen=amount_yen, reasons=list(reasons), inputs=inputs,
        answer=answered, fingerprint=fingerprint(inputs, answered), examined_by_id=examined_by,
        decided_by_id=by.membership_id, decided_at=at,
    )  # fmt: skip


def _as_data(stamp: Stamp) -> dict[str, Any]:
    return {
        "step": stamp.step, "role": stamp.role, "name": stamp.member.name, "at": stamp.stamped_at.isoformat(),
        "deputy_role": stamp.deputy_role, "why": stamp.why,
    }  # fmt: skip


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


def _letter(
    application: Application, decision: Decision, says: Mapping[str, Any], *, by: Actor, at: datetime
) -> Letter:
    assert application.form is not None
    procedure = application.form.procedure
    applied_at = application.submitted_at
    assert applied_at is not None
    of_procedure = (line for line in procedure.conditions.splitlines() if line.strip())
    conditions = [*of_procedure, *says.get("conditions", ())]
    values = {
        "procedure": procedure.title,
        "receipt": application.receipt,
        "applied_on": wareki(local_date(applied_at)),
        "decided_on": wareki(local_date(at)),
        "amount": "" if decision.amount_yen is None else f"金{decision.amount_yen:,}円",
        "reasons": decision.reasons,
    }
    outcome = ApplicationStatus.of(decision.outcome)
    if outcome is ApplicationStatus.REFUSED:
        values["doors"] = sentences_of(other_doors(application, on=local_date(at)))
    own = own_words(procedure.letters, outcome, values)
    return issue_letter(
        application=application, case_file=addressee_of(application),
        template=LETTERS[ProcedureKind.of(procedure.kind), outcome], title=own["title"],
        values={**values, **own, **says, "conditions": conditions}, by=by, at=at,
    )  # fmt: skip
