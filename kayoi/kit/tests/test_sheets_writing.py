"""Writing CSV and Excel: safe against formulas, readable, the same bytes again, and nothing lost on the way back."""

import io
import re
import zipfile
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kayoi.kit.sheets import (
    About,
    Cell,
    Column,
    ColumnKind,
    NoteKind,
    Out,
    Table,
    Unwritable,
    as_text,
    find_header,
    read_sheets,
    records,
    write_csv,
    write_csv_cp932,
    write_xlsx,
)
from kayoi.kit.sheets.guarding import guarded, unguarded
from kayoi.kit.sheets.widths import ColumnWidths, display_width
from kayoi.kit.tests.case_tables import cases

NAMES = [Column("氏名"), Column("備考")]
# A file of control characters alone is taken for no text when it is read; single ones are among the tricky texts.
TEXTS = st.text(st.characters(exclude_characters="\ufffe\uffff", exclude_categories=["Cc", "Cs"]), max_size=30)
TRICKY = st.sampled_from(
    [
        "=1+1",
        "+81",
        "-5",
        "-",
        "@x",
        "＝1",
        "'=1",
        "''-",
        '="1"',
        "\t=1",
        "\r\n",
        '"',
        '""',
        ",",
        "𠮷野",
        "👨‍👩‍👧",
        "\ufeff",
        " x ",
        "_x000D_",
        "\x07",
    ]
)
ANY_TEXT = st.one_of(TEXTS, TRICKY, st.tuples(TRICKY, TEXTS).map("".join))


def csv_rows(data: bytes) -> list[tuple[Cell, ...]]:
    (sheet,) = read_sheets(data, name="出力.csv").sheets
    return [tuple(row) for row in sheet.rows]


def xlsx_rows(data: bytes, sheet: int = 0) -> list[tuple[Cell, ...]]:
    return [tuple(row) for row in read_sheets(data, name="出力.xlsx").sheets[sheet].rows]


def part(data: bytes, path: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(path).decode()


# CSV


def test_a_csv_opens_in_excel_as_it_is() -> None:
    data = write_csv([["山田 太郎", "1行目\n2行目"], ["鈴木", 'かぎ"かっこ"']], columns=NAMES)
    assert data == (b"\xef\xbb\xbf" + '氏名,備考\r\n山田 太郎,"1行目\n2行目"\r\n鈴木,"かぎ""かっこ"""\r\n'.encode())


def test_values_of_all_kinds_are_plain_text_in_a_csv() -> None:
    values: list[Out] = [-5, 1200.5, Decimal("0.10"), True, date(2026, 4, 1), time(9, 30), None, 1e-7]
    columns = [Column(str(number)) for number in range(len(values) + 1)]
    moment = datetime(2026, 3, 31, 15, 30, 12, 999, tzinfo=UTC)
    line = write_csv([[*values, moment]], columns=columns).decode("utf-8-sig").split("\r\n")[1]
    assert line == "-5,1200.5,0.10,TRUE,2026-04-01,09:30:00,,0.0000001,2026-04-01 00:30:12"


@cases("sheets_formulas")
def test_formulas(case: dict[str, str]) -> None:
    assert guarded(case["文字"]) == case["CSVでの形"]
    assert unguarded(case["CSVでの形"]) == case["文字"]


def test_labels_are_guarded_and_cells_that_other_programs_cut_are_quoted() -> None:
    data = write_csv([["a;=1+1", "b\t=1+1"]], columns=[Column("=x"), Column("y")])
    assert data.decode("utf-8-sig") == '\'=x,y\r\n"a;=1+1","b\t=1+1"\r\n'


@given(st.lists(st.tuples(ANY_TEXT, ANY_TEXT), max_size=6))
@example([("\ufeff", "\r")])
def test_any_text_comes_back_from_a_csv(rows: list[tuple[str, str]]) -> None:
    back = csv_rows(write_csv(rows, columns=NAMES))
    assert [tuple(unguarded(str(cell or "")) for cell in row) for row in back[1:]] == rows


@given(ANY_TEXT)
def test_no_cell_of_a_csv_begins_a_formula(text: str) -> None:
    (_, (cell, _)) = csv_rows(write_csv([[text, "x"]], columns=NAMES))
    visible = str(cell or "").lstrip()
    assert visible in ("-", "－") or not re.match("[=+@＝＋－＠-]", visible)
    assert not str(cell or "").startswith(("\t", "\r", "\n"))


def test_what_no_file_can_hold_is_refused_with_its_place() -> None:
    for text in ("山\0田", "\ud800", "\ufffe"):
        with pytest.raises(Unwritable, match=r"「名簿」の3行目B列\(備考\)に、文字として書けない符号"):
            write_csv([["x", "y"], ["x", text]], columns=NAMES, name="名簿")
    with pytest.raises(Unwritable, match="数ではありません"):
        write_csv([["x", float("nan")]], columns=NAMES)
    with pytest.raises(Unwritable, match="「CSV」の1行目A列"):
        write_csv([], columns=[Column("\0")])


def test_rows_that_do_not_fit_the_columns_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="row 2: 1 values for 2 columns"):
        write_csv([["x"]], columns=NAMES)
    with pytest.raises(ValueError, match="row 1: 3 values for 2 columns"):
        write_xlsx([Table("表", NAMES, [["x", "y", "z"]])])


