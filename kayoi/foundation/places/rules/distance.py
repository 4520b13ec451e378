"""Distances on the earth (直線距離)."""

import math
from collections.abc import Iterable
from typing import TypeVar

from kayoi.foundation.places.rules.projection import EARTH_KM

T = TypeVar("T")
Position = tuple[float, float]  # latitude, longitude in degrees


def distance_km(one: Position, two: Position) -> float:
    """Return the great-circle distance in km (大圏距離, haversine on a sphere of mean radius).

    Source: R. W. Sinnott, Virtues of the Haversine, Sky and Telescope 68 (1984); mean radius of the earth by IUGG
    """
    lat_1, lon_1, lat_2, lon_2 = map(math.radians, (*one, *two))
    half = math.sin((lat_2 - lat_1) / 2) ** 2 + math.cos(lat_1) * math.cos(lat_2) * math.sin((lon_2 - lon_1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, half)))


def nearest(here: Position, others: Iterable[tuple[T, Position]], n: int) -> list[tuple[T, float]]:
    """Return the n nearest with their distance in km, the nearest first.

    Source: distance_km
    """
    return sorted(((other, distance_km(here, at)) for other, at in others), key=lambda pair: pair[1])[:n]
