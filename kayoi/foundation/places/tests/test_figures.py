"""Figures, formulas, towns of like size, population."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kayoi.foundation.places.rules.absences import Absence, absence_of
from kayoi.foundation.places.rules.climate import StationNote
from kayoi.foundation.places.rules.figures import Figure, FigureKind, SourceNote, when, when_en
from kayoi.foundation.places.rules.likeness import Sized, like_towns, standing, standings
from kayoi.foundation.places.rules.population import age_labels, changes, population_series, pyramid
from kayoi.foundation.places.rules.reading.dataset import Dataset
from kayoi.foundation.places.rules.reading.definitions import Definition
from kayoi.foundation.places.rules.reading.formulas import computed
from kayoi.foundation.places.states import (
    KindGroup,
    OfPrefecture,
    PlaceKind,
    PointKind,
    Polarity,
    Sex,
    Theme,
)
from kayoi.foundation.places.tests.case_tables import cases


@cases("absences")
def test_why_a_figure_is_missing(case: dict[str, str]) -> None:
    found = absence_of(
        next(one for one in Absence if one.value == case["ふつうの理由"]),
        kind=next(one for one in PlaceKind if one.value == case["種別"]),
        abolished=case["廃止"] == "はい",
        empty=case["住民なし"] == "はい",
        younger=case["新しい区"] == "はい",
        of_prefecture=case["都道府県の値を持つ"] == "はい",
    )
    assert found.value == case["理由"]


@cases("moments")
def test_days_and_years_in_words(case: dict[str, str]) -> None:
    year = int(case["年"]) if case["年"] else None
    assert when(year, case["期間の種類"]) == case["日本語"]
    assert when_en(year, case["期間の種類"]) == case["英語"]


SOURCE = SourceNote(
    "s", "庁", "Agency", "表", "Table", "庁「表」", "Agency, Table", "条件", "2020", "https://example.jp/", ""
)
KIND = FigureKind(
    "k", Theme.PEOPLE, "人口", "Population", "人", "people", 1, Polarity.NEUTRAL, "10-01", "", "", "", "", SOURCE
)


def test_a_figure_is_a_value_or_a_reason() -> None:
    assert Figure(KIND, 2020, 66125.0).text == "66,125.0"
    assert Figure(KIND, 2020, None, Absence.NOT_PUBLISHED).text == ""
    assert Figure(KIND, 2020, 0.0).text == "0.0"
    for value, absence in ((None, None), (1.0, Absence.NOT_PUBLISHED)):
        with pytest.raises(AssertionError):
            Figure(KIND, 2020, value, absence)


def definition(key: str, *, plus: str = "", minus: str = "", base: str = "", times: float = 1) -> Definition:
    return Definition(
        **dict.fromkeys(("label", "label_en", "unit", "unit_en", "survey", "survey_en", "note"), ""),
        key=key,
        position=1,
        theme=Theme.PEOPLE,
        decimals=0,
        polarity=Polarity.NEUTRAL,
        period="Y",
        source="s",
        file="" if plus else "a.csv",
        column="",
        of_prefecture=OfPrefecture.NONE,
        absence=Absence.NO_BASE,
        plus=tuple(plus.split()),
        minus=tuple(minus.split()),
        base=tuple(base.split()),
        times=times,
    )


def compute(one: Definition, values: Mapping[tuple[str, int], float]) -> dict[int, float]:
    found = computed({("20209", key, year): value for (key, year), value in values.items()}, {one.key: one})
    return {year: value for (_, _, year), value in found.items()}


def test_formulas() -> None:
    births = {("births", 2022): 10.0, ("births", 2023): 8.0, ("deaths", 2023): 20.0, ("people", 2020): 4000.0}
    assert compute(definition("d", plus="births", minus="deaths"), births) == {2023: -12.0}
    rate = definition("r", plus="births@2023", base="people@2020", times=1000)
    assert compute(rate, births) == {2023: 2.0}
    each_year = definition("e", plus="births", base="people@2020", times=1000)
    assert compute(each_year, births) == {2022: 2.5, 2023: 2.0}
    assert compute(definition("s", plus="births", base="births deaths", times=100), births) == {
        2023: pytest.approx(800 / 28)
    }


def test_formulas_without_base_or_with_a_base_of_zero_give_nothing() -> None:
    rate = definition("r", plus="births", base="people@2020", times=1000)
    assert compute(rate, {("births", 2023): 8.0}) == {}
    assert compute(rate, {("births", 2023): 8.0, ("people", 2020): 0.0}) == {}


def test_formulas_are_written_out_for_the_reader() -> None:
    assert (
        definition("r", plus="a b@2020", minus="c", base="d e", times=100).formula == "(a + b@2020 - c) / (d + e) * 100"
    )
    assert definition("r", plus="a", minus="b").formula == "a - b"
    assert definition("r").formula == ""


def test_every_figure_of_the_repository_can_say_where_it_comes_from(dataset: Dataset) -> None:
    sources = {row["key"]: row for row in dataset.sources}
    for one in dataset.definitions.values():
        source = sources[one.source]
        assert source["url"].startswith("https://")
        assert all([source["publisher"], source["publisher_en"], source["credit"], source["credit_en"]])
        assert all([source["licence"], source["as_of"], one.label, one.label_en])
        assert bool(one.file) != bool(one.formula)
        assert dataset.latest[one.key] >= 2019
        assert when(dataset.latest[one.key], one.period)


def test_like_towns_are_nearest_by_ratio_and_not_by_difference() -> None:
    others = [Sized(str(people), "", people) for people in (500, 900, 1500, 1900, 4000, 0)]
    like = like_towns(KindGroup.TOWNS, 1000, others, n=3)
    assert [town.population for town in like.towns] == [1900, 1500, 900]  # 500 is nearer by people, but half
    assert like.wording.startswith("町村のうち、人口の比が近い3団体(人口900人〜1,900人)")


def test_an_empty_town_has_no_like() -> None:
    for people in (None, 0):
        like = like_towns(KindGroup.TOWNS, people, [Sized("1", "", 10)], n=3)
        assert like.towns == ()
        assert "選べません" in like.wording


@pytest.mark.parametrize(
    ("value", "others", "rank", "quantile", "wording"),
    [
        (5.0, [1.0, 2.0, 3.0], 1, 1.0, "4団体のうち高いほうから1番目"),
        (2.0, [1.0, 2.0, 3.0], 2, 0.5, "4団体のうち高いほうから2番目"),
        (1.5, [1.0, 2.0, 3.0], 3, 1 / 3, "4団体のうち低いほうから2番目"),
        (0.0, [1.0, 2.0, 3.0], 4, 0.0, "4団体のうち低いほうから1番目"),
        (1.0, [1.0], 1, 0.5, "2団体のうち高いほうから1番目"),
    ],
)
def test_standing(value: float, others: list[float], rank: int, quantile: float, wording: str) -> None:
    found = standing(value, others)
    assert found is not None
    assert (found.rank, found.wording) == (rank, wording)
    assert found.quantile == pytest.approx(quantile)
    assert found.of == len(others) + 1


def test_nothing_to_compare_with_gives_no_standing() -> None:
    assert standing(1.0, []) is None
    assert standings({"a": 1.0, "b": 1.0}, {"a": [2.0]}).keys() == {"a"}


@given(st.lists(st.integers(-50, 50), min_size=2, max_size=40))
def test_standings_of_all_towns_of_a_group_agree(values: list[int]) -> None:
    """Each value among the rest: ranks follow the values, and turning the sign turns the order round."""
    for at, value in enumerate(values):
        rest = [float(other) for index, other in enumerate(values) if index != at]
        found, turned = standing(float(value), rest), standing(-float(value), [-other for other in rest])
        assert found is not None
        assert turned is not None
        assert found.rank == 1 + sum(other > value for other in rest)
        assert found.quantile + turned.quantile == pytest.approx(1)
        assert found.least <= found.median <= found.most


def test_pyramids() -> None:
    ages = {Sex.MALE: ([3, 2, 1], 1), Sex.FEMALE: ([3, 3, 4], 0)}
    found = pyramid(2020, ages)
    assert found is not None
    assert found.labels == ("0〜4歳", "5〜9歳", "10歳以上")
    assert (found.total, found.largest) == (17, 4)
    joined = pyramid(2020, ages, classes=2)
    assert joined is not None
    assert (joined.labels, joined.men, joined.women) == (("0〜4歳", "5歳以上"), (3, 3), (3, 7))
    assert pyramid(2020, {Sex.MALE: ([1], 0)}) is None
    assert pyramid(2020, {Sex.MALE: ([0], 0), Sex.FEMALE: ([0], 0)}) is None


def test_age_labels_of_both_censuses() -> None:
    assert age_labels(19)[-2:] == ("85〜89歳", "90歳以上")
    assert age_labels(21)[-2:] == ("95〜99歳", "100歳以上")


def test_population_series_keeps_count_and_projection_of_a_year_apart() -> None:
    series = population_series({2015: 100.0, 2020: 90.0}, {2025: 80.0}, {2025: 79.4, 2030: 70.6})
    assert [(point.year, point.people, point.kind) for point in series] == [
        (2015, 100, PointKind.CENSUS),
        (2020, 90, PointKind.CENSUS),
        (2025, 80, PointKind.PRELIMINARY),
        (2025, 79, PointKind.PROJECTION),
        (2030, 71, PointKind.PROJECTION),
    ]


def test_changes_know_what_is_not_published() -> None:
    (first, second) = changes({"births": {2023: 5.0}, "deaths": {2023: 9.0}, "moves_in": {2024: 7.0}})
    assert (first.natural, first.social) == (-4, None)
    assert (second.natural, second.social, second.moves_in) == (None, None, 7)


def test_a_station_says_how_far_it_is_and_what_is_not_known() -> None:
    note = StationNote("諏訪", "諏訪市", 1760, 27.94)
    assert note.wording == "諏訪観測所(諏訪市、標高1,760m、役所から27.9km)"
    assert note.altitude_difference is Absence.UNKNOWN_ALTITUDE
    assert replace(note, distance_km=0.04).wording.endswith("役所から0.0km)")
