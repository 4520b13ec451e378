"""Headers and records on ugly sheets: which row is the header, what each row is, and that no cell is lost."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kayoi.kit.sheets import (
    Cell,
    HeaderGuess,
    NoteKind,
    Record,
    Row,
    RowKind,
    Sheet,
    as_code,
    as_int,
    as_text,
    find_header,
    header_at,
    is_blank,
    read_sheets,
    records,
)
from kayoi.kit.tests.sheets_files import book


def sheet_of(rows: Sequence[Row], name: str = "名簿") -> Sheet:
    return Sheet(name, rows, height=len(rows), width=max(map(len, rows), default=0))


def table(text: str) -> list[Row]:
    """Return rows out of lines, cells parted by | ; figures become numbers."""
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip("\n").split("\n")]
    return [tuple(int(cell) if cell.isdecimal() else cell or None for cell in line) for line in lines]


def read(rows: Sequence[Row]) -> tuple[HeaderGuess, list[Record]]:
    header = find_header(rows, sheet="名簿")
    return header, list(records(sheet_of(rows), header))


def kinds(found: Sequence[Record]) -> dict[RowKind, list[int]]:
    """Return the numbers of the rows of each kind."""
    return {kind: [each.row for each in found if each.kind is kind] for kind in {each.kind for each in found}}


def messages(notes: Sequence[object]) -> str:
    return "\n".join(getattr(note, "message", "") for note in notes)


# Ugly sheets


def test_titles_dates_and_remarks_stand_above() -> None:
    header, found = read(
        table("""
令和8年度 移住相談者名簿||||
|||作成日|2026/4/1
|||担当|企画課
※太枠の中だけ記入してください。||||
||||
No|氏　名|住　所|電話番号|相談日
1|山田太郎|飯田市|0265-72-1234|2026/4/1
2|鈴木花子|伊那市|090-1234-5678|2026/4/2
""")
    )
    assert header.rows == (6,)
    assert header.names == ("No", "氏名", "住所", "電話番号", "相談日")
    assert [number for number, _ in header.above] == [1, 2, 3, 4]
    assert "1～4行目は見出しより上" in messages(header.notes)
    assert [each["氏名"] for each in found] == ["山田太郎", "鈴木花子"]
    assert [each.row for each in found] == [7, 8]


def test_group_headers_are_joined_with_the_labels_below() -> None:
    header, found = read(
        table("""
氏名|連絡先||希望||備考
|電話|メール|地域|時期|
山田|0265-72-1234|a@example.jp|飯田市|令和9年|
鈴木|090-1234-5678||伊那市|未定|要連絡
""")
    )
    assert header.rows == (1, 2)
    assert header.names == ("氏名", "連絡先_電話", "連絡先_メール", "希望_地域", "希望_時期", "備考")
    assert found[1]["希望_時期"] == "未定"
    assert "1～2行目を2段の見出し" in messages(header.notes)


def test_group_headers_are_the_same_when_merged_cells_are_filled() -> None:
    cells = {
        "A1": "名簿",
        "A4": "山田",
        "B4": "0265-72-1234",
        "C4": "a@example.jp",
        "D4": 3,
        "B3": "電話",
        "C3": "メール",
    }
    merged = {"A1:D1": "移住者名簿", "A2:A3": "氏名", "B2:C2": "連絡先", "D2:D3": "人数"}
    (sheet,) = read_sheets(book(cells, merged=merged), name="名簿.xlsx").sheets
    for rows in (sheet.rows, sheet.filled().rows):
        header = find_header(rows)
        assert header.rows == (2, 3)
        assert header.names == ("氏名", "連絡先_電話", "連絡先_メール", "人数")


def test_a_household_with_its_members_across_keeps_each_member() -> None:
    header, found = read(
        table("""
