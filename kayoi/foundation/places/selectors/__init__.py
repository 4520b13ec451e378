"""Reads about places, shaped for pages."""

from kayoi.foundation.places.selectors.climate import climate_of
from kayoi.foundation.places.selectors.figures import (
    facts_of,
    kinds,
    like_towns_of,
    series_of,
    sources,
    standings_of,
)
from kayoi.foundation.places.selectors.maps import MapArea, PlaceMap, map_around, map_of, map_of_japan
from kayoi.foundation.places.selectors.places import (
    Neighbour,
    Today,
    loading,
    nearby,
    place_of,
    places_in,
    prefectures,
    today_of,
    wards_of,
)
from kayoi.foundation.places.selectors.points import Near, box_around, facilities_near, quarter_point, quarters_of
from kayoi.foundation.places.selectors.population import changes_of, population_of, pyramids_of
from kayoi.foundation.places.selectors.search import PlaceFound, search_places

__all__ = [
    "MapArea",
    "Near",
    "Neighbour",
    "PlaceFound",
    "PlaceMap",
    "Today",
    "box_around",
    "changes_of",
    "climate_of",
    "facilities_near",
    "facts_of",
    "kinds",
    "like_towns_of",
    "loading",
    "map_around",
    "map_of",
    "map_of_japan",
    "nearby",
    "place_of",
    "places_in",
    "population_of",
    "prefectures",
    "pyramids_of",
    "quarter_point",
    "quarters_of",
    "search_places",
    "series_of",
    "sources",
    "standings_of",
    "today_of",
    "wards_of",
]
