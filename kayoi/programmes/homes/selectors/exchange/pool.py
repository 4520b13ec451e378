"""The brokers that a town hands on to others, by agreement."""

from dataclasses import dataclass
from typing import Any

from kayoi.programmes.homes.models import Broker
from kayoi.programmes.homes.states import BrokerStatus

COPIED = (
    "partner_id", "name", "licence_until", "association", "phone", "email", "office", "has_local_office", "pays_tax",
    "is_clean", "agreed_on", "takes_turns",
)  # fmt: skip


@dataclass(frozen=True)
class BrokerCopy:
    """What a town hands on of one broker on its register."""

    licence: str
    status: str
    fields: dict[str, Any]


def brokers_to_share() -> list[BrokerCopy]:
    """Return the brokers that the town has decided on itself; copies of others are not handed on."""
    own = Broker.objects.filter(shared_from="").exclude(status=BrokerStatus.APPLIED).order_by("pk")
    return [BrokerCopy(row.licence, row.status, {name: getattr(row, name) for name in COPIED}) for row in own]