世帯主||世帯員1||世帯員2||住所
氏名|年齢|氏名|年齢|氏名|年齢|
山田一郎|41|山田花子|39|山田太郎|4|飯田市
鈴木次郎|29|||||伊那市
""")
    )
    assert header.names == (
        *("世帯主_氏名", "世帯主_年齢", "世帯員1_氏名", "世帯員1_年齢", "世帯員2_氏名", "世帯員2_年齢"),
        "住所",
    )
    assert found[0]["世帯員2_年齢"] == 4


def test_labels_that_stand_several_times_are_made_unique_and_told() -> None:
    header, found = read(
        table("""
世帯主|氏名|年齢|氏名|年齢|氏名(2)
山田|花子|39|太郎|4|次郎
鈴木|||||
""")
    )
    assert header.names == ("世帯主", "氏名", "年齢", "氏名(3)", "年齢(2)", "氏名(2)")
    assert header.repeats == {"氏名": (1, 3), "年齢": (2, 4)}
    assert found[0]["氏名(3)"] == "太郎"
    assert "「氏名」という列が 2 つあります(B列、D列)。「氏名」「氏名(3)」として読みました。" in messages(header.notes)


def test_two_tables_on_one_sheet_are_told_apart() -> None:
    header, found = read(
        table("""
氏名|年齢|住所
山田|41|飯田市
鈴木|29|伊那市
||
地区別の件数||
地区|件数|
上久堅|3|
下久堅|5|
""")
    )
    assert header.rows == (1,)
    assert kinds(found) == {RowKind.DATA: [2, 3], RowKind.OTHER_TABLE: [5, 6, 7, 8]}
    (note,) = [note for each in found for note in each.notes]
    assert (note.row, note.code, note.kind) == (5, "sheets.row_other_table", NoteKind.DOUBT)
    assert "「名簿」の5行目: 別の表の始まり" in note.message


def test_a_second_table_with_our_labels_in_other_places_is_another_table() -> None:
    _, found = read(table("氏名|住所|備考\n山田|飯田市|なし\n||\n住所|氏名|\n伊那市|鈴木|"))
    assert kinds(found) == {RowKind.DATA: [2], RowKind.OTHER_TABLE: [4, 5]}


def test_the_same_header_again_is_no_data_and_what_follows_is() -> None:
    _, found = read(
        table("""
氏名|年齢|住所
山田|41|飯田市
||
下久堅地区||
氏名|年齢|住所
鈴木|29|伊那市
""")
    )
    assert kinds(found) == {RowKind.DATA: [2, 6], RowKind.REMARK: [4], RowKind.HEADER: [5]}


@pytest.mark.parametrize("gap", ["||\n", "", "||\n||\n"])
def test_a_row_of_words_behind_a_gap_stays_data(gap: str) -> None:
    """「未定」 in a column of figures is for the person to put right; the row must not vanish as a header."""
    _, found = read(table(f"氏名|年齢|住所\n山田|41|飯田市\n{gap}鈴木|未定|伊那市\n佐藤|29|駒ヶ根市"))
    assert {each.kind for each in found} == {RowKind.DATA}
    assert found[1]["年齢"] == "未定"


def test_totals_and_remarks_at_the_bottom_are_no_data() -> None:
    _, found = read(
        table("""
地区|件数|金額
上久堅|3|300
小　計|3|300
下久堅|5|500
合計|8|800
※令和8年3月末現在||
(注)速報値||
以上||
""")
    )
    assert kinds(found) == {RowKind.DATA: [2, 4], RowKind.TOTAL: [3, 5], RowKind.REMARK: [6, 7, 8]}
    assert "「名簿」の5行目: 合計の行とみて" in messages([note for each in found for note in each.notes])


def test_a_person_with_only_a_name_and_an_address_with_a_total_are_data() -> None:
    _, found = read(table("氏名|住所|備考\n山田||\n鈴木|合計町|\n計良|飯田市|"))
    assert {each.kind for each in found} == {RowKind.DATA}


def test_blank_columns_are_kept_in_place_and_values_without_label_are_told() -> None:
    header, found = read(
        table("""
