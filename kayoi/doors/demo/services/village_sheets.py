"""What the demonstration has of village sheets: three invented districts of Ina, each with its hard side."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from kayoi.doors.demo.selectors.staff import actor_of
from kayoi.foundation.identity.models import Membership
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.programmes.village_sheets import services
from kayoi.programmes.village_sheets.models import Sheet
from kayoi.programmes.village_sheets.states import KINDS, SourceKind

# Name, reading, in Latin letters, words, words in English, items. All of it is invented.
DISTRICTS: tuple[tuple[str, str, str, str, str, dict[str, int | str]], ...] = (
    (
        "入沢地区(架空)", "いりさわちく", "Irisawa district (invented)",
        "谷のいちばん奥です。冬は道が凍り、通れない日が年に数日あります。秋の紅葉と、水のよさは自慢です。",
        "The last place up the valley. In winter the road is closed on a few days. Autumn and water are our pride.",
        {"fee": 18_000, "shared_work": 12, "water_work": 6, "events": 9, "fire_brigade": "many", "rubbish_kinds": 17,
         "rubbish_duty": "yes", "snow": 70, "snow_clearing": "self", "winter_road": "closed", "animals": 8, "bus": 2,
         "clinic": 28, "hospital": 45, "supermarket": 30, "station": 40, "school": 25, "pupils": 18, "fibre": "part",
         "speed": 25, "mobile": "part"},
    ),
    (
        "東原地区(架空)", "ひがしはらちく", "Higashihara district (invented)",
        "田んぼのなかの地区です。草刈りと水路の作業が春から秋にあります。子ども会があり、行事は多めです。",
        "A district among rice fields, with work on grass and channels from spring to autumn, and many events.",
        {"fee": 12_000, "shared_work": 6, "water_work": 5, "events": 8, "fire_brigade": "some", "rubbish_kinds": 17,
         "rubbish_duty": "yes", "snow": 20, "snow_clearing": "both", "winter_road": "tyres", "animals": 2, "bus": 8,
         "clinic": 9, "hospital": 18, "supermarket": 8, "station": 12, "school": 6, "pupils": 140, "fibre": "yes",
         "speed": 180, "mobile": "good"},
    ),
    (
        "駅北地区(架空)", "えききたちく", "Ekikita district (invented)",
        "駅まで歩ける住宅地です。家賃は高めで、庭の広い家は少なめです。道が狭く、雪の日は車が入りにくい所があります。",
        "Homes near the station. Rents are higher, gardens small, and some lanes are narrow in snow.",
        {"fee": 9_600, "shared_work": 2, "water_work": 0, "events": 3, "fire_brigade": "some", "rubbish_kinds": 17,
         "rubbish_duty": "yes", "snow": 15, "snow_clearing": "both", "winter_road": "tyres", "animals": 0, "bus": 24,
         "clinic": 4, "hospital": 10, "supermarket": 4, "station": 3, "school": 5, "pupils": 320, "fibre": "yes",
         "speed": 420, "mobile": "good"},
    ),
)  # fmt: skip
FROM_PAPERS = {"bus": "町のバス時刻表(デモ)", "pupils": "学校基本調査(デモ)", "animals": "出没の記録(デモ)"}


def fill(*, town: Organization, staff: Sequence[Membership], by: Actor, at: datetime) -> None:
    """Publish three districts of Ina, written by one and approved by another (暮らしのシートのデモ)."""
    if town.slug != "ina":
        return
    writer = next(actor_of(member) for member in staff if member.role == "officer")
    head = next(actor_of(member) for member in staff if member.role == "section_head")
    published_at = at - timedelta(days=40)
    seen_on = local_date(published_at) - timedelta(days=20)
    for name, kana, latin, text, text_en, values in DISTRICTS:
        district = services.add_district(name=name, kana=kana, name_en=latin, by=writer, at=published_at)
        sheet = Sheet.objects.get(district=district)
        fields = services.SheetFields(text, text_en, "区長", seen_on, "meeting")
        services.write_sheet(
            sheet=sheet, fields=fields, items=[_item(code, value, seen_on) for code, value in values.items()],
            version=sheet.version, by=writer, at=published_at,
        )  # fmt: skip
        services.hand_in(sheet=sheet, by=writer, at=published_at)
        services.publish_sheet(sheet=sheet, by=head, at=published_at)


def _item(code: str, value: int | str, seen_on: date) -> services.ItemFields:
    paper = FROM_PAPERS.get(code)
    return services.ItemFields(
        code=code,
        number=None if KINDS[code].choices else Decimal(value),
        choice=str(value) if KINDS[code].choices else "",
        as_of=seen_on,
        source_kind=SourceKind.OFFICIAL if paper else SourceKind.DISTRICT,
        source=paper or "区長に聞き取り(デモ)",
    )
