"""Latin letters and what became of former municipalities."""

from datetime import date

import pytest

from kayoi.foundation.places.rules.history import Change, History
from kayoi.foundation.places.rules.reading.dataset import Dataset
from kayoi.foundation.places.rules.romaji import english_name, hepburn, prefecture_in_english, stem
from kayoi.foundation.places.states import ChangeReason, PlaceKind
from kayoi.foundation.places.tests.case_tables import cases

_KINDS = {kind.label: kind for kind in PlaceKind}


@cases("romaji")
def test_english_names(case: dict[str, str]) -> None:
    assert english_name(case["よみ"], _KINDS[case["種別"]]) == case["英語の名称"]


def test_every_name_in_japan_has_latin_letters(dataset: Dataset) -> None:
    for place in dataset.places.values():
        assert place.name_en.replace(" ", "").replace("'", "").isascii()
        assert place.name_en_by_rule is (place.kind is not PlaceKind.PREFECTURE)


@pytest.mark.parametrize(
    ("kana", "kind", "bare"),
    [
        ("いなし", PlaceKind.CITY, "いな"),
        ("おおまちし", PlaceKind.CITY, "おおまち"),
        ("おおまちちょう", PlaceKind.TOWN, "おおまち"),
        ("おおまちまち", PlaceKind.TOWN, "おおまち"),
        ("むらむら", PlaceKind.VILLAGE, "むら"),
        ("く", PlaceKind.WARD, "く"),
        ("ながのけん", PlaceKind.PREFECTURE, "ながのけん"),
    ],
)
def test_a_reading_without_its_kind(kana: str, kind: PlaceKind, bare: str) -> None:
    assert stem(kana, kind) == bare


def test_what_is_no_kana_has_none() -> None:
    with pytest.raises(KeyError):
        hepburn("伊那")


@pytest.mark.parametrize(
    ("letters", "name"),
    [("Hokkaido", "Hokkaido"), ("Tokyo", "Tokyo Metropolis"), ("Kyoto", "Kyoto Prefecture")],
)
def test_prefectures(letters: str, name: str) -> None:
    assert prefecture_in_english(letters) == name


@cases("chains")
def test_former_municipalities_lead_to_today(case: dict[str, str], history: History, dataset: Dataset) -> None:
    chains = [
        chain
        for chain in history.of_name(case["以前の名前"])
        if chain.first.old_code5.startswith(case["当時の都道府県"]) and chain.code5 in dataset.places
    ]
    todays = [dataset.places[chain.code5].full_name for chain in chains]
    assert ";".join(sorted(todays)) == ";".join(sorted(filter(None, case["今の市区町村"].split(";"))))
    assert {len(chain.steps) for chain in chains} == ({int(case["経た変更の数"])} if todays else set())
    if todays:
        assert str(chains[0].first.on) == case["最初の変更の日"]
        assert chains[0].first.reason.label == case["最初の事由"]


def test_every_former_municipality_ends_in_a_place_of_today(history: History, dataset: Dataset) -> None:
    ends = {chain.code5 for change in history.changes for chain in history.chains(change)}
    assert ends <= dataset.places.keys()
    assert all(dataset.places[code5].valid_until is None for code5 in ends)


def test_days_of_founding_and_end(history: History) -> None:
    assert history.founded("20209") == date(2006, 3, 31)  # 伊那市 as it was merged
    assert history.founded("20201") is None  # 長野市 only took others in since 1970
    assert history.founded("28221") == date(1999, 4, 1)  # a new name is not a new town
    assert history.ended("28221") is None
    assert history.ended("22135") == (date(2024, 1, 1), ["22138", "22139"])
    assert history.ended("20381") == (date(2006, 3, 31), ["20209"])


@pytest.mark.parametrize(
    ("code5", "later"),
    [
        ("40305", "40231"),  # 那珂川町 became a city by itself
        ("04423", "04216"),  # 富谷町 too
        ("22137", "22140"),  # 天竜区 went on alone
        ("22131", None),  # 中区 was joined with others
        ("22135", None),  # 北区 was divided
        ("20381", None),  # 高遠町 merged
        ("20209", "20209"),  # 伊那市 is still there
    ],
)
def test_which_towns_go_on_under_another_code(
    code5: str, later: str | None, history: History, dataset: Dataset
) -> None:
    current = {place.code5 for place in dataset.places.values() if place.valid_until is None}
    assert history.carried_on(code5, current) == later


def test_a_circle_of_codes_comes_to_an_end() -> None:
    there = Change(date(2000, 1, 1), ChangeReason.RENAMED, "01301", "甲町", "01302", "乙町")
    back = Change(date(2001, 1, 1), ChangeReason.RENAMED, "01302", "乙町", "01301", "甲町")
    (chain,) = History([there, back]).of_name("甲町")
    assert [step.new_name for step in chain.steps] == ["乙町", "甲町"]