# CP932


def test_shift_jis_tells_each_cell_that_had_to_be_changed() -> None:
    rows = [["髙橋", "﨑山"], ["𠮷野", "10〜20"], ["か\u3099く", "👪"]]
    found = write_csv_cp932(rows, columns=NAMES, name="名簿")
    assert found.data.decode("cp932").split("\r\n")[1:4] == ["髙橋,﨑山", "〓野,10～20", "がく,〓"]
    assert [(note.row, note.column, note.kind) for note in found.notes] == [
        (3, 1, NoteKind.PROBLEM),
        (3, 2, NoteKind.REPAIR),
        (4, 1, NoteKind.REPAIR),
        (4, 2, NoteKind.PROBLEM),
    ]
    assert "「名簿」の3行目A列の「𠮷」(U+20BB7)は Shift_JIS にないため、「〓野」と書きました" in found.notes[0].message
    assert (found.notes[0].before, found.notes[0].after) == ("𠮷野", "〓野")


def test_a_minus_that_becomes_dangerous_only_in_shift_jis_is_guarded() -> None:
    assert write_csv_cp932([["−5", "x"]], columns=NAMES).data.decode("cp932").split("\r\n")[1] == "'－5,x"


@given(st.lists(st.tuples(ANY_TEXT, ANY_TEXT), max_size=4))
def test_shift_jis_never_writes_a_question_mark_of_its_own(rows: list[tuple[str, str]]) -> None:
    found = write_csv_cp932(rows, columns=NAMES)
    assert found.data.count(b"?") == sum(text.count("?") for row in rows for text in row)
    changed = {(note.row, note.column) for note in found.notes}
    for number, row in enumerate(rows, start=2):
        for column, text in enumerate(row, start=1):
            survives = text.encode("cp932", errors="ignore").decode("cp932") == text
            assert ((number, column) in changed) != survives


# Excel


KINDS = [
    Column("氏名"),
    Column("金額", ColumnKind.YEN),
    Column("件数", ColumnKind.INTEGER),
    Column("割合", ColumnKind.PERCENT),
    Column("平均", ColumnKind.DECIMAL, digits=2),
    Column("転入日", ColumnKind.DATE),
    Column("生年月日", ColumnKind.WAREKI),
    Column("受付", ColumnKind.MOMENT),
    Column("コード", ColumnKind.CODE),
]
FULL: list[Out] = [
    *("山田", -1200, 3, 0.125, Decimal("1.25"), date(2026, 4, 1), date(1985, 5, 3)),
    *(datetime(2026, 3, 31, 15, 30, tzinfo=UTC), "092011"),
]


