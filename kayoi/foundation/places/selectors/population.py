"""Population of a place: pyramids, series, yearly changes."""

from collections import defaultdict

from kayoi.foundation.places.models import CensusAges, Fact, Place
from kayoi.foundation.places.rules import population
from kayoi.foundation.places.states import Sex


def pyramids_of(place: Place, *, classes: int | None = None) -> dict[int, population.Pyramid]:
    """Return the population pyramid of each census in which somebody lived there, by year."""
    sexes = {sex.value: sex for sex in Sex}
    years: dict[int, dict[Sex, tuple[list[int], int]]] = defaultdict(dict)
    for row in CensusAges.objects.filter(place=place):
        years[row.year][sexes[row.sex]] = (row.ages, row.unknown)
    found = {year: population.pyramid(year, ages, classes=classes) for year, ages in sorted(years.items())}
    return {year: one for year, one in found.items() if one is not None}


def population_of(place: Place) -> tuple[population.Point, ...]:
    """Return the population from 2000 on, with the preliminary count and the projection to 2050."""
    series = _series(place, "population", "population_preliminary", "population_projection")
    return population.population_series(
        series["population"], series["population_preliminary"], series["population_projection"]
    )


def changes_of(place: Place) -> tuple[population.YearOfChange, ...]:
    """Return births, deaths and moves by year (自然増減・社会増減の推移)."""
    return population.changes(_series(place, "births", "deaths", "moves_in", "moves_out"))


def _series(place: Place, *keys: str) -> dict[str, dict[int, float]]:
    series: dict[str, dict[int, float]] = {key: {} for key in keys}
    rows = Fact.objects.filter(place=place, definition__in=keys, value__isnull=False)
    for key, year, value in rows.values_list("definition_id", "year", "value"):
        if value is not None:
            series[key][year] = value
    return series
