"""Houses as staff see them: what is lacking, what follows from the ground, the rules in words, what is closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from kayoi.engines.procedures.selectors.procedures import availability_of, form_of
from kayoi.engines.procedures.states import Availability
from kayoi.engines.reservations.models import Booking
from kayoi.engines.reservations.states import BookingStatus
from kayoi.engines.rulesets.models import Ruleset, Version
from kayoi.engines.rulesets.selectors import adopted, rules_of
from kayoi.engines.rulesets.selectors.tree import Line, condition_line, step_lines
from kayoi.kit.dates import local_date
from kayoi.kit.verdict import Verdict
from kayoi.programmes.stays.models import House, HousePicture, Room
from kayoi.programmes.stays.rules import publishing
from kayoi.programmes.stays.rules.legal import Demand, demands
from kayoi.programmes.stays.states import LegalBasis


@dataclass(frozen=True)
class InWords:
    """A ruleset of a house as its text: the version in force, and all of it in words."""

    label: str
    ruleset: Ruleset
    version: Version
    lines: Sequence[Line]


@dataclass(frozen=True)
class HousePage:
    """A house with all that its page shows."""

    house: House
    rooms: Sequence[Room]
    pictures: Sequence[HousePicture]
    duties: Sequence[Demand]
    rules: Sequence[InWords]
    closings: Sequence[Booking]
    lacking: Verdict


def houses() -> QuerySet[House]:
    """Return all houses of the town with how many rooms and photos each has, by kind and name."""
    rows = House.objects.select_related("procedure", "price_rule", "cancel_rule", "deposit_rule")
    return rows.annotate(room_count=Count("rooms", distinct=True)).order_by("status", "kind", "name")


def as_known(house: House, *, at: datetime) -> publishing.House:
    """Return what the check of publishing asks of a house."""
    on, procedure = local_date(at), house.procedure
    return publishing.House(
        kind=house.kind, basis=house.basis, basis_detail=house.basis_detail, summary=house.summary, hard=house.hard,
        guide=house.guide, contact=house.contact, address=house.address,
        rooms=house.rooms.filter(unit__in=_in_service(house, at)).count(), pictures=house.pictures.count(),
        procedure_is_open=procedure is not None and form_of(procedure) is not None
        and availability_of(procedure, on=on) is not Availability.CLOSED,
        prices=house.price_rule_id is not None and adopted().filter(ruleset=house.price_rule_id).exists(),
        plans=house.desk_plans.filter(status="open").count(),
    )  # fmt: skip


def _in_service(house: House, at: datetime) -> list[int]:
    on = local_date(at)
    rows = house.rooms.select_related("unit")
    return [row.unit_id for row in rows if row.unit.retired_on is None or row.unit.retired_on > on]


def house_page(house: House, *, at: datetime) -> HousePage:
    """Return the page of a house."""
    rooms = list(house.rooms.select_related("unit", "house").prefetch_related("unit__hours").order_by("position", "pk"))
    return HousePage(
        house=house,
        rooms=rooms,
        pictures=list(house.pictures.select_related("file").order_by("position")),
        duties=demands(LegalBasis.of(house.basis)),
        rules=rules_in_words(house, at=at),
        closings=closings(rooms, at=at),
        lacking=publishing.may_publish(as_known(house, at=at)),
    )


def rules_in_words(house: House, *, at: datetime) -> list[InWords]:
    """Return the rulesets of a house in words, each by the version in force."""
    ruleset = house.procedure.ruleset if house.procedure else None
    named = (
        ("利用の要件", ruleset), ("料金", house.price_rule), ("預り金", house.deposit_rule),
        ("取消料", house.cancel_rule),
    )  # fmt: skip
    found = []
    for label, one in named:
        versions = list(adopted().filter(ruleset=one)) if one else []
        if one and versions:
            found.append(InWords(label, one, versions[-1], _lines(one, versions[-1])))
    return found


def _lines(ruleset: Ruleset, version: Version) -> list[Line]:
    rules, body = rules_of(ruleset, [version]), version.body
    steps = step_lines(body.get("amount", []), ("amount",), rules)
    return [condition_line(body["condition"], ("condition",), rules), *steps]


def closings(rooms: Sequence[Room], *, at: datetime) -> list[Booking]:
    """Return the times in which rooms are closed, from now on (利用できない期間)."""
    rows = Booking.objects.filter(unit__in=[one.unit_id for one in rooms], status=BookingStatus.BLOCKED)
    return list(rows.filter(ends_before__gt=at).select_related("unit").order_by("starts_at", "unit"))
