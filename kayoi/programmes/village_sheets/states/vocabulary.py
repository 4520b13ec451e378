"""The closed vocabulary of a village sheet: what may be said of a district, in which unit, and when it is a hard side.

There is no item for lineage, creed or past place names, and none may be added (docs/decisions/0020-village-sheets.md).
"""

from dataclasses import dataclass

from kayoi.kit.states import Labelled


class Group(Labelled):
    TOGETHER = "together", "地域の付き合い"
    NATURE = "nature", "自然と冬"
    MOVING = "moving", "移動と買い物・医療"
    CHILDREN = "children", "子どもと学校"
    LINES = "lines", "回線と電波"


@dataclass(frozen=True)
class Choice:
    """One answer of an item that is no number; `hard` marks the hard side of life."""

    code: str
    label: str
    label_en: str
    hard: bool = False


@dataclass(frozen=True)
class ItemKind:
    """One item (項目): a number with its unit and bounds, or one of a few answers.

    `hard_from`: this value or more is a hard side; `hard_to`: this value or less is one. `always` is said with it.
    """

    code: str
    group: Group
    label: str
    label_en: str
    unit: str = ""
    unit_en: str = ""
    most: int = 1000
    hard_from: int | None = None
    hard_to: int | None = None
    choices: tuple[Choice, ...] = ()
    always: str = ""
    always_en: str = ""


VOLUNTARY = "自治会への加入は任意です。"
VOLUNTARY_EN = "Joining the neighbourhood association is voluntary."
FREE_TO_JOIN = "消防団への入団は任意です。"

KINDS: dict[str, ItemKind] = {
    kind.code: kind
    for kind in (
        ItemKind(
            "fee",
            Group.TOGETHER,
            "自治会費",
            "Neighbourhood association fee",
            "円/年",
            "yen a year",
            200_000,
            hard_from=12_000,
            always=VOLUNTARY,
            always_en=VOLUNTARY_EN,
        ),
        ItemKind("shared_work", Group.TOGETHER, "共同作業", "Shared work", "日/年", "days a year", 60, hard_from=4),
        ItemKind(
            "water_work",
            Group.TOGETHER,
            "農業用水・草刈りの作業",
            "Work on channels and grass",
            "日/年",
            "days a year",
            60,
            hard_from=3,
        ),
        ItemKind(
            "events", Group.TOGETHER, "祭り・行事", "Festivals and events", "回/年", "times a year", 60, hard_from=8
        ),
        ItemKind(
            "fire_brigade",
            Group.TOGETHER,
            "消防団",
            "Volunteer fire brigade",
            choices=(
                Choice("none", "ない", "There is none"),
                Choice("some", "ある(入る人は一部)", "There is one; some join"),
                Choice("many", "ある(誘われる人が多い)", "There is one; many are asked to join", hard=True),
            ),
            always=FREE_TO_JOIN,
            always_en="Joining the fire brigade is voluntary.",
        ),
        ItemKind(
            "rubbish_kinds",
            Group.TOGETHER,
            "ごみの分別",
            "Kinds of rubbish to separate",
            "種類",
            "kinds",
            60,
            hard_from=15,
        ),
        ItemKind(
            "rubbish_duty",
            Group.TOGETHER,
            "ごみ置き場の当番",
            "Duty at the rubbish place",
            choices=(Choice("no", "ない", "None"), Choice("yes", "ある", "There is a rota", hard=True)),
        ),
        ItemKind("snow", Group.NATURE, "積雪(多い日)", "Snow on the ground (deep days)", "cm", "cm", 600, hard_from=50),
        ItemKind(
            "snow_clearing",
            Group.NATURE,
            "道の除雪",
            "Clearing snow from roads",
            choices=(
                Choice("not_needed", "ほとんど要らない", "Hardly needed"),
                Choice("town", "町がする", "By the town"),
                Choice(
                    "both",
                    "広い道は町、家の前は自分で",
                    "Main roads by the town, in front of the house oneself",
                    hard=True,
                ),
                Choice("self", "ほぼ自分たちでする", "Mostly by the residents", hard=True),
            ),
        ),
        ItemKind(
            "winter_road",
            Group.NATURE,
            "冬の道",
            "Roads in winter",
            choices=(
                Choice("fine", "ふだんどおり通れる", "Open as usual"),
                Choice("tyres", "冬タイヤが要る", "Winter tyres needed", hard=True),
                Choice("closed", "通れない日がある", "Closed on some days", hard=True),
            ),
        ),
        ItemKind(
            "animals",
            Group.NATURE,
            "熊・猪などの出没",
            "Bears, boars and the like seen",
            "件/年",
            "times a year",
            500,
            hard_from=1,
        ),
        ItemKind("bus", Group.MOVING, "バス(平日)", "Buses on working days", "便/日", "a day", 300, hard_to=6),
        ItemKind("clinic", Group.MOVING, "診療所まで(車)", "To a clinic (by car)", "分", "minutes", 240, hard_from=20),
        ItemKind(
            "hospital", Group.MOVING, "病院まで(車)", "To a hospital (by car)", "分", "minutes", 240, hard_from=30
        ),
        ItemKind(
            "supermarket",
            Group.MOVING,
            "スーパーまで(車)",
            "To a supermarket (by car)",
            "分",
            "minutes",
            240,
            hard_from=20,
        ),
        ItemKind("station", Group.MOVING, "駅まで(車)", "To a station (by car)", "分", "minutes", 240, hard_from=30),
        ItemKind(
            "school",
            Group.CHILDREN,
            "小学校まで(車)",
            "To the elementary school (by car)",
            "分",
            "minutes",
            240,
            hard_from=15,
        ),
        ItemKind(
            "pupils",
            Group.CHILDREN,
            "小学校の児童数",
            "Pupils of the elementary school",
            "人",
            "pupils",
            2000,
            hard_to=30,
        ),
        ItemKind(
            "fibre",
            Group.LINES,
            "光回線",
            "Fibre line",
            choices=(
                Choice("yes", "ある", "Available"),
                Choice("part", "一部の家だけ", "For some houses only", hard=True),
                Choice("no", "ない", "Not available", hard=True),
            ),
        ),
        ItemKind(
            "speed", Group.LINES, "回線の実測(下り)", "Measured line speed (down)", "Mbps", "Mbps", 10_000, hard_to=30
        ),
        ItemKind(
            "mobile",
            Group.LINES,
            "携帯の電波",
            "Mobile reception",
            choices=(
                Choice("good", "どこでも届く", "Everywhere"),
                Choice("part", "届かない場所がある", "Not in some places", hard=True),
                Choice("none", "ほとんど届かない", "Hardly any", hard=True),
            ),
        ),
    )
}