def test_values_come_back_from_excel_with_their_types() -> None:
    back = xlsx_rows(write_xlsx([Table("一覧", KINDS, [FULL, [None] * 9, [True, *[None] * 7, 5]])]))
    assert back[0] == tuple(column.label for column in KINDS)
    assert back[1] == (*FULL[:4], 1.25, *FULL[5:7], datetime(2026, 4, 1, 0, 30), "092011")
    assert back[3] == (True, *[None] * 7, "5")


def test_days_and_money_are_shown_the_japanese_way() -> None:
    styles = part(write_xlsx([Table("一覧", KINDS, [FULL])]), "xl/styles.xml")
    for shown in ("#,##0&quot;円&quot;", "ggge&quot;年&quot;m&quot;月&quot;d&quot;日&quot;", "0.0%", "#,##0.00"):
        assert shown in styles
    assert "yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot; h:mm" in styles


def test_the_header_is_bold_and_stays_in_sight_with_a_filter() -> None:
    data = write_xlsx([Table("一覧", KINDS, [FULL, FULL])])
    sheet = part(data, "xl/worksheets/sheet1.xml")
    assert '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' in sheet
    assert '<autoFilter ref="A1:I3"/>' in sheet
    assert 'orientation="landscape"' in sheet
    assert "<b/>" in part(data, "xl/styles.xml")


def test_texts_that_look_like_formulas_and_links_are_texts() -> None:
    texts = ["=1+1", "+81", "@x", "http://example.jp/", "{=A1}", "'=1"]
    data = write_xlsx([Table("一覧", [Column("=x")], [[text] for text in texts])])
    sheet = part(data, "xl/worksheets/sheet1.xml")
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert [row[0] for row in xlsx_rows(data)] == ["=x", *texts]
    assert part(data, "xl/styles.xml").count('quotePrefix="1"') == 2


def test_the_same_rows_give_the_same_bytes() -> None:
    def written() -> bytes:
        return write_xlsx([Table("一覧", KINDS, iter([FULL, FULL]))], about=About("庁内", date(2026, 3, 31)))

    assert written() == written()


def test_a_file_does_not_say_who_made_it() -> None:
    core = part(write_xlsx([Table("一覧", NAMES, [])]), "docProps/core.xml")
    assert "<dc:creator></dc:creator>" in core
    assert "<cp:lastModifiedBy></cp:lastModifiedBy>" in core
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {"2000-01-01T00:00:00Z"}


def test_what_excel_cannot_hold_becomes_text_and_is_not_rounded() -> None:
    rows: list[list[Out]] = [
        [10**15 - 1],
        [10**15],
        [Decimal("1234567890.1234567")],
        [date(1900, 2, 28)],
        [date(1900, 3, 1)],
    ]
    back = [row[0] for row in xlsx_rows(write_xlsx([Table("一覧", [Column("値", ColumnKind.INTEGER)], rows)]))]
    assert back[1:] == [10**15 - 1, "1000000000000000", "1234567890.1234567", "1900-02-28", date(1900, 3, 1)]


def test_texts_too_long_for_a_cell_are_refused_with_their_place() -> None:
    longest = "𠮷" * 16_383 + "あ"
    assert xlsx_rows(write_xlsx([Table("一覧", NAMES, [["x", longest]])]))[1] == ("x", longest)
    with pytest.raises(Unwritable, match=r"「一覧」の2行目B列\(備考\)の文字が Excel の上限"):
        write_xlsx([Table("一覧", NAMES, [["x", longest + "あ"]])])
    with pytest.raises(Unwritable, match=r"「一覧」の2行目A列\(氏名\)"):
        write_xlsx([Table("一覧", NAMES, [["\0", "x"]])])