||||
|氏名||住所|
|山田||飯田市|
|鈴木|メモ|伊那市|
""")
    )
    assert header.names == ("", "氏名", "", "住所", "")
    assert [note.column for note in header.notes if note.code == "sheets.no_label"] == [3]
    assert "「名簿」のC列に見出しがありませんが、値があります" in messages(header.notes)
    assert found[1].unnamed == ((3, "メモ"),)
    assert not found[1].notes


def test_a_late_value_without_label_is_told_with_its_row() -> None:
    rows = table("氏名|住所|\n" + "\n".join(["山田|飯田市|"] * 100) + "\n鈴木|伊那市|欄外")
    header, found = read(rows)
    assert not [note for note in header.notes if note.code == "sheets.no_label"]
    (note,) = [note for each in found for note in each.notes]
    assert (note.row, note.column, note.before) == (102, 3, "欄外")
    assert "「名簿」の102行目C列に値がありますが" in note.message


def test_a_row_of_words_is_no_header_because_the_header_lacks_a_label() -> None:
    header, _ = read(table("氏名||住所|備考\n山田|様|飯田市|なし\n鈴木|様|伊那市|なし\n佐藤|殿|駒ヶ根市|あり"))
    assert header.rows == (1,)


def test_a_total_does_not_make_the_line_above_the_header_part_of_it() -> None:
    header, _ = read(table("担当|企画課|||\n|氏名|人数|金額|住所\n|山田|1|0|飯田市\n|鈴木|2|0|伊那市\n合計|3|||"))
    assert header.rows == (2,)


def test_years_may_head_columns() -> None:
    header, _ = read(table("区分|2024|2025|2026\n転入|120|130|125\n転出|140|138|150"))
    assert header.rows == (1,)
    assert header.names == ("区分", "2024", "2025", "2026")


def test_line_breaks_in_labels_are_taken_out() -> None:
    header = find_header([("氏名\n(漢字)", "電話\r\n番号", "人 数"), ("山田", "0265-72-1234", 3)])
    assert header.names == ("氏名(漢字)", "電話番号", "人数")


def test_a_form_without_rows_has_its_header() -> None:
    header, found = read(table("氏名|住所|電話番号"))
    assert (header.rows, found) == ((1,), [])
    assert not header.notes


def test_a_sheet_of_figures_has_no_header() -> None:
    header, found = read([(1, 2), (3, 4)])
    assert header.rows == ()
    assert header.last_row == 0
    assert header.notes[0].code == "sheets.no_header"
    assert [each.cells for each in found] == [(1, 2), (3, 4)]


def test_a_guess_that_is_not_sure_says_so() -> None:
    header, _ = read(table("1|山田|飯田市|41\n2|鈴木|伊那市|29\n3|佐藤|駒ヶ根市|33"))
    assert header.score < 0.65
    assert "1行目を見出しとみましたが、はっきりしません" in messages(header.notes)


def test_remarks_in_columns_of_figures_are_told_with_their_place() -> None:
    """Ugly input: a CSV from the Japanese Excel, with words among the amounts, lost zeros and 外字."""
    lines = [
        "地区,郵便番号,件数,金額",
        '上久堅,395-0000,約20件,"1,200円"',
        "下久堅,60000,未定,△300",
        "龍江,3950000,3～5,#N/A",
    ]
    text = "\r\n".join(lines)
    data = text.encode("cp932").replace("龍江".encode("cp932"), b"\xf0\x40\x8d\x5d")
    (sheet,) = read_sheets(data, name="補助金.csv").sheets
    told: list[str] = []
    values = []
    for record in records(sheet, find_header(sheet.rows)):
        found = {
            "地区": as_text(record["地区"]),
            "郵便番号": as_code(record["郵便番号"], digits=7),
            "件数": as_int(record["件数"]),
            "金額": as_int(record["金額"]),
        }
        values.append(tuple(each.value for each in found.values()))
        told += [record.note(name, remark).message for name, each in found.items() for remark in each.remarks]
    assert values == [
        ("上久堅", "3950000", 20, 1200),
        ("下久堅", "0060000", None, -300),
        ("\ue000江", "3950000", None, None),
    ]
    assert [message.removeprefix("「補助金.csv」の") for message in told] == [
        "2行目B列(郵便番号): 「395-0000」を「3950000」と読みました。",
        "2行目C列(件数): 「約20件」は「約」を除いて 20 と読みました。この数でよいか確かめてください。",
        "2行目D列(金額): 「1,200円」を 1,200 と読みました。",
        "3行目B列(郵便番号): 「60000」は先頭の 0 が落ちていたので、補って「0060000」と読みました。",
        "3行目C列(件数): 「未定」は値なしとして読みました(0 ではありません)。0 であれば 0 と入れてください。",
        "3行目D列(金額): 「△300」を -300 と読みました。",
        "4行目A列(地区): 「\ue000江」に外字があります。標準の文字に直してください。",
        "4行目C列(件数): 「3～5」は幅のある数です。1つの数にしてください。",
        "4行目D列(金額): エラー(#N/A)になっています。Excel で数式を直すか、正しい値を入れてください。",
    ]


# Known names


KNOWN = {"氏名": ["名前", "お名前", "申請者氏名"], "電話番号": ["TEL", "連絡先(電話)"], "メール": ["Eメール", "e-mail"]}


def test_known_names_are_found_under_their_other_spellings() -> None:
    rows = table("問合せ者一覧|||\nお名前※|ＴＥＬ|Ｅ－ｍａｉｌ|住 所(番地まで)\n山田|0265-72-1234||飯田市")
    header = find_header(rows, known={**KNOWN, "住所": []})
    assert header.rows == (2,)
    assert dict(header.matched) == {"氏名": 0, "電話番号": 1, "メール": 2, "住所": 3}
    (record,) = records(sheet_of(rows), header)
    assert (record["氏名"], record["お名前※"], record.get("住所"), record.get("年齢")) == (
        "山田",
        "山田",
        "飯田市",
        None,
    )


def test_the_word_itself_goes_before_its_aliases() -> None:
    header = find_header(table("名前|氏名|TEL\nやまだ|山田|0265-72-1234"), known=KNOWN)
    assert dict(header.matched) == {"氏名": 1, "電話番号": 2}


def test_known_names_decide_between_two_plausible_rows() -> None:
    rows = table("項目A|項目B|項目C\n氏名|電話番号|メール\n山田|x|y\n鈴木|x|y")
    assert find_header(rows).rows == (1,)
    assert find_header(rows, known=KNOWN).rows == (2,)


def test_a_person_may_point_to_the_header() -> None:
    rows = table("a|b\n氏名|住所\n|番地\n山田|飯田市")
    assert header_at(rows, first=2).names == ("氏名", "住所")
    assert header_at(rows, first=2, last=3).names == ("氏名", "住所_番地")
    assert header_at(rows, first=2, known=KNOWN).matched == {"氏名": 0}
    for first, last in [(0, 1), (5, 5), (1, 3), (3, 2)]:
        with pytest.raises(ValueError, match=f"{first}-{last}"):
            header_at(rows, first=first, last=last)


# Places


def test_a_record_says_where_its_cells_are() -> None:
    _, (record,) = read(table("||\n氏名|年齢\n山田|41"))
    assert record.place("年齢") == "「名簿」の3行目B列(年齢)"
    assert (record["氏名"], record.row, record.hidden) == ("山田", 3, False)
    with pytest.raises(KeyError):
        record["住所"]


# Any ugly sheet

LABELS = [
    "氏名",
    "住所",
    "電話番号",
    "相談日",
    "人数",
    "金額",
    "備考",
    "地区",
    "職員",
    "希望地域",
    "方法",
    "年齢",
    "メール",
]
WORDS = st.sampled_from(["山田", "飯田市", "なし", "要確認", "窓口", "空き家を探したい", "上久堅"])
VALUES: dict[str, st.SearchStrategy[Cell]] = {
    "相談日": st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    "人数": st.integers(1, 9),
    "金額": st.integers(0, 10**7),
    "年齢": st.integers(0, 100),
    "電話番号": st.from_regex(r"0265-[0-9]{2}-[0-9]{4}", fullmatch=True),
}
ABOVE = st.lists(
    st.sampled_from(
        [
            ("令和8年度 移住相談者名簿",),
            (None, None, "作成日", "2026/4/1"),
            ("※太枠の中だけ記入してください。",),
            (),
            ("担当", "企画課"),
        ]
    ),
    max_size=5,
)


@st.composite
def ugly_sheets(draw: st.DrawFn) -> tuple[list[Row], int, list[str]]:
    """Return rows, the number of the header's row, and its labels."""
    labels = draw(st.lists(st.sampled_from(LABELS), min_size=4, max_size=10, unique=True))
    left = [None] * draw(st.integers(0, 2))
    above = [tuple(row) for row in draw(ABOVE)]
    count = draw(st.integers(2, 12))
    body = []
    for _ in range(count):
        cells = [
            draw(st.one_of(VALUES.get(label, WORDS), st.none()) if label == "備考" else VALUES.get(label, WORDS))
            for label in labels
        ]
        body.append((*left, *cells))
    below = draw(st.lists(st.sampled_from([(), ("合計", 8), ("※速報値",)]), max_size=3))
    return [*above, (*left, *labels), *body, *below], len(above) + 1, labels


