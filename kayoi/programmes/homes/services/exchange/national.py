"""The list for the national sites: its columns, what was sent when."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.homes.models import NationalMapping, Sending, SentHome
from kayoi.programmes.homes.rules.exchange.national import NationalColumn, may_map
from kayoi.programmes.homes.selectors.exchange.national import houses_to_send, national_columns


class UnableToMap(Refused):
    """These columns make no list."""


class UnableToSend(Refused):
    """There is no house that could be sent."""


@transaction.atomic
def change_mapping(*, columns: Sequence[NationalColumn], version: int, by: Actor, at: datetime) -> None:
    """Change the columns of the town's list (列の対応を変える). Raises UnableToMap, or ChangedMeanwhile.

    `version` is 0 while the town has the first columns still.
    """
    answer = may_map(columns)
    if answer.refused:
        raise UnableToMap(answer)
    data = [asdict(column) for column in columns]
    mapping = NationalMapping.objects.first()
    if mapping is None and version == 0:
        mapping = NationalMapping.objects.create(columns=data)
    elif mapping is None or not NationalMapping.objects.filter(pk=mapping.pk, version=version).update(
        columns=data, version=version + 1
    ):
        raise ChangedMeanwhile
    audit.record("homes.change_mapping", mapping, by=by, at=at, after={"columns": data})


@transaction.atomic
def send_list(*, receiver: str, link: str, with_gaps: bool, by: Actor, at: datetime) -> Sending:
    """Make the list for a national site and keep what was in it (一覧を作って記録する). Raises UnableToSend.

    `link` is the address of a house, with {pk} in it. Houses in which something is missing are left out, unless
    `with_gaps`.
    """
    houses = [house for house in houses_to_send(link=link, at=at) if with_gaps or not house.missing]
    if not houses:
        raise UnableToSend(verdict([Reason("homes.nothing_to_send")]))
    headers = [column.header for column in national_columns()]
    sending = Sending.objects.create(receiver=receiver, headers=headers, sent_at=at, by_name=by.name)
    SentHome.objects.bulk_create(
        SentHome(sending=sending, home_id=house.home_id, values=house.values) for house in houses
    )
    after = {"receiver": receiver, "houses": [house.number for house in houses]}
    audit.record("homes.send_list", sending, by=by, at=at, after=after)
    return sending
