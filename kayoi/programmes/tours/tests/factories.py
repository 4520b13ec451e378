"""Tours, dates and parties for tests and for the walk."""

from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.kit.tokens import new_token, token_hash
from kayoi.programmes.tours.models import ItineraryItem, Party, Tour, TourDate
from tests.clock import NOW

NUMBERS = count(1)


def a_tour(*, at: datetime = NOW, **fields: Any) -> Tour:
    """Publish a monitor tour that a registered agency holds, with applications from yesterday for two weeks."""
    number = next(NUMBERS)
    given: dict[str, Any] = {
        "key": f"tour-{number}", "kind": "monitor", "status": "published", "name": f"暮らし体験ツアー{number}",
        "summary": "二泊三日で暮らしを見る。", "hard": "冬は氷点下10度になる。", "place_code": "202096",
        "organizer": "伊那市", "contact": "0265-00-0000", "arranges_lodging": True, "travel_basis": "agency",
        "agency_name": "架空観光株式会社", "agency_number": "長野県知事登録旅行業第2-000号",
        "insurance": "国内旅行傷害保険",
        "fee_yen": 5000, "fee_covers": "宿泊・朝食", "apply_from": at - timedelta(days=1),
        "apply_until": at + timedelta(days=14), "method": "first_come",
    } | fields  # fmt: skip
    return Tour.objects.create(**given)


def a_date(tour: Tour | None = None, *, at: datetime = NOW, items: bool = True, **fields: Any) -> TourDate:
    """Give a tour a date in two months that is open for applications, with free time in its itinerary."""
    number = next(NUMBERS)
    tour = tour or a_tour(at=at)
    first = fields.pop("starts_on", date(2027, 1, 16))
    given: dict[str, Any] = {
        "tour": tour, "key": f"date-{number}", "status": "open", "starts_on": first,
        "ends_on": first + timedelta(days=2), "place_code": tour.place_code, "meeting_point": "伊那市駅 13時",
        "capacity": 8, "minimum": 2,
    } | fields  # fmt: skip
    made = TourDate.objects.create(**given)
    if items:
        ItineraryItem.objects.create(date=made, day=1, starts=time(13), kind="meet", title="集合", place="伊那市駅")
        ItineraryItem.objects.create(
            date=made, day=2, starts=time(10), kind="visit", title="農家を訪ねる", place="高遠町", host="農家 一郎"
        )
        ItineraryItem.objects.create(date=made, day=2, starts=time(14), kind="free", title="自由時間")
    return made


def a_party(
    date: TourDate | None = None, *, file: CaseFile | None = None, token: str = "", at: datetime = NOW, **fields: Any
) -> Party:
    """Let one person apply for a date; `status="placed"` also gives the place."""
    date, file = date or a_date(at=at), file or make_file()
    number = next(NUMBERS)
    given: dict[str, Any] = {
        "tour": date.tour, "number": f"N{number}", "case_file": file, "token_hash": token_hash(token or new_token()),
        "once": uuid4(), "wishes": [date.key], "asked_at": at, "age_band": "30s", "sex": "female", "prefecture": "13",
        "occupation": "employee", "awareness": "name", "past_visits": "never", "lifestyle": "work",
    } | fields  # fmt: skip
    if given.get("status") in ("placed", "attended", "absent"):
        given |= {"date": date, "decided_at": at}
    return Party.objects.create(**given)
