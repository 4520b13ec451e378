"""Figures of a place, each with unit, year and source; and where it stands among towns of like size."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import F

from kayoi.foundation.places.models import Fact, FactDefinition, Place, Source
from kayoi.foundation.places.rules import likeness
from kayoi.foundation.places.rules.absences import Absence, absence_of
from kayoi.foundation.places.rules.figures import Figure, FigureKind, SourceNote
from kayoi.foundation.places.selectors.places import digest
from kayoi.foundation.places.states import (
    GROUP_OF,
    MUNICIPALITIES,
    KindGroup,
    OfPrefecture,
    PlaceKind,
    PlaceStatus,
    Polarity,
    Theme,
)

LIKE = 30
_KINDS = {kind.value: kind for kind in PlaceKind}
_ABSENCES = {absence.value: absence for absence in Absence}


def facts_of(place: Place) -> dict[str, Figure]:
    """Return every figure by its key, in the order of the page: the value of the latest year, or why there is none.

    A place that has ended keeps the last figures that it had.
    """
    known = _definitions(digest())
    rows: dict[str, dict[int, tuple[float | None, str]]] = defaultdict(dict)
    for key, year, value, absence in Fact.objects.filter(place=place).values_list(
        "definition_id", "year", "value", "absence"
    ):
        rows[key][year] = (value, absence)
    empty = _is_empty(place, known, rows)
    return {key: _figure(place, one, rows.get(key, {}), empty=empty) for key, one in known.items()}


def _is_empty(place: Place, known: Mapping[str, "_Known"], rows: Mapping[str, Mapping[int, Any]]) -> bool:
    """Tell whether nobody lived in the municipality at the last census."""
    year = known["population"].latest_year if "population" in known else None
    value, _ = rows.get("population", {}).get(year or 0, (None, ""))
    return place.kind in MUNICIPALITIES and not value


def _figure(place: Place, one: "_Known", years: Mapping[int, tuple[float | None, str]], *, empty: bool) -> Figure:
    ended = place.status == PlaceStatus.ABOLISHED
    year = max(years, default=None) if ended else one.latest_year
    value, absence = years.get(year or 0, (None, ""))
    if value is not None:
        return Figure(one.kind, year, value)
    if absence:
        return Figure(one.kind, year, None, _ABSENCES[absence])
    reason = absence_of(
        one.absence,
        kind=_KINDS[place.kind],
        abolished=ended,
        empty=empty,
        younger=bool(place.valid_from and year and place.valid_from.year > year),
        of_prefecture=one.of_prefecture is not OfPrefecture.NONE,
    )
    return Figure(one.kind, year, None, reason)


def series_of(place: Place, key: str) -> list[Figure]:
    """Return all years of one figure, the earliest first."""
    kind = _definitions(digest())[key].kind
    rows = Fact.objects.filter(place=place, definition=key, value__isnull=False).order_by("year")
    return [Figure(kind, year, value) for year, value in rows.values_list("year", "value")]


def kinds() -> dict[str, FigureKind]:
    """Return what figures there are, by key, in the order of the page."""
    return {key: one.kind for key, one in _definitions(digest()).items()}


def sources() -> list[Source]:
    """Return all sources for the page of credits (出典の一覧)."""
    return list(Source.objects.order_by("publisher", "table"))


def like_towns_of(place: Place, n: int = LIKE) -> likeness.LikeTowns:
    """Return the n places of the same kind that are nearest in population (同じくらいの規模の市区町村)."""
    group = GROUP_OF[_KINDS[place.kind]]
    others = [one for one in _sized(digest()).get(group, ()) if one.code != place.code]
    return likeness.like_towns(group, place.population, others, n=n)


def standings_of(place: Place, n: int = LIKE) -> tuple[likeness.LikeTowns, dict[str, likeness.Standing]]:
    """Return the towns of like size, and where the place stands among them for each figure of the latest year."""
    like = like_towns_of(place, n)
    codes = [place.code, *(town.code for town in like.towns)]
    own: dict[str, float] = {}
    others: dict[str, list[float]] = defaultdict(list)
    rows = Fact.objects.filter(place__in=codes, year=F("definition__latest_year"), value__isnull=False)
    for code, key, value in rows.values_list("place_id", "definition_id", "value"):
        if value is None:
            continue
        if code == place.code:
            own[key] = value
        else:
            others[key].append(value)
    return like, likeness.standings(own, others)


@lru_cache(maxsize=2)
def _sized(of_digest: str) -> Mapping[KindGroup, Sequence[likeness.Sized]]:
    """Return the current places with a population, by kind; kept until other data are loaded."""
    del of_digest
    found: dict[KindGroup, list[likeness.Sized]] = defaultdict(list)
    rows = Place.objects.current().filter(population__gt=0)
    for code, kind, name, population in rows.values_list("code", "kind", "full_name", "population"):
        found[GROUP_OF[_KINDS[kind]]].append(likeness.Sized(code, name, population or 0))
    return found


@dataclass(frozen=True)
class _Known:
    """A definition as the selectors need it."""

    kind: FigureKind
    absence: Absence
    of_prefecture: OfPrefecture
    latest_year: int | None


@lru_cache(maxsize=2)
def _definitions(of_digest: str) -> Mapping[str, _Known]:
    """Return all definitions with their sources, in order; kept until other data are loaded."""
    del of_digest
    themes, polarities, ways = _by_value(Theme), _by_value(Polarity), _by_value(OfPrefecture)
    found = {}
    for row in FactDefinition.objects.select_related("source").order_by("position"):
        source = SourceNote(**{name: getattr(row.source, name) for name in SourceNote.__dataclass_fields__})
        plain = ("key", "label", "label_en", "unit", "unit_en", "decimals", "period", "survey", "survey_en")
        kind = FigureKind(
            **{name: getattr(row, name) for name in plain},
            theme=themes[row.theme],
            polarity=polarities[row.polarity],
            formula=row.formula,
            note=row.note,
            source=source,
        )
        found[row.key] = _Known(kind, _ABSENCES[row.absence], ways[row.of_prefecture], row.latest_year)
    return found


def _by_value(members: Iterable[Any]) -> dict[str, Any]:
    return {member.value: member for member in members}
