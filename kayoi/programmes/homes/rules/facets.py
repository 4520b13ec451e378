"""Facets of the public search (絞り込み): each house is one whole number, each value of a facet is one bit of it.

All houses that a text, a place or a map section leaves are counted at once, in any combination of conditions.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Masks = npt.NDArray[np.int64]
NEW_RULES_YEAR = 1982  # the first whole year under the earthquake rules of June 1981 (新耐震基準)
NEAR_KM, FAR_KM = 1.0, 3.0


@dataclass(frozen=True)
class Facet:
    """One value that can be ticked, its words in both languages, and which houses have it."""

    value: str
    label: str
    label_en: str
    fits: Callable[[Mapping[str, Any]], bool]


@dataclass(frozen=True)
class Group:
    """Facets of one kind. Ticking more of them widens the search, or, where all of them are asked for, narrows it."""

    name: str
    label: str
    label_en: str
    facets: tuple[Facet, ...]
    all_of: bool = False


def _is(name: str, *wanted: str) -> Callable[[Mapping[str, Any]], bool]:
    return lambda row: row[name] in wanted


def _between(name: str, least: float, below: float) -> Callable[[Mapping[str, Any]], bool]:
    return lambda row: row[name] is not None and least <= row[name] < below


def _steps(name: str, steps: tuple[tuple[str, str, str, float], ...]) -> tuple[Facet, ...]:
    """Return facets for classes of a quantity, each up to its upper end and not including it."""
    found, least = [], 0.0
    for value, label, label_en, below in steps:
        found.append(Facet(value, label, label_en, _between(name, least, below)))
        least = below
    return tuple(found)


def _outside_all(row: Mapping[str, Any]) -> bool:
    hazards: list[str] | None = row["hazards"]
    return hazards == []


END = float("inf")
GROUPS = (
    Group("kind", "種類", "Kind", (
        Facet("dwelling", "住宅", "House", _is("kind", "dwelling")),
        Facet("shop_dwelling", "店舗併用住宅", "House with shop", _is("kind", "shop_dwelling")),
        Facet("shop", "店舗・事務所", "Shop or office", _is("kind", "shop")),
        Facet("inn", "民宿・旅館", "Inn", _is("kind", "inn")),
        Facet("building", "そのほかの建物", "Other building", _is("kind", "building")),
        Facet("land", "土地", "Land", _is("kind", "land")),
    )),
    Group("offer", "買う・借りる", "Buy or rent", (
        Facet("sale", "買う", "Buy", _is("offer", "sale", "both")),
        Facet("rent", "借りる", "Rent", _is("offer", "rent", "both")),
    )),
    Group("price", "価格", "Price", _steps("price_yen", (
        ("p1", "100万円未満", "Below ¥1 million", 1_000_000), ("p3", "100万〜300万円", "¥1–3 million", 3_000_000),
        ("p5", "300万〜500万円", "¥3–5 million", 5_000_000), ("p10", "500万〜1,000万円", "¥5–10 million", 10_000_000),
        ("p20", "1,000万〜2,000万円", "¥10–20 million", 20_000_000),
        ("over", "2,000万円以上", "¥20 million or more", END),
    ))),
    Group("rent", "家賃(月)", "Monthly rent", _steps("rent_yen", (
        ("r2", "2万円未満", "Below ¥20,000", 20_000), ("r4", "2万〜4万円", "¥20,000–40,000", 40_000),
        ("r6", "4万〜6万円", "¥40,000–60,000", 60_000), ("over", "6万円以上", "¥60,000 or more", END),
    ))),
    Group("size", "延床面積", "Floor area", _steps("floor_m2", (
        ("s60", "60㎡未満", "Below 60 m²", 60), ("s100", "60〜100㎡", "60–100 m²", 100),
        ("s150", "100〜150㎡", "100–150 m²", 150), ("over", "150㎡以上", "150 m² or more", END),
    ))),
    Group("built", "建築年", "Built", (
        Facet("new", "1982年から", "1982 or later", _between("built_year", NEW_RULES_YEAR, END)),
        Facet("old", "1981年まで", "1981 or earlier", _between("built_year", 0, NEW_RULES_YEAR)),
    )),
    Group("repairs", "補修", "Repairs", (
        Facet("none", "要らない", "None needed", _is("repairs", "none")),
        Facet("small", "小さな補修", "Small repairs", _is("repairs", "small")),
        Facet("large", "大きな補修", "Large repairs", _is("repairs", "large")),
    )),
    Group("wants", "こだわり", "Must have", (
        Facet("farmland", "農地付き", "With farmland", _between("farmland_m2", 0.01, END)),
        Facet("pets", "ペット可", "Pets allowed", lambda row: row["pets"] is True),
        Facet("school1", "小学校まで1km以内", "School within 1 km", _between("school_km", 0, NEAR_KM)),
        Facet("school3", "小学校まで3km以内", "School within 3 km", _between("school_km", 0, FAR_KM)),
        Facet("station1", "駅まで1km以内", "Station within 1 km", _between("station_km", 0, NEAR_KM)),
        Facet("station3", "駅まで3km以内", "Station within 3 km", _between("station_km", 0, FAR_KM)),
        Facet("safe", "ハザード区域の外", "Outside hazard areas", _outside_all),
        Facet("free", "商談中でない", "Not under negotiation", _is("state", "published")),
    ), all_of=True),
)  # fmt: skip
BITS = {
    (group.name, facet.value): 1 << number
    for number, (group, facet) in enumerate((group, facet) for group in GROUPS for facet in group.facets)
}


def mask_of(row: Mapping[str, Any]) -> int:
    """Return the number of a house: the bits of all facets that it has. What is not known sets no bit.

    Source: domain section 4.2 (search keys of the national bank), 建築基準法施行令 of 1981-06-01 for `built`
    """
    return sum(BITS[group.name, facet.value] for group in GROUPS for facet in group.facets if facet.fits(row))


def wanted_bits(chosen: Mapping[str, frozenset[str]]) -> dict[str, int]:
    """Return the ticked bits by group; groups in which nothing is ticked, and values that do not exist, are left out.

    Source: the facets above
    """
    found = {name: sum(BITS.get((name, value), 0) for value in values) for name, values in chosen.items()}
    return {name: bits for name, bits in found.items() if bits}


def facet_counts(masks: Masks, wanted: Mapping[str, int]) -> tuple[npt.NDArray[np.bool_], dict[tuple[str, str], int]]:
    """Return which houses fit, and for each facet how many would be shown if it were ticked.

    `masks`: numbers of all houses, shape (n,). A facet is counted with the conditions of all other groups, so that
    somebody sees what ticking one more value brings; values of which all are asked for count with their own group too.
    Source: disjunctive facets, docs/decisions/0024-facets-by-bits.md
    """
    passes = {
        group.name: (masks & bits == bits) if group.all_of else (masks & bits != 0)
        for group in GROUPS
        if (bits := wanted.get(group.name, 0))
    }
    everything = np.ones(len(masks), dtype=bool)
    fitting = _all_pass(passes, everything)
    whole = masks[fitting]
    counts = {}
    for group in GROUPS:
        of_group = whole
        if group.name in passes and not group.all_of:
            of_group = masks[_all_pass({name: ok for name, ok in passes.items() if name != group.name}, everything)]
        for facet in group.facets:
            counts[group.name, facet.value] = int(np.count_nonzero(of_group & BITS[group.name, facet.value]))
    return fitting, counts


def _all_pass(passes: Mapping[str, npt.NDArray[np.bool_]], everything: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    found = everything
    for one in passes.values():
        found = found & one
    return found