class Concern(Labelled):
    """What matters to somebody who looks for a place (大事にしたいこと)."""

    SNOW = "snow", "雪かきは、できるだけ避けたい"
    NO_CAR = "no_car", "車なしで暮らしたい"
    SCHOOL = "school", "小学校に通う子がいる"
    QUIET = "quiet", "行事や共同作業は少ないほうがよい"
    COMPANY = "company", "行事や付き合いを楽しみたい"
    LINE = "line", "家で仕事をする(回線)"
    MEDICAL = "medical", "病院に通う"
    ANIMALS = "animals", "熊や猪が心配"
    COST = "cost", "決まった出費を抑えたい"


@dataclass(frozen=True)
class Limit:
    """When an item goes against a concern: from these values up (`over`) or down (`under`), a little or strongly;
    or by its answer."""

    code: str
    mild_over: int | None = None
    strong_over: int | None = None
    mild_under: int | None = None
    strong_under: int | None = None
    mild: frozenset[str] = frozenset()
    strong: frozenset[str] = frozenset()


LIMITS: dict[Concern, tuple[Limit, ...]] = {
    Concern.SNOW: (
        Limit("snow", mild_over=30, strong_over=100),
        Limit("snow_clearing", mild=frozenset({"both"}), strong=frozenset({"self"})),
        Limit("winter_road", mild=frozenset({"tyres"}), strong=frozenset({"closed"})),
    ),
    Concern.NO_CAR: (
        Limit("bus", mild_under=10, strong_under=4),
        Limit("supermarket", mild_over=5, strong_over=15),
        Limit("station", mild_over=10, strong_over=30),
    ),
    Concern.SCHOOL: (Limit("school", mild_over=10, strong_over=25), Limit("pupils", mild_under=60, strong_under=15)),
    Concern.QUIET: (
        Limit("shared_work", mild_over=4, strong_over=10),
        Limit("water_work", mild_over=3, strong_over=8),
        Limit("events", mild_over=5, strong_over=12),
        Limit("fire_brigade", mild=frozenset({"many"})),
    ),
    Concern.COMPANY: (Limit("events", mild_under=3, strong_under=0),),
    Concern.LINE: (
        Limit("speed", mild_under=100, strong_under=30),
        Limit("fibre", mild=frozenset({"part"}), strong=frozenset({"no"})),
        Limit("mobile", mild=frozenset({"part"}), strong=frozenset({"none"})),
    ),
    Concern.MEDICAL: (Limit("clinic", mild_over=10, strong_over=25), Limit("hospital", mild_over=20, strong_over=45)),
    Concern.ANIMALS: (Limit("animals", mild_over=1, strong_over=5),),
    Concern.COST: (Limit("fee", mild_over=12_000, strong_over=24_000),),
}
