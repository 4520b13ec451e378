"""Houses and what can be reserved in them: registered step by step, published, paused, ended."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import IO, Any, TypedDict

from django.db import transaction
from django.db.models import Max

from kayoi.engines.reservations import services as reservations
from kayoi.engines.reservations.services import HoursFields, UnitFields
from kayoi.engines.reservations.states import Measure, UnitKind
from kayoi.foundation.audit import services as audit
from kayoi.foundation.files import services as files
from kayoi.kit.actor import Actor
from kayoi.kit.sealing import seal, unseal
from kayoi.kit.verdict import Refused
from kayoi.programmes.stays.models import House, HousePicture, Room
from kayoi.programmes.stays.rules.publishing import may_publish
from kayoi.programmes.stays.selectors.houses import as_known
from kayoi.programmes.stays.services.openings import renew_opening
from kayoi.programmes.stays.states import KEY_CODE


class UnableToPublishHouse(Refused):
    """Something that the public or the law needs is still lacking."""


class HouseFields(TypedDict, total=False):
    """What can be said of a house."""

    key: str
    kind: str
    name: str
    name_en: str
    summary: str
    summary_en: str
    good: str
    good_en: str
    hard: str
    hard_en: str
    place_code: str
    quarter: str
    address: str
    basis: str
    basis_detail: str
    procedure: Any
    price_rule: Any
    cancel_rule: Any
    rate_yen: int | None
    deposit_rule: Any
    deposit_yen: int
    guaranty: str
    pay_within_days: int
    hold_minutes: int
    before: Any
    after: Any
    needs_activity: bool
    guide: str
    guide_en: str
    contact: str


@transaction.atomic
def open_house(*, fields: HouseFields, by: Actor, at: datetime) -> House:
    """Register a house in preparation (施設を登録する)."""
    house = House.objects.create(**fields)
    audit.record("stays.open_house", house, by=by, at=at, after=dict(fields))
    return house


@transaction.atomic
def change_house(*, house: House, fields: HouseFields, version: int, by: Actor, at: datetime) -> None:
    """Change what is said of a house (施設の内容を変える). Raises ChangedMeanwhile.

    Raises UnableToPublishHouse where a published house would lack what the public needs.
    """
    audit.change(house, dict(fields), version=version, by=by, at=at)
    if house.status == "published":
        _check(house, at=at)
        renew_opening(house=house, by=by, at=at)


@transaction.atomic
def publish_house(*, house: House, by: Actor, at: datetime) -> None:
    """Show a house to the public (公開する). Raises UnableToPublishHouse or UnableToMove."""
    _check(house, at=at)
    audit.move(house, "publish", by=by, at=at)
    renew_opening(house=house, by=by, at=at)


@transaction.atomic
def pause_house(*, house: House, why: str, by: Actor, at: datetime) -> None:
    """Take a house off the public pages for a time (休止する); stays that were allowed go on. Raises UnableToMove."""
    audit.move(house, "pause", by=by, at=at, why=why)
    renew_opening(house=house, by=by, at=at)


@transaction.atomic
def end_house(*, house: House, on: date, why: str, by: Actor, at: datetime) -> None:
    """End a house for good (終了する): nothing of it can be reserved from a day on.

    Raises UnableToChangeUnit with each booking beyond that day, or UnableToMove.
    """
    for room in house.rooms.select_related("unit").order_by("pk"):
        reservations.retire_unit(unit=room.unit, on=on, why=why, by=by, at=at)
    audit.move(house, "end", by=by, at=at, why=why)
    renew_opening(house=house, by=by, at=at)


def _check(house: House, *, at: datetime) -> None:
    answer = may_publish(as_known(house, at=at))
    if answer.refused:
        raise UnableToPublishHouse(answer)


@transaction.atomic
def add_room(
    *, house: House, kind: UnitKind, measure: Measure, fields: UnitFields, key_code: str = "", by: Actor, at: datetime
) -> Room:
    """Add what can be reserved of a house (部屋・席・車を加える). Raises UnableToChangeUnit."""
    unit = reservations.add_unit(kind=kind, measure=measure, fields=fields, by=by, at=at)
    last = house.rooms.aggregate(last=Max("position"))["last"] or 0
    room = Room.objects.create(house=house, unit=unit, position=last + 1, key_code=_sealed(key_code))
    audit.record("stays.add_room", room, by=by, at=at, after={"house": house, "unit": unit})
    renew_opening(house=house, by=by, at=at)
    return room


@transaction.atomic
def change_room(*, room: Room, fields: UnitFields, version: int, by: Actor, at: datetime) -> None:
    """Change what can be reserved (部屋・席・車の内容を変える). Raises UnableToChangeUnit or ChangedMeanwhile."""
    reservations.change_unit(unit=room.unit, fields=fields, version=version, by=by, at=at)


@transaction.atomic
def set_key_code(*, room: Room, key_code: str, by: Actor, at: datetime) -> None:
    """Give a room another code of its key, sealed (鍵の番号を変える); an empty one: a key that is handed over.

    The entry says that it was changed, and nothing of what it is.
    """
    Room.objects.filter(pk=room.pk).update(key_code=_sealed(key_code))
    audit.record("stays.set_key_code", room, by=by, at=at, after={"has_code": bool(key_code)})


@transaction.atomic
def read_key_code(*, room: Room, why: str = "", by: Actor, at: datetime) -> str:
    """Return the code of a key (鍵の番号を見る), and keep who has read it."""
    audit.record("stays.read_key_code", room, by=by, at=at, why=why)
    return unseal(room.key_code, purpose=KEY_CODE) if room.key_code else ""


def _sealed(key_code: str) -> str:
    return seal(key_code, purpose=KEY_CODE) if key_code else ""


@transaction.atomic
def set_room_hours(*, room: Room, hours: Sequence[HoursFields], by: Actor, at: datetime) -> None:
    """Say when a room is open (利用時間を決める). Raises UnableToChangeUnit for one by night."""
    reservations.set_hours(unit=room.unit, hours=hours, by=by, at=at)


@transaction.atomic
def retire_room(*, room: Room, on: date | None, why: str, by: Actor, at: datetime) -> None:
    """Let a room be used no more from a day on (部屋の利用をやめる). Raises UnableToChangeUnit with each booking."""
    reservations.retire_unit(unit=room.unit, on=on, why=why, by=by, at=at)


@transaction.atomic
def add_picture(
    *, house: House, upload: IO[bytes], name: str, size: int, caption: str, by: Actor, at: datetime
) -> HousePicture:
    """Take a photo of a house with what it shows (写真を加える), made anew. Raises UnableToTakeFile."""
    stored = files.take_file(upload=upload, name=name, size=size, by=by, at=at)
    last = house.pictures.aggregate(last=Max("position"))["last"] or 0
    picture = HousePicture.objects.create(house=house, file=stored, caption=caption, position=last + 1)
    audit.record("stays.add_picture", picture, by=by, at=at, after={"house": house})
    return picture


@transaction.atomic
def describe_picture(*, picture: HousePicture, caption: str, by: Actor, at: datetime) -> None:
    """Say what a photo shows (写真の説明を書く)."""
    audit.change(picture, {"caption": caption}, version=None, by=by, at=at)


@transaction.atomic
def remove_picture(*, picture: HousePicture, by: Actor, at: datetime) -> None:
    """Remove a photo and its file (写真を消す). Raises UnableToPublishHouse for the last one of a published house."""
    house, stored = picture.house, picture.file
    audit.record("stays.remove_picture", picture, by=by, at=at, before={"house": house})
    picture.delete()
    files.forget_file(stored=stored, by=by, at=at)
    if house.status == "published":
        _check(house, at=at)
