"""Answers of 不動産情報ライブラリ: which tile holds a point, and whether a zone does."""

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any


class NoAnswer(ValueError):
    """What came is not an answer of the library."""


def tile_of(lat: float, lon: float, zoom: int) -> tuple[int, int]:
    """Return x and y of the map tile that holds a point (タイル座標, Web Mercator).

    Source: 国土地理院 地理院タイルの仕様; domain section 11.3
    """
    side = 2**zoom
    x = math.floor((lon + 180) / 360 * side)
    y = math.floor((1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * side)
    return x, y


def zones_of(answer: Any) -> list[dict[str, Any]]:
    """Return the polygons of an answer, without its other properties; raise NoAnswer for anything else.

    Source: 不動産情報ライブラリ API 操作説明 (response_format=geojson); RFC 7946
    """
    if not isinstance(answer, Mapping) or not isinstance(answer.get("features"), list):
        raise NoAnswer("features")
    zones = []
    for feature in answer["features"]:
        geometry = feature.get("geometry") if isinstance(feature, Mapping) else None
        if isinstance(geometry, Mapping) and geometry.get("type") in {"Polygon", "MultiPolygon"}:
            zones.append({"type": geometry["type"], "coordinates": geometry["coordinates"]})
    return zones


def is_inside(zones: Sequence[Mapping[str, Any]], lat: float, lon: float) -> bool:
    """Tell whether a point lies in one of the polygons; holes count as outside.

    Source: RFC 7946, 3.1.6 (even-odd rule)
    """
    return any(_holds(rings, lat, lon) for zone in zones for rings in _polygons(zone))


def _polygons(zone: Mapping[str, Any]) -> Sequence[Sequence[Sequence[Sequence[float]]]]:
    return [zone["coordinates"]] if zone["type"] == "Polygon" else zone["coordinates"]


def _holds(rings: Sequence[Sequence[Sequence[float]]], lat: float, lon: float) -> bool:
    inside = False
    for ring in rings:
        for (x1, y1, *_), (x2, y2, *_) in pairwise(ring):
            if (y1 > lat) != (y2 > lat) and lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1:
                inside = not inside
    return inside
