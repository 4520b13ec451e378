"""The register of brokers: apply, admit, suspend, cancel (取扱業者の登録)."""

from datetime import date, datetime
from typing import TypedDict

from django.db import transaction

from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.jobs import enqueue
from kayoi.kit.verdict import Refused
from kayoi.programmes.homes.models import Assignment, Broker
from kayoi.programmes.homes.rules import brokers as rules
from kayoi.programmes.homes.selectors.brokers import facts_of_broker
from kayoi.programmes.homes.services.assignments import end_assignment
from kayoi.programmes.homes.states.process import OPEN_ASSIGNMENTS


class UnableToAdmit(Refused):
    """A broker does not meet the conditions."""


class BrokerFields(TypedDict, total=False):
    """What stands on the register about a broker."""

    name: str
    licence: str
    licence_until: date
    association: str
    phone: str
    email: str
    office: str
    has_local_office: bool
    pays_tax: bool
    is_clean: bool
    agreed_on: date | None
    takes_turns: bool


@transaction.atomic
def add_broker(*, fields: BrokerFields, by: Actor, at: datetime) -> Broker:
    """Take in that a broker asks to be on the register (業者の登録申請を受ける)."""
    broker = Broker.objects.create(**fields)
    audit.record("homes.add_broker", broker, by=by, at=at, after={"licence": broker.licence})
    return broker


@transaction.atomic
def change_broker(*, broker: Broker, fields: BrokerFields, version: int, by: Actor, at: datetime) -> None:
    """Change what stands there (書き換える), such as a renewed licence. Raises ChangedMeanwhile."""
    audit.change(broker, dict(fields), version=version, by=by, at=at)
    _share(broker)


@transaction.atomic
def admit_broker(*, broker: Broker, why: str = "", by: Actor, at: datetime) -> None:
    """Put a broker on the register, or back on it (業者を登録する). Raises UnableToAdmit, UnableToMove."""
    Broker.objects.select_for_update(no_key=True).get(pk=broker.pk)
    broker.refresh_from_db()
    answer = rules.may_admit(facts_of_broker(broker), on=local_date(at))
    if answer.refused:
        raise UnableToAdmit(answer)
    audit.move(broker, "admit", by=by, at=at, why=why, verdict=answer, also={"why": ""})
    _share(broker)


@transaction.atomic
def suspend_broker(*, broker: Broker, why: str, by: Actor, at: datetime) -> None:
    """Suspend a broker (業者を停止する). Their houses stay public, without a broker, and somebody is to find another.

    The owner has done nothing wrong, and whoever looks for a house may still see it; only nobody mediates until then.
    """
    audit.move(broker, "suspend", by=by, at=at, why=why, also={"why": why[:200]})
    _share(broker)
    _give_back_houses(broker, why, by=by, at=at)


@transaction.atomic
def cancel_broker(*, broker: Broker, why: str, by: Actor, at: datetime) -> None:
    """Take a broker off the register (業者の登録を取り消す); what becomes of the houses is as with a suspension."""
    audit.move(broker, "cancel", by=by, at=at, why=why, also={"why": why[:200]})
    _share(broker)
    _give_back_houses(broker, why, by=by, at=at)


@transaction.atomic
def take_broker_again(*, broker: Broker, why: str = "", by: Actor, at: datetime) -> None:
    """Take in that a broker whose registration was cancelled asks again (もう一度申請を受ける)."""
    audit.move(broker, "apply_again", by=by, at=at, why=why, also={"why": ""})


def _share(broker: Broker) -> None:
    """Tell the towns with which the register is shared, by agreement; a copy of theirs is not handed on."""
    if not broker.shared_from:
        enqueue("homes.share_brokers", organization=broker.organization_id)


def _give_back_houses(broker: Broker, why: str, *, by: Actor, at: datetime) -> None:
    rows = Assignment.objects.filter(broker=broker, status__in=OPEN_ASSIGNMENTS).select_related("home").order_by("pk")
    for assignment in rows:
        end_assignment(assignment=assignment, why=why, by=by, at=at)
