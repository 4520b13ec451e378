"""What of a district goes against somebody's wishes; the mismatches first."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from kayoi.programmes.village_sheets.rules.honesty import Said
from kayoi.programmes.village_sheets.states import LIMITS, Concern, Level, Limit

ORDER = (Level.STRONG, Level.MILD, Level.UNKNOWN, Level.FITS)


@dataclass(frozen=True)
class Match:
    """How one item stands to one wish: strongly or a little against it, unknown, or with it."""

    concern: Concern
    code: str
    level: Level
    said: Said | None


def mismatches(wishes: Collection[Concern], items: Mapping[str, Said]) -> list[Match]:
    """Return how the items of a district stand to wishes, the strongest mismatch first (合わない点).

    What is not known is told as unknown, never as fitting.

    Source: docs/decisions/0020-village-sheets.md (limits stand in the vocabulary)
    """
    found = [
        Match(concern, limit.code, _level(limit, items.get(limit.code)), items.get(limit.code))
        for concern in Concern
        if concern in wishes
        for limit in LIMITS[concern]
    ]
    return sorted(found, key=lambda match: ORDER.index(match.level))


def _level(limit: Limit, said: Said | None) -> Level:
    if said is None or (said.number is None and not said.choice):
        return Level.UNKNOWN
    if said.number is None:
        return Level.STRONG if said.choice in limit.strong else Level.MILD if said.choice in limit.mild else Level.FITS
    number = said.number
    if (limit.strong_over is not None and number >= limit.strong_over) or (
        limit.strong_under is not None and number <= limit.strong_under
    ):
        return Level.STRONG
    if (limit.mild_over is not None and number >= limit.mild_over) or (
        limit.mild_under is not None and number <= limit.mild_under
    ):
        return Level.MILD
    return Level.FITS


def order_key(matches: Collection[Match]) -> tuple[int, int, int]:
    """Return by what districts are put in order for a seeker (並べる順): fewest strong, then mild, then unknown.

    Source: docs/decisions/0020-village-sheets.md
    """
    levels = [match.level for match in matches]
    return levels.count(Level.STRONG), levels.count(Level.MILD), levels.count(Level.UNKNOWN)
