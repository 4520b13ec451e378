"""The terms of a grant in a file of procedures: how it is paid, reported, kept up and paid back."""

from collections.abc import Mapping
from typing import Any

from kayoi.engines.rulesets.rules.reading_parts import Part, read_enum
from kayoi.kit.states import Labelled
from kayoi.programmes.schemes.states.grants import Once, Shape
from kayoi.programmes.schemes.states.obligations import Duty

CHOICES: Mapping[str, type[Labelled]] = {"shape": Shape}
LISTS: Mapping[str, type[Labelled]] = {"once": Once, "duties": Duty}
FLAGS = ("needs_report", "begins_after_decision", "awaits_report", "proved_yearly", "by_register")
# Least and most of each number; those that may be left open.
NUMBERS = {
    "most_months": (1, 240), "gap_months": (0, 60), "years": (1, 20), "obliged_years": (0, 20), "work_years": (1, 20),
}  # fmt: skip
TEXTS, LINES, REFUND = {"cost": 40}, {"report_papers": 100}, "refund_rules"
KEYS = (*CHOICES, *LISTS, *FLAGS, *NUMBERS, *TEXTS, *LINES, REFUND)


def read_terms(part: Part) -> dict[str, Any]:
    """Return the terms that a file says, but for the rules of the refund. Raises BadRuleset with the place in the file.

    What it leaves out is as for a scheme of which nobody has said anything.

    Source: docs/reference/packs.md
    """
    part.only(*KEYS)
    return {name: _value(name, part[name]) for name in KEYS if name != REFUND and name in part}


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
    if name in TEXTS:
        return _text(part, TEXTS[name])
    return [_text(one, LINES[name]) for one in part.items()]


def _text(part: Part, most: int) -> str:
    if len(part.text()) > most:
        raise part.fail(f"at most {most} characters")
    return part.text()
