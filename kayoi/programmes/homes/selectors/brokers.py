"""Brokers and their houses; whose turn it is."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count, Max, Q

from kayoi.foundation.tenancy.selectors import setting
from kayoi.kit.dates import JST, local_date, months_later
from kayoi.kit.tokens import token_hash
from kayoi.kit.verdict import Verdict
from kayoi.programmes.homes.models import Assignment, Broker, Home
from kayoi.programmes.homes.rules import brokers as rules
from kayoi.programmes.homes.rules.brokers import BrokerFacts, Turn
from kayoi.programmes.homes.states import AssignmentStatus, BrokerStatus
from kayoi.programmes.homes.states.process import DECLINES_COUNT, LINK_DAYS, OPEN_ASSIGNMENTS, TURN_MONTHS


def facts_of_broker(broker: Broker) -> BrokerFacts:
    """Return what the conditions of the register look at."""
    return BrokerFacts(
        licence_until=broker.licence_until,
        association=broker.association,
        has_local_office=broker.has_local_office,
        pays_tax=broker.pays_tax,
        is_clean=broker.is_clean,
        agreed=broker.agreed_on is not None,
    )


def admission_of(broker: Broker, *, on: date) -> Verdict:
    """Return whether a broker meets the conditions, with the reasons."""
    return rules.may_admit(facts_of_broker(broker), on=on)


def turns(*, on: date) -> list[Turn]:
    """Return where each broker stands in the rotation: what they have, and what they were given of late."""
    since = _recent(on)
    open_now = Q(assignments__status__in=OPEN_ASSIGNMENTS)
    given = open_now | Q(assignments__status=AssignmentStatus.ENDED, assignments__assigned_at__gte=since)
    if setting(DECLINES_COUNT, on=on):
        given |= Q(assignments__status=AssignmentStatus.DECLINED, assignments__assigned_at__gte=since)
    rows = Broker.objects.filter(status=BrokerStatus.ACTIVE, takes_turns=True, licence_until__gte=on)
    counted = rows.annotate(
        counted=Count("assignments", filter=given), last_at=Max("assignments__assigned_at", filter=given)
    )
    return [Turn(*row) for row in counted.order_by("pk").values_list("pk", "counted", "last_at")]


def _recent(on: date) -> datetime:
    return datetime.combine(months_later(on, -setting(TURN_MONTHS, on=on)), time.min, JST)


def next_broker(home: Home, *, on: date) -> Broker | None:
    """Return whose turn it is for a house; who has declined it or given it back of late is passed over."""
    of_late = Assignment.objects.filter(home=home, assigned_at__gte=_recent(on))
    without = frozenset(of_late.values_list("broker_id", flat=True))
    pk = rules.next_in_turn(turns(on=on), without=without)
    return Broker.objects.get(pk=pk) if pk is not None else None


@dataclass(frozen=True)
class BrokerRow:
    """A broker in the list: how many houses, the place in the rotation."""

    broker: Broker
    houses: int
    place: int | None


def brokers_listed(*, on: date) -> list[BrokerRow]:
    """Return all brokers, those who wait to be admitted first, with the order in which they are asked next."""
    order = {pk: place for place, pk in enumerate(rules.in_turn(turns(on=on)), start=1)}
    houses = Count("assignments", filter=Q(assignments__status=AssignmentStatus.ACCEPTED))
    rows = Broker.objects.annotate(houses=houses).order_by("name", "pk")
    found = [BrokerRow(row, row.houses, order.get(row.pk)) for row in rows]
    states = list(BrokerStatus)
    return sorted(found, key=lambda row: states.index(BrokerStatus.of(row.broker.status)))


def brokers_by_name() -> list[Broker]:
    """Return all brokers, for choosing."""
    return list(Broker.objects.order_by("name", "pk"))


def active_brokers() -> list[Broker]:
    """Return the brokers who may be asked."""
    return list(Broker.objects.filter(status=BrokerStatus.ACTIVE).order_by("name", "pk"))


def assignments_of(home: Home) -> list[Assignment]:
    """Return to whom a house was given, the latest first."""
    return list(Assignment.objects.filter(home=home).select_related("broker").order_by("-assigned_at", "-pk"))


def houses_of(broker: Broker) -> list[Assignment]:
    """Return what a broker was given, the latest first."""
    rows = Assignment.objects.filter(broker=broker).select_related("home").order_by("-assigned_at", "-pk")
    return list(rows[:200])


def assignment_of_link(token: str, *, at: datetime) -> Assignment | None:
    """Return what a broker is asked by a secret link, as long as no answer has come and the mail is not old."""
    rows = Assignment.objects.filter(token_hash=token_hash(token), status=AssignmentStatus.ASKED)
    found: Assignment | None = rows.select_related("home", "broker").first()
    if found is None or (local_date(at) - local_date(found.assigned_at)).days > LINK_DAYS:
        return None
    return found
