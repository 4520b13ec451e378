"""Activities of Ina around today: open, full, over, to be confirmed; a report that waits. All invented."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from kayoi.doors.demo.selectors.staff import actor_of
from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import Channel
from kayoi.foundation.identity.models import Membership
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR, Actor
from kayoi.kit.dates import JST, local_date
from kayoi.programmes.furusato.models import Activity, ActivityKind, SignUp
from kayoi.programmes.furusato.services import activities, confirming, signing
from kayoi.programmes.furusato.states import ConfirmedBy

KINDS = (
    ("satoyama", "草刈り・里山の手入れ", "Cutting grass, caring for the woods", True),
    ("festival", "祭り・行事の手伝い", "Helping at festivals", True),
    ("children", "子ども・学びの手伝い", "Helping children learn", True),
    ("visit", "見学・交流会", "Visits and meetings", False),
)
INSURANCE = "ボランティア保険(町が負担)"
# Key, kind, title, title in English.
CALLS = (
    ("tanada", "satoyama", "棚田のあぜの草刈り", "Cutting the grass of the terraced fields"),
    ("akimatsuri", "festival", "秋祭りの準備と片づけ", "Setting up the autumn festival"),
    ("mukashi", "visit", "昔の道を歩く会", "Walking the old road"),
    ("yuki", "satoyama", "雪囲いを作る", "Making shelters against the snow"),
    ("terakoya", "children", "土曜の寺子屋で宿題を見る", "Helping with homework on Saturday"),
    ("mochi", "festival", "年末のもちつき", "Pounding rice for the new year"),
    ("ryokan", "visit", "町の仕事を見る日", "A day of seeing work in the town"),
)
# Days from today, from which hour to which, places, host, what to bring.
TIMES = {
    "tanada": (-40, 9, 12, 12, "棚田を守る会(架空)", "長ぐつ、帽子"),
    "akimatsuri": (-12, 8, 15, 20, "高遠の祭り実行委員会(架空)", "動きやすい服"),
    "mukashi": (-5, 10, 14, 15, "歴史を歩く会(架空)", "飲み物"),
    "yuki": (-1, 9, 12, 6, "里山の会(架空)", "手袋"),
    "terakoya": (9, 13, 16, 4, "寺子屋の会(架空)", "特になし"),
    "mochi": (20, 9, 13, 2, "公民館(架空)", "エプロン"),
    "ryokan": (30, 10, 15, 10, "商工会(架空)", "筆記用具"),
}
WHO = ("里見 あかり(架空)", "穂高 蓮(架空)", "白樺 澪(架空)", "千曲 匠(架空)")
LINK = "http://localhost:8000/ina/furusato/mine/{token}/"


def fill(*, town: Organization, staff: Sequence[Membership], by: Actor, at: datetime) -> None:
    """Call for activities in Ina, sign people up, say who came (担い手活動のデモ)."""
    if town.slug != "ina":
        return
    officer = actor_of(next(member for member in staff if member.role == "officer"))
    long_ago = at - timedelta(days=60)
    kinds = {
        key: activities.add_kind(
            fields={"key": key, "name": name, "name_en": english, "designated": designated, "position": number},
            by=officer, at=long_ago,
        )
        for number, (key, name, english, designated) in enumerate(KINDS, 1)
    }  # fmt: skip
    people = [_person(number, name, by=officer, at=long_ago) for number, name in enumerate(WHO)]
    calls = {row[0]: _call(town, kinds[row[1]], row, by=officer, at=long_ago) for row in CALLS}
    for call in calls.values():
        for file in people[: 3 if call.starts_at > at else 4]:
            _sign_up(town, call, file, at=long_ago)
    for key in ("tanada", "akimatsuri", "mukashi"):
        _came(calls[key])
    _report(people[1], kinds["children"], at=at)


def _call(town: Organization, kind: ActivityKind, row: tuple[str, ...], *, by: Actor, at: datetime) -> Activity:
    key, _, title, english = row
    days, starts, ends, places, host, needs = TIMES[key]
    day = local_date(at) + timedelta(days=60 + days)
    call = activities.write_activity(
        fields={
            "key": key, "kind": kind, "title": title, "title_en": english,
            "summary": f"{title}を、町の人と一緒にします。はじめての人も、できることから手伝えます。",
            "summary_en": "Together with people of the town. You need no experience.",
            "place_code": town.place_code, "place": "高遠町総合支所の前(架空)", "meeting": "始まる10分前に、同じ場所",
            "starts_at": datetime.combine(day, time(starts), JST),
            "ends_at": datetime.combine(day, time(ends), JST), "capacity": places,
            "needs": needs, "insurance": INSURANCE, "host_name": host,
            "host_email": f"{key}@hosts.demo.example", "host_phone": "0265-00-0010",
        },
        by=by, at=at,
    )  # fmt: skip
    activities.open_activity(activity=call, by=by, at=at)
    return call


def _person(number: int, name: str, *, by: Actor, at: datetime) -> CaseFile:
    email = f"activity-{number}@people.demo.example" if number else ""
    fields: casefiles.FileFields = {"name": name, "email": email, "phone": f"090-0000-06{number:02}"}
    return casefiles.open_case_file(fields=fields, by=by, at=at)


def _sign_up(town: Organization, call: Activity, file: CaseFile, *, at: datetime) -> SignUp:
    return signing.sign_up(
        organization=town, activity=call, who=signing.Comes({}, file=file), channel=Channel.PORTAL, link=LINK,
        by=VISITOR, at=at,
    ).sign_up  # fmt: skip


def _came(call: Activity) -> None:
    """Let the host say that all came but the last."""
    *came, absent = SignUp.objects.filter(activity=call).order_by("number")
    for row in came:
        confirming.confirm(sign_up=row, how=ConfirmedBy.LIST, by=VISITOR, at=call.ends_at)
    confirming.miss(sign_up=absent, by=VISITOR, at=call.ends_at)


def _report(file: CaseFile, kind: ActivityKind, *, at: datetime) -> None:
    day: date = local_date(at) - timedelta(days=3)
    told = confirming.Report(kind, day, day, "公民館で、小学生の宿題を2時間見ました。館長さんが知っています。")
    confirming.report(file=file, told=told, by=VISITOR, at=at)
