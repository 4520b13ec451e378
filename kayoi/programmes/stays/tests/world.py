"""Rows of stays for the walk."""

from datetime import date, datetime
from io import BytesIO
from typing import Any

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.procedures import services as procedures
from kayoi.engines.procedures.models import Paper
from kayoi.engines.procedures.states import ApplicationStatus
from kayoi.engines.reservations import services as reservations
from kayoi.engines.reservations.rules import nights
from kayoi.foundation.files.tests.test_services import picture
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.sealing import seal
from kayoi.programmes.stays.models import Room
from kayoi.programmes.stays.services import charging, deciding, duties, houses
from kayoi.programmes.stays.states import KEY_CODE, ChargeKind, Intent
from kayoi.programmes.stays.tests.factories import a_house, a_procedure, a_room, a_stay, some_prices
from tests.cast import make_member

DOCUMENTS = [{"code": "residence", "label": "住民票の写し"}]


def rows_of_stays(file: CaseFile, *, words: str, by: Actor, at: datetime) -> dict[str, Any]:
    """Give a town a house and stays that were asked for, proposed, allowed; return their ids by name."""
    examiner = make_member(file.organization, "officer", "滞在の担当").actor
    house = a_house(
        at=at, name=f"体験住宅{words}", summary=f"紹介{words}", procedure=a_procedure(at=at, documents=DOCUMENTS),
        price_rule=some_prices(), basis="inn",
    )  # fmt: skip
    room = a_room(house, at=at)
    Room.objects.filter(pk=room.pk).update(key_code=seal(f"4471{words}", purpose=KEY_CODE))
    photo = picture()
    shown = houses.add_picture(
        house=house, upload=BytesIO(photo), name="a.jpg", size=len(photo), caption="居間", by=by, at=at
    )
    asked = a_stay(room, at=at, file=file, purpose=f"目的{words}")
    paper = Paper.objects.get(application=asked.application_id)
    upload = BytesIO(picture()), f"住民票{words}.jpg", len(picture())
    procedures.send_paper(
        paper=paper, uploads=[upload], issued_on=local_date(at), received_on=local_date(at), by=by, at=at
    )
    proposed = _another(a_room(a_house(at=at), at=at), file, at, month=1)
    deciding.propose_stay(stay=proposed, outcome=ApplicationStatus.APPROVED, by=examiner, at=at)
    allowed = _another(room, file, at, month=2, is_allowed=True)
    charge = charging.charge(stay=allowed, kind=ChargeKind.FEE, amount_yen=12_000, words=words, by=by, at=at)
    guest = duties.write_guest(
        stay=allowed, guest=duties.Written(f"客{words}", "松本市", "090-0000-0000"), by=by, at=at
    )
    duties.confirm_intent(stay=allowed, intent=Intent.BUY, said=words, asked_on=local_date(at), by=by, at=at)
    duties.issue_explanation(stay=allowed, by=by, at=at)
    [closing] = reservations.block(
        units=[room.unit], span=nights(date(2027, 5, 1), date(2027, 5, 3)), why=words, by=by, at=at
    )
    return {
        "stay_house": house.pk, "stay_house_key": house.key, "stay_room": room.pk, "stay_photo": shown.pk,
        "stay": asked.pk, "stay_application": asked.application_id, "stay_paper": paper.pk,
        "stay_proposed": proposed.pk, "stay_allowed": allowed.pk, "stay_charge": charge.pk, "stay_guest": guest.pk,
        "stay_closing": closing.pk,
    }  # fmt: skip


def _another(room: Room, file: CaseFile, at: datetime, *, month: int, is_allowed: bool = False) -> Any:
    first = date(2027, month, 10)
    return a_stay(
        room, at=at, file=file, arrives_on=first, leaves_on=first.replace(day=13), is_allowed=is_allowed
    )  # fmt: skip