@given(ugly_sheets())
def test_the_header_is_found_on_any_ugly_sheet(ugly: tuple[list[Row], int, list[str]]) -> None:
    rows, row, labels = ugly
    header = find_header(rows)
    assert header.rows == (row,)
    assert [name for name in header.names if name] == labels
    assert header.score >= 0.65


@given(
    st.lists(
        st.lists(
            st.one_of(st.none(), WORDS, st.integers(0, 9), st.sampled_from(["合計", "※", "氏名", "  "])), max_size=5
        ),
        max_size=25,
    )
)
def test_every_cell_is_accounted_for(rows: list[Row]) -> None:
    """What stands above, in the header and in the records is, cell by cell, all that stands on the sheet."""
    header, found = read(rows)
    given_cells = Counter(cell for row in rows for cell in row if not is_blank(cell))
    seen = [*(row for _, row in header.above), *header.cells, *(each.cells for each in found)]
    assert Counter(cell for row in seen for cell in row if not is_blank(cell)) == given_cells
    assert [each.row for each in found] == sorted({each.row for each in found})
    assert all(rows[each.row - 1] == each.cells for each in found)
    assert len(set(filter(None, header.names))) == len(list(filter(None, header.names)))


GROUPS = ["世帯主", "世帯員", "連絡先", "希望"]
UNDER = ["氏名", "住所", "電話番号", "相談日", "年齢"]


