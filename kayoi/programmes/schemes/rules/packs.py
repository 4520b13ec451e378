"""The terms of a grant in a file of procedures: how it is paid, reported, kept up and paid back."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from kayoi.engines.rulesets.rules.reading_parts import Part, read_enum
from kayoi.kit.states import Labelled
from kayoi.programmes.schemes.states.grants import LaterYears, Once, Shape
from kayoi.programmes.schemes.states.obligations import Duty

CHOICES: Mapping[str, type[Labelled]] = {"shape": Shape, "later_years": LaterYears}
LISTS: Mapping[str, type[Labelled]] = {"once": Once, "duties": Duty}
FLAGS = ("needs_consultation", "needs_report", "begins_after_decision", "awaits_report", "proved_yearly", "by_register")
# Least and most of each number; those that may be left open.
NUMBERS = {
    "most_months": (1, 240), "gap_months": (0, 60), "years": (1, 20), "obliged_years": (0, 20), "work_years": (1, 20),
}  # fmt: skip
PERCENT = re.compile(r"\d{1,2}(\.\d{1,2})?")
TEXTS, LINES, REFUND = {"cost": 40, "surcharge_source": 120}, {"report_papers": 100}, "refund_rules"
# A year, at most, written as text so that nothing is lost: "10.95".
PERCENTS = {"surcharge_percent": Decimal(20)}
KEYS = (*CHOICES, *LISTS, *FLAGS, *NUMBERS, *PERCENTS, *TEXTS, *LINES, REFUND)


def read_terms(part: Part) -> dict[str, Any]:
    """Return the terms that a file says, but for the rules of the refund. Raises BadRuleset with the place in the file.

    What it leaves out is as for a scheme of which nobody has said anything.

    Source: docs/reference/packs.md
    """
    part.only(*KEYS)
    terms = {name: _value(name, part[name]) for name in KEYS if name != REFUND and name in part}
    if terms.get("surcharge_percent") and not terms.get("surcharge_source"):
        raise part.fail("a surcharge needs its article in surcharge_source")
    return terms


def _value(name: str, part: Part) -> Any:
    if name in CHOICES:
        return read_enum(part, CHOICES[name]).value
    if name in LISTS:
        return [read_enum(one, LISTS[name]).value for one in part.items()]
    if name in FLAGS:
        return part.flag()
    if name in NUMBERS:
        least, most = NUMBERS[name]
        if part.whole(least=least) > most:
            raise part.fail(f"expected a whole number from {least} to {most}")
        return part.value
    if name in PERCENTS:
        return _percent(part, PERCENTS[name])
    if name in TEXTS:
        return _text(part, TEXTS[name])
    return [_text(one, LINES[name]) for one in part.items()]


def _percent(part: Part, most: Decimal) -> Decimal:
    percent = Decimal(part.text()) if PERCENT.fullmatch(part.text()) else None
    if percent is None or percent > most:
        raise part.fail(f'expected a percentage up to {most} as text, such as "10.95"')
    return percent


def _text(part: Part, most: int) -> str:
    if len(part.text()) > most:
        raise part.fail(f"at most {most} characters")
    return part.text()