def test_sheet_names_are_made_to_fit() -> None:
    names = ["相談[7/1]:*?", "相談[7/1]:*?", "", "'引用'", "あ" * 40, "あ" * 40, "説明"]
    data = write_xlsx([Table(name, NAMES, [["x", "y"]]) for name in names], about=About(lines=["注"]))
    assert [sheet.name for sheet in read_sheets(data, name="a.xlsx").sheets] == [
        "相談［7／1］：＊？",
        "相談［7／1］：＊？(2)",
        "シート",
        "引用",
        "あ" * 31,
        "あ" * 28 + "(2)",
        "説明",
        "説明(2)",
    ]


def test_the_sheet_of_explanations_says_source_date_and_definitions() -> None:
    about = About("住民基本台帳", date(2026, 3, 31), [("移住者", "転入して1年以上住む人")], ["速報値です。"])
    assert xlsx_rows(write_xlsx([Table("一覧", NAMES, [["x", "y"]])], about=about), sheet=1) == [
        ("出典", "住民基本台帳"),
        ("時点", "2026年3月31日(令和8年3月31日)"),
        ("移住者", "転入して1年以上住む人"),
        (None, "速報値です。"),
    ]


def test_a_book_needs_a_table() -> None:
    with pytest.raises(ValueError, match="no table"):
        write_xlsx([])


@given(st.lists(st.tuples(ANY_TEXT, ANY_TEXT), max_size=5))
@example([("_x000D_", "a\rb"), ("\ufffd", "\x01")])
def test_any_text_comes_back_from_excel(rows: list[tuple[str, str]]) -> None:
    back = [tuple(str(cell or "") for cell in row) for row in xlsx_rows(write_xlsx([Table("一覧", NAMES, rows)]))[1:]]
    # A sheet ends with its last filled row.
    assert back + [("", "")] * (len(rows) - len(back)) == rows


@given(st.lists(st.tuples(st.integers(-(10**14), 10**14), st.dates(date(1900, 3, 1), date(2200, 1, 1))), max_size=5))
def test_any_number_and_day_come_back_from_excel(rows: list[tuple[int, date]]) -> None:
    columns = [Column("金額", ColumnKind.YEN), Column("日", ColumnKind.WAREKI)]
    assert xlsx_rows(write_xlsx([Table("一覧", columns, rows)]))[1:] == rows


def test_our_own_files_are_read_as_tables() -> None:
    rows = [[f"人{number}", f"-{number}"] for number in range(3)]
    for data, name in ((write_csv(rows, columns=NAMES), "a.csv"), (write_xlsx([Table("表", NAMES, rows)]), "a.xlsx")):
        (sheet,) = read_sheets(data, name=name).sheets
        header = find_header(sheet.rows)
        assert header.names == ("氏名", "備考")
        assert [as_text(record["備考"]).value for record in records(sheet, header)] == ["-0", "-1", "-2"]


# Widths


@pytest.mark.parametrize(
    ("text", "width"),
    [("abc", 3), ("飯田市", 6), ("ｱｲｳ", 3), ("○①", 4), ("が", 2), ("か\u3099", 2), ("短\n長い行", 6), ("", 0)],
)
def test_full_width_characters_count_two(text: str, width: int) -> None:
    assert display_width(text) == width


def test_columns_are_as_wide_as_their_text_within_bounds() -> None:
    widths = ColumnWidths(
        [Column("No"), Column("住所"), Column("備考"), Column("日", ColumnKind.DATE), Column("金額", ColumnKind.YEN)]
    )
    widths.see([1, "長野県飯田市大久保町", "あ" * 100, date(2026, 4, 1), 1_000_000])
    assert widths.found == [8, 22, 60, 16, 13]
    for _ in range(600):
        widths.see([1, "あ" * 20, "", None, None])
    assert widths.found[1] == 42
