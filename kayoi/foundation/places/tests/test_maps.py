"""The maps of the repository: complete, closed, in their frames, without gaps, small."""

import gzip
import json
from collections import Counter, defaultdict
from dataclasses import asdict

from kayoi.foundation.places.rules.reading.dataset import Dataset
from kayoi.foundation.places.rules.reading.maps import sheet_of
from kayoi.foundation.places.rules.sheets import JAPAN
from kayoi.foundation.places.states import MUNICIPALITIES, PlaceKind, PlaceStatus
from kayoi.foundation.places.tests.paths import Ring, holds, rings

LANDLOCKED = ("09", "10", "11", "19", "20", "21", "25", "29")
Rings = dict[str, dict[str, list[Ring]]]


def drawn(dataset: Dataset) -> Rings:
    """Return sheet → name and code → rings."""
    found: Rings = defaultdict(dict)
    for row in dataset.outlines:
        found[row.sheet][f"{row.code5 or ''} {row.name}"] = rings(row.path)
    return found


def test_paths_are_closed_rings_inside_their_sheet(dataset: Dataset) -> None:
    for row in dataset.outlines:
        sheet = dataset.sheets[row.sheet]
        for ring in rings(row.path):
            assert len(ring) >= 3
            assert ring[0] != ring[-1], "the last corner is joined to the first by z"
            assert all(0 <= x <= sheet.width and 0 <= y <= sheet.height for x, y in ring), row.name


def test_a_sheet_comes_back_from_its_stored_form(dataset: Dataset) -> None:
    for sheet in dataset.sheets.values():
        assert sheet_of(json.loads(json.dumps(asdict(sheet)))) == sheet


def test_every_current_place_is_drawn(dataset: Dataset) -> None:
    on = {(row.sheet, row.code5) for row in dataset.outlines}
    for place in dataset.places.values():
        if place.status is not PlaceStatus.CURRENT:
            continue
        if place.kind is PlaceKind.PREFECTURE:
            assert (JAPAN, place.code5) in on
        elif place.kind in MUNICIPALITIES:
            assert (place.code5[:2], place.code5) in on
        elif place.parent != "22130":
            assert (place.parent, place.code5) in on


def test_hamamatsu_says_that_its_wards_are_the_old_ones(dataset: Dataset) -> None:
    shown = {row.code5 for row in dataset.outlines if row.sheet == "22130"}
    assert shown == {f"2213{digit}" for digit in range(1, 8)}
    assert "2024年1月1日の再編" in dataset.sheets["22130"].note
    assert {sheet.key for sheet in dataset.sheets.values() if sheet.note} == {"22130"}


def test_northern_territories_and_unsettled_land_are_drawn_without_a_place(dataset: Dataset) -> None:
    loose = Counter((row.sheet, row.name) for row in dataset.outlines if row.code5 is None)
    assert {name for sheet, name in loose if sheet == "01"} == {
        "蘂取村",
        "色丹村",
        "泊村",
        "留夜別村",
        "留別村",
        "紗那村",
    }
    assert {sheet for sheet, name in loose if name == "所属未定地"} == {"12", "13", "23", "47"}


def test_neighbours_share_their_borders_without_gaps(dataset: Dataset) -> None:
    """What only one municipality of a landlocked prefecture has as border is one single ring: the outside."""
    for number in LANDLOCKED:
        edges = Counter(
            (one, two)
            for its in drawn(dataset)[number].values()
            for ring in its
            for one, two in zip(ring, [*ring[1:], ring[0]], strict=True)
        )
        outside = {edge for edge in edges if (edge[1], edge[0]) not in edges}
        leaving = Counter(one for one, _ in outside)
        entering = Counter(two for _, two in outside)
        assert leaving == entering, number
        assert _parts(outside) == 1, number


def _parts(edges: set[tuple[tuple[int, int], tuple[int, int]]]) -> int:
    """Return into how many connected parts some edges fall."""
    joined: dict[tuple[int, int], set[tuple[int, int]]] = defaultdict(set)
    for one, two in edges:
        joined[one].add(two)
        joined[two].add(one)
    parts, left = 0, set(joined)
    while left:
        parts += 1
        open_ends = [left.pop()]
        while open_ends:
            for corner in joined[open_ends.pop()] & left:
                left.remove(corner)
                open_ends.append(corner)
    return parts


def test_offices_lie_inside_their_own_outlines(dataset: Dataset) -> None:
    """The projection and its panels are right when town halls fall into their towns."""
    areas = drawn(dataset)
    outside = []
    for place in dataset.places.values():
        if place.kind not in MUNICIPALITIES or place.status is not PlaceStatus.CURRENT:
            continue
        at = dataset.sheets[place.code5[:2]].locate(lat=place.office_lat, lon=place.office_lon)
        assert at is not None, place.full_name
        its = areas[place.code5[:2]][f"{place.code5} {place.name}"]
        if not any(holds(ring, *at) for ring in its):
            outside.append(place.full_name)
    # Halls on an island too small to draw, at the quay, or outside (三島村 and 十島村 work from 鹿児島市).
    assert len(outside) <= 40, outside
    assert {"鹿児島県三島村", "鹿児島県十島村"} <= set(outside)


def test_capitals_lie_inside_their_prefectures_on_the_map_of_japan(dataset: Dataset) -> None:
    areas = drawn(dataset)[JAPAN]
    outside = []
    for place in dataset.places.values():
        if place.kind is PlaceKind.PREFECTURE:
            at = dataset.sheets[JAPAN].locate(lat=place.office_lat, lon=place.office_lon)
            assert at is not None
            if not any(holds(ring, *at) for ring in areas[f"{place.code5} {place.name}"]):
                outside.append(place.name)
    assert len(outside) <= 3, outside  # Kanagawa and its like stand at the water


def test_far_islands_have_frames_of_their_own(dataset: Dataset) -> None:
    japan = dataset.sheets[JAPAN]
    for lat, lon, title in [
        (26.212, 127.681, "南西諸島"),  # 那覇
        (27.094, 142.192, "小笠原諸島"),  # 父島
        (24.287, 153.981, "南鳥島"),
        (35.69, 139.69, ""),  # 新宿
        (44.9, 147.1, ""),  # 択捉島
    ]:
        panel = japan.panel_of(lat=lat, lon=lon)
        assert panel is not None
        assert panel.title == title
        x, y = panel.place(lat=lat, lon=lon)
        left, top, width, height = panel.frame
        assert left <= x <= left + width
        assert top <= y <= top + height
    assert japan.locate(lat=10, lon=140) is None


def test_frames_lie_over_open_sea(dataset: Dataset) -> None:
    """No ring crosses the frame of an inset: it belongs to the inset or lies elsewhere."""
    for sheet in dataset.sheets.values():
        frames = [panel.frame for panel in sheet.panels[1:]]
        for row in dataset.outlines:
            if row.sheet != sheet.key:
                continue
            for ring in rings(row.path):
                for left, top, width, height in frames:
                    inside = [left <= x <= left + width and top <= y <= top + height for x, y in ring]
                    assert all(inside) or not any(inside), (sheet.key, row.name)


def test_maps_are_small(dataset: Dataset) -> None:
    def compressed(key: str) -> int:
        paths = "".join(f'<path d="{row.path}"/>' for row in dataset.outlines if row.sheet == key)
        return len(gzip.compress(paths.encode()))

    assert compressed(JAPAN) <= 25_000
    sizes = sorted(compressed(key) for key in dataset.sheets if key != JAPAN)
    assert sizes[-1] <= 20_000
