"""A coworking space of the demonstration with plans and members; school terms; a programme with entries."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

from kayoi.doors.demo.selectors.drawing import house_drawing
from kayoi.doors.demo.selectors.staff import actor_of
from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.openings.rules import ONE_DAY, SchoolSpan
from kayoi.engines.openings.services import set_school_year
from kayoi.engines.openings.states import School, SchoolDaysKind
from kayoi.engines.reservations.rules import Span
from kayoi.engines.reservations.states import Measure, UnitKind, Weekday
from kayoi.foundation.identity.models import Membership
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import JST, fiscal_year, local_date, months_later
from kayoi.programmes.stays.models import DeskFee, DeskMember, DeskPlan, Room
from kayoi.programmes.stays.services import desks_fees as fees
from kayoi.programmes.stays.services import desks_members as members
from kayoi.programmes.stays.services import desks_plans as plans
from kayoi.programmes.stays.services import desks_uses as uses
from kayoi.programmes.stays.services import houses as registering
from kayoi.programmes.stays.services import programmes
from kayoi.programmes.stays.services.monthly import Paid
from kayoi.programmes.stays.services.staying import new_arrival_code
from kayoi.programmes.stays.states import PaidBy

SPACE: dict[str, Any] = {
    "key": "akagi-desk", "kind": "workplace", "name": "仕事場あかぎ(架空)", "name_en": "Akagi desks (invented)",
    "quarter": "中央", "basis": "none_needed",
    "summary": "駅から歩いて5分の、町のコワーキングです。子どもの場所も一緒に予約できます(デモ用の架空の施設)。",
    "summary_en": "The town's coworking space, five minutes from the station, with a place for a child (invented).",
    "good": "光回線と電話の小部屋がある\n子どもの場所を一緒に予約できる",
    "good_en": "Fast line and a telephone booth\nA place for a child can be booked together",
    "hard": "飲食店は歩いて10分\n冬の朝は暖まるまで30分かかる",
    "hard_en": "Ten minutes on foot to eat\nIt takes half an hour to get warm on winter mornings",
    "address": "架空4番地", "guide": "鍵は開いています。受付の合言葉で、来たことを知らせてください。",
    "contact": "伊那市 地域創造課(平日) 0265-78-4111",
}  # fmt: skip
DESKS = (
    ("あかぎ 席1", 1, UnitKind.DESK),
    ("あかぎ 席2", 1, UnitKind.DESK),
    ("あかぎ 会議室", 6, UnitKind.MEETING_ROOM),
)
CHILD = "あかぎ 子どもの場所"
# Name, months since they joined, whether all is paid.
MEMBERS = (("白毛 しずく(架空)", 5, True), ("経ヶ岳 透(架空)", 3, False), ("権兵衛 ひかり(架空)", 1, True))
TERMS: tuple[tuple[SchoolDaysKind, tuple[int, int], tuple[int, int]], ...] = (
    (SchoolDaysKind.YEAR_BEGIN, (4, 1), (4, 4)), (SchoolDaysKind.TERM_1, (4, 5), (7, 24)),
    (SchoolDaysKind.SUMMER, (7, 25), (8, 20)), (SchoolDaysKind.TERM_2, (8, 21), (12, 26)),
    (SchoolDaysKind.WINTER, (12, 27), (1, 8)), (SchoolDaysKind.TERM_3, (1, 9), (3, 16)),
    (SchoolDaysKind.YEAR_END, (3, 17), (3, 31)),
)  # fmt: skip


def fill(*, town: Organization, staff: Sequence[Membership], by: Actor, at: datetime) -> None:
    """Let people work in Ina, show its school terms, keep a programme's row (コワーキングなどのデモ)."""
    if town.slug != "ina":
        return
    actors = {member.role: actor_of(member) for member in staff}
    officer, head = actors["officer"], actors["section_head"]
    today = local_date(at)
    for year in (fiscal_year(today), fiscal_year(today) + 1):
        spans = [SchoolSpan(kind, _on(year, first), _on(year, last) + ONE_DAY) for kind, first, last in TERMS]
        set_school_year(school=School.ELEMENTARY, year=year, spans=spans, version=0, by=head, at=at)
    opened = months_later(today.replace(day=1), -8)
    plan, rooms = _space(town, head, officer, opened, at=at)
    rows = [_member(plan, 95 + number, *one, officer=officer, head=head, at=at) for number, one in enumerate(MEMBERS)]
    fees.charge_fees(by=officer, at=at)
    for row, (_, _, all_paid) in zip(rows, MEMBERS, strict=True):
        for fee in DeskFee.objects.filter(member=row).order_by("month")[: None if all_paid else 1]:
            paid = Paid(fee.amount_yen, min(fee.due_on, today), PaidBy.TRANSFER)
            fees.note_fee(member=row, paid=paid, key=uuid4(), by=officer, at=at)
    _use(rows[0], rooms[0], today, 18, officer, at=at, arrives=True)
    _use(rows[0], rooms[0], today + timedelta(days=3), 9, officer, at=at, with_child=True)
    _use(rows[2], rooms[1], today + timedelta(days=2), 13, officer, at=at)
    you = {"name": "戸台 はる(架空)", "phone": "090-0000-9899", "email": "todai@demo.example"}
    members.ask_membership(
        plan=plan, you=you, starts_on=months_later(today.replace(day=1), 1), work="翻訳(架空)", channel=Channel.PORTAL,
        client_key=uuid4(), by=officer, at=at - timedelta(days=1),
    )  # fmt: skip


