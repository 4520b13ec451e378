"""A place with everything that its page shows; kept in memory until other data are loaded."""

from dataclasses import dataclass
from functools import lru_cache

from kayoi.doors.portal.selectors import charts, facts, maps
from kayoi.doors.portal.selectors.credits import Credit, credits
from kayoi.doors.portal.selectors.language import language
from kayoi.doors.portal.selectors.places import full_name_of, href_of, link_to, name_of, way_of, ways_to
from kayoi.foundation.places.models import Place
from kayoi.foundation.places.selectors import (
    changes_of,
    climate_of,
    facts_of,
    nearby,
    place_of,
    places_in,
    population_of,
    wards_of,
)
from kayoi.foundation.places.selectors.places import digest, history
from kayoi.foundation.places.states import PlaceKind
from kayoi.kit.charts import Chart, Table
from kayoi.kit.html import Link

KEPT = 100  # pages in the memory of a process, about 0.3 MB each
BESIDES = frozenset({"climate", "boundaries", "changes"})  # sources of what is no figure


@dataclass(frozen=True)
class Near:
    """A neighbour: where it is, and how far."""

    name: str
    href: str
    distance_km: float


@dataclass(frozen=True)
class PlacePage:
    """The facts of a place as its page shows them, in one language."""

    place: Place
    name: str
    full_name: str
    ways: tuple[Link, ...]
    first: tuple[facts.Shown, ...]
    like: str
    compared: tuple[Chart, ...]
    pyramid: Chart | None
    population: Chart | None
    natural: Chart | None
    moves: Chart | None
    climate: tuple[Chart, ...]
    climate_table: Table
    stations: tuple[str, ...]
    themes: tuple[facts.ThemeTable, ...]
    near: tuple[Near, ...]
    wards: tuple[Link, ...]
    map: maps.AreaMap | None
    origins: tuple[str, ...]
    credits: tuple[Credit, ...]


def place_page(code: str) -> PlacePage | None:
    """Return the page of a place in the reader's language (地域のページ); None for an unknown code."""
    return _place_page(code, digest(), language())


@lru_cache(maxsize=KEPT)
def _place_page(code: str, of_digest: str, in_language: str) -> PlacePage | None:
    del in_language
    place = place_of(code)
    if place is None:
        return None
    figures, climate = facts_of(place), climate_of(place)
    comparison = facts.comparison_of(place)
    changes = changes_of(place)
    return PlacePage(
        place=place,
        name=name_of(place),
        full_name=full_name_of(place),
        ways=tuple(ways_to(place)),
        first=tuple(facts.first_figures(figures, comparison, climate)),
        like=comparison.wording,
        compared=tuple(facts.compared_charts(name_of(place), figures, comparison)),
        pyramid=charts.pyramid_of(place),
        population=charts.population_chart(population_of(place)),
        natural=charts.natural_chart(changes),
        moves=charts.moves_chart(changes),
        climate=tuple(charts.climate_charts(climate)),
        climate_table=charts.climate_table(climate),
        stations=tuple(charts.stations(climate)),
        themes=tuple(facts.theme_tables(figures, comparison)),
        near=_near(place),
        wards=tuple(link_to(ward) for ward in _wards(place)),
        map=maps.around(place),
        origins=_origins(place, of_digest),
        credits=tuple(credits({figure.kind.source.key for figure in figures.values()} | BESIDES)),
    )


def _near(place: Place) -> tuple[Near, ...]:
    if place.kind == PlaceKind.PREFECTURE:
        return ()
    return tuple(Near(name_of(one.place), href_of(one.place), one.distance_km) for one in nearby(place, 8))


def _wards(place: Place) -> list[Place]:
    return wards_of(place) if place.kind == PlaceKind.DESIGNATED_CITY else []


def _origins(place: Place, of_digest: str) -> tuple[str, ...]:
    """Return the mergers, promotions and renamings since 1970 from which the place came, the latest first."""
    past = history(of_digest)
    chains = [
        chain
        for change in past.changes
        if change.new_code5 == place.code5 and not change.of_district
        for chain in past.chains(change)
        if chain.code5 == place.code5
    ]
    return tuple(dict.fromkeys(way_of(chain) for chain in reversed(chains)))


@dataclass(frozen=True)
class Listed:
    """A municipality in the list of its prefecture."""

    name: str
    kana: str
    href: str
    population: int | None
    population_year: int | None


@dataclass(frozen=True)
class PrefecturePage:
    """A prefecture: where its municipalities lie, and its first figures."""

    code: str
    name: str
    ways: tuple[Link, ...]
    kana: str
    site_url: str
    first: tuple[facts.Shown, ...]
    like: str
    map: maps.AreaMap | None
    places: tuple[Listed, ...]


def prefecture_page(number: str) -> PrefecturePage | None:
    """Return the page of a prefecture by its two digits (都道府県のページ); None for an unknown number."""
    return _prefecture_page(number, digest(), language())


@lru_cache(maxsize=KEPT)
def _prefecture_page(number: str, of_digest: str, in_language: str) -> PrefecturePage | None:
    del of_digest, in_language
    place = place_of(number + "000") if len(number) == 2 else None
    if place is None or place.kind != PlaceKind.PREFECTURE:
        return None
    comparison = facts.comparison_of(place)
    return PrefecturePage(
        code=place.code,
        name=name_of(place),
        ways=tuple(ways_to(place)),
        kana=place.kana,
        site_url=place.site_url,
        first=tuple(facts.first_figures(facts_of(place), comparison, ())),
        like=comparison.wording,
        map=maps.prefecture(place),
        places=tuple(
            Listed(name_of(one), one.kana, href_of(one), one.population, one.population_year)
            for one in places_in(place)
        ),
    )
