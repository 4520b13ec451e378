"""One person proposes what is to come back and what is exempted, another decides (返還命令・免除決定)."""

from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import business_day_from, local_date, wareki
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.schemes.models import Recovery, RecoveryTerms
from kayoi.programmes.schemes.rules.recovery.deciding import Proposal, may_decide, may_propose
from kayoi.programmes.schemes.rules.recovery.reckoning import certain_yen
from kayoi.programmes.schemes.selectors.recovery.recoveries import locked_recovery, owed, reckoned, recovery_terms
from kayoi.programmes.schemes.selectors.recovery.words import (
    arrears_in_words,
    ground_of,
    reasons_of,
    surcharge_in_words,
    yen_in_words,
)
from kayoi.programmes.schemes.services.grants.ending import take_back_grant
from kayoi.programmes.schemes.services.grants.hearings import require_heard
from kayoi.programmes.schemes.services.grants.obliging import let_off
from kayoi.programmes.schemes.services.grants.telling import Sender, issue, tell
from kayoi.programmes.schemes.services.recovery.telling import plan_recovery
from kayoi.programmes.schemes.states.recovery import Hardship


class UnableToDecide(Refused):
    """A reason, a paper or the article is missing, it is more than was paid, or the same person has proposed it."""


@transaction.atomic
def propose_recovery(*, recovery: Recovery, proposal: Proposal, by: Actor, at: datetime) -> None:
    """Propose what is to come back (返還・免除の案を作る). Raises UnableToDecide or UnableToMove."""
    row = locked_recovery(recovery)
    by_rule = certain_yen(reckoned(row))
    answer = may_propose(proposal, paid_yen=row.grant.paid_yen, by_rule_yen=by_rule)
    if answer.refused:
        raise UnableToDecide(answer)
    also = asdict(proposal) | {
        "by_rule_yen": by_rule, "proposed_on": local_date(at), "proposed_by_id": by.membership_id,
    }  # fmt: skip
    audit.move(row, "propose", by=by, at=at, why=proposal.reason, also=also)
    plan_recovery(recovery=row, by=by, at=at)


@transaction.atomic
def send_back_proposal(*, recovery: Recovery, why: str, version: int, by: Actor, at: datetime) -> None:
    """Give the proposal back that was read (案を差し戻す). Raises UnableToMove or ChangedMeanwhile."""
    row = _as_read(recovery, version)
    audit.move(row, "send_back", by=by, at=at, why=why)
    plan_recovery(recovery=row, by=by, at=at)


@transaction.atomic
def approve_proposal(*, recovery: Recovery, version: int, sender: Sender, by: Actor, at: datetime) -> None:
    """Decide as the proposal says that was read (決裁する): demand the refund, exempt it, or find that nothing is due.

    Raises UnableToDecide where the same person has proposed it or the town has not named its article, UnableToHear
    where the grantee could not speak and no article says why not, UnableToCancel, UnableToMove or ChangedMeanwhile.
    """
    row = _as_read(recovery, version)
    answer = may_decide(proposed_by=row.proposer, decided_by=by.user_id)
    if answer.refused:
        raise UnableToDecide(answer)
    decided: dict[str, Any] = {"decided_on": local_date(at), "decided_by_id": by.membership_id}
    assert row.base_yen is not None
    if row.base_yen > row.exempted_yen:
        _demand(row, decided, by=by, at=at)
        news = "refund_demanded"
    elif row.base_yen:
        audit.move(row, "exempt", by=by, at=at, why=row.reason, also=decided)
        issue(grant=row.grant, letter="exempted", values=_words(row, local_date(at)), by=by, at=at)
        news = "refund_exempted"
    else:
        audit.move(row, "find_nothing_due", by=by, at=at, why=row.reason, also=decided)
        news = "refund_not_due"
    if not row.demanded_yen:
        let_off(recovery=row, by=by, at=at)
    plan_recovery(recovery=row, by=by, at=at)
    tell(grant=row.grant, news=news, sender=sender, by=by, at=at)


def _as_read(recovery: Recovery, version: int) -> Recovery:
    """Return the locked refund as it was read. Raises ChangedMeanwhile."""
    row = locked_recovery(recovery)
    if row.version != version:
        raise ChangedMeanwhile
    return row


def _demand(row: Recovery, decided: dict[str, Any], *, by: Actor, at: datetime) -> None:
    """Demand what is not exempted, by a day on which the office is open, with the letter."""
    terms, today = recovery_terms(), local_date(at)
    if not terms.ordinance:
        raise UnableToDecide(verdict([Reason("schemes.ordinance_missing")]))
    require_heard(grant=row.grant, recovery=row, by=by, at=at)
    assert row.base_yen is not None
    demanded, due_on = row.base_yen - row.exempted_yen, business_day_from(today + timedelta(days=terms.due_days))
    also = decided | {
        "demanded_yen": demanded, "due_on": due_on, "next_due_on": due_on, "arrears": _frozen(terms),
        "surcharge": _surcharge(row, terms), "limitation": terms.limitation, "grant_was": row.grant.status,
    }  # fmt: skip
    audit.move(row, "demand", by=by, at=at, why=row.reason, also=also)
    why = "、".join(reasons_of(row))[:400]
    take_back_grant(grant=row.grant, to_return_yen=demanded, why=why, by=by, at=at)
    values = _words(row, today) | {
        "extent": "の一部" if demanded < row.grant.paid_yen else "の全部", "cancelled": yen_in_words(demanded),
        "to_return": yen_in_words(demanded), "due_on": wareki(due_on), "arrears": arrears_in_words(row.arrears),
        "surcharge": surcharge_in_words(row.surcharge),
        "surcharge_then": yen_in_words(owed(row, on=due_on).added_yen) if row.surcharge else "",
    }  # fmt: skip
    issue(grant=row.grant, letter="taken_back", values=values, by=by, at=at)


def _frozen(terms: RecoveryTerms) -> dict[str, Any]:
    return {
        "kind": terms.arrears, "percent": str(terms.percent), "least_yen": terms.least_yen,
        "unit_yen": terms.unit_yen, "source": terms.source,
    }  # fmt: skip


def _surcharge(row: Recovery, terms: RecoveryTerms) -> dict[str, Any] | None:
    """Return on which terms 加算金 is asked: those of the grant, unless the proposal asks for none."""
    grant = row.grant
    if row.no_surcharge or not grant.surcharge_percent:
        return None
    return {"percent": str(grant.surcharge_percent), "unit_yen": terms.unit_yen, "source": grant.surcharge_source}


def _words(row: Recovery, on: date) -> dict[str, Any]:
    assert row.base_yen is not None
    return {
        "paid": yen_in_words(row.grant.paid_yen), "base": yen_in_words(row.base_yen), "ground": ground_of(row),
        "exempted": yen_in_words(row.exempted_yen) if row.exempted_yen else "",
        "hardship": Hardship.of(row.hardship).label if row.hardship else "", "reasons": reasons_of(row),
        "decided_on": wareki(on),
    }  # fmt: skip
