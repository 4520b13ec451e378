"""What words, headings, days, names and addresses mean; who is the same; that counts add up."""

from datetime import date

import pytest

from kayoi.engines.casefiles.rules import Identifying
from kayoi.engines.imports.rules.cells import read_cell
from kayoi.engines.imports.rules.columns import guess_columns, shares_of
from kayoi.engines.imports.rules.days import context_of, day_of
from kayoi.engines.imports.rules.headers import meaning_of, member_part, member_target, ticked_word
from kayoi.engines.imports.rules.layouts import header_of, layouts_of, part_of, table_at, tables_in, tells
from kayoi.engines.imports.rules.matching import Candidate, People, settle
from kayoi.engines.imports.rules.outcomes import split_note
from kayoi.engines.imports.rules.persons import persons_in
from kayoi.engines.imports.rules.places import KnownPlace, PlaceNames
from kayoi.engines.imports.rules.plans import Options, Planned, digest_of
from kayoi.engines.imports.rules.totals import differences, rows_of, totals_of
from kayoi.engines.imports.rules.words import age_band_of, is_mark, is_nothing, relation_of, word_of, words_of
from kayoi.engines.imports.states import Fate, Part, Target
from kayoi.engines.imports.tests.case_tables import cases
from kayoi.engines.imports.tests.workbooks import merged_headers, two_tables
from kayoi.kit.sheets import Workbook, read_sheets

Case = dict[str, str]


@cases("words")
def test_words(case: Case) -> None:
    assert word_of(Target.of(case["列の意味"]), case["書かれた言葉"]) == case["読み"]


def test_several_words_in_a_cell() -> None:
    assert words_of(Target.INTERESTS, "住まい、しごと・仕事 / 子育て") == ["housing", "work", "children"]
    assert words_of(Target.INTERESTS, "猫") == []
    assert read_cell(Target.INTERESTS, "住まい、仕事").interests == ("housing", "work")


@cases("persons")
def test_persons(case: Case) -> None:
    assert list(persons_in(case["氏名欄"])) == case["人"].split("|")


@cases("days")
def test_days(case: Case) -> None:
    read = day_of(case["セル"], context=context_of(case["表題"]))
    assert (read.value.isoformat() if read.value else "") == case["読み"]
    assert read.failed == (not case["読み"])


@cases("headings")
def test_headings(case: Case) -> None:
    assert meaning_of(case["見出し"])[0] == case["意味"]


@cases("member_columns")
def test_member_columns(case: Case) -> None:
    found = member_part(case["見出し"])
    said = (found[0], str(found[1]), str(found[2])) if found else ("", "", "")
    assert said == (case["だれ"], case["番号"], case["項目"])


def test_member_slots_end() -> None:
    assert member_target(6, Part.NAME) == "member6_name"
    with pytest.raises(ValueError, match="7"):
        member_target(7, Part.NAME)


@cases("ages")
def test_ages(case: Case) -> None:
    assert age_band_of(case["書かれた年齢"]) == case["年代"]


PLACES = PlaceNames.of([
    KnownPlace("200000", "", "長野県", "長野県"), KnownPlace("130001", "", "東京都", "東京都"),
    KnownPlace("140007", "", "神奈川県", "神奈川県"), KnownPlace("340006", "", "広島県", "広島県"),
    KnownPlace("202096", "長野県", "伊那市", "伊那市"), KnownPlace("202011", "長野県", "長野市", "長野市"),
    KnownPlace("203823", "長野県", "辰野町", "辰野町"), KnownPlace("131121", "東京都", "世田谷区", "世田谷区"),
    KnownPlace("132063", "東京都", "府中市", "府中市"), KnownPlace("342084", "広島県", "府中市", "府中市"),
    KnownPlace("141003", "神奈川県", "横浜市", "横浜市"), KnownPlace("141178", "神奈川県", "青葉区", "横浜市青葉区"),
])  # fmt: skip


@cases("addresses")
def test_addresses(case: Case) -> None:
    read = PLACES.read(case["住所"])
    assert (read.code, read.rest) == (case["コード"], case["残り"])


def test_relations_marks_and_nothing() -> None:
    assert [relation_of(word) for word in ("長女", "妻", "祖母", "いとこ")] == ["child", "spouse", "parent", "other"]
    assert [is_mark(text) for text in ("○", "1", "電話")] == [True, True, False]
    assert [is_nothing(text) for text in ("なし", "-", "0")] == [True, True, False]
    assert ticked_word("相談方法_電話") == Target.CHANNEL
    assert ticked_word("雪") == ""


def test_contents_speak_where_headings_do_not() -> None:
    assert shares_of(["a@b.jp", "なし", None])[Target.EMAIL] == 1
    guess = guess_columns(
        ["", "氏名", "氏名(2)", "連絡先"], [["R6.4.1"], ["佐藤 一郎"], ["さとう いちろう"], ["a@b.jp"]]
    )
    assert guess == ["date", "name", "kana", "email"]


