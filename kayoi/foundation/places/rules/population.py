"""The population of a place for its page: pyramid, past and projected series, yearly changes (人口の図)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kayoi.foundation.places.states import PointKind, Sex


@dataclass(frozen=True)
class Pyramid:
    """People by five-year age group and sex in one census (人口ピラミッド); the last class is open."""

    year: int
    labels: tuple[str, ...]
    men: tuple[int, ...]
    women: tuple[int, ...]
    unknown_men: int
    unknown_women: int

    @property
    def total(self) -> int:
        """All people, those of unknown age included."""
        return sum(self.men) + sum(self.women) + self.unknown_men + self.unknown_women

    @property
    def largest(self) -> int:
        """The longest bar, for the scale."""
        return max((*self.men, *self.women), default=0)


def pyramid(year: int, ages: Mapping[Sex, tuple[Sequence[int], int]], *, classes: int | None = None) -> Pyramid | None:
    """Return the pyramid of one census, or None when a sex is missing or nobody lived there.

    `classes` joins the oldest into one open class, so that censuses with more classes compare with those of fewer.

    Source: 国勢調査 (男女別・年齢5歳階級別人口)
    """
    if set(ages) != set(Sex):
        return None
    men, women = _joined(ages[Sex.MALE][0], classes), _joined(ages[Sex.FEMALE][0], classes)
    found = Pyramid(year, age_labels(len(men)), men, women, ages[Sex.MALE][1], ages[Sex.FEMALE][1])
    return found if found.total else None


def _joined(ages: Sequence[int], classes: int | None) -> tuple[int, ...]:
    if classes is None or len(ages) <= classes:
        return tuple(ages)
    return (*ages[: classes - 1], sum(ages[classes - 1 :]))


def age_labels(classes: int) -> tuple[str, ...]:
    """Return the words for five-year classes, the last one open: 0〜4歳 ... 90歳以上.

    Source: 国勢調査 (年齢5歳階級)
    """
    closed = [f"{age}〜{age + 4}歳" for age in range(0, 5 * (classes - 1), 5)]
    return (*closed, f"{5 * (classes - 1)}歳以上")


@dataclass(frozen=True)
class Point:
    """One point of the population series, and what it is."""

    year: int
    people: int
    kind: PointKind


def population_series(
    census: Mapping[int, float], preliminary: Mapping[int, float], projection: Mapping[int, float]
) -> tuple[Point, ...]:
    """Return the series in the order of years; where a year was counted, the projection of that year stays beside it.

    Both are kept because the difference says how the projection has fared; a page may leave out one of them.

    Source: docs/data-sources.md, 人口の推移
    """
    points = [
        Point(year, round(people), kind)
        for values, kind in (
            (census, PointKind.CENSUS),
            (preliminary, PointKind.PRELIMINARY),
            (projection, PointKind.PROJECTION),
        )
        for year, people in values.items()
    ]
    order = list(PointKind)
    return tuple(sorted(points, key=lambda point: (point.year, order.index(point.kind))))


@dataclass(frozen=True)
class YearOfChange:
    """Births, deaths and moves of one year (自然増減・社会増減); None where the year is not published."""

    year: int
    births: int | None
    deaths: int | None
    moves_in: int | None
    moves_out: int | None

    @property
    def natural(self) -> int | None:
        """Births minus deaths (自然増減)."""
        return None if self.births is None or self.deaths is None else self.births - self.deaths

    @property
    def social(self) -> int | None:
        """Moves in minus moves out (社会増減)."""
        return None if self.moves_in is None or self.moves_out is None else self.moves_in - self.moves_out


def changes(series: Mapping[str, Mapping[int, float]]) -> tuple[YearOfChange, ...]:
    """Return one row a year from the series births, deaths, moves_in and moves_out.

    Source: 人口動態統計 (自然増減) and 住民基本台帳人口移動報告 (社会増減)
    """

    def at(key: str, year: int) -> int | None:
        value = series.get(key, {}).get(year)
        return None if value is None else round(value)

    years = sorted({year for key in ("births", "deaths", "moves_in", "moves_out") for year in series.get(key, {})})
    return tuple(
        YearOfChange(year, at("births", year), at("deaths", year), at("moves_in", year), at("moves_out", year))
        for year in years
    )
