"""Amounts and answers in the reader's language."""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from math import floor
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kayoi.doors.portal.selectors.language import language
from kayoi.engines.rulesets.rules.amounts import Amount
from kayoi.engines.rulesets.rules.places import ABROAD
from kayoi.engines.rulesets.selectors.words import said, unit
from kayoi.engines.rulesets.states import Fact, FactType
from kayoi.foundation.places.models import Place

MAN = 10_000


def yen(amount: int) -> str:
    """Return an amount of money: 160万円, 12,300円; 1,600,000 yen."""
    if language() == "ja" and amount and amount % MAN == 0:
        return f"{amount // MAN:,}万円"
    return _("%(amount)s円") % {"amount": f"{amount:,}"}


def amount_in_words(amount: Amount) -> str:
    """Return a certain amount, or from what to what; the conditions of the most stand beside it on every page."""
    if amount.yen is not None:
        return yen(amount.yen)
    if amount.most is None:
        return _("%(least)s以上") % {"least": yen(amount.least)} if amount.least else _("まだ分かりません")
    if not amount.least:
        return _("最大%(most)s") % {"most": yen(amount.most)}
    return _("%(least)s〜最大%(most)s") % {"least": yen(amount.least), "most": yen(amount.most)}


def range_in_words(least: int | Fraction, most: int | Fraction | None) -> str:
    """Return what a step leaves, to the yen."""
    low = yen(floor(least))
    if most is None:
        return _("%(least)s以上") % {"least": low}
    return low if least == most else f"{low}〜{yen(floor(most))}"


def day(on: date) -> str:
    """Return a day as people write it: 2026年4月1日, 1 April 2026."""
    return f"{on.year}年{on.month}月{on.day}日" if language() == "ja" else date_format(on, "DATE_FORMAT")


def names_of(facts: Mapping[str, Fact], answers: Mapping[str, Any]) -> dict[str, str]:
    """Return the names of all places in answers by their code of five digits, in one query."""
    codes = {
        value
        for key, answer in answers.items()
        if key in facts
        for fact, value in _values(facts[key], answer)
        if fact.type is FactType.PLACE
    }
    rows = Place.objects.filter(code5__in=codes) if codes - {ABROAD} else Place.objects.none()
    return {row.code5: row.name_en if language() == "en" else row.full_name for row in rows} | {ABROAD: _("海外")}


def _values(fact: Fact, answer: Any) -> Iterator[tuple[Fact, Any]]:
    if fact.type is not FactType.LIST:
        yield fact, answer
        return
    for row in answer or ():
        yield from ((column, row.get(column.key)) for column in fact.columns)


def answer_in_words(fact: Fact, answer: Any, names: Mapping[str, str]) -> list[str]:
    """Return an answer in words; of a list one line for each row."""
    if answer is None:
        return [_("分からない")]
    if fact.type is FactType.LIST:
        return [_row(fact, row, names) for row in answer] or [_("ない")]
    return [_value(fact, answer, names)]


def _row(fact: Fact, row: Mapping[str, Any], names: Mapping[str, str]) -> str:
    told = [
        f"{said(column.label)}: {_value(column, row[column.key], names)}"
        for column in fact.columns
        if row.get(column.key) is not None
    ]
    return (", " if language() == "en" else "、").join(told)


def _value(fact: Fact, value: Any, names: Mapping[str, str]) -> str:
    choices = dict(fact.choices)
    match fact.type:
        case FactType.YES_NO:
            return _("はい") if value else _("いいえ")
        case FactType.DATE:
            return day(value if isinstance(value, date) else date.fromisoformat(value))
        case FactType.CHOICE:
            return said(choices[value]) if value in choices else value
        case FactType.CHOICES:
            joint = ", " if language() == "en" else "、"
            return joint.join(said(choices[one]) for one in value if one in choices) or _("どれでもない")
        case FactType.PLACE:
            return names.get(value, value)
        case FactType.YEN:
            return yen(int(value))
        case FactType.NUMBER:
            return f"{value} {unit(fact)}" if language() == "en" else f"{value}{fact.unit}"
        case _:
            return str(value)
