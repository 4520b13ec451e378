"""Read what facts there are, and what is known of them in one case."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from kayoi.engines.rulesets.rules.lists import FROM, UNTIL
from kayoi.engines.rulesets.rules.places import ABROAD, CODE_DIGITS
from kayoi.engines.rulesets.rules.reading_parts import Part, read_enum, read_words
from kayoi.engines.rulesets.states import ROW, Change, Fact, FactType

FACT_KEYS = ("key", "type", "label", "question", "unit", "choices", "columns", "proofs", "change", "help", "usual")


def read_fact(part: Part) -> Fact:
    """Return the declaration of a fact.

    Source: docs/reference/rulesets.md (Facts)
    """
    part.only(*FACT_KEYS)
    kind = read_enum(part["type"], FactType)
    choices = part.get("choices")
    columns = part.get("columns")
    proofs = part.get("proofs")
    unit = part.get("unit")
    change = part.get("change")
    usual = part.get("usual")
    if (kind in (FactType.CHOICE, FactType.CHOICES)) is not (choices is not None):
        raise part.fail("choices stand with a fact to choose, and only there")
    if (kind is FactType.LIST) is not (columns is not None):
        raise part.fail("columns stand with a list, and only there")
    row = tuple(read_fact(one) for one in columns.items()) if columns else ()
    if any(column.type is FactType.LIST for column in row):
        raise part.fail("a row holds no list")
    label = read_words(part["label"])
    return Fact(
        key=part["key"].text(),
        type=kind,
        label=label,
        question=read_words(part.get("question") or part["label"]),
        unit=unit.text() if unit else "",
        choices=tuple((key, read_words(choices[key])) for key in choices.mapping()) if choices else (),
        columns=row,
        proofs=tuple(one.text() for one in proofs.items()) if proofs else (),
        change=read_enum(change, Change) if change else Change.NEVER,
        help=read_words(part.get("help")),
        usual=_usual(usual, kind) if usual else None,
    )


def _usual(part: Part, kind: FactType) -> bool | int | tuple[()]:
    if kind is FactType.YES_NO:
        return part.flag()
    if kind is FactType.NUMBER and part.value is not False and part.value == 0:
        return 0
    if kind is not FactType.LIST or part.value != []:
        raise part.fail("yes, no, zero or an empty list is usual")
    return ()


def read_facts(data: Any, known: Mapping[str, Fact], *, strict: bool = True) -> dict[str, Any]:
    """Return the typed values of one case; what is null is not known. Raises BadRuleset for a value of another type.

    With `strict` a fact that nobody declared is an error, otherwise it is left out.

    Source: docs/reference/rulesets.md (Facts)
    """
    part = Part(data)
    values = {}
    for key, value in part.mapping().items():
        fact = known.get(key)
        if fact is None:
            if strict:
                raise part.fail(f"unknown fact '{key}'")
            continue
        if value is not None:
            values[key] = read_value(part[key], fact)
    return values


def read_value(part: Part, fact: Fact) -> Any:
    """Return one value by the type of its fact.

    Source: docs/reference/rulesets.md (Facts)
    """
    match fact.type:
        case FactType.YES_NO:
            return part.flag()
        case FactType.NUMBER | FactType.YEN:
            return part.number()
        case FactType.DATE:
            return part.day()
        case FactType.PLACE:
            return _place(part)
        case FactType.TEXT:
            return part.text()
        case FactType.CHOICE:
            return _choice(part, fact)
        case FactType.CHOICES:
            return tuple(_choice(one, fact) for one in part.items())
        case FactType.LIST:
            columns = {column.key: column for column in fact.columns}
            return tuple(_row(row, columns) for row in part.items())


def _row(part: Part, columns: Mapping[str, Fact]) -> dict[str, Any]:
    part.only(*columns)
    row = {ROW + key: read_value(part[key], columns[key]) for key in part.mapping() if part.value[key] is not None}
    first, last = row.get(FROM), row.get(UNTIL)
    if isinstance(first, date) and isinstance(last, date) and last < first:
        raise part["until"].fail("the last day lies before the first")
    return row


def _place(part: Part) -> str:
    place = part.text()
    if place != ABROAD and not (len(place) == CODE_DIGITS and place.isdecimal()):
        raise part.fail(f"expected a code of {CODE_DIGITS} digits, or {ABROAD}")
    return place


def _choice(part: Part, fact: Fact) -> str:
    value = part.text()
    if value not in dict(fact.choices):
        raise part.fail(f"'{value}' is not one of: {', '.join(key for key, _ in fact.choices)}")
    return value
