"""Tours of Ina: to apply for now, by lot, by first come online, of three towns; one was drawn, one took place."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from kayoi.engines.questionnaires.states import Way
from kayoi.foundation.audit import services as audit
from kayoi.foundation.identity.models import Membership
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import JST, local_date
from kayoi.programmes.tours.forms.refusals import REFUSALS
from kayoi.programmes.tours.models import Outcome, Party, Tour, TourDate
from kayoi.programmes.tours.rules.asking import Asking, With
from kayoi.programmes.tours.services import Teller, Who, apply_for_tour, giving, tours
from kayoi.programmes.tours.services import dates as dates_of
from kayoi.programmes.tours.services.applying import COUNTED
from kayoi.programmes.tours.services.attending import Came, take_in
from kayoi.programmes.tours.states import AttendanceWay, ItemKind, TourKind

WINTER: Final[dict[str, Any]] = {
    "key": "winter", "kind": TourKind.MONITOR, "segment": "families", "name": "冬の暮らし体験ツアー",
    "name_en": "A winter weekend in Ina",
    "summary": "雪道の運転、まきストーブ、保育園のお迎え。観光ではなく、冬の二泊三日の暮らしをそのまま見ます。",
    "summary_en": "Driving on snow, wood stoves, the way home from nursery: three days of winter as it is lived.",
    "hard": "朝は氷点下10度になります。\n公共交通は1時間に1本ほどです。\n室内でも廊下は冷えます。",
    "hard_en": "Mornings are ten degrees below zero.\nBuses run about once an hour.\nCorridors are cold.",
    "contact": "移住担当 当日の携帯 090-0000-4101", "fee_yen": 6000,
    "fee_covers": "宿泊2泊・朝食2回・保険料を含みます。伊那市までの交通費と昼食は別です。",
    "fee_covers_en": "Two nights, two breakfasts and insurance. Travel to Ina and lunches are not included.",
    "insurance": "国内旅行傷害保険(旅行業者が加入)", "arranges_lodging": True, "arranges_transport": True,
    "travel_basis": "agency", "agency_name": "架空信州観光株式会社", "agency_number": "長野県知事登録旅行業第2-000号",
    "method": "lottery", "most_persons": 5, "campaigns": ["fair", "line"],
}  # fmt: skip
AUTUMN: Final[dict[str, Any]] = {
    "key": "autumn", "kind": TourKind.WORKATION, "segment": "business", "name": "農ある暮らしと仕事の三日間",
    "name_en": "Three days of farming and remote work",
    "summary": "午前は農家の手伝い、午後はコワーキングで自分の仕事。宿と移動は各自で手配します。",
    "summary_en": "Mornings on a farm, afternoons at a desk. You arrange your own lodging and travel.",
    "hard": "畑仕事は雨でも行います。\n車がないと畑まで行けません。",
    "hard_en": "We work in the rain.\nYou need a car.",
    "contact": "移住担当 090-0000-4102", "insurance": "傷害保険(市が加入)", "travel_basis": "none",
    "method": "first_come", "most_persons": 2,
}  # fmt: skip
ONLINE: Final[dict[str, Any]] = {
    "key": "talk", "kind": TourKind.SEMINAR, "name": "画面ごしの暮らし相談会", "name_en": "An evening online",
    "summary": "先に移り住んだ三家族に、冬と仕事と保育園のことを聞きます。顔を出さなくてもかまいません。",
    "summary_en": "Three families who moved here tell of winters, work and nursery. You need not show your face.",
    "hard": "画面だけでは、寒さと坂は分かりません。", "hard_en": "A screen shows neither the cold nor the slopes.",
    "contact": "移住担当 090-0000-4103", "insurance": "なし(オンラインのため)", "travel_basis": "none",
    "method": "first_come", "most_persons": 5,
}  # fmt: skip
VALLEY: Final[dict[str, Any]] = {
    "key": "valley", "kind": TourKind.MONITOR, "segment": "families", "name": "伊那谷・三つの町の暮らしめぐり",
    "name_en": "Three towns of the Ina valley",
    "summary": "三つの市町を、一つの申込みで。行きたい町と日程を、希望の順に選べます。移動は各自で手配します。",
    "summary_en": "One application for three towns: choose towns and dates in order. You arrange travel.",
    "hard": "町どうしの移動には車が要ります。", "hard_en": "You need a car between the towns.",
    "contact": "移住担当 090-0000-4104", "insurance": "傷害保険(市が加入)", "travel_basis": "none",
    "method": "first_come", "most_persons": 5,
}  # fmt: skip
# 駒ヶ根市, 箕輪町: they receive the tour of Ina.
NEIGHBOURS: Final = (("komagane", "202100", 1), ("minowa", "203831", 2))
SNOW: Final[dict[str, Any]] = {
    "key": "snow", "name": "雪かき体験ツアー", "name_en": "A weekend of shovelling snow",
    "summary": "雪かきを覚え、集落の寄り合いに出る二泊三日です。",
    "summary_en": "Three days to learn how snow is cleared, and to meet the hamlet.",
}  # fmt: skip
# What happens: day, hour, kind, words, place.
ITEMS: Final = (
    (1, time(13), ItemKind.MEET, "集合", "伊那市駅の改札前"),
    (1, time(14), ItemKind.VISIT, "市街地と団地を歩く", "中心市街地"),
    (1, time(17), ItemKind.PEOPLE, "移住した家族と夕食", "西箕輪"),
    (2, time(9), ItemKind.HOMES, "空き家を二軒見る", "高遠町"),
    (2, time(12), ItemKind.FREE, "自由時間(スーパー、病院、図書館を自分で回る)", ""),
    (2, time(17), ItemKind.LODGING, "宿へ", "高遠町"),
    (3, time(9), ItemKind.VISIT, "保育園と小学校の登校を見る", "長谷"),
    (3, time(12), ItemKind.MEET, "解散", "伊那市駅"),
)
AT_A_NEIGHBOUR: Final = (
    (1, time(13), ItemKind.MEET, "集合", "役所の玄関前"),
    (1, time(14), ItemKind.VISIT, "商店街と住宅地を歩く", ""),
    (1, time(16), ItemKind.FREE, "自由時間", ""),
)
AT_THE_STATION: Final = ("伊那市駅の改札前に13時", "1 p.m. at Inashi station")
AT_THE_HALL: Final = ("役所の玄関前に13時", "1 p.m. at the town hall")
# Name, reading, persons, age band, sex, prefecture, occupation, awareness, past visits, lifestyle.
PEOPLE: Final = (
    ("雪村 あかり(架空)", "ゆきむら あかり", 4, "30s", "female", "13", "employee", "name", "never", "children"),
    ("氷室 拓(架空)", "ひむろ たく", 1, "20s", "male", "14", "freelance", "unknown", "never", "work"),
    ("柊 まどか(架空)", "ひいらぎ まどか", 2, "40s", "female", "11", "employee", "known", "once", "hobby"),
    ("霜月 修(架空)", "しもつき おさむ", 2, "50s", "male", "13", "manager", "name", "some", "work"),
    ("白石 みのり(架空)", "しらいし みのり", 3, "30s", "female", "12", "part_time", "unknown", "never", "children"),
    ("冬木 慧(架空)", "ふゆき けい", 1, "30s", "male", "23", "employee", "known", "often", "hobby"),
    ("粉川 さゆり(架空)", "こかわ さゆり", 5, "40s", "female", "27", "self_employed", "name", "never", "children"),
    ("根雪 大地(架空)", "ねゆき だいち", 1, "20s", "male", "13", "student", "unknown", "never", "work"),
)  # fmt: skip
HELD_BEFORE: Final = timedelta(days=40)


def fill(*, town: Organization, staff: Sequence[Membership], by: Actor, at: datetime) -> None:
    """Give Ina tours to apply for, one that was drawn and one that took place."""
    if town.slug != "ina":
        return
    _winter(town, by=by, at=at)
    _autumn(town, by=by, at=at)
    _online(town, by=by, at=at)
    _drawn(town, by=by, at=at)
    _joint(town, by=by, at=at)


def _winter(town: Organization, *, by: Actor, at: datetime) -> None:
    until = datetime.combine(local_date(at) + timedelta(days=14), time(17), JST)
    applying = {
        "apply_from": at - timedelta(days=6), "apply_until": until, "number_from": until + timedelta(days=3),
        "public_number": "受付の終わりの翌々営業日の日経平均株価の終値",
    }  # fmt: skip
    tour = _tour(town, WINTER | applying, by=by, at=at - timedelta(days=8))
    saturday = _saturday(local_date(at) + timedelta(days=45))
    made = [_date(tour, key, saturday + timedelta(weeks=weeks), capacity=9, by=by, at=at) for key, weeks in _KEYS]
    tours.publish_tour(tour=tour, by=by, at=at - timedelta(days=7))
    for one in made:
        dates_of.open_date(date=one, by=by, at=at)
    giving.publish_terms(tour=tour, by=by, at=at - timedelta(days=6))
    for number, person in enumerate(PEOPLE):
        wishes = [one.key for one in (made if number % 2 else made[::-1])][: 2 if number % 3 else 1]
        _party(town, tour, person, number, wishes=wishes, by=by, at=at - timedelta(days=5, hours=number))


_KEYS: Final = (("first", 0), ("second", 2))


def _autumn(town: Organization, *, by: Actor, at: datetime) -> None:
    before = at - HELD_BEFORE - timedelta(days=30)
    applying = {"apply_from": before, "apply_until": before + timedelta(days=14)}
    tour = _tour(town, AUTUMN | applying, by=by, at=before)
    first = _saturday(local_date(at - HELD_BEFORE))
    one = _date(tour, "oct", first, capacity=6, by=by, at=before)
    tours.publish_tour(tour=tour, by=by, at=before)
    dates_of.open_date(date=one, by=by, at=before)
    giving.publish_terms(tour=tour, by=by, at=before)
    for number, person in enumerate(PEOPLE[1:4]):
        asked = before + timedelta(days=number)
        party = _party(town, tour, person, number + len(PEOPLE), wishes=[one.key], by=by, at=asked)
        _came(party, one, number, by=by)
    dates_of.close_date(date=one, by=by, at=before + timedelta(days=14))
    dates_of.hold_date(date=one, by=by, at=at)


def _online(town: Organization, *, by: Actor, at: datetime) -> None:
    """A talk that nobody has to travel to: another door for those without a place."""
    until = datetime.combine(local_date(at) + timedelta(days=20), time(17), JST)
    fields = ONLINE | {"apply_from": at - timedelta(days=6), "apply_until": until}
    tour = _tour(town, fields, by=by, at=at - timedelta(days=8))
    one = _date(tour, "talk", local_date(at) + timedelta(days=24), capacity=40, days=1, by=by, at=at)
    audit.change(one, {"is_online": True}, version=None, by=by, at=at)
    tours.publish_tour(tour=tour, by=by, at=at - timedelta(days=7))
    dates_of.open_date(date=one, by=by, at=at)
    giving.publish_terms(tour=tour, by=by, at=at - timedelta(days=6))


def _joint(town: Organization, *, by: Actor, at: datetime) -> None:
    """A tour of three towns with one application (連携ツアー)."""
    until = datetime.combine(local_date(at) + timedelta(days=18), time(17), JST)
    fields = VALLEY | {"apply_from": at - timedelta(days=6), "apply_until": until}
    tour, first = _tour(town, fields, by=by, at=at - timedelta(days=8)), _saturday(local_date(at) + timedelta(days=40))
    made = [_date(tour, "ina", first, capacity=6, days=1, by=by, at=at)]
    for key, place, weeks in NEIGHBOURS:
        day = first + timedelta(weeks=weeks)
        made.append(_date(tour, key, day, capacity=6, days=1, place=place, by=by, at=at))
    tours.publish_tour(tour=tour, by=by, at=at - timedelta(days=7))
    for one in made:
        dates_of.open_date(date=one, by=by, at=at)
    giving.publish_terms(tour=tour, by=by, at=at - timedelta(days=6))


def _drawn(town: Organization, *, by: Actor, at: datetime) -> None:
    """A tour that was drawn a few days ago, with people on the reserve list."""
    before, until = at - timedelta(days=30), at - timedelta(days=9)
    applying = {
        "apply_from": before, "apply_until": until, "number_from": until + timedelta(days=2),
        "public_number": "受付の終わりの翌々営業日の日経平均株価の終値",
    }  # fmt: skip
    tour = _tour(town, WINTER | SNOW | applying, by=by, at=before)
    one = _date(tour, "snow", _saturday(local_date(at) + timedelta(days=30)), capacity=6, by=by, at=before)
    tours.publish_tour(tour=tour, by=by, at=before)
    dates_of.open_date(date=one, by=by, at=before)
    giving.publish_terms(tour=tour, by=by, at=before)
    for number, person in enumerate(PEOPLE, 2 * len(PEOPLE)):
        _party(town, tour, person, number, wishes=[one.key], by=by, at=before + timedelta(days=1, hours=number))
    giving.close_list(tour=tour, by=by, at=until)
    giving.draw(
        teller=Teller(town, "", REFUSALS), tour=tour, number="39123.45", by=by, at=until + timedelta(days=3)
    )  # fmt: skip


def _came(party: Party, one: TourDate, number: int, *, by: Actor) -> None:
    """Let a party come, but for the last one; something came of the first."""
    came = datetime.combine(one.starts_on, time(13), JST)
    if number == 2:
        audit.move(party, "miss", by=by, at=came)
        return
    noted = Came(UUID(int=party.pk), party.pk, AttendanceWay.LIST, came)
    take_in(date=one, came=noted, by=by, at=came)
    if number == 0:
        outcome = Outcome.objects.create(
            party=party,
            kind="wishes_two_places",
            happened_on=one.ends_on,
            note="月に一週間、住みたい",
            recorded_at=came,
        )
        audit.record("tours.note_outcome", outcome, by=by, at=came, after={"kind": outcome.kind})


def _tour(town: Organization, fields: dict[str, Any], *, by: Actor, at: datetime) -> Tour:
    given = {"organizer": town.name, "place_code": town.place_code} | fields
    return tours.open_tour(fields=given, by=by, at=at)  # type: ignore[arg-type]


def _date(
    tour: Tour, key: str, first: date, *, capacity: int, days: int = 3, place: str = "", by: Actor, at: datetime
) -> TourDate:  # fmt: skip
    (meeting, meeting_en), items = (AT_THE_HALL, AT_A_NEIGHBOUR) if place else (AT_THE_STATION, ITEMS)
    made = dates_of.add_date(
        tour=tour,
        fields={
            "key": key, "starts_on": first, "ends_on": first + timedelta(days=days - 1),
            "place_code": place or tour.place_code,
            "meeting_point": meeting, "meeting_point_en": meeting_en,
            "capacity": capacity, "minimum": 2,
        }, by=by, at=at,
    )  # fmt: skip
    for day, starts, kind, title, where in (item for item in items if item[0] <= days):
        fields = {"day": day, "starts": starts, "kind": kind, "title": title, "place": where}
        dates_of.add_item(date=made, fields=fields, by=by, at=at)  # type: ignore[arg-type]
    return made


def _party(
    town: Organization, tour: Tour, person: tuple[Any, ...], number: int, *, wishes: list[str], by: Actor, at: datetime
) -> Party:  # fmt: skip
    name, kana, persons, *answers = person
    email = "" if number % 4 == 3 else f"tour{number}@example.jp"
    companions = [
        With(f"{name.split()[0]} 家族{place}(架空)", age=38 if place == 1 else 4 + 3 * place)
        for place in range(1, persons)
    ]
    asking = Asking(
        persons=persons, wishes=wishes, once=UUID(int=number + 1), way=Way.WEB if email else Way.TELEPHONE,
        companions=companions, counted=dict(zip(COUNTED, answers, strict=True)), agrees_agency=True,
    )  # fmt: skip
    who = Who({"name": name, "kana": kana, "phone": f"090-0000-{4200 + number}", "email": email})
    return apply_for_tour(teller=Teller(town, "", REFUSALS), tour=tour, who=who, asking=asking, by=by, at=at).party


def _saturday(day: date) -> date:
    return day + timedelta(days=(5 - day.weekday()) % 7)
