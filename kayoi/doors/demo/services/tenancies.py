"""Homes for a longer time in the demonstration: a managed house in its third year, a share house, who waits."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

from kayoi.doors.demo.selectors.drawing import house_drawing
from kayoi.doors.demo.selectors.staff import actor_of
from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.reservations.states import Measure, UnitKind
from kayoi.foundation.identity.models import Membership
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date, months_later
from kayoi.programmes.stays.models import House, RentCharge, Room, Tenancy
from kayoi.programmes.stays.services import houses as registering
from kayoi.programmes.stays.services import tenancies as services
from kayoi.programmes.stays.services.monthly import Paid
from kayoi.programmes.stays.services.tenancies import Wanted
from kayoi.programmes.stays.services.tenancies_deposit import note_deposit
from kayoi.programmes.stays.services.tenancies_guarantee import add_guarantee
from kayoi.programmes.stays.services.tenancies_head import add_head_lease
from kayoi.programmes.stays.services.tenancies_papers import write_paper
from kayoi.programmes.stays.services.tenancies_rent import charge_rents, note_rent
from kayoi.programmes.stays.services.tenancies_waiting import wait_for_home
from kayoi.programmes.stays.states import PaidBy
from kayoi.programmes.stays.states.tenancies import Contract, Guarantor, Guaranty, ManagerWork, PaperKind

HOMES: tuple[dict[str, Any], ...] = (
    {
        "key": "hase-managed", "kind": "managed", "name": "中間管理住宅 長谷の家(架空)",
        "name_en": "Managed house in Hase (invented)", "quarter": "長谷非持", "rate_yen": 38_000,
        "summary": "空き家を市が借り上げて直した平屋です。最長12年まで住めます(デモ用の架空の家)。",
        "summary_en": "A vacant house that the city has leased and repaired. Up to 12 years (invented).",
        "guaranty": "either",
    },
    {
        "key": "akane-share", "kind": "shared", "name": "シェアハウスあかね(架空)",
        "name_en": "Share house Akane (invented)", "quarter": "荒井", "rate_yen": 17_000,
        "summary": "コミュニティマネージャーのいる、個室のシェアハウスです(デモ用の架空の家)。",
        "summary_en": "A share house with rooms of your own and a community manager (invented).",
    },
)  # fmt: skip
ROOMS = {"hase-managed": (("長谷の家 全体", 5),), "akane-share": (("あかね 1号室", 1), ("あかね 2号室", 1))}
# For so many months the household has lived in the managed house: they are in their third year.
MONTHS = 26


def fill(*, town: Organization, staff: Sequence[Membership], by: Actor, at: datetime) -> None:
    """Let a managed house and a room of a share house in Ina (長く住む住まいのデモ)."""
    if town.slug != "ina":
        return
    actors = {member.role: actor_of(member) for member in staff}
    officer, head = actors["officer"], actors["section_head"]
    today = local_date(at)
    first = months_later(today.replace(day=1), -MONTHS)
    managed, shared = (_house(one, town, officer, at=_days_before(at, first - timedelta(days=60))) for one in HOMES)
    lease: Any = {
        "owner": "春日 守(架空)", "starts_on": months_later(first, -2), "ends_before": months_later(first, 142),
        "rent_yen": 15_000, "works": "屋根と水回りの改修(架空)", "works_yen": 2_400_000, "recovered_yen": 17_000,
    }  # fmt: skip
    add_head_lease(house=managed, fields=lease, by=head, at=_days_before(at, lease["starts_on"]))
    family = _file("天竜 つむぎ(架空)", 91, officer, at=at)
    row = _let(managed, family, Contract.SUBLEASE, first, 24, officer, head, at=at)
    again = months_later(first, 22)
    services.renew_tenancy(
        tenancy=row, ends_before=months_later(first, 48), explained_on=again, signed_on=again, by=officer,
        at=_days_before(at, again),
    )  # fmt: skip
    lodger = _file("仙丈 拓(架空)", 92, officer, at=at)
    room = _let(shared, lodger, Contract.FIXED_LEASE, months_later(first, 20), 12, officer, head, at=at)
    charge_rents(by=officer, at=at)
    this_month = today.replace(day=1)
    _pay(row, months_later(this_month, -2), officer, at=at)
    _pay(room, this_month, officer, at=at)
    words = "ごみ当番と冬の水抜きを話し合った。2号室の内覧は来週。"
    services.note_work(
        house=shared, on=today - timedelta(days=3), work=ManagerWork.MEETING, words=words, by=officer,
        at=at - timedelta(days=3),
    )  # fmt: skip
    for number, (name, is_mover, children) in enumerate((("鹿嶺 あさ(架空)", False, 1), ("入笠 駿(架空)", True, 2))):
        wait_for_home(
            house=managed, case_file=_file(name, 93 + number, officer, at=at), is_mover=is_mover, persons=2 + children,
            children=children, wish="来年の春まで", by=officer, at=at - timedelta(days=20 - number),
        )  # fmt: skip


def _house(fields: dict[str, Any], town: Organization, by: Actor, *, at: datetime) -> House:
    more: Any = fields | {
        "place_code": town.place_code, "basis": "fixed_lease", "deposit_yen": fields["rate_yen"] * 2,
        "hard": "車がないと買い物に行きにくい\n冬は水道の凍結に気をつける", "address": "架空3番地",
        "guide": "鍵は窓口でお渡しします。ごみは火・金の朝に出します。",
        "contact": "伊那市 地域創造課(平日) 0265-78-4111",
    }  # fmt: skip
    house = registering.open_house(fields=more, by=by, at=at)
    for name, capacity in ROOMS[fields["key"]]:
        unit: Any = {"name": name, "capacity": capacity, "buffer": 1}
        kind = UnitKind.HOUSE if capacity > 1 else UnitKind.ROOM
        registering.add_room(house=house, kind=kind, measure=Measure.NIGHT, fields=unit, by=by, at=at)
    photo = house_drawing()
    registering.add_picture(
        house=house, upload=BytesIO(photo), name="house.jpg", size=len(photo), caption="外観(架空の家の絵)", by=by,
        at=at,
    )  # fmt: skip
    registering.publish_house(house=house, by=by, at=at)
    return house


def _let(
    house: House, file: CaseFile, contract: Contract, first: date, months: int, officer: Actor, head: Actor, *,
    at: datetime,
) -> Tenancy:  # fmt: skip
    room = Room.objects.filter(house=house).order_by("pk")[0]
    asked_at = _days_before(at, first - timedelta(days=30))
    wanted = Wanted(room, contract, first, months_later(first, months), 1)
    row = services.apply_tenancy(wanted=wanted, case_file=file, by=officer, at=asked_at)
    services.decide_tenancy(tenancy=row, by=head, at=asked_at + timedelta(days=3))
    day = first - timedelta(days=14)
    if house.guaranty != Guaranty.NONE:
        _guaranteed(row, day, officer, at=_days_before(at, day))
    for kind in (PaperKind.EXPLANATION, PaperKind.CONTRACT):
        write_paper(tenancy=row, kind=kind, by=officer, at=_days_before(at, day))
    note_deposit(
        tenancy=row, amount_yen=row.deposit_yen, paid_on=day, key=uuid4(), by=officer, at=_days_before(at, day)
    )
    services.sign_tenancy(tenancy=row, explained_on=day, signed_on=day, by=officer, at=_days_before(at, day))
    services.move_in(tenancy=row, by=officer, at=_days_before(at, first))
    return row


def _guaranteed(row: Tenancy, on: date, by: Actor, *, at: datetime) -> None:
    """Let a relative answer for a household, up to two years of rent."""
    fields: Any = {
        "kind": Guarantor.PERSON, "name": "天竜 稔(架空)", "address": "伊那市架空町5番地", "phone": "090-0000-9899",
        "most_yen": (row.rent_yen or 0) * 24, "agreed_on": on, "starts_on": row.starts_on,
        "ends_before": months_later(row.starts_on, 48),
    }  # fmt: skip
    add_guarantee(tenancy=row, fields=fields, by=by, at=at)


def _pay(row: Tenancy, before: date, by: Actor, *, at: datetime) -> None:
    """Let all months before a month be paid."""
    for rent in RentCharge.objects.filter(tenancy=row, month__lt=before).order_by("month"):
        paid = Paid(rent.amount_yen, rent.due_on, PaidBy.TRANSFER)
        note_rent(tenancy=row, paid=paid, key=uuid4(), by=by, at=_days_before(at, rent.due_on))


def _file(name: str, number: int, by: Actor, *, at: datetime) -> CaseFile:
    fields: Any = {"name": name, "phone": f"090-0000-98{number}", "email": f"home{number}@demo.example"}
    return casefiles.open_case_file(fields=fields, by=by, at=at - timedelta(days=30))


def _days_before(at: datetime, on: date) -> datetime:
    """Return the same hour of another day."""
    return at - (local_date(at) - on)