def _on(year: int, day: tuple[int, int]) -> date:
    month, number = day
    return date(year if month >= 4 else year + 1, month, number)


def _space(
    town: Organization, head: Actor, officer: Actor, opened: date, *, at: datetime
) -> tuple[DeskPlan, list[Room]]:
    fields_of_space: Any = SPACE | {"place_code": town.place_code}
    house = registering.open_house(fields=fields_of_space, by=officer, at=at)
    weekdays = [{"weekday": day.value, "starts": time(8), "ends": time(22)} for day in Weekday]
    rooms = []
    for name, capacity, kind in (*DESKS, (CHILD, 1, UnitKind.ROOM)):
        unit: Any = {"name": name, "capacity": capacity}
        room = registering.add_room(house=house, kind=kind, measure=Measure.MINUTE, fields=unit, by=officer, at=at)
        hours: Any = weekdays
        registering.set_room_hours(room=room, hours=hours, by=officer, at=at)
        new_arrival_code(room=room, by=officer, at=at)
        rooms.append(room)
    *desks, child = rooms
    for desk in desks[:2]:
        plans.set_beside(room=desk, beside=child, by=head, at=at)
    photo = house_drawing()
    registering.add_picture(
        house=house, upload=BytesIO(photo), name="house.jpg", size=len(photo), caption="外観(架空の家の絵)",
        by=officer, at=at,
    )  # fmt: skip
    monthly: Any = {
        "name": "月20時間プラン", "name_en": "20 hours a month", "words": "週に1、2回使う人のプランです。",
        "words_en": "For those who come once or twice a week.", "included": 20, "most_members": 6, "least_months": 2,
    }  # fmt: skip
    days: Any = {
        "name": "平日の昼プラン", "name_en": "Weekday plan", "counted": "days", "included": None, "most_members": 2,
        "weekdays": "01234", "opens_at": time(9), "closes_at": time(18), "part_months": "whole",
    }  # fmt: skip
    made = []
    for fields, fee, over in ((monthly, 6_000, 300), (days, 11_000, None)):
        plan = plans.add_plan(house=house, fields=fields, rooms=desks, by=head, at=at)
        plans.set_price(
            plan=plan, starts_on=opened, fee_yen=fee, over_yen=over, article="利用規約(架空)", by=head, at=at
        )
        plans.open_plan(plan=plan, by=head, at=at)
        made.append(plan)
    registering.publish_house(house=house, by=head, at=at)
    programme: Any = {
        "kind": "island_school", "reference": f"R{opened.year - 2018}-demo", "name": "山の留学 来年度(架空)",
        "decided_by": "教育委員会(架空)", "starts_on": _on(fiscal_year(local_date(at)) + 1, (4, 1)),
        "ends_before": _on(fiscal_year(local_date(at)) + 2, (4, 1)), "places": 3,
    }  # fmt: skip
    row = programmes.set_programme(programme=None, fields=programme, houses=[], version=0, by=head, at=at)
    programmes.give_entry(programme=row, label="1番の家庭", by=officer, at=at)
    return made[0], desks


def _member(
    plan: DeskPlan, number: int, name: str, months: int, paid: bool, *, officer: Actor, head: Actor, at: datetime
) -> DeskMember:
    first = months_later(local_date(at).replace(day=1), -months) + timedelta(days=9)
    then = at - (local_date(at) - first) - timedelta(days=5)
    fields: Any = {"name": name, "phone": f"090-0000-98{number}", "email": f"desk{number}@demo.example"}
    file = casefiles.open_case_file(fields=fields, by=officer, at=then)
    row = members.ask_membership(
        plan=plan, you={}, file=file, starts_on=first, work="在宅の仕事(架空)", channel=Channel.COUNTER,
        client_key=uuid4(), by=officer, at=then,
    )  # fmt: skip
    members.decide_member(member=row, by=head, at=then + timedelta(days=2))
    return row


def _use(
    row: DeskMember, room: Room, on: date, hour: int, by: Actor, *, at: datetime, with_child: bool = False,
    arrives: bool = False,
) -> None:  # fmt: skip
    span = Span(*(datetime.combine(on, time(at_hour), JST) for at_hour in (hour, hour + 3)))
    use = uses.book_desk(
        member=row, room=room, span=span, with_child=with_child, key=f"demo-{row.pk}-{on}", by=by, at=at
    )  # fmt: skip
    if arrives:
        uses.arrive_at_desk(use=use, code=None, by=by, at=at)
