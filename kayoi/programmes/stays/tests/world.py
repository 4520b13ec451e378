"""Rows of stays for the walk."""

from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.procedures import services as procedures
from kayoi.engines.procedures.models import Paper
from kayoi.engines.procedures.states import ApplicationStatus
from kayoi.engines.procedures.tests.factories import make_ruleset
from kayoi.engines.reservations import services as reservations
from kayoi.engines.reservations.rules import nights
from kayoi.foundation.files.tests.test_services import picture
from kayoi.kit.actor import VISITOR, Actor
from kayoi.kit.dates import local_date
from kayoi.kit.sealing import seal
from kayoi.programmes.stays.models import Companion, House, InspectionPicture, Room, Stay, StayProgramme
from kayoi.programmes.stays.selectors.offers import Wanted
from kayoi.programmes.stays.services import (
    begin_stay,
    bringing,
    charging,
    deciding,
    duties,
    houses,
    inspecting,
    programmes,
    staying,
)
from kayoi.programmes.stays.states import KEY_CODE, ChargeKind, Intent
from kayoi.programmes.stays.tests.factories import a_house, a_procedure, a_room, a_stay, some_prices
from tests.cast import make_member

WHO: dict[str, Any] = {
    "anchor": "application.on",
    "source": "要綱",
    "condition": {
        "all": [{"fact": "stay.nights", "at_most": 7, "source": "3条"}, {"unknown": "特別", "source": "4条"}]
    },
}
DOCUMENTS = [{"code": "residence", "label": "住民票の写し"}]


