"""Telephone numbers, municipality codes and postal codes."""

from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise
from typing import Literal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kayoi.kit.tests.case_tables import cases
from kayoi.kit.text import check_digit, municipality_code, phone_display, phone_key, phone_keys, postal_code
from kayoi.kit.text.area_codes import LENGTHS

YES = {"はい": True, "いいえ": False}
FORMS: dict[str, Literal[5, 6] | None] = {"": None, "5": 5, "6": 6}


# Telephone


@cases("text_phones")
def test_telephone_numbers(case: dict[str, str]) -> None:
    assert phone_key(case["書かれた文字"]) == case["キー"]
    assert phone_display(case["書かれた文字"]) == case["表示"]


@cases("text_phones")
def test_a_number_as_shown_reads_the_same(case: dict[str, str]) -> None:
    assert phone_display(case["表示"]) == case["表示"]
    assert phone_keys(case["表示"]) == phone_keys(case["書かれた文字"])


@cases("text_phones_unreadable")
def test_what_is_no_complete_number_has_at_most_a_key(case: dict[str, str]) -> None:
    assert phone_key(case["書かれた文字"]) == case["キー"]
    with pytest.raises(ValueError, match=case["理由に含む"]):
        phone_display(case["書かれた文字"])


def test_a_cell_with_several_numbers_has_several_keys() -> None:
    assert phone_keys("0265-78-4111 内線12、090-1111-2222 / 未定") == ["0265784111", "09011112222"]
    assert phone_keys("なし") == []


def test_no_area_code_prefix_begins_another() -> None:
    prefixes = sorted(LENGTHS)
    assert len(prefixes) > 300
    assert not [(one, other) for one, other in pairwise(prefixes) if other.startswith(one)]


@given(st.from_regex(r"0[1-9][1-9][0-9]{7}", fullmatch=True))
def test_every_fixed_line_number_is_grouped_without_losing_a_digit(digits: str) -> None:
    assume(not digits.startswith(("0120", "0570", "0990", "0180", "0170")))
    area, rest = phone_display(digits).lstrip("(").split(")")
    exchange, line = rest.split("-")
    assert area + exchange + line == digits
    assert 2 <= len(area) <= 5
    assert len(area + exchange) == 6


@pytest.mark.parametrize("read", [phone_display, municipality_code, postal_code])
@given(text=st.text() | st.text(st.sampled_from("0123456789８１+＋-ー()（）/、内線x〒 　\n.代")))
def test_whatever_is_typed_is_read_or_refused_with_a_reason(read: Callable[[str], object], text: str) -> None:
    with suppress(ValueError):
        read(text)


# Municipality codes


@cases("text_municipality_codes")
def test_municipality_codes(case: dict[str, str]) -> None:
    reading = municipality_code(case["書かれた文字"], form=FORMS[case["桁数の指定"]])
    assert reading.code == case["コード"]
    assert reading.certain is YES[case["確か"]]
    assert (reading.alternative or "") == case["別の読み"]
    assert bool(reading.note) is bool(case["注意に含む"])
    assert case["注意に含む"] in reading.note


@cases("text_municipality_codes_unreadable")
def test_what_is_no_municipality_code_is_refused(case: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="全国地方公共団体コードとして読めません"):
        municipality_code(case["書かれた文字"], form=FORMS[case["桁数の指定"]])


def test_the_parts_of_a_code() -> None:
    ina, nagano = municipality_code("202096"), municipality_code("20")
    assert (ina.code5, ina.prefecture, ina.is_prefecture) == ("20209", "20", False)
    assert (nagano.code5, nagano.prefecture, nagano.is_prefecture) == ("20000", "20", True)


@pytest.mark.parametrize(
    ("code5", "digit"),
    [("13101", "6"), ("01100", "2"), ("09201", "1"), ("20209", "6"), ("01000", "6"), ("10000", "5"), ("13119", "9")],
)
def test_check_digits(code5: str, digit: str) -> None:
    assert check_digit(code5) == digit


@given(st.integers(1, 99999))
def test_check_digits_follow_the_published_rule(number: int) -> None:
    code5 = f"{number:05d}"
    total = sum(weight * int(digit) for weight, digit in zip((6, 5, 4, 3, 2), code5, strict=True))
    published = 11 - total if total < 11 else 11 - total % 11
    assert check_digit(code5) == str(published)[-1]


@pytest.mark.parametrize("code5", ["1310", "131016", "１３１０１", "abcde", ""])
def test_check_digits_need_five_digits(code5: str) -> None:
    with pytest.raises(ValueError, match="5桁"):
        check_digit(code5)


codes = st.builds("{:02d}{:03d}".format, st.integers(1, 47), st.just(0) | st.integers(100, 799)).map(
    lambda code5: code5 + check_digit(code5)
)


@given(codes)
def test_a_code_with_check_digit_is_read_as_it_is(code: str) -> None:
    assert municipality_code(code).code == code
    assert municipality_code(code).certain
    assert not municipality_code(code).note


@given(codes)
def test_a_lost_zero_is_found_and_a_certain_reading_is_right(code: str) -> None:
    if code.startswith("0"):
        assert municipality_code(code[1:]).code == code
        assert municipality_code(code[1:], form=6).code == code
    without_check = municipality_code(code[:5])
    assert code in (without_check.code, without_check.alternative)
    assert municipality_code(code[:5], form=5).code == code


@given(codes, st.integers(0, 5), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(code: str, place: int, shift: int) -> None:
    wrong = code[:place] + str((int(code[place]) + shift) % 10) + code[place + 1 :]
    try:
        reading = municipality_code(wrong)
    except ValueError:
        return
    # The last digit of 10 and 11 less a remainder: 0 and 1 come twice, so the scheme misses a few slips.
    assert check_digit(wrong[:5]) == wrong[5]
    assert reading.code == wrong


# Postal codes


@pytest.mark.parametrize(
    "text", ["396-8617", "3968617", "〒396-8617", "〒 396 8617", "３９６－８６１７", "396ー8617", "396−8617"]
)
def test_postal_codes(text: str) -> None:
    assert postal_code(text) == "396-8617"


@pytest.mark.parametrize("text", ["", "396", "396-861", "396-86177", "100001", "39-68617", "000-0000", "伊那市"])
def test_what_is_no_postal_code_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="郵便番号"):
        postal_code(text)
