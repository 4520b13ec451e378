"""Who counts as 移住者, by a definition over raw facts; figures by month and fiscal year."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kayoi.engines.casefiles.states import WhyHere
from kayoi.kit.dates import fiscal_year
from kayoi.programmes.settling.states import (
    TOKYO_AREA,
    YEARS_AT_LEAST,
    CountedOn,
    IntendedStay,
    OriginKind,
    OriginScope,
    Support,
    Turn,
    Unit,
)


@dataclass(frozen=True)
class MoveFacts:
    """What is known of one household's move. Codes are six digits; empty where unknown."""

    move_id: int
    moved_in_on: date
    reported_on: date
    origin_kind: OriginKind
    origin_code: str
    persons: int
    reason: WhyHere | None = None
    intended: IntendedStay | None = None
    turn: Turn | None = None
    supports: frozenset[Support] = frozenset()


@dataclass(frozen=True)
class Definition:
    """Who counts (移住者の定義), for moves counted on `starts_on` or later."""

    starts_on: date
    origin: OriginScope
    excluded_reasons: frozenset[WhyHere]
    years_at_least: int
    supported_only: bool
    turns: frozenset[Turn]
    counted_on: CountedOn
    unit: Unit


@dataclass(frozen=True)
class Count:
    """Households and persons (組・人)."""

    households: int = 0
    persons: int = 0

    def plus(self, move: MoveFacts) -> "Count":
        """Return the count with one more move."""
        return Count(self.households + 1, self.persons + move.persons)


def counting_day(move: MoveFacts, definition: Definition) -> date:
    """Return the day by which a move belongs to a month (数える日).

    Source: 移住者数に全国共通の定義はない; each town says which day it takes (docs/decisions/0023-moves-as-facts.md)
    """
    return move.moved_in_on if definition.counted_on is CountedOn.REGISTERED else move.reported_on


def is_from(move: MoveFacts, scope: OriginScope, *, town_code: str) -> bool:
    """Tell whether a move comes from where it must (前住所の範囲). What is unknown does not count as far away.

    Codes of prefectures are the first two digits.
    Source: 全国地方公共団体コード (JIS X 0401・0402); 東京圏 are 埼玉・千葉・東京・神奈川 (移住支援金 実施要領)
    """
    kind, code = move.origin_kind, move.origin_code
    if scope is OriginScope.TOWN:
        return kind is not OriginKind.UNKNOWN and code != town_code
    if scope is OriginScope.PREFECTURE:
        if kind is OriginKind.PLACE:
            return code[:2] != town_code[:2]
        return kind in {OriginKind.OTHER_PREFECTURE, OriginKind.ABROAD}
    return kind is OriginKind.PLACE and code[:2] in TOKYO_AREA


def stays_long_enough(intended: IntendedStay | None, years: int) -> bool:
    """Tell whether somebody means to stay so many years; undecided and unasked count only where no years are asked.

    Source: questionnaires of prefectures at the counter ask for 5年以上
    """
    if years == 0:
        return True
    return intended in YEARS_AT_LEAST and YEARS_AT_LEAST[intended] >= years


def counts(move: MoveFacts, definition: Definition, *, town_code: str) -> bool:
    """Tell whether a move counts under a definition (移住者に数えるか).

    Source: kayoi/programmes/settling/tests/cases/counts.csv, one line on both sides of each condition
    """
    return (
        is_from(move, definition.origin, town_code=town_code)
        and move.reason not in definition.excluded_reasons
        and stays_long_enough(move.intended, definition.years_at_least)
        and (bool(move.supports) or not definition.supported_only)
        and (not definition.turns or move.turn in definition.turns)
    )


def version_for(move: MoveFacts, versions: Sequence[Definition]) -> Definition | None:
    """Return the version of a definition that is in force for a move, or None before the first one.

    Each version is asked by its own counting day; the latest that has begun by then is taken.
    Source: docs/decisions/0023-moves-as-facts.md
    """
    begun = [one for one in versions if one.starts_on <= counting_day(move, one)]
    return max(begun, key=lambda one: one.starts_on, default=None)


def counted(
    moves: Iterable[MoveFacts], versions: Sequence[Definition], *, town_code: str
) -> list[tuple[date, MoveFacts]]:
    """Return the moves that count, each with its counting day, in order.

    Source: counts and version_for
    """
    found = []
    for move in moves:
        definition = version_for(move, versions)
        if definition is not None and counts(move, definition, town_code=town_code):
            found.append((counting_day(move, definition), move))
    return sorted(found, key=lambda pair: (pair[0], pair[1].move_id))


def by_month(found: Iterable[tuple[date, MoveFacts]]) -> Mapping[date, Count]:
    """Return households and persons by month (first day).

    Source: arithmetic
    """
    months: dict[date, Count] = {}
    for on, move in found:
        month = on.replace(day=1)
        months[month] = months.get(month, Count()).plus(move)
    return months


def by_fiscal_year(found: Iterable[tuple[date, MoveFacts]]) -> Mapping[int, Count]:
    """Return households and persons by fiscal year.

    Source: 地方自治法208条1項
    """
    years: dict[int, Count] = {}
    for on, move in found:
        years[fiscal_year(on)] = years.get(fiscal_year(on), Count()).plus(move)
    return years


def in_words(definition: Definition) -> str:
    """Return a definition as a sentence that stands beside its figure (定義の文).

    Source: kayoi/programmes/settling/states.py
    """
    parts = [f"{definition.origin.label}転入した世帯"]
    if definition.years_at_least:
        parts.append(f"{definition.years_at_least}年以上住む予定と答えた人に限る(未定・無回答は数えない)")
    if definition.excluded_reasons:
        reasons = "・".join(reason.label for reason in WhyHere if reason in definition.excluded_reasons)
        parts.append(f"移った理由が{reasons}の人を除く")
    if definition.supported_only:
        parts.append("市町村の相談や支援を利用した人に限る")
    if definition.turns:
        parts.append("・".join(turn.name for turn in Turn if turn in definition.turns) + "ターンに限る")
    return "、".join(parts) + f"。{definition.counted_on.label}で数える。"
