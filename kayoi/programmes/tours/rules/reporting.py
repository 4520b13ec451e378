"""The report of tours in the ministry's shape: representatives only, shares with their base, half-up to one decimal."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from kayoi.engines.questionnaires.rules.tables import percent
from kayoi.engines.questionnaires.states import SMALL

UNKNOWN: Final = ""
SEXES: Final = ("male", "female", "other", UNKNOWN)
# The ministry's bands, and which of ours they hold.
BANDS: Final = ("20s", "30s", "40s", "50s")
SIZES: Final = ("1", "2", "3", "5")


@dataclass(frozen=True, slots=True)
class Representative:
    """Who stands for a party that took part (参加代表者): what the report tells of them, empty where not told."""

    sex: str = UNKNOWN
    age_band: str = UNKNOWN
    persons: int = 1
    prefecture: str = UNKNOWN
    occupation: str = UNKNOWN
    lifestyle: str = UNKNOWN
    knew: str = UNKNOWN
    visits: str = UNKNOWN


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the base are so, and how many in a hundred."""

    key: str
    count: int
    percent: Decimal


@dataclass(frozen=True, slots=True)
class Shares:
    """One distribution (構成比) with its base: everybody counts once, so the counts add up to the base."""

    base: int
    lines: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class AgeBySex:
    """Age × sex with totals: a row for each sex and one for all, a column for each band and one for all."""

    sexes: tuple[str, ...]
    bands: tuple[str, ...]
    cells: tuple[tuple[int, ...], ...]

    @property
    def base(self) -> int:
        """How many representatives there are."""
        return self.cells[-1][-1]

    def shares(self) -> tuple[tuple[Decimal, ...], ...]:
        """Return each cell in percent of all representatives."""
        return tuple(tuple(percent(cell, self.base) if self.base else Decimal(0) for cell in row) for row in self.cells)


@dataclass(frozen=True, slots=True)
class Demand:
    """What was asked for against what there was: applications and persons are never mixed (114件 is not 162人)."""

    capacity: int
    applications: int
    persons: int
    took_part: int

    @property
    def applications_times(self) -> Decimal | None:
        """Applications for each place offered (倍率・件数)."""
        return ratio(self.applications, self.capacity)

    @property
    def persons_times(self) -> Decimal | None:
        """Persons for each place offered (倍率・人数)."""
        return ratio(self.persons, self.capacity)


def age_by_sex(
    people: Iterable[Representative], *, bands: Sequence[str] = BANDS, sexes: Sequence[str] = SEXES
) -> AgeBySex:
    """Return age × sex of representatives, companions left out; rows and columns that nobody is in stay.

    An age that no band holds stands in a column of its own at the end, so that the totals are everybody.

    Source: domain.md 8.3; 国交省「二地域居住先導的プロジェクト実装事業」(令和8年3月) 参加者属性
    """
    found = Counter((one.sex, one.age_band) for one in people)
    other_sexes = tuple(dict.fromkeys(sex for sex, _ in found if sex not in sexes))
    other_bands = tuple(dict.fromkeys(band for _, band in found if band not in bands))
    across, down = (*bands, *other_bands), (*sexes, *other_sexes)
    rows = [[found[sex, band] for band in across] for sex in down]
    rows.append([sum(column) for column in zip(*rows, strict=True)])
    return AgeBySex(down, across, tuple((*row, sum(row)) for row in rows))


def shares(
    people: Iterable[Representative], told: Callable[[Representative], str], *, order: Sequence[str] = ()
) -> Shares:
    """Return one distribution of representatives; who did not tell is a line of its own and part of the base.

    Lines stand in the given order, the others by their number, the untold last.

    Source: domain.md 8.3 (居住地・職業の割合, 分母は参加代表者)
    """
    found = Counter(told(one) for one in people)
    base = found.total()
    place = {key: at for at, key in enumerate(order)}
    keys = sorted(found, key=lambda key: (key == UNKNOWN, place.get(key, len(place)), -found[key], key))
    return Shares(base, tuple(Share(key, found[key], percent(found[key], base)) for key in keys))


def size_band(persons: int) -> str:
    """Return how large a party is in the ministry's words (参加者人数構成): 1人, 2人, 3~4人, 5人以上.

    Source: domain.md 8.3
    """
    return "1" if persons <= 1 else "2" if persons == 2 else "3" if persons <= 4 else "5"


def times_band(tours: int) -> str:
    """Return how often tours were run in the ministry's words (実施回数): 1回 … 4回, 5回以上; 0 is none.

    Source: domain.md 8.3
    """
    return str(min(max(tours, 0), 5))


def ratio(part: int, whole: int) -> Decimal | None:
    """Return how many for each one, half-up to one decimal; None where there is nothing to divide by.

    Source: domain.md 8.3 (162人/45人 = 3.6倍, 502日/7世帯 = 71.7日)
    """
    return Decimal((20 * part + whole) // (2 * whole)).scaleb(-1) if whole else None


def from_counts(counts: Iterable[tuple[str, str, int]]) -> list[Representative]:
    """Return representatives from a table of sex, age band and number, as a report of another body prints it.

    Source: data/consortia (国交省の報告書の三つの表)
    """
    return [Representative(sex=sex, age_band=band) for sex, band, count in counts for _ in range(count)]


def column_shown(numbers: Sequence[int]) -> tuple[list[int | None], int | None]:
    """Return the numbers of bodies and their total as another body may see them; None is hidden (秘匿).

    One to four are hidden. The total is hidden too where it would give them away: one of them alone, or several that
    are fewer than five together.

    Source: docs/reference/tours-afterwards.md (Roll-up)
    """
    cells = [None if 0 < number < SMALL else number for number in numbers]
    hidden = [number for number, cell in zip(numbers, cells, strict=True) if cell is None]
    tells = bool(hidden) and (len(hidden) == 1 or sum(hidden) < SMALL)
    return cells, None if tells or 0 < sum(numbers) < SMALL else sum(numbers)
