"""Stays and houses in the words of a reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from kayoi.engines.procedures.selectors.words import language
from kayoi.engines.rulesets.rules.conditions import AllOf
from kayoi.engines.rulesets.rules.versions import Ruleset as Rules
from kayoi.engines.rulesets.rules.wording import condition_in_words, step_in_words
from kayoi.kit.dates import wareki
from kayoi.programmes.stays.models import Stay
from kayoi.programmes.stays.rules.prices import Price
from kayoi.programmes.stays.states import StayStatus

WEEKDAYS = "月火水木金土日"


@dataclass(frozen=True)
class PriceLine:
    """One line of a price as people read it."""

    what: str
    how: str
    yen: int


def either(japanese: str, english: str) -> str:
    """Return words in the reader's language, Japanese where there are no others."""
    return english if english and language() == "en" else japanese


def lines_of(text: str) -> list[str]:
    """Return what stands on each line."""
    return [line.lstrip("・ ").strip() for line in text.splitlines() if line.strip()]


def price_lines(price: Price | None) -> list[PriceLine]:
    """Return the lines of a price that was just worked out."""
    if price is None:
        return []
    said = language()
    return [PriceLine(one.what.in_language(said), one.how.in_language(said), one.yen) for one in price.lines]


def kept_lines(kept: dict[str, Any] | None) -> list[PriceLine]:
    """Return the lines of a price as it was kept with a stay."""
    lines: Sequence[dict[str, Any]] = kept["lines"] if kept else ()
    return [PriceLine(_said(one["what"]), _said(one["how"]), one["yen"]) for one in lines]


def _said(words: dict[str, str]) -> str:
    return either(words["ja"], words["en"])


def conditions_of(rules: Rules | None, *, on: date) -> list[str]:
    """Return the conditions of a ruleset in force on a day, in words generated from it."""
    version = rules.in_force(on) if rules else None
    if rules is None or version is None:
        return []
    parts = version.condition.of if isinstance(version.condition, AllOf) else (version.condition,)
    return [condition_in_words(part, rules, language()) for part in parts]


def steps_of(rules: Rules | None, *, on: date) -> list[str]:
    """Return how an amount is worked out by the version in force on a day, in words."""
    version = rules.in_force(on) if rules else None
    return [step_in_words(step, rules, language()) for step in version.steps] if rules and version else []


def short_day(on: date) -> str:
    """Return a day for lists: 12月1日(火), Tue 1 Dec 2026."""
    return f"{on:%a %-d %b %Y}" if language() == "en" else f"{on.month}月{on.day}日({WEEKDAYS[on.weekday()]})"


def days_in_words(stay: Stay) -> str:
    """Return from when to when, and how many nights: 令和8年12月1日(火)から12月4日(金)まで(3泊4日)."""
    nights = (stay.leaves_on - stay.arrives_on).days
    if language() == "en":
        first, last = (f"{day:%a %-d %b %Y}" for day in (stay.arrives_on, stay.leaves_on))
        return f"{first} – {last} ({nights} nights)" if nights else first
    first, last = (f"{wareki(day)}({WEEKDAYS[day.weekday()]})" for day in (stay.arrives_on, stay.leaves_on))
    return f"{first}から{last}まで({nights}泊{nights + 1}日)" if nights else first


# The line of states that everybody understands: where a stay is, and what comes next.
LINE = (StayStatus.ASKED, StayStatus.ALLOWED, StayStatus.STAYING, StayStatus.LEFT, StayStatus.CLOSED)


def line_of(status: str) -> tuple[list[str], int]:
    """Return the labels of the line and where the stay is, from 1; 0 where it has left the line."""
    labels = [_("申請"), _("許可"), _("滞在"), _("退去"), _("終了")]
    state = StayStatus.of(status)
    return labels, LINE.index(state) + 1 if state in LINE else 0
