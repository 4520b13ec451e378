"""Agents who speak for holders (代理人・委任状): named, and ended."""

from datetime import date, datetime, timedelta

from django.db import transaction

from kayoi.engines.followups import services as followups
from kayoi.foundation.audit import services as audit
from kayoi.foundation.files.models import StoredFile
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.homes.models import Party
from kayoi.programmes.homes.states import HOME, PartyRole
from kayoi.programmes.homes.states.parties import HOLDERS

# Somebody asks for a new paper this many days before the old one ends.
REMIND_DAYS = 30


class UnableToNameAgent(Refused):
    """This party cannot be spoken for by that one."""


@transaction.atomic
def set_agent(
    *,
    party: Party,
    agent: Party,
    ends_before: date | None,
    paper: StoredFile | None,
    version: int,
    by: Actor,
    at: datetime,
) -> None:
    """Write down who speaks for a holder, and until when (代理人を書く). Raises UnableToNameAgent, ChangedMeanwhile."""
    if party.role not in HOLDERS or agent.role == PartyRole.DECEASED or agent.home_id != party.home_id:
        raise UnableToNameAgent(verdict([Reason("homes.not_an_agent")]))
    changes = {"agent": agent, "agent_ends_before": ends_before, "agent_paper": paper or party.agent_paper}
    audit.change(party, changes, version=version, by=by, at=at)
    if ends_before is not None:
        followups.plan_follow_up(
            title=f"委任状の期限が来る。新しい委任状をもらう: {party.home.number}",
            due_on=max(local_date(at), ends_before - timedelta(days=REMIND_DAYS)),
            case_file=agent.case_file, cause=HOME, reference=str(party.home_id), by=by, at=at,
        )  # fmt: skip


@transaction.atomic
def end_agent(*, party: Party, why: str, by: Actor, at: datetime) -> None:
    """Write down that nobody speaks for a holder any more (代理を終える)."""
    audit.change(party, {"agent": None, "agent_ends_before": None}, version=party.version, by=by, at=at, why=why)
