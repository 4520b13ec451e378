"""Houses and stays for tests and for the walk."""

from datetime import date, datetime
from itertools import count
from typing import Any

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.procedures.models import Procedure
from kayoi.engines.procedures.states import APPLICATION
from kayoi.engines.procedures.tests.factories import make_handed_in, make_procedure, make_ruleset
from kayoi.engines.reservations import rules, services
from kayoi.engines.reservations.states import Measure, UnitKind
from kayoi.engines.reservations.tests.factories import BY, make_booking, make_hold
from kayoi.engines.rulesets.models import Ruleset
from kayoi.foundation.audit import services as audit
from kayoi.kit.dates import local_date
from kayoi.programmes.stays.models import House, Room, Stay
from kayoi.programmes.stays.selectors.own import price_now, stored_facts
from kayoi.programmes.stays.services.openings import renew_opening
from tests.clock import NOW

NUMBERS = count(1)


def a_procedure(*, at: datetime = NOW, **fields: Any) -> Procedure:
    """Publish a procedure for stays, without rules unless they are given."""
    number = next(NUMBERS)
    given = {
        "key": f"stay-{number}", "kind": "stay", "title": "移住体験住宅の利用", "documents": [], "questions": [],
        "limits": {},
    } | fields  # fmt: skip
    return make_procedure(at=at, with_rules="ruleset" in fields, **given)


def an_address_rule(key: str = "stay-address") -> Ruleset:
    """Put a rule into force by which whoever uses the house lives outside of the town."""
    outside = {"not": {"place": "applicant.lives_in", "in": "city"}, "label": {"ja": "市の外に住んでいること"}}
    made = make_ruleset(key=key, body={"anchor": "application.on", "condition": {"all": [outside]}})
    city = {"label": {"ja": "市内"}, "codes": ["20209"]}
    Ruleset.objects.filter(pk=made.pk).update(kind="stay", places={"city": city})
    return Ruleset.objects.get(pk=made.pk)


def a_house(*, at: datetime = NOW, **fields: Any) -> House:
    """Publish a house for trial stays that an ordinance is about; it has no room yet."""
    number = next(NUMBERS)
    given: dict[str, Any] = {
        "key": f"house-{number}", "kind": "trial", "name": f"高遠の家{number}", "status": "published",
        "place_code": "202096", "quarter": "高遠町", "address": "1番地", "basis": "public_facility",
        "basis_detail": "条例 第3条",
    } | fields  # fmt: skip
    if "procedure" not in given:
        given["procedure"] = a_procedure(at=at)
    house = House.objects.create(**given)
    renew_opening(house=house, by=BY, at=at)
    return house


def a_room(house: House | None = None, *, measure: Measure = Measure.NIGHT, at: datetime = NOW, **unit: Any) -> Room:
    """Give a house a room for four, or all of it: by night, or a meeting room by minute."""
    house = house or a_house(at=at)
    kind = UnitKind.HOUSE if measure is Measure.NIGHT else UnitKind.MEETING_ROOM
    fields: Any = {"name": f"{house.name} {next(NUMBERS)}", "capacity": 4} | unit
    made = services.add_unit(kind=kind, measure=measure, fields=fields, by=BY, at=at)
    room = Room.objects.create(house=house, unit=made, position=house.rooms.count() + 1)
    renew_opening(house=house, by=BY, at=at)
    return room


def a_stay(
    room: Room | None = None, *, arrives_on: date = date(2026, 12, 1), leaves_on: date = date(2026, 12, 4),
    file: CaseFile | None = None, at: datetime = NOW, is_allowed: bool = False, lives_in: str = "",
    **fields: Any,
) -> Stay:  # fmt: skip
    """Ask for a stay of two adults, with an application that was handed in; `is_allowed` also allows it."""
    room, file = room or a_room(at=at), file or make_file()
    assert room.house.procedure is not None
    given: dict[str, Any] = {"adults": 2, "children": 0, "asked_at": at} | fields
    persons, span = given["adults"] + given["children"], rules.nights(arrives_on, leaves_on)
    facts = {"applicant.lives_in": lives_in} if lives_in else {}
    application = make_handed_in(room.house.procedure, file, at=at, facts=facts)
    casefiles.add_engagement(
        file=file, kind="application", occurred_at=at, channel=Channel.PORTAL, cause=APPLICATION,
        reference=str(application.pk), by=BY, at=at,
    )  # fmt: skip
    if is_allowed:
        audit.move(application, "approve", by=BY, at=at, also={"decided_at": at})
    make = make_booking if is_allowed else make_hold
    return Stay.objects.create(
        room=room, booking=make(room.unit, span, persons=persons, at=at), application=application, case_file=file,
        status="allowed" if is_allowed else "asked", arrives_on=arrives_on, leaves_on=leaves_on, **given,
    )  # fmt: skip


# 4,000 yen a night for the house, nothing for families with a small child; more for more than three people.
PRICE: dict[str, Any] = {
    "anchor": "charge.from_on",
    "source": "架空町条例 別表",
    "condition": {"all": [{"fact": "stay.nights", "at_least": 1, "source": "別表"}]},
    "amount": [
        {"add": 4000, "per": "charge.nights", "source": "別表"},
        {"add": 1000, "if": {"fact": "stay.persons", "at_least": 3}, "source": "別表"},
        {"times": "0", "if": {"fact": "charge.relief", "is": "child"}, "source": "第8条"},
    ],
}


# A fifth of the price for three nights and more, nothing for less.
DEPOSIT: dict[str, Any] = {
    "anchor": "stay.starts_on",
    "condition": {"all": [{"fact": "stay.nights", "at_least": 3}]},
    "amount": [{"start": {"fact": "charge.price_yen"}, "label": {"ja": "料金の2割", "en": "a fifth of the price"}},
               {"times": "1/5"}],
}  # fmt: skip


def some_prices(key: str = "stay-price", body: dict[str, Any] = PRICE) -> Ruleset:
    """Put prices, or what is deposited, into force."""
    made = make_ruleset(key=key, body=body)
    Ruleset.objects.filter(pk=made.pk).update(kind="price")
    return made


def a_priced_stay(*, at: datetime = NOW, basis: str = "public_facility", **fields: Any) -> Stay:
    """Ask for three nights of two in a house with prices and a deposit: 12,000 yen."""
    house = a_house(at=at, price_rule=some_prices(), deposit_yen=10_000, basis=basis)
    stay = a_stay(a_room(house, at=at), at=at, **fields)
    values = price_now(stay, facts=stored_facts(stay), on=local_date(at))
    Stay.objects.filter(pk=stay.pk).update(**values)
    return Stay.objects.get(pk=stay.pk)
