"""Stamp proposals: who is about to do so, where the proposal stands, whether they may; the stamp itself."""

from dataclasses import dataclass
from datetime import datetime

from kayoi.engines.procedures.models import Application, Stamp
from kayoi.engines.procedures.rules.deciding import Proposed, may_decide
from kayoi.engines.procedures.rules.routes import may_stamp
from kayoi.engines.procedures.selectors.evaluating import Evaluated, evaluated
from kayoi.engines.procedures.selectors.proposing import proposed_of
from kayoi.engines.procedures.selectors.routes import stamps_of
from kayoi.engines.procedures.states import ApplicationStatus
from kayoi.foundation.identity.models import Membership
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.verdict import Refused, Verdict


class UnableToDecide(Refused):
    """Somebody else has to: the examiner never decides, each role up to its amount and when the route is at it."""


@dataclass(frozen=True)
class Standing:
    """A proposal that somebody is about to stamp: what the rule says, the next step, whether it is theirs."""

    application: Application
    found: Evaluated
    proposed: Proposed
    step: int
    role: str
    is_last: bool
    answer: Verdict

    @property
    def deputy_role(self) -> str:
        """The role of whoever stamps for another; empty where the step is theirs."""
        return "" if self.application.waits_for in ("", self.role) else self.role


def application_locked(application: Application, version: int | None = None) -> Application:
    """Lock an application and read it anew. Raises ChangedMeanwhile where it is not the version that was seen."""
    rows = Application.objects.select_for_update(of=["self"]).select_related("form__procedure__ruleset", "case_file")
    row: Application = rows.get(pk=application.pk)
    if version is not None and row.version != version:
        raise ChangedMeanwhile
    return row


def role_of(by: Actor) -> str:
    """Return the role of whoever acts; nothing of those who are no members."""
    return "" if by.membership_id is None else Membership.objects.get(pk=by.membership_id).role


def standing(row: Application, *, why: str, by: Actor, at: datetime) -> Standing:
    """Return where a locked proposal stands for whoever is about to stamp it. Raises ChangedMeanwhile without one."""
    if row.status != ApplicationStatus.PROPOSED or row.proposal is None:
        raise ChangedMeanwhile
    found, proposal, role = evaluated(row, today=local_date(at)), row.proposal, role_of(by)
    outcome = ApplicationStatus.of(proposal["outcome"])
    proposed = proposed_of(found, outcome, proposal["amount_yen"], proposal["reasons"])
    stamped = [stamp.member_id for stamp in stamps_of(row)]
    assert row.form is not None
    procedure = row.form.procedure
    answer = (
        may_stamp(
            waits_for=row.waits_for, steps=procedure.steps, role=role, member=by.membership_id, stamped=stamped, why=why
        )
        if proposal["route"]
        else may_decide(
            examiner=row.examined_by_id, decider=by.membership_id, role=role, limits=procedure.limits,
            amount_yen=proposed.amount_yen,
        )
    )  # fmt: skip
    is_last = len(stamped) >= len(proposal["route"])
    return Standing(row, found, proposed, len(stamped), role, is_last, answer)


def put_stamp(
    application: Application, *, step: int, role: str, by: Actor, at: datetime, deputy_role: str = "", why: str = ""
) -> Stamp:
    """Put a stamp on the latest proposal (押印する)."""
    assert by.membership_id is not None  # the rules have asked
    return Stamp.objects.create(
        application=application, proposal_number=application.proposal_number, step=step, role=role,
        member_id=by.membership_id, stamped_at=at, deputy_role=deputy_role, why=why,
    )  # fmt: skip
