"""Reading days, years and serial numbers that people and spreadsheets have written."""

import math
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kayoi.kit.dates import (
    SOLAR_CALENDAR_FROM,
    from_excel_serial,
    parse_date,
    parse_fiscal_year,
    parse_month,
    parse_year,
    read_date,
    wareki,
    wareki_short,
)
from kayoi.kit.tests.case_tables import cases


@cases("dates_read")
def test_days_are_read_and_repairs_are_noted(case: dict[str, str]) -> None:
    reading = read_date(case["書かれた文字"])
    assert reading.on == date.fromisoformat(case["読んだ日"])
    assert reading.repaired is bool(case["注意に含む"])
    assert case["注意に含む"] in reading.note
    assert parse_date(case["書かれた文字"]) == reading.on


@cases("dates_read")
def test_strict_reading_refuses_what_had_to_be_repaired(case: dict[str, str]) -> None:
    if not case["注意に含む"]:
        assert parse_date(case["書かれた文字"], strict=True) == date.fromisoformat(case["読んだ日"])
        return
    with pytest.raises(ValueError, match=case["注意に含む"]):
        parse_date(case["書かれた文字"], strict=True)


@cases("dates_unreadable")
def test_what_is_no_day_is_refused_with_its_reason(case: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=case["理由に含む"]):
        read_date(case["書かれた文字"])


def test_a_repair_in_era_and_weekday_is_noted_twice() -> None:
    assert read_date("平成31年5月1日(木)").note == (
        "「平成31年5月1日(木)」を令和元年5月1日と読みました。"
        "「平成31年5月1日(木)」の曜日が合いません(令和元年5月1日は水曜日)"
    )


def test_every_day_to_2100_comes_back_from_its_wareki() -> None:
    on = SOLAR_CALENDAR_FROM
    while on.year <= 2100:
        assert parse_date(wareki(on), strict=True) == on
        assert parse_date(wareki_short(on), strict=True) == on
        on += timedelta(days=1)
    assert on == date(2101, 1, 1)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("令和8年", 2026),
        ("令和８年", 2026),
        ("R8", 2026),
        ("令和元年", 2019),
        ("平成31年", 2019),
        ("昭和六十四年", 1989),
        ("2026年", 2026),
        ("2026", 2026),
    ],
)
def test_years(text: str, year: int) -> None:
    assert parse_year(text) == year


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("令和8年度", 2026),
        ("R8年度", 2026),
        ("令和元年度", 2019),
        ("平成31年度", 2019),
        ("昭和63年度", 1988),
        ("2026年度", 2026),
        ("２０２６ 年度", 2026),
    ],
)
def test_fiscal_years(text: str, year: int) -> None:
    assert parse_fiscal_year(text) == year


def test_a_year_is_no_fiscal_year_and_the_reverse() -> None:
    with pytest.raises(ValueError, match="年度として読めません"):
        parse_fiscal_year("令和8年")
    with pytest.raises(ValueError, match="年として読めません"):
        parse_year("令和8年度")


@pytest.mark.parametrize("text", ["", "8年", "26", "令和", "令和0年", "1872年", "西暦2026年"])
def test_what_is_no_year_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"読めません|決まりません|読みません"):
        parse_year(text)


@pytest.mark.parametrize("read", [read_date, parse_year, parse_fiscal_year])
@given(text=st.text() | st.text(st.sampled_from("令和平成昭RHS元年度月日〇一二十百千廿0128９ 　-/.ー()（）土曜:TＲ")))
@example(text="99999999999999年1月1日")
@example(text="九九九九九九九九年千月千日")
@example(text="令和8年()1月1日")
def test_whatever_is_typed_is_read_or_refused_with_a_reason(read: Callable[[str], object], text: str) -> None:
    with suppress(ValueError):
        read(text)


@pytest.mark.parametrize(
    ("serial", "on"),
    [
        (1, "1900-01-01"),
        (59, "1900-02-28"),
        (61, "1900-03-01"),
        (43586, "2019-05-01"),
        (46347, "2026-11-21"),
        (46347.99, "2026-11-21"),
        (2958465, "9999-12-31"),
    ],
)
def test_excel_serials(serial: float, on: str) -> None:
    assert from_excel_serial(serial) == date.fromisoformat(on)


@pytest.mark.parametrize("serial", [0, 0.5, -1, 60, 60.5, 2958466, math.nan, math.inf])
def test_serials_that_are_no_day_are_refused(serial: float) -> None:
    with pytest.raises(ValueError, match="Excel"):
        from_excel_serial(serial)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2026-11", date(2026, 11, 1)), ("1990-01", date(1990, 1, 1)), ("2099-12", date(2099, 12, 1)),
        ("1989-12", None), ("2100-01", None), ("0001-01", None), ("9999-12", None), ("2026-13", None),
        ("2026-11-21", None), ("2026", None), ("x", None), ("", None),
    ],
)  # fmt: skip
def test_months_as_browsers_send_them(text: str, month: date | None) -> None:
    assert parse_month(text) == month
