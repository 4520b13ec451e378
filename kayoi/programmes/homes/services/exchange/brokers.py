"""A pool of brokers by agreement: the other town gets copies of its own, and their status follows."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from kayoi.engines.followups import services as followups
from kayoi.foundation.audit import services as audit
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import business_days_later, local_date
from kayoi.programmes.homes.models import Assignment, Broker
from kayoi.programmes.homes.selectors.exchange.pool import BrokerCopy
from kayoi.programmes.homes.services.brokers import cancel_broker, suspend_broker
from kayoi.programmes.homes.states import HOME, BrokerStatus
from kayoi.programmes.homes.states.process import OPEN_ASSIGNMENTS


@transaction.atomic
def take_copies(*, giver: Organization, brokers: Sequence[BrokerCopy], by: Actor, at: datetime) -> None:
    """Take over what another town shares of its brokers (業者の名簿を受け取る). Twice the same changes nothing.

    Where the town has registered a broker itself, its own row counts. A status is followed when it changes over
    there: what the town itself has decided about a copy since stays until then.
    """
    known = {row.licence: row for row in Broker.objects.select_for_update(of=["self"])}
    for copy in brokers:
        row = known.get(copy.licence)
        if row is None and copy.status == BrokerStatus.ACTIVE:
            row = Broker.objects.create(**copy.fields, licence=copy.licence, shared_from=giver.slug)
            audit.record("homes.take_broker", row, by=by, at=at, after={"licence": copy.licence, "from": giver.slug})
        if row is not None and row.shared_from == giver.slug:
            _follow(row, copy, giver, by=by, at=at)
    given = {copy.licence for copy in brokers}
    gone = [row for row in known.values() if row.shared_from == giver.slug and row.licence not in given]
    _end(gone, f"{giver.name}の名簿からなくなりました", by=by, at=at)


def _follow(row: Broker, copy: BrokerCopy, giver: Organization, *, by: Actor, at: datetime) -> None:
    audit.change(row, copy.fields, version=row.version, by=by, at=at)
    if row.shared_status == copy.status:
        return
    why = f"{giver.name}の登録の状態: {BrokerStatus.of(copy.status).label}"
    if copy.status == BrokerStatus.ACTIVE:
        _admit(row, why, by=by, at=at)
    elif copy.status == BrokerStatus.CANCELLED and row.status != BrokerStatus.CANCELLED:
        cancel_broker(broker=row, why=why, by=by, at=at)
    elif copy.status == BrokerStatus.SUSPENDED and row.status == BrokerStatus.ACTIVE:
        suspend_broker(broker=row, why=why, by=by, at=at)
    Broker.objects.filter(pk=row.pk).update(shared_status=copy.status)


def _admit(row: Broker, why: str, *, by: Actor, at: datetime) -> None:
    """Put a copy on the register: the conditions were looked at by the town that decided."""
    if row.status == BrokerStatus.CANCELLED:
        audit.move(row, "apply_again", by=by, at=at, why=why, also={"why": ""})
    if row.status != BrokerStatus.ACTIVE:
        audit.move(row, "admit", by=by, at=at, why=why, also={"why": ""})


@transaction.atomic
def end_copies(*, givers: Collection[str], by: Actor, at: datetime) -> None:
    """End the copies of towns that share no more (共有の終わった業者): `givers` are the slugs of those who still do."""
    gone = Broker.objects.select_for_update(of=["self"]).exclude(shared_from__in=["", *givers])
    _end(list(gone), "共有が終わりました", by=by, at=at)


def _end(rows: Sequence[Broker], why: str, *, by: Actor, at: datetime) -> None:
    """Suspend copies that have no houses; where they have some, somebody decides. Told once."""
    busy = set(
        Assignment.objects.filter(broker__in=rows, status__in=OPEN_ASSIGNMENTS).values_list("broker_id", flat=True)
    )
    for row in rows:
        if row.status == BrokerStatus.ACTIVE and row.pk not in busy:
            suspend_broker(broker=row, why=why, by=by, at=at)
        elif row.pk in busy and row.shared_status:
            _ask_for_others(row, why, by=by, at=at)
        Broker.objects.filter(pk=row.pk).update(shared_status="")


def _ask_for_others(row: Broker, why: str, *, by: Actor, at: datetime) -> None:
    due_on = business_days_later(local_date(at), 1)
    for assignment in Assignment.objects.filter(broker=row, status__in=OPEN_ASSIGNMENTS).select_related("home"):
        followups.plan_follow_up(
            title=f"取扱業者を決め直す: {assignment.home.number}({row.name}: {why})"[:200], due_on=due_on, cause=HOME,
            reference=str(assignment.home_id), by=by, at=at,
        )  # fmt: skip
