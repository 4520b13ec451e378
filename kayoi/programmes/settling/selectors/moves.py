"""Reads of moves: facts for the rules, figures of a definition, who waits to be linked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Min

from kayoi.engines.casefiles.states import WhyHere
from kayoi.kit.dates import fiscal_year, fiscal_year_months
from kayoi.programmes.settling.models import Move, MoveDefinition
from kayoi.programmes.settling.rules import counting
from kayoi.programmes.settling.rules.counting import Count, Definition, MoveFacts
from kayoi.programmes.settling.states import (
    CountedOn,
    IntendedStay,
    OriginKind,
    OriginScope,
    Support,
    Turn,
    Unit,
)


def facts_of(move: Move) -> MoveFacts:
    """Return a move as the rules take it."""
    return MoveFacts(
        move.pk,
        move.moved_in_on,
        move.reported_on,
        OriginKind.of(move.origin_kind),
        move.origin_code,
        move.persons,
        WhyHere.of(move.reason) if move.reason else None,
        IntendedStay.of(move.intended) if move.intended else None,
        Turn.of(move.turn) if move.turn else None,
        frozenset(map(Support.of, move.supports)),
    )


def rule_of(row: MoveDefinition) -> Definition:
    """Return a version of a definition as the rules take it."""
    return Definition(
        row.starts_on,
        OriginScope.of(row.origin),
        frozenset(map(WhyHere.of, row.excluded_reasons)),
        row.years_at_least,
        row.supported_only,
        frozenset(map(Turn.of, row.turns)),
        CountedOn.of(row.counted_on),
        Unit.of(row.unit),
    )


@dataclass(frozen=True)
class Defined:
    """A definition with all its versions, the latest first."""

    key: str
    rows: Sequence[MoveDefinition]

    @property
    def latest(self) -> MoveDefinition:
        """The version that began last."""
        return self.rows[0]

    @property
    def versions(self) -> list[Definition]:
        """The versions as the rules take them."""
        return [rule_of(row) for row in self.rows]

    @property
    def words(self) -> list[tuple[date, str]]:
        """Each version with the day from which it is used, in words."""
        return [(row.starts_on, counting.in_words(rule_of(row))) for row in self.rows]


def definitions() -> list[Defined]:
    """Return the definitions of the open organization, each with its versions."""
    found: dict[str, list[MoveDefinition]] = {}
    for row in MoveDefinition.objects.in_order():
        found.setdefault(row.key, []).append(row)
    return [Defined(key, rows) for key, rows in found.items()]


@dataclass(frozen=True)
class Line:
    """One definition by month of a fiscal year: households and persons; the year first."""

    defined: Defined
    year: Count
    months: Sequence[tuple[date, Count]]


def all_facts() -> list[MoveFacts]:
    """Return the facts of every move of the open organization."""
    return [facts_of(move) for move in Move.objects.standing().order_by("pk")]


def figures_of_moves(year: int, *, town_code: str) -> list[Line]:
    """Return the figures of every definition in a fiscal year."""
    facts = all_facts()
    lines = []
    for defined in definitions():
        found = counting.counted(facts, defined.versions, town_code=town_code)
        months = counting.by_month(found)
        of_year = [(month, months.get(month, Count())) for month in fiscal_year_months(year)]
        lines.append(Line(defined, counting.by_fiscal_year(found).get(year, Count()), of_year))
    return lines


def moves_behind(key: str, year: int, month: date | None, *, town_code: str) -> list[tuple[date, Move]]:
    """Return the moves that one number counts, each with its counting day; nothing for a key that is not there."""
    defined = next((one for one in definitions() if one.key == key), None)
    if defined is None:
        return []
    rows = Move.objects.standing().select_related("case_file").defer("case_file__search")
    moves = {move.pk: move for move in rows}
    found = counting.counted(map(facts_of, moves.values()), defined.versions, town_code=town_code)
    months = set(fiscal_year_months(year)) if month is None else {month}
    return [(on, moves[facts.move_id]) for on, facts in found if on.replace(day=1) in months]


def moves_listed() -> Any:
    """Return all moves, also those that were taken back, the latest first."""
    rows = Move.objects.select_related("case_file").defer("case_file__search")
    return rows.order_by("-moved_in_on", "-pk")


def years_of_moves(*, on: date) -> list[int]:
    """Return the fiscal years from the first move on, the latest first; always with the present one."""
    first = Move.objects.standing().aggregate(first=Min("moved_in_on"))["first"]
    start = fiscal_year(min(first, on)) if first else fiscal_year(on)
    return list(range(fiscal_year(on), start - 1, -1))