def rows_of_stays(file: CaseFile, *, words: str, by: Actor, at: datetime) -> dict[str, Any]:
    """Give a town a house and stays that were asked for, proposed, allowed; return their ids by name."""
    examiner = make_member(file.organization, "officer", "滞在の担当").actor
    procedure = a_procedure(at=at, documents=DOCUMENTS, ruleset=make_ruleset(key="stay-who", body=WHO))
    house = a_house(
        at=at, name=f"体験住宅{words}", summary=f"紹介{words}", procedure=procedure,
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
    procedures.return_paper(paper=paper, why=f"枚数{words}", by=by, at=at)
    upload = BytesIO(picture()), f"住民票{words}.jpg", len(picture())
    procedures.send_paper(
        paper=paper, uploads=[upload], issued_on=local_date(at), received_on=local_date(at), by=by, at=at
    )
    proposed = _another(a_room(a_house(at=at), at=at), file, at, month=1)
    deciding.propose_stay(stay=proposed, outcome=ApplicationStatus.APPROVED, by=examiner, at=at)
    allowed = _another(a_room(a_house(at=at), at=at), file, at, month=2)
    deciding.propose_stay(stay=allowed, outcome=ApplicationStatus.APPROVED, by=examiner, at=at)
    deciding.sign_stay(organization=file.organization, stay=allowed, link="", by=by, at=at)
    charge = charging.charge(stay=allowed, kind=ChargeKind.FEE, amount_yen=12_000, words=words, by=by, at=at)
    guest = duties.write_guest(
        stay=allowed, guest=duties.Written(f"客{words}", "松本市", "090-0000-0000"), by=by, at=at
    )
    duties.confirm_intent(stay=allowed, intent=Intent.BUY, said=words, asked_on=local_date(at), by=by, at=at)
    duties.issue_explanation(stay=allowed, by=by, at=at)
    wanted = Wanted(nights(local_date(at) + timedelta(days=300), local_date(at) + timedelta(days=302)), 2)
    draft = begin_stay(
        house=house, wanted=wanted, channel=Channel.PORTAL, you={"name": f"下書き{words}"}, by=VISITOR, at=at
    )
    application = asked.application
    assert application is not None
    token = procedures.new_link(application=application, by=by, at=at)
    [closing] = reservations.block(
        units=[room.unit], span=nights(date(2027, 5, 1), date(2027, 5, 3)), why=words, by=by, at=at
    )
    closed = _closed(photo, by=examiner, head=by, at=at)
    programme = programmes.set_programme(
        programme=None, houses=[a_room(a_house(at=at), at=at).house], version=0, by=by, at=at,
        fields={
            "kind": "island_school", "reference": f"R9{words}", "name": f"離島留学{words}", "decided_by": "教育委員会",
            "starts_on": date(2027, 4, 1), "ends_before": date(2028, 4, 1), "places": 60,
        },
    )  # fmt: skip
    return {
        "stay_programme": programme.pk,
        "stay_entry": programmes.give_entry(programme=programme, label=f"家庭{words}", by=by, at=at).pk,
        "stay_feed_token": bringing.make_feed(room=room, by=by, at=at), "stay_booking": allowed.booking_id,
        "stay_draft": draft.stay.pk,
        "stay_finding": InspectionPicture.objects.get(inspection__stay=closed).pk, "stay_closed": closed.pk,
        "stay_house": house.pk, "stay_house_key": house.key, "stay_room": room.pk, "stay_photo": shown.pk,
        "stay": asked.pk, "stay_application": asked.application_id, "stay_paper": paper.pk,
        "stay_proposed": proposed.pk, "stay_allowed": allowed.pk, "stay_charge": charge.pk, "stay_guest": guest.pk,
        "stay_closing": closing.pk, "stay_token": token, "stay_draft_token": draft.token,
    }  # fmt: skip


def _closed(photo: bytes, *, by: Actor, head: Actor, at: datetime) -> Stay:
    """Return a stay that is over, with a photo of what was found."""
    today = local_date(at)
    room, first = a_room(a_house(at=at), at=at), today - timedelta(days=3)
    stay = a_stay(room, at=at, arrives_on=first, leaves_on=today)
    deciding.propose_stay(stay=stay, outcome=ApplicationStatus.APPROVED, by=by, at=at)
    deciding.sign_stay(organization=room.organization, stay=stay, link="", by=head, at=at)
    staying.check_in(stay=stay, by=by, at=at)
    staying.check_out(stay=stay, by=by, at=at)
    upload: Any = BytesIO(photo)
    upload.name, upload.size = "a.jpg", len(photo)
    inspecting.inspect(stay=stay, found=inspecting.Found(today, "窓", 0, [upload]), by=by, at=at)
    return stay


def _another(room: Room, file: CaseFile, at: datetime, *, month: int, is_allowed: bool = False) -> Any:
    first = date(2027, month, 10)
    return a_stay(
        room, at=at, file=file, arrives_on=first, leaves_on=first.replace(day=13), is_allowed=is_allowed
    )  # fmt: skip


def grow_stays(rows: dict[str, Any], file: CaseFile, count: int, *, by: Actor, at: datetime) -> None:
    """Add that many houses with stays; rooms and photos to the first house, money and guests to its stays."""
    first = House.objects.get(pk=rows["stay_house"])
    for number in range(count):
        programme = StayProgramme.objects.get(pk=rows["stay_programme"])
        programmes.give_entry(programme=programme, label=f"家庭{number}", by=by, at=at)
        house = a_house(at=at, name=f"家 {number} {file.pk}")
        for one in (house, first):
            room, photo = a_room(one, at=at), picture()
            houses.add_picture(
                house=one, upload=BytesIO(photo), name="a.jpg", size=len(photo), caption="外観", by=by, at=at
            )
            _another(room, file, at, month=3)
            _another(room, file, at, month=4, is_allowed=True)
        for stay in Stay.objects.filter(pk__in=[rows["stay"], rows["stay_allowed"]]):
            Companion.objects.create(stay=stay, name="同行者", added_at=at)
            charging.charge(stay=stay, kind=ChargeKind.FEE, amount_yen=1, words="追加", by=by, at=at)
            duties.write_guest(stay=stay, guest=duties.Written("客", "松本市", "090-0000-0000"), by=by, at=at)
