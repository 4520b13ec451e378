"""Houses are registered, published, closed for a time, ended."""

from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from kayoi.engines.openings.models import Opening
from kayoi.engines.procedures.tests.factories import make_ruleset
from kayoi.engines.reservations.services import UnableToChangeUnit
from kayoi.engines.reservations.states import Measure, UnitKind
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.files.tests.test_services import picture
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.programmes.stays.models import House, Room
from kayoi.programmes.stays.selectors.houses import rules_in_words
from kayoi.programmes.stays.selectors.openings import openings_unlike_houses
from kayoi.programmes.stays.services import houses as services
from kayoi.programmes.stays.tests.factories import a_procedure, a_room, a_stay
from tests.cast import Member


@pytest.fixture(autouse=True)
def in_town(in_ina: Organization, settings: Any, tmp_path: Path) -> None:
    settings.UPLOADS = tmp_path


def opened(head: Member, at: datetime) -> House:
    fields: Any = {
        "key": "takato", "kind": "trial", "name": "高遠の家", "basis": "inn", "place_code": "202096",
        "summary": "古民家", "hard": "冬は氷点下10度", "guide": "薪は納屋", "contact": "0265", "address": "1番地",
        "quarter": "高遠町",
    }  # fmt: skip
    return services.open_house(fields=fields, by=head.actor, at=at)


def complete(house: House, head: Member, at: datetime) -> None:
    services.add_room(
        house=house, kind=UnitKind.HOUSE, measure=Measure.NIGHT, fields={"name": "高遠の家", "capacity": 4},
        key_code="4471", by=head.actor, at=at,
    )  # fmt: skip
    add_photo(house, head, at)
    fields: Any = {
        "procedure": a_procedure(at=at), "price_rule": make_ruleset(key="price"), "basis_detail": "第12号",
    }  # fmt: skip
    services.change_house(house=house, fields=fields, version=house.version, by=head.actor, at=at)


def add_photo(house: House, head: Member, at: datetime) -> Any:
    data = picture()
    return services.add_picture(
        house=house, upload=BytesIO(data), name="居間.jpg", size=len(data), caption="居間", by=head.actor, at=at
    )


def test_a_house_is_published_only_when_nothing_is_lacking(head: Member, at: datetime) -> None:
    house = opened(head, at)
    with pytest.raises(services.UnableToPublishHouse) as refused:
        services.publish_house(house=house, by=head.actor, at=at)
    codes = {one.code for one in refused.value.verdict.reasons}
    assert codes == {
        "stays.no_basis_detail", "stays.no_picture", "stays.no_rooms", "stays.no_procedure", "stays.no_prices"
    }  # fmt: skip
    complete(house, head, at)
    services.publish_house(house=house, by=head.actor, at=at)
    house.refresh_from_db()
    assert house.status == "published"
    assert [one.label for one in rules_in_words(house, at=at)] == ["料金"]


def test_a_published_house_keeps_what_the_public_needs(head: Member, at: datetime) -> None:
    house = opened(head, at)
    complete(house, head, at)
    services.publish_house(house=house, by=head.actor, at=at)
    with pytest.raises(services.UnableToPublishHouse):
        services.change_house(house=house, fields={"hard": ""}, version=house.version, by=head.actor, at=at)
    with pytest.raises(services.UnableToPublishHouse):
        services.remove_picture(picture=house.pictures.get(), by=head.actor, at=at)
    services.pause_house(house=house, why="雨漏り", by=head.actor, at=at)
    assert House.objects.get(pk=house.pk).status == "paused"


def test_whoever_was_slower_is_told(head: Member, at: datetime) -> None:
    house = opened(head, at)
    services.change_house(house=house, fields={"name": "高遠の古民家"}, version=1, by=head.actor, at=at)
    with pytest.raises(ChangedMeanwhile):
        services.change_house(house=house, fields={"name": "別の名"}, version=1, by=head.actor, at=at)


def test_the_code_of_a_key_is_sealed_and_read_with_an_entry(head: Member, at: datetime) -> None:
    room = a_room(at=at)
    services.set_key_code(room=room, key_code="4471", by=head.actor, at=at)
    room.refresh_from_db()
    assert "4471" not in room.key_code
    assert services.read_key_code(room=room, by=head.actor, at=at) == "4471"
    entries = Entry.objects.filter(action__in=["stays.set_key_code", "stays.read_key_code"])
    assert entries.count() == 2
    assert "4471" not in str(list(entries.values_list("after", flat=True)))
    services.set_key_code(room=room, key_code="", by=head.actor, at=at)
    assert services.read_key_code(room=Room.objects.get(pk=room.pk), by=head.actor, at=at) == ""


def test_a_house_with_a_stay_ahead_does_not_end(head: Member, at: datetime) -> None:
    stay = a_stay(at=at, is_allowed=True)
    house = stay.room.house
    with pytest.raises(UnableToChangeUnit) as refused:
        services.end_house(house=house, on=date(2026, 12, 2), why="解体", by=head.actor, at=at)
    assert refused.value.verdict.reasons[0].params["reference"] == stay.booking.reference
    assert House.objects.get(pk=house.pk).status == "published"
    services.end_house(house=house, on=date(2026, 12, 10), why="解体", by=head.actor, at=at)
    assert House.objects.get(pk=house.pk).status == "ended"


def shown(house: House) -> list[tuple[str, str, int]]:
    rows = Opening.objects.filter(kind="stay", withdrawn_at=None)
    return [(row.title, row.path, row.free_periods.count()) for row in rows]


def test_what_is_free_stands_in_the_openings_of_all_towns(head: Member, at: datetime) -> None:
    house = opened(head, at)
    complete(house, head, at)
    assert shown(house) == []
    services.publish_house(house=house, by=head.actor, at=at)
    assert shown(house) == [("高遠の家", "stays/takato/", 1)]
    a_stay(house.rooms.select_related("unit").get(), at=at)
    assert shown(house) == [("高遠の家", "stays/takato/", 2)]
    services.change_house(house=house, fields={"name": "高遠の新しい家"}, version=house.version, by=head.actor, at=at)
    assert shown(house)[0][0] == "高遠の新しい家"
    assert openings_unlike_houses() == 0
    services.pause_house(house=house, why="修理", by=head.actor, at=at)
    assert shown(house) == []
    assert openings_unlike_houses() == 0
