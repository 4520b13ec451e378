"""The items of a house file besides its columns: words, type, choices, and who may see each."""

from dataclasses import dataclass

from kayoi.kit.states import Labelled
from kayoi.programmes.homes.states.houses import Level


class ItemType(Labelled):
    CHOICE = "choice", "選ぶ"
    CHOICES = "choices", "いくつでも選ぶ"
    NUMBER = "number", "数"
    TEXT = "text", "文字"
    YES_NO = "yes_no", "はい・いいえ"


class ItemGroup(Labelled):
    BUILDING = "building", "建物"
    EQUIPMENT = "equipment", "設備"
    LAND = "land", "土地・付属"
    CONDITIONS = "conditions", "条件"
    SURROUNDINGS = "surroundings", "周り・暮らし"
    CONDITION = "condition", "傷みと調査"
    RIGHTS = "rights", "権利"


@dataclass(frozen=True)
class Item:
    """One item: its code in `Home.details`, its words, who may see it."""

    code: str
    label: str
    label_en: str
    group: ItemGroup
    type: ItemType
    level: Level
    unit: str = ""
    choices: tuple[tuple[str, str, str], ...] = ()  # value, Japanese, English


ITEMS = (
    Item(
        "structure", "構造", "Structure", ItemGroup.BUILDING, ItemType.CHOICE, Level.PUBLIC,
        choices=(("wood", "木造", "Wood"), ("steel", "鉄骨造", "Steel"), ("rc", "鉄筋コンクリート造", "Concrete")),
    ),
    Item("storeys", "階数", "Storeys", ItemGroup.BUILDING, ItemType.NUMBER, Level.PUBLIC, unit="階"),
    Item("rooms", "間取り", "Rooms", ItemGroup.BUILDING, ItemType.TEXT, Level.PUBLIC),
    Item("pets", "ペット", "Pets allowed", ItemGroup.CONDITIONS, ItemType.YES_NO, Level.PUBLIC),
    Item("mortgage", "抵当権", "Mortgage", ItemGroup.RIGHTS, ItemType.YES_NO, Level.STAFF),
)  # fmt: skip
