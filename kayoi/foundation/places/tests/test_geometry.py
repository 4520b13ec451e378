"""Projection, borders and paths."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kayoi.foundation.places.rules.distance import distance_km, nearest
from kayoi.foundation.places.rules.drawing import Layout, Shape, bounds_of, draw
from kayoi.foundation.places.rules.projection import EARTH_KM, Bounds, Projection
from kayoi.foundation.places.rules.topology import (
    Point,
    Topology,
    area,
    decode,
    dissolve,
    path,
    simplify,
    to_grid,
    walk,
)
from kayoi.foundation.places.tests.paths import rings

LATITUDES = st.floats(24, 46)
LONGITUDES = st.floats(123, 150)
PROJECTIONS = st.builds(Projection, LONGITUDES, st.floats(24, 35), st.floats(35, 46))


@given(PROJECTIONS, LATITUDES, LONGITUDES)
def test_shapes_are_right_everywhere(projection: Projection, lat: float, lon: float) -> None:
    """A small step north and a small step east of the same length are as long and at a right angle on the map."""
    step = 1e-4
    x, y = projection.forward(lat=lat, lon=lon)
    north = projection.forward(lat=lat + step, lon=lon)
    east = projection.forward(lat=lat, lon=lon + step / math.cos(math.radians(lat)))
    up, right = (north[0] - x, north[1] - y), (east[0] - x, east[1] - y)
    assert math.hypot(*up) == pytest.approx(math.hypot(*right), rel=1e-3)
    assert up[0] * right[0] + up[1] * right[1] == pytest.approx(0, abs=1e-3 * math.hypot(*up) ** 2)


@given(st.floats(25, 44), LONGITUDES)
def test_lengths_are_right_on_the_standard_parallels(lat: float, lon: float) -> None:
    projection = Projection(lon, lat, lat + 1)
    for parallel in (lat, lat + 1):
        here = projection.forward(lat=parallel, lon=lon + 0.5)
        there = projection.forward(lat=parallel, lon=lon + 0.51)
        truth = distance_km((parallel, lon + 0.5), (parallel, lon + 0.51))
        assert math.dist(here, there) == pytest.approx(truth, rel=1e-4)


def test_the_middle_meridian_is_straight_and_points_north() -> None:
    projection = Projection(137, 33, 44)
    assert projection.forward(lat=36, lon=137)[0] == pytest.approx(0)
    assert projection.forward(lat=37, lon=137)[1] > projection.forward(lat=36, lon=137)[1]


def test_one_standard_parallel_is_enough() -> None:
    one, two = Projection(137, 36, 36), Projection(137, 35.999, 36.001)
    assert one.forward(lat=37, lon=138) == pytest.approx(two.forward(lat=37, lon=138), rel=1e-5)


def test_distances() -> None:
    tokyo, osaka = (35.681, 139.767), (34.702, 135.496)
    assert distance_km(tokyo, osaka) == pytest.approx(403, abs=2)
    assert distance_km(tokyo, tokyo) == 0
    assert distance_km((0, 0), (0, 180)) == pytest.approx(math.pi * EARTH_KM)
    assert [name for name, _ in nearest(tokyo, [("大阪", osaka), ("東京", tokyo)], 1)] == ["東京"]


@given(LATITUDES, LONGITUDES, LATITUDES, LONGITUDES)
def test_the_way_back_is_as_long(lat_1: float, lon_1: float, lat_2: float, lon_2: float) -> None:
    assert distance_km((lat_1, lon_1), (lat_2, lon_2)) == pytest.approx(distance_km((lat_2, lon_2), (lat_1, lon_1)))


POINTS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=2, max_size=30)


@given(POINTS, st.floats(0.1, 10))
def test_simplified_lines_keep_their_ends_and_stay_near(points: list[Point], tolerance: float) -> None:
    kept = simplify(points, tolerance=tolerance)
    assert (kept[0], kept[-1]) == (points[0], points[-1])
    assert set(kept) <= set(points)
    for point in points:
        assert min(_from_line(point, one, two) for one, two in pairwise(kept)) <= tolerance + 1e-9


def _from_line(point: Point, one: Point, two: Point) -> float:
    length = math.dist(one, two)
    if length == 0:
        return math.dist(point, one)
    across = (two[0] - one[0]) * (point[1] - one[1]) - (two[1] - one[1]) * (point[0] - one[0])
    return abs(across) / length


CORNERS = st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), min_size=3, max_size=12, unique=True)


@given(st.lists(CORNERS, min_size=1, max_size=4))
def test_paths_read_back_to_the_same_rings(corners: list[list[tuple[int, int]]]) -> None:
    assert rings(path(corners)) == corners


def test_corners_that_fall_together_are_written_once() -> None:
    # The first corner equals the last here, so the ring begins at the second.
    assert path([[(5, 5), (5, 5), (9, 5), (9, 9), (5, 5)]]) == "m9 5l0 4-4-4z"


# Two squares side by side, 甲 and 乙; 乙 has a hole. The border between them is arc 0.
TWO = Topology(
    arcs=(
        ((1, 0), (1, 1)),
        ((1, 1), (0, 1), (0, 0), (1, 0)),
        ((1, 0), (2, 0), (2, 1), (1, 1)),
        ((1.4, 0.4), (1.6, 0.4), (1.6, 0.6), (1.4, 0.6), (1.4, 0.4)),
    ),
    areas=(({"name": "甲"}, ((0, 1),)), ({"name": "乙"}, ((~0, 2), (3,)))),
)


def test_joined_areas_lose_the_border_between_them() -> None:
    joined = dissolve([ring for _, its in TWO.areas for ring in its], TWO)
    assert sorted(len(ring) for ring in joined) == [1, 2]
    assert {index for ring in joined for index in ring} == {1, 2, 3}
    assert sorted(area(TWO.points(ring)) for ring in joined) == pytest.approx([0.04, 2.0])


def test_an_arc_is_walked_both_ways() -> None:
    assert walk((0, 1), TWO.arcs) == [(1, 0), (1, 1), (0, 1), (0, 0)]
    assert walk((~1, ~0), TWO.arcs) == [(1, 0), (0, 0), (0, 1), (1, 1)]


def test_one_area_alone_stays_as_it_is() -> None:
    assert dissolve([(0, 1)], TWO) == [(0, 1)]


def test_topojson_is_read() -> None:
    data = {
        "transform": {"scale": [0.5, 2], "translate": [130, 30]},
        "arcs": [[[0, 0], [2, 1], [-2, 1], [0, -2]]],
        "objects": {
            "areas": {
                "geometries": [
                    {"type": "Polygon", "arcs": [[0]], "properties": {"code": "1"}},
                    {"type": "MultiPolygon", "arcs": [[[0]], [[~0]]], "properties": {"code": "2"}},
                ]
            }
        },
    }
    read = decode(data)
    assert [list(arc) for arc in read.arcs] == [[(130, 30), (131, 32), (130, 34), (130, 30)]]
    assert [its for _, its in read.areas] == [((0,),), ((0,), (~0,))]
    assert read.points((~0,)) == [(130, 30), (130, 34), (131, 32)]


def test_rounding_keeps_both_ends_of_an_arc() -> None:
    assert to_grid([(0, 0), (0.1, 0.1), (0.2, 0)], lambda point: point, tolerance=0.01) == [(0, 0), (0, 0)]
    assert to_grid([(0, 0), (5, 0.2), (9, 0)], lambda point: point, tolerance=0.5) == [(0, 0), (9, 0)]


def test_a_drawn_map_fills_its_frame_and_keeps_every_area() -> None:
    moved = Topology(
        tuple(tuple((137 + lon, 36 - lat) for lon, lat in arc) for arc in TWO.arcs),
        TWO.areas,
    )
    shapes = [Shape(name, name, its) for name, (_, its) in zip("甲乙", moved.areas, strict=True)]
    around = bounds_of([ring for shape in shapes for ring in shape.rings], moved)
    assert around == Bounds(137, 35, 139, 36)
    sheet, outlines = draw(Layout("x", "x", around), shapes, moved)
    assert (sheet.width, sheet.key) == (1000, "x")
    assert [outline.name for outline in outlines] == ["甲", "乙"]
    corners = [corner for outline in outlines for ring in rings(outline.path) for corner in ring]
    assert (min(x for x, _ in corners), max(x for x, _ in corners)) == (8, 992)
    shared = [set(rings(outline.path)[0]) for outline in outlines]
    assert len(shared[0] & shared[1]) == 2


def test_an_island_too_small_to_draw_becomes_a_speck() -> None:
    tiny = Topology(
        (((137, 36), (137.001, 36), (137, 36.001), (137, 36)), ((136, 35), (138, 35), (137, 37), (136, 35))), ()
    )
    shapes = [Shape("島", "島", ((0,),)), Shape("陸", "陸", ((1,),))]
    _, (island, _) = draw(Layout("x", "x", Bounds(135, 34, 139, 38)), shapes, tiny)
    ((one, two, three, four),) = rings(island.path)
    assert (three[1] - one[1], two[0] - four[0]) == (4, 4)
