"""The report's rules against what the ministry printed: three tables to the digit, and where they do not add up."""

from decimal import Decimal

import pytest

from kayoi.programmes.tours.rules.casebook import HEADINGS, Consortium, Wanted, found, read_consortium
from kayoi.programmes.tours.rules.published import differences
from kayoi.programmes.tours.rules.reporting import (
    AgeBySex,
    Demand,
    Representative,
    age_by_sex,
    column_shown,
    from_counts,
    ratio,
    shares,
    size_band,
    times_band,
)
from kayoi.programmes.tours.selectors.published import age_sex_tables, consortia, consortium, stated_figures

# As printed: men, women, all; the last number of a line is its total.
PRINTED = {
    "A": ("20代 30代 40代 50代", [[4, 10, 8, 5, 27], [2, 4, 4, 1, 11], [6, 14, 12, 6, 38]]),
    "C": ("20代 30代 40代 50代以上", [[3, 4, 7, 8, 22], [2, 2, 2, 3, 9], [5, 6, 9, 11, 31]]),
    "D": ("20代 30代 40代 50代", [[1, 2, 4, 5, 12], [0, 1, 2, 5, 8], [1, 3, 6, 10, 20]]),
}


@pytest.mark.parametrize(("letter", "table"), [(letter, table) for letter, _, table in age_sex_tables()])
def test_the_printed_tables_come_out_to_the_digit(letter: str, table: AgeBySex) -> None:
    bands, cells = PRINTED[letter]
    assert (table.sexes, " ".join(table.bands)) == (("男性", "女性"), bands)
    assert [list(row) for row in table.cells] == cells
    assert table.base == {"A": 38, "C": 31, "D": 20}[letter]


def test_shares_of_the_printed_tables_are_half_up_to_one_decimal() -> None:
    [first, second, third] = [table.shares() for _, _, table in age_sex_tables()]
    assert [str(cell) for cell in first[-1]] == ["15.8", "36.8", "31.6", "15.8", "100.0"]
    assert [str(cell) for cell in second[-1]] == ["16.1", "19.4", "29.0", "35.5", "100.0"]
    assert [str(cell) for cell in third[0]] == ["5.0", "10.0", "20.0", "25.0", "60.0"]


def test_shares_keep_who_did_not_tell_in_the_base() -> None:
    kinds = {"派遣・契約": 1, "会社経営": 3, "自営業": 4, "フリーランス": 4, "正社員": 25, "": 1}
    people = [Representative(occupation=kind) for kind, count in kinds.items() for _ in range(count)]
    told = shares(people, lambda one: one.occupation)
    assert (told.base, sum(line.count for line in told.lines)) == (38, 38)
    assert {line.key: str(line.percent) for line in told.lines} == {
        "正社員": "65.8", "フリーランス": "10.5", "自営業": "10.5", "会社経営": "7.9", "派遣・契約": "2.6", "": "2.6",
    }  # fmt: skip
    assert told.lines[-1].key == ""
    assert shares([], lambda one: one.occupation).lines == ()


def test_an_age_or_sex_that_no_heading_names_is_not_lost() -> None:
    table = age_by_sex([Representative("male", "20s"), Representative("female", "teens"), Representative()])
    assert table.bands[-2:] == ("teens", "")
    assert table.base == 3
    assert age_by_sex([]).shares()[-1][-1] == 0
    assert from_counts([("male", "20s", 2), ("male", "30s", 0)]) == [Representative("male", "20s")] * 2


def test_applications_and_persons_are_two_demands() -> None:
    asked = Demand(capacity=45, applications=114, persons=162, took_part=62)
    assert (asked.applications_times, asked.persons_times) == (Decimal("2.5"), Decimal("3.6"))
    assert Demand(0, 3, 4, 0).persons_times is None
    assert ratio(502, 7) == Decimal("71.7")
    assert [size_band(persons) for persons in (1, 2, 3, 4, 5, 9)] == ["1", "2", "3", "3", "5", "5"]
    assert [times_band(count) for count in (0, 1, 4, 5, 9)] == ["0", "1", "4", "5", "5"]


def test_what_does_not_add_up_in_the_source_is_said() -> None:
    told = {one.stated.what: one.words for one in differences(stated_figures())}
    assert told["居住地 東京都(図から欠落)"] == "22÷38は57.9%(原資料は57.8%)"
    assert told["移住目的 起業"] == "8÷51は16%(原資料は15%)"
    assert "40となり38と合わない" in told["代表者(属性分析対象)"]
    assert "件数なら" in told["応募人数"]
    assert {"居住地 埼玉県", "首都圏居住", "うち二地域居住希望"} & set(told) == set()


@pytest.mark.parametrize(
    ("numbers_of", "shown", "total"),
    [
        ([5, 0, 12], [5, 0, 12], 17),
        ([5, 3, 12], [5, None, 12], None),
        ([5, 3, 4], [5, None, None], 12),
        ([9, 1, 1, 2], [9, None, None, None], None),
        ([3], [None], None),
        ([], [], 0),
    ],
)
def test_small_numbers_of_bodies_are_hidden(numbers_of: list[int], shown: list[int | None], total: int | None) -> None:
    assert column_shown(numbers_of) == (shown, total)


def numbers(**wanted: object) -> list[int]:
    return [case.number for case in found(consortia(), Wanted(**wanted))]  # type: ignore[arg-type]


def test_the_list_is_read_as_printed_with_its_corrections() -> None:
    cases = consortia()
    assert len(cases) == 44
    assert [sum(case.round == each for case in cases) for each in ("1次", "2次", "3次")] == [26, 14, 4]
    assert sum(case.toured for case in cases) == 21
    assert [sum(issue in case.issues for case in cases) for issue in ("cost", "living", "register")] == [11, 25, 8]
    changed = {case.place_printed: case.place for case in cases if case.place_why}
    assert changed["浦賀町"] == "浦河町"
    assert len(changed) == 5
    assert [case.number for case in cases if not case.issues and not case.marks] == [3]
    with pytest.raises(KeyError):
        read_consortium({"no": "1"})


def test_a_mark_has_both_headings_it_may_be_under() -> None:
    case = consortium(1)
    assert case is not None
    assert [(mark.column, mark.printed, mark.shifted) for mark in case.marks] == [
        (15, "マーケティング", "拠点整備"), (16, "制度検討", "マーケティング"), (17, "", "制度検討"),
    ]  # fmt: skip
    assert {case.number for case in consortia() if any(not mark.printed for mark in case.marks)}
    assert numbers(approach=HEADINGS[-1], loosely=True) != numbers(approach=HEADINGS[-1])


@pytest.mark.parametrize(
    ("wanted", "answer"),
    [
        ({"words": "浦賀"}, [2]),
        ({"words": "空き家 受入"}, [4, 14, 19]),
        ({"words": "ｃｈｉｚｕ"}, [24]),
        ({"round": "3次", "toured": True}, [44]),
        ({"prefecture": "石川県", "issue": "living"}, [15, 16]),
        ({"prefecture": "高知県"}, [21]),
        ({"words": "ない言葉"}, []),
    ],
)
def test_the_casebook_is_searched(wanted: dict[str, object], answer: list[int]) -> None:
    assert numbers(**wanted) == answer


@pytest.mark.parametrize("case", consortia(), ids=lambda case: str(case.number))
def test_each_consortium_is_found_by_its_own_words(case: Consortium) -> None:
    assert case.number in numbers(words=case.name)
    assert case.number in numbers(words=case.place_printed, round=case.round, toured=case.toured)
    assert all(case.number in numbers(approach=mark.printed) for mark in case.marks if mark.printed)