@given(
    above=ABOVE,
    groups=st.lists(st.lists(st.sampled_from(UNDER), min_size=2, max_size=3, unique=True), min_size=1, max_size=3),
    count=st.integers(1, 8),
    data=st.data(),
)
def test_stacked_headers_are_found_under_any_titles(
    above: list[Row], groups: list[list[str]], count: int, data: st.DataObject
) -> None:
    upper: list[Cell] = ["番号"]
    lower: list[Cell] = [None]
    for group, labels in zip(GROUPS, groups, strict=False):
        upper += [group, *[None] * (len(labels) - 1)]
        lower += labels
    upper, lower = [*upper, "備考"], [*lower, None]
    body = [
        (number, *(data.draw(VALUES.get(str(label), WORDS)) for label in lower[1:-1]), "なし")
        for number in range(count)
    ]
    header = find_header([*above, tuple(upper), tuple(lower), *body])
    assert header.rows == (len(above) + 1, len(above) + 2)
    joined = [f"{group}_{label}" for group, labels in zip(GROUPS, groups, strict=False) for label in labels]
    assert header.names == ("番号", *joined, "備考")


@given(st.integers(1, 400), st.integers(0, 3))
def test_a_long_table_keeps_its_row_numbers(count: int, gap: int) -> None:
    body: list[Row] = [(f"人{number}", number, date(2026, 1, 1) + timedelta(number)) for number in range(count)]
    rows = [*[()] * gap, ("氏名", "番号", "登録日"), *body]
    header, found = read(rows)
    assert header.rows == (gap + 1,)
    assert [each["番号"] for each in found] == list(range(count))
    assert found[-1].row == gap + 1 + count
