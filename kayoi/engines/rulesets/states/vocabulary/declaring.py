"""How standard facts are declared, in few words."""

from typing import Any

from kayoi.engines.rulesets.states import Change, Fact, FactType, Words

TIME, NEVER, PERSON = Change.BY_TIME, Change.NEVER, Change.BY_PERSON
DATE, YES_NO, NUMBER, YEN = FactType.DATE, FactType.YES_NO, FactType.NUMBER, FactType.YEN
CHOICE, CHOICES, PLACE, LIST = FactType.CHOICE, FactType.CHOICES, FactType.PLACE, FactType.LIST
TEXT = FactType.TEXT


def fact(key: str, type: FactType, label: tuple[str, str], question: tuple[str, str], **more: Any) -> Fact:
    """Return a standard fact, its texts as (Japanese, English)."""
    choices = tuple((code, Words(*words)) for code, words in more.pop("choices", {}).items())
    return Fact(key, type, Words(*label), Words(*question), choices=choices, **more)


def column(key: str, type: FactType, ja: str, en: str, **more: Any) -> Fact:
    """Return a column of a list, whose label is its question."""
    return fact(key, type, (ja, en), (ja, en), **more)
