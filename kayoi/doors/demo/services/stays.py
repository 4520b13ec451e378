"""Two houses of the demonstration in which people can try out Ina, by its real rules; stays in every state."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

from kayoi.doors.demo.selectors.drawing import house_drawing
from kayoi.doors.demo.selectors.staff import actor_of
from kayoi.engines.casefiles.states import Channel, Retention
from kayoi.engines.procedures import services as procedures
from kayoi.engines.procedures.models import Procedure
from kayoi.engines.procedures.selectors.evaluating import evaluated
from kayoi.engines.procedures.services import Sender
from kayoi.engines.procedures.states import ApplicationStatus
from kayoi.engines.questionnaires.models import Questionnaire
from kayoi.engines.questionnaires.selectors import open_version_of
from kayoi.engines.questionnaires.services import open_version
from kayoi.engines.reservations.rules import nights
from kayoi.engines.reservations.states import Measure, UnitKind
from kayoi.engines.rulesets import services as rulesets
from kayoi.engines.rulesets.models import Ruleset, Version
from kayoi.foundation.identity.models import Membership
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR, Actor
from kayoi.kit.dates import local_date
from kayoi.kit.verdict import Outcome
from kayoi.programmes.stays.models import House, Stay
from kayoi.programmes.stays.selectors.offers import Wanted
from kayoi.programmes.stays.services import With, cancel_stay, inspecting, staying, take_stay
from kayoi.programmes.stays.services import houses as registering
from kayoi.programmes.stays.services.charging import note_payment
from kayoi.programmes.stays.services.deciding import Return, propose_stay, return_stay, sign_stay
from kayoi.programmes.stays.services.duties import Written, confirm_intent, write_guest
from kayoi.programmes.stays.services.inspecting import Found
from kayoi.programmes.stays.states import CancelReason, Intent, PaidBy
from kayoi.programmes.surveys import services as surveys
from kayoi.programmes.surveys.states import Sample

LINK = "https://kayoi.example/ina/stays/a/{token}/"
CANCELLING = "sample-stay-cancellation"
TRIAL, MODEL = "takato", "inasato"
HOUSES: dict[str, dict[str, Any]] = {
    TRIAL: {
        "kind": "trial", "name": "移住体験住宅 高遠の家(架空)", "name_en": "Trial house in Takato (invented)",
        "basis": "notice", "basis_detail": "令和8年4月1日に市が指定(架空)", "quarter": "高遠町西高遠",
        "address": "架空1番地",
        "summary": "城下の通りに面した平屋です。1か月まで、ふだんの暮らしを試せます(デモ用の架空の家)。",
        "summary_en": "A one-storey house by the old castle town. Try everyday life for up to a month (invented).",
        "good": "商店街まで歩いて5分\n畑を借りられる\n薪ストーブがある",
        "hard": "1月の朝は、部屋の中でも5度くらいになる\n車がないと病院まで行きにくい\n夏はアリとカメムシが入る",
        "guide": "鍵は玄関の横の箱にあります。\nごみは火・金の朝8時までに出します。\n灯油は物置にあります。",
        "contact": "伊那市 地域創造課(平日) 0265-78-4111", "rate_yen": 25_000, "deposit_yen": 10_000,
        "needs_activity": True,
    },
    MODEL: {
        "kind": "model", "name": "田舎暮らしモデルハウス 稲里(架空)", "name_en": "Model house Inasato (invented)",
        "basis": "inn", "basis_detail": "簡易宿所 第0号(架空)", "quarter": "西春近", "address": "架空2番地",
        "summary": "3泊まで泊まって、木の家の冬の暖かさを確かめられます(デモ用の架空の家)。",
        "summary_en": "Stay up to three nights and feel how warm a wooden house is in winter (invented).",
        "good": "断熱がよく、薪1束で一晩暖かい\n部屋から南アルプスが見える",
        "hard": "バス停まで歩いて20分\n坂道は雪が残ると冬タイヤが要る",
        "guide": "15時から入れます。鍵の番号は、当日このページに出ます。\nごみは持ち帰ってください。",
        "contact": "伊那市 地域創造課(平日) 0265-78-4111", "deposit_yen": 0,
    },
}  # fmt: skip
WILLING: dict[str, Any] = {
    "stay.considers": "move", "stay.consultation": "had", "stay.joins_events": True,
    "applicant.organized_crime": False, "stay.pets": False,
}  # fmt: skip
UNITS = {TRIAL: (6, None), MODEL: (4, "2580")}


@dataclass(frozen=True)
class Guest:
    """Somebody invented who asks for a stay: so many days ago, for days counted from today."""

    name: str
    kana: str
    born_on: str
    house: str
    asked: int
    arrives: int
    nights: int
    state: str
    companions: tuple[With, ...] = ()
    otherwise: dict[str, Any] = field(default_factory=dict)


CHILD = With("子(架空)", date(2020, 5, 5), "子")
SPOUSE = With("配偶者(架空)", date(1991, 2, 3), "配偶者")
GUESTS = (
    Guest("霧島 渡(架空)", "きりしま わたる", "1988-04-11", TRIAL, 90, -65, 14, "closed", (SPOUSE, CHILD)),
    Guest("浜名 さち(架空)", "はまな さち", "1979-09-30", TRIAL, 60, -40, 7, "absent"),
    Guest("東雲 周(架空)", "しののめ しゅう", "1994-12-24", TRIAL, 30, -13, 10, "left", (SPOUSE,)),
    Guest("水城 ふみ(架空)", "みずき ふみ", "1992-07-07", TRIAL, 9, 20, 14, "allowed", (SPOUSE, CHILD)),
    Guest("立科 みお(架空)", "たてしな みお", "1990-02-18", TRIAL, 25, 0, 6, "allowed"),
    Guest("青柳 了(架空)", "あおやぎ りょう", "1985-01-19", TRIAL, 6, 45, 7, "proposed"),
    Guest("旅野 巡(架空)", "たびの めぐる", "1990-10-10", TRIAL, 21, 60, 5, "refused",
          otherwise={"stay.considers": "neither"}),
    Guest("白樺 すみれ(架空)", "しらかば すみれ", "1996-03-03", MODEL, 80, -50, 2, "closed"),
    Guest("千曲 大地(架空)", "ちくま だいち", "1987-08-15", MODEL, 18, -3, 3, "staying", (SPOUSE,)),
    Guest("茅野 結(架空)", "ちの ゆい", "1993-05-21", MODEL, 20, 8, 2, "cancelled"),
    Guest("諏訪 みなみ(架空)", "すわ みなみ", "1998-11-02", MODEL, 2, 15, 2, "asked", (SPOUSE,)),
    Guest("安曇 航(架空)", "あずみ わたる", "1982-06-28", MODEL, 4, 25, 3, "returned", (With("友人(架空)"),)),
)  # fmt: skip


@dataclass(frozen=True)
class Staff:
    """Who examines, who decides."""

    officer: Actor
    head: Actor


def fill(*, town: Organization, staff: Sequence[Membership], by: Actor, at: datetime) -> None:
    """Register two houses in Ina, and let people ask for stays (お試し滞在のデモ)."""
    if town.slug != "ina":
        return
    actors = {member.role: actor_of(member) for member in staff}
    people = Staff(actors["officer"], actors["section_head"])
    _adopt_cancelling(people, at=at - timedelta(days=121))
    for key in HOUSES:
        _house(key, town, people, at=at - timedelta(days=120))
    for number, guest in enumerate(GUESTS):
        _stay(town, number, guest, people, at=at)


def _adopt_cancelling(staff: Staff, *, at: datetime) -> None:
    """Put the sample of a table of fees for cancelling into force."""
    version = Version.objects.get(ruleset__key=CANCELLING)
    rulesets.propose_version(version=version, by=staff.officer, at=at)
    ordinance = rulesets.Ordinance("移住体験住宅取消料の定め(架空)", "告示第998号(架空)", local_date(at))
    rulesets.adopt_version(version=version, ordinance=ordinance, by=staff.head, at=at)


def _house(key: str, town: Organization, staff: Staff, *, at: datetime) -> House:
    name = {TRIAL: "trial", MODEL: "model"}[key]
    capacity, code = UNITS[key]
    fields: Any = HOUSES[key] | {
        "key": key, "place_code": town.place_code, "procedure": _procedure(key, name, staff, at=at),
        "price_rule": Ruleset.objects.get(key=f"ina-{name}-house-price"), "pay_within_days": 14,
        "cancel_rule": Ruleset.objects.get(key=CANCELLING), "after": _survey(staff, at=at),
    }  # fmt: skip
    house = registering.open_house(fields=fields, by=staff.officer, at=at)
    unit: Any = {"name": house.name, "capacity": capacity, "buffer": 1}
    room = registering.add_room(
        house=house, kind=UnitKind.HOUSE, measure=Measure.NIGHT, fields=unit, key_code=code or "", by=staff.officer,
        at=at,
    )  # fmt: skip
    staying.new_arrival_code(room=room, by=staff.officer, at=at)
    photo = house_drawing()
    registering.add_picture(
        house=house, upload=BytesIO(photo), name="house.jpg", size=len(photo), caption="外観(架空の家の絵)",
        by=staff.officer, at=at,
    )  # fmt: skip
    registering.publish_house(house=house, by=staff.head, at=at)
    return house


def _survey(staff: Staff, *, at: datetime) -> Questionnaire:
    """Ask all guests the same after their stay; the second house finds what the first has made."""
    row = surveys.make_from_sample(
        key="after-stay", title="お試し滞在の後のアンケート(架空)", anonymous=False, open_to_all=False,
        text_retention=Retention.YEARS_3, sample=Sample.AFTER, by=staff.officer, at=at,
    )  # fmt: skip
    if open_version_of(row) is None:
        open_version(version=row.versions.get().pk, by=staff.officer, at=at)
    return row


def _procedure(key: str, name: str, staff: Staff, *, at: datetime) -> Procedure:
    fields = {
        "key": f"stay-{key}", "kind": "stay", "title": HOUSES[key]["name"].removesuffix("(架空)") + "の利用",
        "title_en": f"Stay in the {HOUSES[key]['name_en'].removesuffix(' (invented)').lower()}",
        "ruleset": Ruleset.objects.get(key=f"ina-{name}-house"), "days_needed": 5,
        "conditions": "滞在中は、火の元に気をつけること。\n利用の目的や人数が変わるときは、先に知らせること。",
    }  # fmt: skip
    procedure = procedures.open_procedure(fields=fields, by=staff.officer, at=at)
    procedures.publish_procedure(procedure=procedure, by=staff.head, at=at)
    return procedure


def _stay(town: Organization, number: int, guest: Guest, staff: Staff, *, at: datetime) -> None:
    first = local_date(at) + timedelta(days=guest.arrives)
    asked_at = at - timedelta(days=guest.asked)
    you = {
        "who": "self", "name": guest.name, "kana": guest.kana, "birth_on": guest.born_on,
        "email": f"stay{number}@demo.example", "phone": f"090-0000-99{number + 10}",
        "address": f"東京都架空区{number + 1}",
    }  # fmt: skip
    children = sum(one is CHILD for one in guest.companions)
    wanted = Wanted(nights(first, first + timedelta(days=guest.nights)), 1 + len(guest.companions) - children, children)
    stay = take_stay(
        organization=town, house=House.objects.get(key=guest.house), wanted=wanted, channel=Channel.PORTAL, you=you,
        given=WILLING | guest.otherwise, unknown=set(), companions=guest.companions, purpose="冬の暮らしを知りたい",
        sender=Sender(), client_key=uuid4(), link=LINK, by=VISITOR, at=asked_at,
    )  # fmt: skip
    _go_on(town, Stay.objects.get(pk=stay.pk), guest.state, staff, asked_at=asked_at, at=at)


def _go_on(town: Organization, stay: Stay, state: str, staff: Staff, *, asked_at: datetime, at: datetime) -> None:
    looked_at, by = asked_at + timedelta(days=1), staff.officer
    if state == "returned":
        what = Return(["いっしょに泊まる人の生年月日を書いてください。"], local_date(at) + timedelta(days=10))
        return_stay(organization=town, stay=stay, what=what, link=LINK, by=by, at=looked_at)
    if state in ("asked", "returned"):
        return
    _examine(stay, is_met=state != "refused", by=by, at=looked_at)
    if state == "proposed":
        return
    decided_at = looked_at + timedelta(days=1)
    sign_stay(organization=town, stay=stay, link=LINK, by=staff.head, at=decided_at)
    if state == "refused":
        return
    for charge in stay.charges.order_by("pk"):
        note_payment(
            charge=charge, paid_on=local_date(decided_at) + timedelta(days=3), paid_by=PaidBy.SLIP, by=by,
            at=decided_at + timedelta(days=3),
        )  # fmt: skip
    if state == "cancelled":
        cancel_stay(stay=stay, why="家族が入院したため", reason=CancelReason.ILLNESS, by=by, at=at - timedelta(days=1))
    elif state != "allowed":
        _use(Stay.objects.get(pk=stay.pk), state, by=by, at=at)


def _examine(stay: Stay, *, is_met: bool, by: Actor, at: datetime) -> None:
    application = stay.application
    assert application is not None
    findings = evaluated(application, today=local_date(at)).findings()
    for one in findings if is_met else ():
        if one.outcome is Outcome.UNKNOWN:
            procedures.judge(
                application=application, number=one.number, holds=True, ground="申請書と電話で確かめた。", by=by, at=at
            )
    against = [] if is_met else [f"次の要件を満たしません: {one.text}" for one in findings if one.stands_against]
    outcome = ApplicationStatus.APPROVED if is_met else ApplicationStatus.REFUSED
    propose_stay(stay=stay, outcome=outcome, reasons=against, by=by, at=at)


def _use(stay: Stay, state: str, *, by: Actor, at: datetime) -> None:
    came_at = at - timedelta(days=(local_date(at) - stay.arrives_on).days)
    if state == "absent":
        staying.mark_absent(stay=stay, why="連絡がつかない", by=by, at=came_at + timedelta(days=1))
        return
    _before_the_key(stay, by=by, at=came_at)
    staying.check_in(stay=stay, by=by, at=came_at)
    if state == "staying":
        return
    left_at = came_at + (stay.leaves_on - stay.arrives_on)
    staying.check_out(stay=stay, by=by, at=left_at)
    if state == "closed":
        next_day = left_at + timedelta(days=1)
        inspecting.note_cleaning(booking=stay.booking, done_by="清掃の会社(架空)", by=by, at=next_day)
        inspecting.inspect(stay=stay, found=Found(local_date(next_day), "異状なし"), by=by, at=next_day)


def _before_the_key(stay: Stay, *, by: Actor, at: datetime) -> None:
    """Do what the ground of the house asks for."""
    file = stay.case_file
    assert file is not None
    if stay.room.house.basis == "notice":
        said = "春から中古住宅を探したい。子どもの学校を先に見たい。"
        confirm_intent(stay=stay, intent=Intent.BUY, said=said, asked_on=local_date(at), by=by, at=at)
        return
    names = [file.name, *stay.companions.order_by("pk").values_list("name", flat=True)]
    for name in names:
        write_guest(stay=stay, guest=Written(name, file.address, file.phone), by=by, at=at)
