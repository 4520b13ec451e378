"""Reference data of places: read by everybody, written by load_places only."""

from kayoi.foundation.places.models.climate import ClimateNormal, ClimateStation, NearestStation
from kayoi.foundation.places.models.figures import CensusAges, Fact, FactDefinition, Source
from kayoi.foundation.places.models.maps import MapSheet, Outline
from kayoi.foundation.places.models.places import Loading, Place, PlaceChange
from kayoi.foundation.places.models.points import Facility, Quarter

__all__ = [
    "CensusAges",
    "ClimateNormal",
    "ClimateStation",
    "Facility",
    "Fact",
    "FactDefinition",
    "Loading",
    "MapSheet",
    "NearestStation",
    "Outline",
    "Place",
    "PlaceChange",
    "Quarter",
    "Source",
]
