"""Examine an application: judge what the rule cannot say, propose a decision, send it back to the examiner."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from kayoi.engines.procedures.models import Application, Judgement
from kayoi.engines.procedures.rules.routes import may_send_back, route_of
from kayoi.engines.procedures.selectors.evaluating import evaluated
from kayoi.engines.procedures.selectors.proposing import may_be_proposed, proposed_of
from kayoi.engines.procedures.services.stamping import UnableToDecide, application_locked, put_stamp, role_of
from kayoi.engines.procedures.states import ApplicationStatus, Permission
from kayoi.engines.rulesets.models import Version
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.verdict import Outcome, Reason, Refused, verdict


class UnableToJudge(Refused):
    """The rule has an answer of its own, or somebody decides already."""


class UnableToPropose(Refused):
    """What is proposed does not agree with the rule, or papers are open."""


@transaction.atomic
def judge(*, application: Application, number: int, holds: bool, ground: str, by: Actor, at: datetime) -> Judgement:
    """Find that a condition holds or not where the rule does not know (認定する), with a written ground.

    `number` counts the conditions in the order of the rule. Raises UnableToJudge.
    """
    row = application_locked(application)
    found = evaluated(row, today=local_date(at))
    finding = next((one for one in found.findings() if one.number == number), None)
    against = []
    if row.status != ApplicationStatus.SUBMITTED or not by.may(Permission.APPLICATION_EDIT) or by.membership_id is None:
        against.append(Reason("procedures.not_under_examination"))
    if finding is None or (finding.outcome is not Outcome.UNKNOWN and not finding.judged):
        against.append(Reason("procedures.rule_knows"))
    if against:
        raise UnableToJudge(verdict(against))
    assert row.form is not None
    assert finding is not None
    assert found.answer is not None
    assert found.answer.version is not None
    assert by.membership_id is not None
    version = Version.objects.get(ruleset=row.form.procedure.ruleset, key=found.answer.version.key)
    judgement, _ = Judgement.objects.update_or_create(
        application=row, version=version, number=number,
        defaults={
            "text": finding.text, "holds": holds, "ground": ground, "judged_by_id": by.membership_id, "judged_at": at
        },
    )  # fmt: skip
    after = {"condition": finding.text, "holds": holds}
    audit.record("procedures.judge", row, by=by, at=at, why=ground, after=after)
    return judgement


@transaction.atomic
def propose(
    *,
    application: Application,
    outcome: ApplicationStatus,
    amount_yen: int | None = None,
    reasons: Sequence[str] = (),
    remark: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Put a decision before whoever decides (審査を終え、決裁に回す). Raises UnableToPropose or UnableToMove.

    Without an amount that of the rule is proposed. The route begins anew, by the steps that the procedure has now.
    """
    row = application_locked(application)
    found = evaluated(row, today=local_date(at))
    proposed = proposed_of(found, outcome, amount_yen, reasons)
    answer = may_be_proposed(found, proposed, on=local_date(at))
    assert row.form is not None
    procedure = row.form.procedure
    route = route_of(procedure.steps, procedure.limits, proposed.amount_yen)
    against = list(answer.reasons)
    if procedure.steps and not route:
        against.append(Reason("procedures.nobody_decides"))
    if by.membership_id is None:
        against.append(Reason("procedures.not_under_examination"))
    if against:
        raise UnableToPropose(verdict(against))
    proposal = {
        "outcome": outcome, "amount_yen": proposed.amount_yen, "reasons": list(reasons), "remark": remark,
        "route": route,
    }  # fmt: skip
    also = {
        "proposal": proposal, "examined_by_id": by.membership_id, "proposal_number": row.proposal_number + 1,
        "waits_for": route[0] if route else "",
    }  # fmt: skip
    audit.move(application, "propose", by=by, at=at, also=also)
    put_stamp(application, step=0, role=role_of(by), by=by, at=at)


@transaction.atomic
def send_back(*, application: Application, why: str, by: Actor, at: datetime, version: int | None = None) -> None:
    """Give a proposal back to the examiner (審査に戻す); the stamps so far stay on record and count no more.

    Raises UnableToDecide, UnableToMove, or ChangedMeanwhile where the page that was seen (`version`) is old.
    """
    row = application_locked(application, version)
    answer = may_send_back(
        route=(row.proposal or {}).get("route", []), role=role_of(by), member=by.membership_id,
        examiner=row.examined_by_id,
    )  # fmt: skip
    if answer.refused:
        raise UnableToDecide(answer)
    also = {"proposal": None, "examined_by": None, "waits_for": ""}
    audit.move(application, "send_back", by=by, at=at, why=why, also=also)
