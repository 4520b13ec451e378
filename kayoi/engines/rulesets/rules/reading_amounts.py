"""Read the steps of an amount, and who bears it, from a ruleset file."""

from collections.abc import Callable
from fractions import Fraction

from kayoi.engines.rulesets.rules.amounts import (
    MONTH,
    MONTHS,
    Add,
    Cap,
    Floor,
    Monthly,
    Multiply,
    Round,
    Start,
    Step,
    Subtract,
    WithoutTax,
)
from kayoi.engines.rulesets.rules.conditions import Condition, Note
from kayoi.engines.rulesets.rules.reading_conditions import ConditionReader
from kayoi.engines.rulesets.rules.reading_parts import NOTE_KEYS, Part, read_enum, read_note
from kayoi.engines.rulesets.rules.terms import Literal, Term
from kayoi.engines.rulesets.states import FactType, Rounding

COMMON = ("if", *NOTE_KEYS)


def read_steps(part: Part | None, reader: ConditionReader) -> tuple[Step, ...]:
    """Return the steps of an amount in the order in which they are worked out.

    Source: docs/reference/rulesets.md (Amounts)
    """
    return () if part is None else tuple(_step(one, reader) for one in part.items())


def read_shares(part: Part | None) -> tuple[tuple[str, Fraction | None], ...]:
    """Return who bears which part: [{"payer": "nation", "rate": "1/2"}, {"payer": "town"}]; one takes the rest.

    Source: docs/reference/rulesets.md (shares)
    """
    if part is None:
        return ()
    found: list[tuple[str, Fraction | None]] = []
    for one in part.items():
        one.only("payer", "rate")
        rate = one.get("rate")
        found.append((one["payer"].text(), _rate(rate) if rate else None))
    if len({payer for payer, _ in found}) < len(found):
        raise part.fail("a payer stands once")
    if [rate for _, rate in found].count(None) != 1:
        raise part.fail("exactly one payer without a rate takes the rest")
    if sum((rate for _, rate in found if rate is not None), Fraction(0)) > 1:
        raise part.fail("the rates are more than the whole")
    return tuple(found)


def _step(part: Part, reader: ConditionReader) -> Step:
    when = reader.condition(part["if"]) if "if" in part else None
    note = read_note(part)
    for word, read in WORDS.items():
        if word in part:
            return read(part, reader, when, note)
    raise part.fail(f"a step has one of: {', '.join(WORDS)}")


def _yen(part: Part, reader: ConditionReader) -> Term:
    term = reader.term(part, FactType.YEN)
    if isinstance(term, Literal) and term.literal < 0:
        raise part.fail("expected 0 yen or more")
    return term


def _rate(part: Part) -> Fraction:
    rate = Fraction(part.number())
    if rate < 0:
        raise part.fail("expected a rate of 0 or more")
    return rate


def _with_term(kind: Callable[..., Step], word: str) -> Callable[..., Step]:
    def read(part: Part, reader: ConditionReader, when: Condition | None, note: Note) -> Step:
        part.only(word, *COMMON)
        return kind(when, note, part.value, _yen(part[word], reader))

    return read


def _add(part: Part, reader: ConditionReader, when: Condition | None, note: Note) -> Add:
    part.only("add", "per", "where", "most", *COMMON)
    per, most = part.get("per"), part.get("most")
    rows = reader.rows(per, part.get("where"))[0] if per else None
    return Add(when, note, part.value, _yen(part["add"], reader), rows, most.whole() if most else None)


def _times(part: Part, reader: ConditionReader, when: Condition | None, note: Note) -> Multiply:
    part.only("times", *COMMON)
    return Multiply(when, note, part.value, _rate(part["times"]))


def _without_tax(part: Part, reader: ConditionReader, when: Condition | None, note: Note) -> WithoutTax:
    part.only("without_tax", *COMMON)
    return WithoutTax(when, note, part.value, part["without_tax"].whole())


def _round(part: Part, reader: ConditionReader, when: Condition | None, note: Note) -> Round:
    part.only("round", "to", *COMMON)
    return Round(when, note, part.value, part["to"].whole(least=1), read_enum(part["round"], Rounding))


def _monthly(part: Part, reader: ConditionReader, when: Condition | None, note: Note) -> Monthly:
    part.only("monthly", "where", "steps", "most_months", "gap_months", *COMMON)
    rows, _ = reader.rows(part["monthly"], part.get("where"), MONTH, MONTHS)
    inside = reader.inside(part["monthly"])
    gap = part.get("gap_months")
    gaps = gap.whole() if gap and gap.value != "any" else None if gap else 0
    return Monthly(
        when, note, part.value, rows, read_steps(part["steps"], inside),
        part["most_months"].whole(least=1), gaps,
    )  # fmt: skip


WORDS: dict[str, Callable[..., Step]] = {
    "start": _with_term(Start, "start"),
    "subtract": _with_term(Subtract, "subtract"),
    "cap": _with_term(Cap, "cap"),
    "floor": _with_term(Floor, "floor"),
    "times": _times,
    "add": _add,
    "without_tax": _without_tax,
    "round": _round,
    "monthly": _monthly,
}
