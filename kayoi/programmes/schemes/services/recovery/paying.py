"""Money of a refund comes in (納付): booked once, the principal first, until the last yen."""

from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from kayoi.foundation.audit import services as audit
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.schemes.models import Recovery, Repayment
from kayoi.programmes.schemes.rules.recovery.deciding import may_take, taken
from kayoi.programmes.schemes.rules.recovery.instalments import next_open
from kayoi.programmes.schemes.selectors.recovery.recoveries import locked_recovery, owed, parts_of_plan, repayments_of
from kayoi.programmes.schemes.selectors.recovery.returned import returned_in, sheet_of_returns
from kayoi.programmes.schemes.services.grants.ending import record_refund
from kayoi.programmes.schemes.services.grants.money import take_in_interest, take_in_surcharge
from kayoi.programmes.schemes.services.recovery.telling import plan_recovery
from kayoi.programmes.schemes.states.permissions import Permission
from kayoi.programmes.schemes.states.recovery import OWED


class UnableToTake(Refused):
    """Who books is not of those who pay; or it is more than is owed, on a wrong day, or the same press changed."""


@transaction.atomic
def receive_repayment(
    *, recovery: Recovery, amount_yen: int, on: date, key: UUID, note: str = "", by: Actor, at: datetime
) -> Repayment:
    """Book what has come in (納付を記録する). The same key twice is one. Raises UnableToTake or UnableToBook."""
    if not by.may(Permission.PAYMENT_MAKE):
        raise UnableToTake(verdict([Reason("schemes.takes_no_money")]))
    row = locked_recovery(recovery)
    known = Repayment.objects.filter(recovery=row, key=key).first()
    if known is not None and known.amount_yen == amount_yen:
        return known
    due = owed(row, on=_reckoned_on(row, on))
    if known is not None or row.status not in OWED or row.decided_on is None:
        raise UnableToTake(verdict([Reason("schemes.nothing_to_take")]))
    answer = may_take(
        amount_yen, rest_yen=due.rest_yen, extra_yen=due.extra_yen, on=on, demanded_on=row.decided_on,
        today=local_date(at),
    )  # fmt: skip
    if answer.refused:
        raise UnableToTake(answer)
    part = taken(amount_yen, rest_yen=due.rest_yen, surcharge_yen=due.surcharge_yen)
    repayment = Repayment.objects.create(
        recovery=row, key=key, on=on, note=note, by_name=by.name, made_by_id=by.membership_id, at=at, **asdict(part)
    )
    after = {"recovery": row, "on": on} | asdict(part)
    audit.record("schemes.receive_repayment", repayment, by=by, at=at, why=note, after=after)
    if part.principal_yen:
        record_refund(grant=row.grant, amount_yen=part.principal_yen, on=on, key=str(key), by=by, at=at)
    if part.surcharge_yen:
        take_in_surcharge(grant=row.grant, amount_yen=part.surcharge_yen, key=str(key), on=on, by=by, at=at)
    if part.interest_yen:
        take_in_interest(grant=row.grant, amount_yen=part.interest_yen, key=str(key), on=on, by=by, at=at)
    _go_on(row, repayment, by=by, at=at)
    return repayment


def _reckoned_on(row: Recovery, on: date) -> date:
    """Return the day up to which lateness counts: that of the latest payment, should this one be of an earlier day."""
    return max([on, *(one.on for one in repayments_of(row))])


def _go_on(row: Recovery, repayment: Repayment, *, by: Actor, at: datetime) -> None:
    """Add up what has come in, and close what is paid: with the last yen of the principal nothing more is late."""
    sums = {
        "received_yen": row.received_yen + repayment.principal_yen,
        "surcharge_yen": row.surcharge_yen + repayment.surcharge_yen,
        "interest_yen": row.interest_yen + repayment.interest_yen,
    }  # fmt: skip
    audit.change(row, sums, version=row.version, by=by, at=at)
    on = _reckoned_on(row, repayment.on)
    left = owed(row, on=on)
    if left.sum_yen == 0:
        audit.move(row, "settle", by=by, at=at, also={"next_due_on": None, "settled_on": on})
    elif left.rest_yen == 0 and repayment.principal_yen:
        audit.move(row, "pay_principal", by=by, at=at, also={"next_due_on": None})
    else:
        part = next_open(parts_of_plan(row))
        if part is not None:
            audit.change(row, {"next_due_on": part.part.due_on}, version=row.version, by=by, at=at)
    plan_recovery(recovery=row, by=by, at=at)


@transaction.atomic
def hand_over_returned(*, organization: Organization, year: int, xlsx: bool, by: Actor, at: datetime) -> bytes:
    """Hand out what came back in a fiscal year (国・県へ返す額を取り出す), with an entry."""
    data = sheet_of_returns(returned_in(year), xlsx=xlsx)
    after = {"year": year, "part": "xlsx" if xlsx else "csv"}
    audit.record("schemes.hand_over_returned", organization, by=by, at=at, after=after)
    return data