def test_two_columns_that_could_be_one() -> None:
    assert guess_columns(["氏名", "名前"], [["佐藤 一郎"], ["鈴木 花"]]) == ["name", "keep"]


def read(data: bytes) -> Workbook:
    return read_sheets(data, name="x.xlsx")


def test_tables_of_a_sheet() -> None:
    (sheet,) = read(two_tables()).sheets
    first, second = tables_in(sheet)
    assert (first.first, first.until, second.first, second.rows) == (1, 6, 6, 2)
    assert table_at(sheet, first=6, last=6).names == second.names
    assert header_of(part_of(sheet, first=6), 6, 6).names[:2] == ("月", "相談件数")
    used, unused = layouts_of(read(two_tables()))
    assert (used.use, unused.use) == (True, False)
    assert tells(used.targets)
    assert not tells(unused.targets)


def test_a_stacked_header_is_one() -> None:
    (sheet,) = read(merged_headers()).sheets
    (table,) = tables_in(sheet)
    assert (table.first, table.last, table.rows) == (4, 5, 3)


@pytest.mark.parametrize(
    ("cell", "fields", "failed"),
    [
        (9012345678, {"phone": "090-1234-5678"}, False),
        ("なし(妻の携帯)", {}, True),
        ("090-1234-5678", {"phone": "090-1234-5678"}, False),
    ],
)
def test_telephones(cell: object, fields: dict[str, str], failed: bool) -> None:
    found = read_cell(Target.PHONE, cell)  # type: ignore[arg-type]
    assert (found.fields, found.failed) == (fields, failed)


def test_notes_are_split_at_lines() -> None:
    assert split_note("あ\nい\nう", most=4) == ["あ\nい", "う"]
    assert split_note("あ" * 9, most=4) == ["あ" * 4, "あ" * 4, "あ"]
    assert split_note("") == []


def who(name: str, phone: str = "", birth: date | None = None) -> Identifying:
    return Identifying(name_key=name, phone_key=phone, birth_on=birth)


def settled(*people: Identifying, present: Identifying | None = None, same_name: str = "separate") -> list[Planned]:
    known = People()
    if present:
        known.add(Candidate(present, file_id=7))
    rows = [Planned("s", number, file={"phone": each.phone_key}) for number, each in enumerate(people)]
    settle(rows, list(people), known, same_name=same_name)
    return rows


def test_who_is_the_same() -> None:
    first, second, third = settled(who("a", "1"), who("a", "1"), who("a", "2"))
    assert (first.fate, second.fate, second.leader, third.fate) == (Fate.NEW, Fate.ADDED, 0, Fate.NEW)
    (row,) = settled(who("a", "1"), present=who("a", "1"))
    assert (row.fate, row.file_id) == (Fate.MATCHED, 7)
    couple = settled(who("a", "1"), who("b", "1"))
    assert [row.fate for row in couple] == [Fate.NEW, Fate.NEW], "a couple shares its telephone"


def test_the_name_alone_is_an_answer() -> None:
    assert [row.likely for row in settled(who("a"), who("a"))] == [False, True]
    assert settled(who("a"), who("a"), same_name="same")[1].fate == Fate.ADDED
    assert settled(who("a", "1"), who("a", "2"), same_name="same")[1].fate == Fate.NEW, "the telephones contradict"


def test_the_first_row_gets_what_later_rows_know() -> None:
    rows = [Planned("s", 1, file={"name": "a", "phone": "1"}), Planned("s", 2, file={"phone": "1", "email": "e"})]
    settle(rows, [who("a", "1"), who("a", "1")], People(), same_name="separate")
    assert rows[0].file == {"name": "a", "phone": "1", "email": "e"}


def test_counts_add_up() -> None:
    new, left = Planned("s", 1, at="2025-04-01", channel="email"), Planned("s", 2, fate=Fate.LEFT)
    new.cells.update({"read": 3, "memo": 1})
    left.cells["left"] = 2
    totals = totals_of([new, left], heads=4, unused=0).as_data()
    assert sum(totals["cells"].values()) == 10
    assert (totals["months"], totals["channels"]) == ({"2025-04": 1}, {"email": 1})
    assert rows_of(totals["fates"]) == 1
    assert differences(totals, totals) == []
    assert differences(totals, {"months": {}, "channels": {"email": 1}}) == ["2025-04: 1 → 0"]


def test_options_and_digest() -> None:
    assert Options.of({"several": "one", "unknown": 1}).several == "one"
    assert digest_of(["a", "", "b"]) == digest_of(["a", "b"]) != digest_of(["ab"])
