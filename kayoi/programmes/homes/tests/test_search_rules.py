"""Facets and clusters, against a plain count of each house for itself."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kayoi.programmes.homes.rules.clusters import clusters
from kayoi.programmes.homes.rules.facets import BITS, GROUPS, facet_counts, mask_of, wanted_bits

HOUSE: dict[str, Any] = {
    "kind": "dwelling", "offer": "sale", "price_yen": 3_800_000, "rent_yen": None, "floor_m2": 120, "built_year": 1975,
    "repairs": "", "farmland_m2": None, "pets": None, "school_km": None, "station_km": None, "hazards": None,
    "state": "published",
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "group", "ticked"),
    [
        ({"price_yen": 2_999_999}, "price", {"p3"}),
        ({"price_yen": 3_000_000}, "price", {"p5"}),
        ({"price_yen": None}, "price", set()),
        ({"price_yen": 0}, "price", {"p1"}),
        ({"offer": "both"}, "offer", {"sale", "rent"}),
        ({"rent_yen": 39_999}, "rent", {"r4"}),
        ({"rent_yen": 60_000}, "rent", {"over"}),
        ({"built_year": 1981}, "built", {"old"}),
        ({"built_year": 1982}, "built", {"new"}),
        ({"built_year": None}, "built", set()),
        ({"floor_m2": 59.99}, "size", {"s60"}),
        ({"floor_m2": 60}, "size", {"s100"}),
        ({"repairs": "none"}, "repairs", {"none"}),
        ({"farmland_m2": 0}, "wants", {"free"}),
        ({"farmland_m2": 320}, "wants", {"free", "farmland"}),
        ({"pets": False}, "wants", {"free"}),
        ({"pets": True, "state": "negotiating"}, "wants", {"pets"}),
        ({"school_km": 0.99}, "wants", {"free", "school1", "school3"}),
        ({"school_km": 1.0}, "wants", {"free", "school3"}),
        ({"station_km": 3.0}, "wants", {"free"}),
        ({"hazards": []}, "wants", {"free", "safe"}),
        ({"hazards": ["flood"]}, "wants", {"free"}),
    ],
)
def test_a_house_has_the_bits_of_its_facets(change: dict[str, Any], group: str, ticked: set[str]) -> None:
    mask = mask_of({**HOUSE, **change})
    assert {value for (name, value), bit in BITS.items() if name == group and mask & bit} == ticked


def test_there_is_room_for_all_bits() -> None:
    assert len(BITS) < 63


VALUES = [(group.name, facet.value) for group in GROUPS for facet in group.facets]
MASKS = st.lists(st.integers(0, 2 ** len(BITS) - 1), max_size=30)
SOME = st.sets(st.sampled_from(VALUES), max_size=3)
CHOSEN = st.dictionaries(st.sampled_from([group.name for group in GROUPS]), SOME)


def _fits(mask: int, chosen: Mapping[str, frozenset[str]], *, without: str = "") -> bool:
    for group in GROUPS:
        values = chosen.get(group.name, frozenset())
        if values and group.name != without:
            has = [bool(mask & BITS[group.name, value]) for value in values]
            if not (all(has) if group.all_of else any(has)):
                return False
    return True


@given(MASKS, CHOSEN)
def test_counts_are_those_of_counting_each_house(masks: list[int], some: dict[str, set[tuple[str, str]]]) -> None:
    chosen = {name: frozenset(value for group, value in values if group == name) for name, values in some.items()}
    fitting, counts = facet_counts(np.array(masks, dtype=np.int64), wanted_bits(chosen))
    assert fitting.tolist() == [_fits(mask, chosen) for mask in masks]
    for group in GROUPS:
        without = "" if group.all_of else group.name
        for facet in group.facets:
            bit = BITS[group.name, facet.value]
            plain = sum(bool(mask & bit) and _fits(mask, chosen, without=without) for mask in masks)
            assert counts[group.name, facet.value] == plain


def test_what_does_not_exist_is_left_out() -> None:
    assert wanted_bits({"kind": frozenset({"castle"}), "built": frozenset(), "offer": frozenset({"rent"})}) == {
        "offer": BITS["offer", "rent"]
    }


POINTS = st.lists(st.tuples(st.floats(24, 45), st.floats(123, 145)), min_size=1, max_size=40)


@given(POINTS)
def test_every_house_lies_in_one_circle(places: list[tuple[float, float]]) -> None:
    rows = [(lat, lon, number) for number, (lat, lon) in enumerate(places)]
    points = np.array(rows, dtype=[("lat", ">f8"), ("lon", ">f8"), ("id", ">i8")])
    found = clusters(points)
    assert sum(one.count for one in found) == len(places)
    assert len({(one.south, one.west) for one in found}) == len(found)
    assert [one.count for one in found] == sorted((one.count for one in found), reverse=True)
    for one in found:
        assert one.south - 1e-6 <= one.lat <= one.north + 1e-6
        assert one.west - 1e-6 <= one.lon <= one.east + 1e-6


def test_nothing_found_draws_nothing() -> None:
    assert clusters(np.array([], dtype=[("lat", ">f8"), ("lon", ">f8"), ("id", ">i8")])) == []
