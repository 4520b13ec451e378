"""What cells are read as: numbers, days, codes, telephone numbers and texts, by case tables."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kayoi.kit.sheets import (
    Cell,
    Converted,
    NoteKind,
    Record,
    as_code,
    as_date,
    as_decimal,
    as_int,
    as_phone,
    as_text,
    column_letter,
    place,
)
from kayoi.kit.sheets.workbook import row_ranges
from kayoi.kit.tests.case_tables import cases

FAILURES = {
    *("not_whole", "range", "not_a_number", "error_cell", "not_a_date", "code_too_long", "code_damaged"),
}


def cell_of(case: dict[str, str]) -> Cell:
    text = case["セル"]
    if case["種類"] == "文字":
        return text or None
    return float(text) if "." in text else int(text)


def remarked(found: Converted[object]) -> str:
    """Return the codes of the remarks; each remark must be a whole sentence that says what to look at."""
    assert all(remark.text.endswith("。") for remark in found.remarks)
    return " ".join(remark.code.removeprefix("sheets.") for remark in found.remarks)


@cases("sheets_numbers")
def test_numbers(case: dict[str, str]) -> None:
    found = as_int(case["セルの文字"])
    assert found.value == (int(case["整数"]) if case["整数"] else None)
    assert remarked(found) == case["注意"]
    assert found.failed == (case["注意"] in FAILURES)


@cases("sheets_dates")
def test_dates(case: dict[str, str]) -> None:
    found = as_date(cell_of(case))
    assert found.value == (date.fromisoformat(case["日付"]) if case["日付"] else None)
    assert remarked(found) == case["注意"]
    assert found.failed == (case["注意"] in FAILURES)


@cases("sheets_codes")
def test_codes(case: dict[str, str]) -> None:
    found = as_code(cell_of(case), digits=int(case["桁数"]))
    assert found.value == (case["コード"] or None)
    assert remarked(found) == case["注意"]
    assert found.failed == (case["注意"] in FAILURES)


@cases("sheets_phones")
def test_phones(case: dict[str, str]) -> None:
    found = as_phone(cell_of(case))
    assert found.value == (case["電話番号"] or None)
    assert remarked(found) == case["注意"]
    assert found.failed == (case["注意"] in FAILURES)


# Numbers that are numbers


def test_real_numbers_come_without_remark_and_without_noise() -> None:
    assert as_decimal(0.1) == Converted(Decimal("0.1"))
    assert as_decimal(1200) == Converted(Decimal(1200))
    assert as_int(5.0) == Converted(5)
    assert as_decimal("12.5%").value == Decimal("0.125")
    assert as_decimal("△1,234.50").value == Decimal("-1234.50")


def test_numbers_of_more_than_fifteen_digits_are_doubted() -> None:
    assert not as_int(999_999_999_999_999).remarks
    assert remarked(as_int(1e15)) == "too_many_digits"
    assert as_int(1e15).value == 10**15


@pytest.mark.parametrize("cell", [True, date(2026, 4, 1), time(9, 30), timedelta(hours=1), float("inf")])
def test_what_is_no_number_fails(cell: Cell) -> None:
    assert as_int("inf" if cell == float("inf") else cell).failed


def test_units_may_be_given() -> None:
    assert as_int("5頭", units=("頭",)).value == 5
    assert as_int("5頭").failed


@given(st.integers(-(10**14), 10**14))
def test_any_whole_number_is_read_back_from_every_notation(number: int) -> None:
    for text in (
        str(number),
        f"{number:,}",
        f"{number:,}円",
        str(number).translate(str.maketrans("0123456789-", "０１２３４５６７８９－")),
    ):
        assert as_int(text).value == number
    assert as_int(f"{number:,}".replace("-", "△")).value == number
    assert as_int(number).value == number


@given(st.text(max_size=12))
def test_no_text_becomes_a_number_without_its_digits(text: str) -> None:
    """Whatever is read has exactly the digits that were written, or a scale (万) or a percent sign beside them."""
    found = as_decimal(text)
    if found.value is not None and not set(text) & set("億万千%％"):
        written = "".join(character for character in text if character.isdecimal())
        assert Decimal("".join(str(int(character)) for character in written)) == Decimal(
            "".join(map(str, found.value.as_tuple().digits))
        )


# Days


def test_real_days_come_without_remark_and_moments_lose_their_time() -> None:
    assert as_date(date(2026, 4, 1)) == Converted(date(2026, 4, 1))
    assert as_date(datetime(2026, 4, 1)) == Converted(date(2026, 4, 1))
    assert remarked(as_date(datetime(2026, 4, 1, 10, 30))) == "time_cut"


def test_serials_of_old_macs_are_four_years_later() -> None:
    assert as_date(44651, from_1904=True).value == date(2026, 4, 1)
    assert as_date("44651", from_1904=True).value == date(2026, 4, 1)


@pytest.mark.parametrize("cell", [True, time(9, 30), timedelta(hours=1), 1e300])
def test_what_is_no_day_fails(cell: Cell) -> None:
    assert as_date(cell).failed


# Texts


@pytest.mark.parametrize(
    ("cell", "value", "remarks"),
    [
        (None, None, ""),
        (" 　", None, ""),
        ("　山田 太郎 ", "山田 太郎", ""),
        ("1行目\r\n2行目\r3行目\v4行目", "1行目\n2行目\n3行目\n4行目", ""),
        ("山\u200b田\x07", "山田", "unseen"),
        ("\ue000島", "\ue000島", "gaiji"),
        ("山\ufffd", "山\ufffd", "broken"),
        ("'=1+1", "=1+1", ""),
        ("'飯田", "'飯田", ""),
        ('="0265"', "0265", ""),
        (5, "5", ""),
        (1.5, "1.5", ""),
        (1e-7, "0.0000001", ""),
        (True, "TRUE", ""),
        (time(9, 30), "09:30:00", ""),
        (timedelta(hours=25, minutes=30), "25:30:00", ""),
        (date(2026, 1, 2), "2026-01-02", "date_as_text"),
        (datetime(2026, 1, 2, 3, 4), "2026-01-02 03:04:00", "date_as_text"),
        ("#N/A", None, "error_cell"),
    ],
)
def test_texts(cell: Cell, value: str | None, remarks: str) -> None:
    found = as_text(cell)
    assert found.value == value
    assert remarked(found) == remarks


# Places and notes


def test_a_remark_becomes_a_note_with_its_place() -> None:
    record = Record("名簿", 5, ("山田", None, "約20人"), {"氏名": 0, "人数": 2})
    (remark,) = as_int(record["人数"]).remarks
    note = record.note("人数", remark)
    assert (
        note.message
        == "「名簿」の5行目C列(人数): 「約20人」は「約」を除いて 20 と読みました。この数でよいか確かめてください。"
    )
    assert (note.sheet, note.row, note.column, note.before, note.after) == ("名簿", 5, 3, "約20人", 20)
    assert note.kind is NoteKind.DOUBT


@pytest.mark.parametrize(
    ("column", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA"), (16384, "XFD")]
)
def test_columns_have_the_letters_of_excel(column: int, letters: str) -> None:
    assert column_letter(column) == letters


def test_there_is_no_column_before_the_first() -> None:
    with pytest.raises(ValueError, match="0"):
        column_letter(0)


def test_places_are_said_as_people_find_them() -> None:
    assert place("名簿") == "「名簿」"
    assert place("名簿", 5) == "「名簿」の5行目"
    assert place("名簿", None, 28) == "「名簿」のAB列"
    assert row_ranges([5, 3, 4, 9]) == "3～5、9行目"
    assert row_ranges(range(1, 40, 2)) == "1、3、5、7、9、11、13、15、17、19ほか行目"
