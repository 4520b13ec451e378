"""Rules of lists in and out: case tables that an official can read, and the list for the national sites."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kayoi.kit.sheets import Converted
from kayoi.programmes.homes.rules.exchange import cells, columns
from kayoi.programmes.homes.rules.exchange.amounts import read_m2, read_year, read_yen
from kayoi.programmes.homes.rules.exchange.national import (
    SOURCES,
    NationalColumn,
    columns_of,
    may_map,
    missing_in,
    value_of,
    words_of_item,
)
from kayoi.programmes.homes.rules.exchange.rows import Around, RowPlan, plan_row, settle_rows
from kayoi.programmes.homes.states.exchange import DEFAULT_MAPPING, RowFate
from kayoi.programmes.homes.states.houses import Level
from kayoi.programmes.homes.states.items import ITEMS, Item, ItemType

CASES = Path(__file__).parent / "cases"
TODAY = date(2026, 11, 20)


def cases(name: str) -> pytest.MarkDecorator:
    """Run a test once for each line of a table, as its argument `case`."""
    with (CASES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file, strict=True))
    assert lines, name
    return pytest.mark.parametrize("case", lines, ids=[" ".join(filter(None, line.values())) for line in lines])


def agrees(read: Converted[Decimal], wanted: str, unreadable: str) -> None:
    assert (read.value, read.failed) == (Decimal(wanted) if wanted else None, unreadable == "はい")


@cases("read_yen")
def test_amounts(case: dict[str, str]) -> None:
    agrees(read_yen(case["セル"], name=case["列"], unit=case["見出しの単位"]), case["円"], case["読めない"])


@cases("read_m2")
def test_areas(case: dict[str, str]) -> None:
    agrees(read_m2(case["セル"], unit=case["見出しの単位"]), case["平方メートル"], case["読めない"])


@cases("read_year")
def test_years(case: dict[str, str]) -> None:
    agrees(read_year(case["セル"], today=TODAY), case["年"], case["読めない"])


def test_cells_of_numbers_and_days_are_read_as_they_are() -> None:
    assert read_year(1973.0, today=TODAY).value == 1973
    assert read_year(date(1973, 3, 1), today=TODAY).value == 1973
    assert read_yen(3_800_000, name="price_yen").value == 3_800_000
    assert read_m2(120.5).value == Decimal("120.50")


@cases("read_status")
def test_states(case: dict[str, str]) -> None:
    assert (cells.read_status(case["町の言葉"]).value or "") == case["状態"]


@cases("read_yes_no")
def test_yes_and_no(case: dict[str, str]) -> None:
    assert cells.read_yes_no(case["セル"]).value == {"はい": True, "いいえ": False, "": None}[case["答え"]]


@cases("meaning_of")
def test_headings(case: dict[str, str]) -> None:
    assert columns.meaning_of(case["見出し"]) == case["意味"]


def test_running_numbers_are_no_numbers_of_houses() -> None:
    assert columns.guess_targets(["No.", "登録番号"]) == ["skip", "number"]
    assert columns.guess_targets(["No.", "町名"]) == ["number", "quarter"]


def test_the_units_of_a_heading_and_a_second_address() -> None:
    assert [columns.unit_of(text) for text in ("価格(万円)", "面積（坪）", "面積(㎡)", "価格")] == [
        "万円",
        "坪",
        "m2",
        "",
    ]
    guessed = columns.guess_targets(["所在地", "氏名", "住所", "備考", "氏名"])
    assert guessed == ["place", "owner_name", "owner_address", "keep", "keep"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("木造", "wood"),
        ("木造2階建", "wood"),
        ("RC造", "rc"),
        ("鉄骨", "steel"),
        ("煉瓦", None),
        ("鉄骨鉄筋コンクリート", "rc"),
        ("木造・鉄骨", None),
    ],
)
def test_choices_by_their_words(text: str, value: str | None) -> None:
    structure = next(item for item in ITEMS if item.code == "structure")
    assert cells.read_item(structure, text).value == value


@pytest.mark.parametrize(
    ("text", "offer"),
    [("売", "sale"), ("賃貸", "rent"), ("売・賃", "both"), ("貸・売", "both"), ("両方", "both"), ("未定", None)],
)
def test_how_a_house_is_offered(text: str, offer: str | None) -> None:
    assert cells.read_offer(text).value == offer


@pytest.mark.parametrize(
    ("text", "kind"), [("一戸建て", "dwelling"), ("店舗付き住宅", "shop_dwelling"), ("民宿", "inn"), ("宇宙船", None)]
)
def test_what_a_house_is_built_for(text: str, kind: str | None) -> None:
    assert cells.read_kind(text).value == kind


def test_two_choices_that_fit_as_well_are_not_guessed() -> None:
    choices = (("city", "都市ガス"), ("propane", "プロパン"), ("none", "電化"))
    assert cells.read_choice("gas", choices, "プロパンガス").value == "propane"
    assert cells.read_choice("gas", choices, "プロパン・電化").failed


def read(headings: list[str], row: list[Any]) -> RowPlan:
    targets = columns.guess_targets(headings)
    return plan_row(row, Around(headings, targets, ["長野県伊那市", "伊那市"], TODAY))


def test_one_row_with_everything_in_it() -> None:
    plan = read(
        ["番号", "状況", "区分", "金額", "所在地", "築年", "延床面積", "構造", "氏名", "電話番号", "備考"],
        ["12", "掲載中", "賃貸", "3.5万円", "長野県伊那市高遠町勝間１２３番地", "S48", "36坪", "木造", "伊藤 一 様",
         "0265-00-0001", "雪が多い"],
    )  # fmt: skip
    assert (plan.fate, plan.state) == (RowFate.NEW, "registered")
    assert plan.fields == {
        "number": "12", "offer": "rent", "rent_yen": 35_000, "quarter": "高遠町勝間", "address": "123番地",
        "built_year": 1973, "floor_m2": "119.01", "kind": "dwelling",
    }  # fmt: skip
    assert plan.details == {"structure": "wood"}
    assert plan.owner == {"name": "伊藤 一", "phone": "(0265)00-0001"}
    assert plan.notes == ["備考: 雪が多い"]


def test_price_and_rent_in_one_cell() -> None:
    plan = read(["所在地", "金額"], ["山寺1", "売買380万円/賃貸3万円"])
    assert (plan.fields["price_yen"], plan.fields["rent_yen"]) == (3_800_000, 30_000)
    unclear = read(["所在地", "金額"], ["山寺1", "380万円"])
    assert "price_yen" not in unclear.fields
    assert unclear.said[0]["column"] == 1


def test_without_a_place_or_in_an_unknown_state_a_row_is_not_taken() -> None:
    assert read(["所在地", "価格"], [None, "380万円"]).fate == RowFate.UNREADABLE
    assert read(["所在地", "状況"], ["山寺1", "☆"]).fate == RowFate.UNREADABLE


def test_a_number_like_ours_is_given_anew() -> None:
    assert "number" not in read(["番号", "所在地"], ["空2026-0001", "山寺1"]).fields


def test_unread_cells_stay_in_the_note() -> None:
    plan = read(["所在地", "築年", "氏名"], ["山寺1", "江戸時代", "伊藤 一"])
    assert (plan.fate, plan.notes) == (RowFate.NEW, ["築年: 江戸時代"])


def test_the_same_house_is_taken_once() -> None:
    plans = [RowPlan(fields={"lot": lot}) for lot in ("a", "b", "a")]
    settle_rows(plans, {"b": "空2026-0001"}, key_of=lambda plan: [plan.fields["lot"]])
    assert [plan.fate for plan in plans] == [RowFate.NEW, RowFate.KNOWN, RowFate.REPEATED]
    assert "空2026-0001" in plans[1].said[0]["text"]


COPY = {"number": "空1", "kind": "dwelling", "offer": "sale", "price_yen": 3_800_000, "floor_m2": Decimal("120.50"),
        "quarter": "山寺", "details": {"structure": "wood", "pets": False}}  # fmt: skip


def test_values_are_reworded_and_gaps_are_named() -> None:
    made = [
        NationalColumn("区分", "offer", True, {"売買": "売"}), NationalColumn("構造", "structure"),
        NationalColumn("ペット", "pets"), NationalColumn("面積", "floor_m2"),
        NationalColumn("築年", "built_year", True),
    ]  # fmt: skip
    values = [value_of(column, COPY) for column in made]
    assert values == ["売", "木造", "無", "120.5", ""]
    assert missing_in(made, values) == ["築年"]


def test_only_what_is_public_can_be_mapped() -> None:
    private = {item.code for item in ITEMS if item.level is not Level.PUBLIC}
    private |= {"address", "lot_number", "lat", "lon"}
    assert not private & set(SOURCES)
    assert {source for _, source, _ in DEFAULT_MAPPING} <= set(SOURCES)
    answer = may_map([NationalColumn("番地", "address"), NationalColumn("番地", "quarter")])
    assert [reason.code for reason in answer.reasons] == ["homes.header_twice", "homes.not_public"]
    assert may_map([]).refused
    assert may_map(columns_of(None)).met


def values_of(item: Item) -> list[Any]:
    """Return values that an item may have."""
    values = [choice[0] for choice in item.choices]
    of_type: dict[ItemType, list[Any]] = {
        ItemType.YES_NO: [True, False], ItemType.NUMBER: [0, 3, 2.5], ItemType.TEXT: ["山の見える家"],
        ItemType.DATE: ["2026-11-20"], ItemType.CHOICE: values, ItemType.CHOICES: [[one] for one in values] + [values],
    }  # fmt: skip
    return of_type[item.type]


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.code)
def test_what_is_written_of_an_item_is_read_back_as_the_same(item: Item) -> None:
    assert columns.meaning_of(item.label) == f"item_{item.code}"
    for value in values_of(item):
        assert cells.read_item(item, "、".join(words_of_item(item, value))).value == value
