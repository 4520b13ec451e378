"""What follows a demand: parts, reminders, objections, and that nothing more will come."""

from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import transaction

from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import business_day_from, local_date
from kayoi.kit.verdict import Reason, verdict
from kayoi.programmes.schemes.models import Instalment, Recovery
from kayoi.programmes.schemes.rules.recovery.deciding import may_decide, may_write_off
from kayoi.programmes.schemes.rules.recovery.instalments import may_pay_in_parts, parts_of
from kayoi.programmes.schemes.selectors.recovery.recoveries import (
    instalments_of,
    lapse_of,
    locked_recovery,
    owed,
    recovery_terms,
    yen_days,
)
from kayoi.programmes.schemes.selectors.recovery.words import (
    arrears_in_words,
    day_in_words,
    ground_of,
    surcharge_in_words,
    yen_in_words,
)
from kayoi.programmes.schemes.services.grants.obliging import resume
from kayoi.programmes.schemes.services.grants.telling import Sender, issue, plan, tell
from kayoi.programmes.schemes.services.recovery.deciding import UnableToDecide
from kayoi.programmes.schemes.services.recovery.telling import plan_recovery
from kayoi.programmes.schemes.states.recovery import Loss, Renewal

# A refund before anything was demanded.
UNDEMANDED: Final[dict[str, Any]] = {
    "demanded_yen": 0, "due_on": None, "next_due_on": None, "arrears": None, "surcharge": None,
    "decided_on": None, "decided_by_id": None,
    "reminded_on": None, "planned_on": None, "late_yen_days": 0, "grant_was": "", "limitation": "",
    "renewals": [],
}  # fmt: skip


@transaction.atomic
def allow_instalments(
    *, recovery: Recovery, count: int, first_month: date, why: str, sender: Sender, by: Actor, at: datetime
) -> None:
    """Allow that the rest is paid in monthly parts (分割納付を承認する), with the letter; a plan before it ends.

    What was late until today stays so. Raises UnableToDecide or UnableToMove.
    """
    row, today = locked_recovery(recovery), local_date(at)
    answer = may_pay_in_parts(row.rest_yen, count, first_month, most=recovery_terms().most_parts, on=today)
    if answer.refused:
        raise UnableToDecide(answer)
    parts = parts_of(row.rest_yen, count, first_month)
    also = {
        "late_yen_days": yen_days(row, until=today), "planned_on": today, "next_due_on": parts[0].due_on,
        "reminded_on": None, "renewals": _renewed(row, Renewal.PLANNED, today),
    }  # fmt: skip
    audit.move(row, "allow_instalments", by=by, at=at, why=why, also=also)
    Instalment.objects.filter(recovery=row).delete()
    Instalment.objects.bulk_create(
        Instalment(recovery=row, number=part.number, due_on=part.due_on, amount_yen=part.yen) for part in parts
    )
    lines = [f"第{part.number}回 {day_in_words(part.due_on)} {yen_in_words(part.yen)}" for part in parts]
    audit.record("schemes.plan_instalments", row, by=by, at=at, why=why, after={"parts": lines})
    values = {
        "to_return": yen_in_words(row.demanded_yen), "rest": yen_in_words(row.rest_yen), "count": f"{count}回",
        "parts": lines, "reasons": [why], "arrears": arrears_in_words(row.arrears),
        "surcharge": surcharge_in_words(row.surcharge),
    }  # fmt: skip
    issue(grant=row.grant, letter="instalments", values=values, by=by, at=at)
    plan_recovery(recovery=row, by=by, at=at)
    tell(grant=row.grant, news="refund_instalments", sender=sender, by=by, at=at)


@transaction.atomic
def remind(*, recovery: Recovery, sender: Sender, by: Actor, at: datetime) -> None:
    """Send a reminder with another day (督促状を出す). Raises UnableToDecide where nothing is late."""
    row, today = locked_recovery(recovery), local_date(at)
    if not row.is_late(today):
        raise UnableToDecide(verdict([Reason("schemes.nothing_late")]))
    late = row.rest_yen if not instalments_of(row) else _late_yen(row, today)
    due_on = business_day_from(today + timedelta(days=recovery_terms().reminder_days))
    values = {
        "ground": ground_of(row), "late": yen_in_words(late), "rest": yen_in_words(row.rest_yen),
        "was_due_on": day_in_words(row.next_due_on), "due_on": day_in_words(due_on),
        "arrears": arrears_in_words(row.arrears), "surcharge": surcharge_in_words(row.surcharge),
    }  # fmt: skip
    changes = {"reminded_on": today, "renewals": _renewed(row, Renewal.REMINDED, today)}
    audit.change(row, changes, version=row.version, by=by, at=at, why="督促")
    issue(grant=row.grant, letter="reminder", values=values, by=by, at=at)
    plan_recovery(recovery=row, by=by, at=at)
    tell(grant=row.grant, news="refund_reminded", sender=sender, by=by, at=at)


