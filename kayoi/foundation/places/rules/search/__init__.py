"""Search places by whatever a person types (地域の検索): name, reading, Latin letters, code, former name, slip."""

from kayoi.foundation.places.rules.search.index import FormerName, KnownPlace, PlaceIndex, former_names
from kayoi.foundation.places.rules.search.matching import Found, find

__all__ = ["FormerName", "Found", "KnownPlace", "PlaceIndex", "find", "former_names"]
