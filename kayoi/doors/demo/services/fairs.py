"""A year of events in Ina as the city published it (令和5年度), one fair to come, and brochures on the shelf."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from kayoi.engines.casefiles.services import FileFields
from kayoi.engines.casefiles.states import Channel, ConsentPurpose, Interest
from kayoi.foundation.identity.models import Membership
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import JST, local_date
from kayoi.programmes.fairs import services
from kayoi.programmes.fairs.models import Brochure, Event
from kayoi.programmes.fairs.states import EventKind, Way

YEAR: Final = 2023
# 伊那市 令和5年度: フェア・相談会 15回 203組 276人、セミナー・ツアー 30回 397組 800人.
PUBLISHED: Final = {EventKind.FAIR: (15, 203, 276), EventKind.SEMINAR: (30, 397, 800)}
TITLES: Final = {
    EventKind.FAIR: ("移住フェア(東京)", "移住相談会(大阪)", "移住相談会(名古屋)", "出張相談会(横浜)"),
    EventKind.SEMINAR: (
        "暮らし体験ツアー(春)", "オンラインセミナー(子育て)", "農業を知る一日", "空き家めぐりツアー",
        "冬の暮らし体験ツアー", "先輩移住者と話す会",
    ),
}  # fmt: skip
PLACES: Final = {EventKind.FAIR: "都市部の会場", EventKind.SEMINAR: "市内・オンライン"}
GUESTS: Final = (
    ("露草 みちる(架空)", "つゆくさ みちる", "090-0000-2301", "130001", "30s", "family"),
    ("樫村 遼(架空)", "かしむら りょう", "090-0000-2302", "140007", "20s", "single"),
    ("山吹 しおり(架空)", "やまぶき しおり", "090-0000-2303", "270008", "40s", "couple"),
    ("霧原 大和(架空)", "きりはら やまと", "090-0000-2304", "230006", "50s", "couple"),
)  # fmt: skip


def fill(*, town: Organization, staff: Sequence[Membership], by: Actor, at: datetime) -> None:
    """Give Ina its published year, and every desk a fair next month and brochures."""
    if not town.is_desk:
        return
    if town.slug == "ina":
        for kind in PUBLISHED:
            _year_of(kind, by=by)
    brochures = _shelf(town, by=by, at=at)
    services.make_event(
        fields={
            "title": "移住・二地域居住フェア", "kind": EventKind.FAIR, "starts_on": local_date(at) + timedelta(days=30),
            "ends_before": local_date(at) + timedelta(days=32), "place": "東京", "organiser": "",
        }, by=by, at=at,
    )  # fmt: skip
    if town.slug == "ina":
        _asked_for(brochures, by=by, at=at)


def _year_of(kind: EventKind, *, by: Actor) -> None:
    """Write the events of one kind so that groups and persons add up to what was published."""
    events, groups, persons = PUBLISHED[kind]
    of_group = _shares(persons, groups)
    first = 0
    for number, groups_here in enumerate(_shares(groups, events)):
        on = date(YEAR, 4, 15) + timedelta(days=round(number * 340 / events))
        moment = datetime.combine(on, time(13), JST)
        titles = TITLES[kind]
        event = services.make_event(
            fields={
                "title": f"{titles[number % len(titles)]} 第{number + 1}回", "kind": kind, "starts_on": on,
                "ends_before": on + timedelta(days=1), "place": PLACES[kind], "organiser": "",
            }, by=by, at=moment,
        )  # fmt: skip
        sizes = of_group[first : first + groups_here]
        named = _named(event, sizes, moment, by=by) if number == 0 else 0
        services.count_groups(event=event, groups=sizes[named:], visited_at=moment, by=by, at=moment)
        first += groups_here


def _shares(whole: int, parts: int) -> list[int]:
    """Return a whole number in that many parts, as even as can be; they add up to it exactly."""
    return [whole * (number + 1) // parts - whole * number // parts for number in range(parts)]


def _named(event: Event, sizes: Sequence[int], moment: datetime, *, by: Actor) -> int:
    """Let two of the groups leave their names; return how many did."""
    guests = GUESTS[:2] if event.kind == EventKind.FAIR else GUESTS[2:]
    for (name, kana, phone, prefecture, age_band, household), persons in zip(guests, sizes, strict=False):
        guest = services.Guest(
            persons=persons,
            way=Way.CARD,
            visited_at=moment,
            prefecture=prefecture,
            age_band=age_band,
            household_type=household,
            interests=frozenset({Interest.HOUSING, Interest.WORK}),
            fields={"name": name, "kana": kana, "phone": phone},
            consents=frozenset({ConsentPurpose.CONSULTATION}),
        )
        services.record_visit(event=event, guest=guest, by=by, at=moment)
    return len(guests)


def _shelf(town: Organization, *, by: Actor, at: datetime) -> list[Brochure]:
    shelf = (
        (
            f"{town.name}移住の手引き",
            f"Moving to {town.name_en}",
            "住まい・仕事・支援の制度をまとめた冊子です。",
            180,
            50,
        ),
        ("空き家バンクの使い方", "How the vacant house bank works", "登録から契約までの流れです。", 15, 30),
    )
    return [
        services.make_brochure(
            organization=town,
            fields={"title": title, "title_en": english, "about": about, "stock": stock, "reorder_at": reorder_at},
            by=by, at=at,
        )
        for title, english, about, stock, reorder_at in shelf
    ]  # fmt: skip


def _asked_for(brochures: Sequence[Brochure], *, by: Actor, at: datetime) -> None:
    """Two people wait for their brochures."""
    people: tuple[FileFields, ...] = (
        {
            "name": "萩尾 千鶴(架空)",
            "postal_code": "154-0001",
            "place_code": "130001",
            "address": "架空区見本町1-2-3 見本ハイツ202",
        },
        {"name": "椎名 岳(架空)", "postal_code": "530-0001", "place_code": "270008", "address": "架空市見本4-5-6"},
    )
    for number, fields in enumerate(people):
        wanted = services.Wanted(brochures[: number + 1], Channel.TELEPHONE, at - timedelta(days=1 + number))
        consents = frozenset({ConsentPurpose.CONSULTATION})
        services.ask_for_brochures(fields=fields, person=None, consents=consents, wanted=wanted, by=by, at=at)
