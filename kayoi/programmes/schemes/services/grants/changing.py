"""What is to be other than decided: asked for, approved with a new amount, or not (変更・中止の承認)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.schemes.models import Entitlement, Grant, GrantChange
from kayoi.programmes.schemes.rules.grants import answer_with, may_fix
from kayoi.programmes.schemes.selectors.grants.claims import Kept, has_open_claims, kept_of
from kayoi.programmes.schemes.selectors.grants.grants import locked
from kayoi.programmes.schemes.services.grants.money import follow, let_go_money
from kayoi.programmes.schemes.services.grants.telling import Sender, issue, plan, tell
from kayoi.programmes.schemes.states.grants import ChangeKind, ChangeStatus, GrantStatus, Shape


class UnableToChange(Refused):
    """The grant is past changing, another change is open, or the rule gives no amount for it."""


@transaction.atomic
def ask_change(
    *, grant: Grant, kind: ChangeKind, why: str, costs: Mapping[str, Any], by: Actor, at: datetime
) -> GrantChange:
    """Take a request for a change or to stop (変更・中止の申請を受け付ける). Raises UnableToChange."""
    row = locked(grant)
    against = []
    if row.status != GrantStatus.DECIDED:
        against.append(Reason("schemes.past_changing"))
    if GrantChange.objects.filter(grant=row, status=ChangeStatus.ASKED).exists():
        against.append(Reason("schemes.change_open"))
    if row.shape == Shape.YEARLY and kind is ChangeKind.CHANGE and has_open_claims(row):
        against.append(Reason("schemes.claims_open"))
    kept = kept_of(row)
    year_yen = row.year_yen if kind is ChangeKind.STOP else _changed_yen(row, costs)
    after_yen = row.paid_yen if kind is ChangeKind.STOP else _whole_yen(row, year_yen, kept)
    if after_yen is None or after_yen < row.paid_yen:
        against.append(Reason("schemes.no_amount_for_change"))
    if against:
        raise UnableToChange(verdict(against))
    assert after_yen is not None
    change = GrantChange.objects.create(
        grant=row, kind=kind, asked_on=local_date(at), why=why, costs=dict(costs), before_yen=row.decided_yen,
        after_yen=after_yen, kept_years=kept.years, kept_yen=kept.yen,
        year_yen=year_yen if row.shape == Shape.YEARLY else None,
    )  # fmt: skip
    audit.record("schemes.ask_change", change, by=by, at=at, why=why, after={"grant": row, "yen": after_yen})
    plan(grant=row, by=by, at=at)
    return change


@transaction.atomic
def approve_change(*, change: GrantChange, sender: Sender, by: Actor, at: datetime) -> None:
    """Approve a change or that the grant stops (変更・中止を承認する), with its letter.

    Raises UnableToMove, or UnableToTransfer where the budget is used up.
    """
    row = locked(change.grant)
    also = {"decided_on": local_date(at), "decided_by_id": by.membership_id}
    audit.move(change, "approve", by=by, at=at, also=also)
    if change.kind == ChangeKind.STOP:
        audit.move(row, "stop", by=by, at=at, why=change.why, also={"why": change.why, "report_due_on": None})
        let_go(grant=row, by=by, at=at)
        let_go_money(grant=row, key=f"stop:{change.pk}", by=by, at=at)
    else:
        changes = {"decided_yen": change.after_yen, "year_yen": change.year_yen}
        audit.change(row, changes, version=row.version, by=by, at=at, why=change.why)
        follow(grant=row, yen=change.after_yen, key=f"change:{change.pk}", by=by, at=at)
    words = {"before": f"金{change.before_yen:,}円", "after": f"金{change.after_yen:,}円", "reasons": [change.why]}
    news = "stopped" if change.kind == ChangeKind.STOP else "changed"
    issue(grant=row, letter=news, values=words, by=by, at=at)
    plan(grant=row, by=by, at=at)
    tell(grant=row, news=news, sender=sender, by=by, at=at)


@transaction.atomic
def refuse_change(*, change: GrantChange, why: str, sender: Sender, by: Actor, at: datetime) -> None:
    """Refuse a change with the reason (変更・中止を承認しない), with its letter. Raises UnableToMove."""
    row = locked(change.grant)
    also = {"decided_on": local_date(at), "decided_by_id": by.membership_id, "refusal": why}
    audit.move(change, "refuse", by=by, at=at, why=why, also=also)
    issue(grant=row, letter="not_changed", values={"kind": change.get_kind_display(), "reasons": [why]}, by=by, at=at)
    plan(grant=row, by=by, at=at)
    tell(grant=row, news="not_changed", sender=sender, why=why, by=by, at=at)


@transaction.atomic
def let_go(*, grant: Grant, by: Actor, at: datetime) -> None:
    """Let what was granted once be granted again (また受けられるようにする), where nothing of it was paid."""
    rows = Entitlement.objects.filter(grant=grant, ended_on=None)
    if not grant.paid_yen and rows.update(ended_on=local_date(at)):
        audit.record("schemes.let_go", grant, by=by, at=at)


def _changed_yen(grant: Grant, costs: Mapping[str, Any]) -> int | None:
    """Return the amount by the frozen rule with changed costs, of a grant over years that of one; None without any."""
    answer = answer_with(grant.decision.inputs, costs)
    if answer is None:
        return grant.year_yen if grant.shape == Shape.YEARLY else grant.decided_yen
    return None if answer.amount is None or may_fix(answer).refused else answer.amount.least


def _whole_yen(grant: Grant, yen: int | None, kept: Kept) -> int | None:
    """Return what a grant comes to: years that were claimed stay as they were, each that is to come is `yen`."""
    if yen is None or grant.shape != Shape.YEARLY:
        return yen
    return kept.yen + yen * (grant.years - kept.years)
