"""What an item of the house file is."""

from dataclasses import dataclass

from kayoi.kit.states import Labelled
from kayoi.programmes.homes.states.houses import Level


class ItemType(Labelled):
    CHOICE = "choice", "選ぶ"
    CHOICES = "choices", "いくつでも選ぶ"
    NUMBER = "number", "数"
    TEXT = "text", "文字"
    DATE = "date", "日付"
    YES_NO = "yes_no", "はい・いいえ"


class ItemGroup(Labelled):
    BUILDING = "building", "建物"
    EQUIPMENT = "equipment", "設備"
    LAND = "land", "土地・付属"
    CONDITIONS = "conditions", "条件"
    SURROUNDINGS = "surroundings", "周り・暮らし"
    HAZARDS = "hazards", "災害の危険"
    CONDITION = "condition", "傷みと調査"
    RIGHTS = "rights", "権利"


Choices = tuple[tuple[str, str, str], ...]  # value, Japanese, English


@dataclass(frozen=True)
class Item:
    """One item: its code in `Home.details`, its words, who may see it, whether it is asked at the house."""

    code: str
    label: str
    label_en: str
    group: ItemGroup
    type: ItemType
    level: Level
    unit: str = ""
    choices: Choices = ()
    survey: bool = False
    most: int = 200  # signs of a text


# The words of an item that is answered by yes or no.
PRESENT: Choices = (("yes", "あり", "Yes"), ("no", "なし", "No"))
ALLOWED: Choices = (("yes", "可", "Yes"), ("no", "不可", "No"))
WHO_PAYS: Choices = (
    ("owner", "所有者", "Owner"),
    ("user", "利用者(買主・借主)", "Buyer or tenant"),
    ("talk", "相談", "To be agreed"),
)
