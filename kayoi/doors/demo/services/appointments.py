"""Two counsellors of Ina with hours, bookings around today, and a guided day next week."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from kayoi.doors.demo.selectors.staff import actor_of
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.services import FileFields
from kayoi.engines.casefiles.states import Channel
from kayoi.foundation.identity.models import Membership
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR, Actor
from kayoi.kit.dates import JST, business_days_later, local_date
from kayoi.programmes.appointments import services
from kayoi.programmes.appointments.models import Counsellor, GuidedDay
from kayoi.programmes.appointments.states import StopKind, Way, Weekday

WAYS = [Way.ONLINE, Way.TELEPHONE, Way.COUNTER]
# Working days from today, hour, way, about what; those in the past are written up.
BOOKED = (
    (-3, 9, Way.ONLINE, "子どもの通う学校の選び方", "澄川 望(架空)", "すみかわ のぞみ"),
    (-2, 10, Way.TELEPHONE, "冬の暮らしと車のこと", "遠山 岬(架空)", "とおやま みさき"),
    (-1, 9, Way.COUNTER, "りんご農家の研修", "高瀬 繭(架空)", "たかせ まゆ"),
    (2, 9, Way.ONLINE, "庭のある借家を探しています", "小径 伸(架空)", "こみち しん"),
    (2, 10, Way.COUNTER, "二地域で働きたい", "湊 すず(架空)", "みなと すず"),
    (4, 11, Way.TELEPHONE, "親の近くに戻りたい", "瀬戸内 律(架空)", "せとうち りつ"),
)  # fmt: skip
STOPS = (
    (StopKind.PICK_UP, 9, 0, 20, "伊那市駅", "迎えの車", "", "", False),
    (StopKind.HOUSE, 9, 40, 60, "高遠町の空き家", "家と畑を見る", "大家 田中(架空)", "ooya@hosts.demo.example", True),
    (StopKind.NURSERY, 11, 0, 40, "高遠町の保育園", "園の見学", "園長 丸山(架空)", "encho@hosts.demo.example", True),
    (StopKind.WARD_HEAD, 13, 0, 45, "高遠町の公民館", "地区の決まりを聞く", "区長 北沢(架空)", "", True),
    (
        StopKind.SETTLER,
        14,
        0,
        60,
        "長谷の工房",
        "5年目の話を聞く",
        "先輩 春日(架空)",
        "s@hosts.demo.example",
        True,
    ),
)


def fill(*, town: Organization, staff: Sequence[Membership], by: Actor, at: datetime) -> None:
    """Publish hours in Ina, book, write up what is past, plan a day (予約相談・現地案内のデモ)."""
    if town.slug != "ina":
        return
    officer = next(member for member in staff if member.role == "officer")
    long_ago = at - timedelta(days=30)
    counsellors = _counsellors(town, officer, by=by, at=long_ago)
    for number, row in enumerate(BOOKED):
        _booking(town, counsellors[number % 2 if row[0] < 0 else 0], officer, row, at=at)
    file = CaseFile.objects.without_search().filter(email__endswith="people.demo.example").order_by("pk").first()
    if file is not None:
        _guided_day(town, file, officer, at=at)


def _counsellors(town: Organization, officer: Membership, *, by: Actor, at: datetime) -> list[Counsellor]:
    path = f"/{town.slug}/appointments/"
    fields = (
        {
            "membership": officer, "name": officer.name, "name_en": "Ms Karaki (invented)",
            "about": "住まい・仕事・支援制度のことなら何でも。", "about_en": "Homes, work and support.",
            "place": "市役所3階 地域創造課(デモ)", "online_url": "https://meet.demo.example/ina",
        },
        {
            "name": "先輩移住者 有賀 灯(架空)", "name_en": "Akari Aruga, moved here earlier (invented)",
            "about": "東京から移って6年。子育てと冬の暮らしの本音を話します。",
            "about_en": "Moved from Tokyo six years ago: children, winters, and what nobody tells you.",
            "place": "高遠町のカフェ(架空)", "online_url": "https://meet.demo.example/aruga", "most_per_day": 2,
        },
    )  # fmt: skip
    people = [services.add_counsellor(organization=town, fields=dict(row), path=path, by=by, at=at) for row in fields]
    for person, weekdays in zip(people, (list(Weekday)[:5], list(Weekday)), strict=True):
        for weekday in weekdays:
            services.add_hours(
                counsellor=person, weekday=weekday, starts=time(9), ends=time(12), ways=WAYS, by=by, at=at
            )
    return people


def _booking(
    town: Organization,
    counsellor: Counsellor,
    officer: Membership,
    row: tuple[int, int, Way, str, str, str],
    *,
    at: datetime,
) -> None:
    days, hour, way, topic, name, kana = row
    on = business_days_later(local_date(at), days)
    starts_at = datetime.combine(on, time(hour), JST)
    fields: FileFields = {"name": name, "kana": kana, "phone": f"090-0000-{2000 + hour * 10 + days}"}
    booking = services.book(
        organization=town,
        counsellor=counsellor,
        who=services.BookedBy(fields),
        wanted=services.BookingWish(starts_at=starts_at, way=way, channel=Channel.PORTAL, topic=topic),
        link="",
        by=VISITOR,
        at=min(at, starts_at - timedelta(days=5)),
    ).booking
    if days < 0:
        services.record_held(
            booking=booking, note=f"{topic}。資料を渡した。", next_title="資料を読んだ感想をうかがう",
            next_due_on=local_date(at) + timedelta(days=7), owner=officer, by=actor_of(officer),
            at=starts_at + timedelta(hours=1),
        )  # fmt: skip


def _guided_day(town: Organization, file: CaseFile, officer: Membership, *, at: datetime) -> None:
    on = _saturday(local_date(at))
    by = actor_of(officer)
    day: GuidedDay = services.plan_day(
        file=file,
        fields={
            "on": on, "party": 3, "shown_as": "ご家族3人", "meeting": "9時に伊那市駅の改札",
            "note": "歩きやすい靴と、温かい上着をお持ちください。", "owner": officer,
        },
        by=by,
        at=at,
    )  # fmt: skip
    for kind, hour, minute, minutes, place, purpose, host, email, needs in STOPS:
        starts_at = datetime.combine(on, time(hour, minute), JST)
        stop = services.add_stop(
            day=day,
            fields={
                "kind": kind, "starts_at": starts_at, "ends_before": starts_at + timedelta(minutes=minutes),
                "place": place, "purpose": purpose, "host_name": host, "host_email": email,
                "host_phone": "0265-00-0000" if host and not email else "", "host_note": "", "needs_answer": needs,
            },
            by=by,
            at=at,
        )  # fmt: skip
        if kind is StopKind.HOUSE:
            services.answer_stop(stop=stop, accepts=True, remark="鍵を開けておきます", by=by, at=at)
        if kind is StopKind.SETTLER:
            services.answer_stop(stop=stop, accepts=False, remark="その日は出張です", by=by, at=at)


def _saturday(today: date) -> date:
    """Return the Saturday of next week."""
    return today + timedelta(days=7 - today.weekday() + 5)