@transaction.atomic
def acknowledge(*, recovery: Recovery, on: date, note: str, by: Actor, at: datetime) -> None:
    """Note that the debt was acknowledged (債務の承認を記録する): the time after which it lapses begins anew.

    Raises UnableToDecide for a day to come or before the demand, or after the claim has lapsed.
    """
    row = locked_recovery(recovery)
    last = lapse_of(row)
    if last is None or row.decided_on is None or not row.decided_on <= on <= min(local_date(at), last):
        raise UnableToDecide(verdict([Reason("schemes.day_of_acknowledgement")]))
    changes = {"renewals": _renewed(row, Renewal.ACKNOWLEDGED, on, note)}
    audit.change(row, changes, version=row.version, by=by, at=at, why=f"債務の承認 {on} {note}")
    plan_recovery(recovery=row, by=by, at=at)


@transaction.atomic
def contest_recovery(*, recovery: Recovery, why: str, by: Actor, at: datetime) -> None:
    """Note that somebody objects (審査請求・取消訴訟など): nobody reminds meanwhile. Raises UnableToMove."""
    row = locked_recovery(recovery)
    audit.move(row, "contest", by=by, at=at, why=why)
    plan_recovery(recovery=row, by=by, at=at)


@transaction.atomic
def uphold_recovery(*, recovery: Recovery, why: str, by: Actor, at: datetime) -> None:
    """Note what came of an objection: the demand stands, or it is considered again. Raises UnableToMove."""
    row = locked_recovery(recovery)
    stands = "uphold_plan" if instalments_of(row) else "uphold"
    action = stands if row.demanded_yen else "take_up"
    audit.move(row, action, by=by, at=at, why=why)
    plan_recovery(recovery=row, by=by, at=at)


@transaction.atomic
def withdraw_demand(*, recovery: Recovery, why: str, sender: Sender, by: Actor, at: datetime) -> None:
    """Take a contested demand back (返還命令を取り消す), with the letter: it is considered again.

    Raises UnableToDecide where the same person has proposed it or something has come in already (it is to be paid
    out first), or UnableToMove.
    """
    row = locked_recovery(recovery)
    _by_another(row, by)
    came_yen = row.received_yen + row.surcharge_yen + row.interest_yen
    if came_yen or not row.demanded_yen:
        raise UnableToDecide(verdict([Reason("schemes.paid_in_already", {"yen": f"{came_yen:,}"})]))
    values = {
        "demanded_on": day_in_words(row.decided_on), "to_return": yen_in_words(row.demanded_yen), "reasons": [why],
    }  # fmt: skip
    grant, back, ended_on = row.grant, f"withdraw_return_{row.grant_was}", row.decided_on
    assert ended_on is not None
    Instalment.objects.filter(recovery=row).delete()
    audit.move(row, "take_up", by=by, at=at, why=why, also=UNDEMANDED)
    audit.move(grant, back, by=by, at=at, why=why, also={"to_return_yen": 0, "why": ""})
    resume(grant=grant, ended_on=ended_on, why=why, by=by, at=at)
    plan(grant=grant, by=by, at=at)
    issue(grant=row.grant, letter="withdrawn", values=values, by=by, at=at)
    plan_recovery(recovery=row, by=by, at=at)
    tell(grant=row.grant, news="refund_withdrawn", sender=sender, by=by, at=at)


@transaction.atomic
def write_off(*, recovery: Recovery, loss: Loss, lost_on: date, why: str, by: Actor, at: datetime) -> None:
    """Give up what has not come back (不納欠損にする), with the ground, its day and the reason.

    Raises UnableToDecide where the same person has proposed it or nobody was reminded, or UnableToMove.
    """
    row, today = locked_recovery(recovery), local_date(at)
    _by_another(row, by)
    answer = may_write_off(
        rest_yen=row.rest_yen,
        is_late=row.is_late(today),
        is_reminded=row.is_reminded,
        lost_on=lost_on,
        lapses_on=lapse_of(row) if loss is Loss.LAPSED else None,
        today=today,
    )
    if answer.refused:
        raise UnableToDecide(answer)
    left = owed(row, on=today)
    also = {"loss": loss, "lost_on": lost_on, "closing": why, "next_due_on": None}
    audit.move(row, "write_off", by=by, at=at, why=why, also=also)
    after = {"principal_yen": left.rest_yen, "surcharge_yen": left.surcharge_yen, "interest_yen": left.interest_yen}
    audit.record("schemes.write_off", row, by=by, at=at, why=why, after=after)
    if left.rest_yen:
        audit.move(row.grant, "end_return", by=by, at=at, why=why)
    plan_recovery(recovery=row, by=by, at=at)


def _renewed(row: Recovery, kind: Renewal, on: date, note: str = "") -> list[dict[str, str]]:
    """Return what has let the time begin anew, with one thing more (時効の更新)."""
    return [*row.renewals, {"kind": kind.value, "on": on.isoformat(), "note": note}]


def _by_another(row: Recovery, by: Actor) -> None:
    """Refuse what one person would give up alone. Raises UnableToDecide."""
    answer = may_decide(proposed_by=row.proposer, decided_by=by.user_id)
    if answer.refused:
        raise UnableToDecide(answer)


def _late_yen(row: Recovery, on: date) -> int:
    """Return what should have come by now of a refund in parts."""
    due = sum(one.amount_yen for one in instalments_of(row) if one.due_on >= on)
    return max(row.rest_yen - due, 0)
