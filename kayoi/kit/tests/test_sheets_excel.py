"""Excel books, new and old: values, hidden parts, merged cells, errors, passwords, bombs."""

import io
import random
import struct
import zipfile
from collections import Counter
from datetime import date, datetime, time, timedelta

import pytest

from kayoi.kit.compound import CompoundFile, packed
from kayoi.kit.sheets import Limits, Merged, NoteKind, Sheet, Unreadable, Workbook, read_sheets
from kayoi.kit.tests.sheets_files import XlsSheet, book, compound, package, xls, zipped


def read(data: bytes, *, name: str = "名簿.xlsx", limits: Limits | None = None) -> Workbook:
    return read_sheets(data, name=name, limits=limits)


def only(found: Workbook) -> Sheet:
    (sheet,) = found.sheets
    return sheet


def refusal(data: bytes, *, name: str = "名簿.xlsx", limits: Limits | None = None) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read_sheets(data, name=name, limits=limits)
    assert caught.value.message.startswith(f"「{name}」")
    return caught.value


def told(found: Workbook, code: str) -> str:
    """Return the one sentence of that code."""
    (message,) = [note.message for note in found.notes if note.code == code]
    return message


# Values


def test_values_keep_their_types() -> None:
    cells = '<c r="A1"><v>5</v></c><c r="B1"><v>0.1</v></c><c r="C1" t="b"><v>1</v></c><c r="D1" s="1"><v>46113</v></c>'
    cells += (
        '<c r="E1" s="1"><v>46113.75</v></c><c r="F1" t="inlineStr"><is><t>山田</t></is></c><c r="H1"><v>1e300</v></c>'
    )
    (row,) = only(read(package(f'<row r="1">{cells}</row>'))).rows
    assert row == (5, 0.1, True, date(2026, 4, 1), datetime(2026, 4, 1, 18, 0), "山田", None, 1e300)
    # Beyond 15 digits a float does not know its last ones: it must not look like a whole number.
    assert [type(cell) for cell in (row[0], row[1], row[7])] == [int, float, float]


def test_times_and_durations_are_kept() -> None:
    cells = '<c r="A1" s="4"><v>0.395833333333333</v></c><c r="B1" s="5"><v>1.0625</v></c>'
    assert list(only(read(package(f'<row r="1">{cells}</row>'))).rows) == [
        (time(9, 30), timedelta(hours=25, minutes=30))
    ]


def test_days_in_japanese_formats_are_days() -> None:
    """Formats 27 to 36 and 50 to 58 are built into the Japanese Excel alone; ggge is what a person makes."""
    cells = '<c r="A1" s="2"><v>46113</v></c><c r="B1" s="3"><v>46113</v></c>'
    assert list(only(read(package(f'<row r="1">{cells}</row>'))).rows) == [(date(2026, 4, 1), date(2026, 4, 1))]


def test_readings_above_the_characters_are_no_part_of_the_text() -> None:
    shared = '<si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></si>'
    assert list(only(read(package('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', shared=shared))).rows) == [("東京",)]


def test_a_book_that_counts_days_from_1904_says_so_and_gives_the_right_day() -> None:
    data = package('<row r="1"><c r="A1" s="1"><v>44651</v></c></row>', book='<workbookPr date1904="1"/>')
    sheet = only(read(data))
    assert sheet.from_1904
    assert list(sheet.rows) == [(date(2026, 4, 1),)]


def test_rows_and_columns_keep_their_places() -> None:
    sheet = only(read(book({"C4": "x", "D6": 1})))
    assert list(sheet.rows) == [(None,) * 4] * 3 + [(None, None, "x", None), (None,) * 4, (None, None, None, 1)]
    assert (sheet.height, sheet.width) == (6, 4)


def test_cells_without_references_stand_one_after_the_other() -> None:
    data = package("<row><c><v>1</v></c><c><v>2</v></c></row><row><c/><c><v>3</v></c></row>")
    assert list(only(read(data)).rows) == [(1, 2), (None, 3)]


def test_prefixed_names_are_the_same_names() -> None:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    part = f'<x:worksheet xmlns:x="{main}"><x:sheetData><x:row r="2" hidden="1"><x:c r="B2"><x:v>7</x:v></x:c></x:row>'
    sheet = only(read(package("", more={"xl/worksheets/sheet1.xml": f"{part}</x:sheetData></x:worksheet>"})))
    assert list(sheet.rows)[1] == (None, 7)
    assert sheet.hidden_rows == {2}


# What stands around the values


def test_error_cells_keep_their_text_and_are_told() -> None:
    cells = '<c r="A1"><v>1</v></c><c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="C1" t="e"><v>#N/A</v></c>'
    found = read(package(f'<row r="1">{cells}</row><row r="3"><c r="D3" t="e"><v>#????</v></c></row>'))
    assert list(only(found).rows) == [(1, "#DIV/0!", "#N/A", None), (None,) * 4, (None, None, None, "#UNKNOWN!")]
    assert told(found, "sheets.errors").startswith(
        "「表」にエラーのセルが 3 個あります(B1の#DIV/0!、C1の#N/A、D3の#UNKNOWN!)"
    )


def test_formulas_give_the_saved_result_and_are_told_where_none_was_saved() -> None:
    cells = '<c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>A1*2</f></c><c r="C1" t="str"><f>""</f><v></v></c>'
    cells += '<c r="D1"><f t="shared" si="0"/></c>'
    found = read(package(f'<row r="1">{cells}</row>'))
    assert next(iter(only(found).rows))[0] == 2
    assert "2 個あります(B1、D1)" in told(found, "sheets.uncomputed")


def test_links_macros_and_comments_are_told_and_left_alone() -> None:
    more = {"xl/externalLinks/externalLink1.xml": "<x/>", "xl/vbaProject.bin": "x", "xl/comments1.xml": "<comments/>"}
    found = read(package('<row r="1"><c r="A1"><v>1</v></c></row>', more=more))
    assert [note.code for note in found.notes] == ["sheets.macros", "sheets.external_links", "sheets.comments"]
    assert "最後に保存された値" in found.notes[1].message


def test_hidden_rows_columns_and_sheets_are_read_and_doubted() -> None:
    """Ugly input: a list with a filter left on, so that rows are there which nobody sees."""
    columns = '<cols><col min="2" max="3" hidden="1" width="9"/><col min="9" max="16384" hidden="true"/></cols>'
    rows = "".join(
        f'<row r="{number}"{hidden}><c r="A{number}"><v>{number}</v></c><c r="C{number}"><v>0</v></c></row>'
        for number, hidden in [(1, ""), (2, ' hidden="1"'), (3, ' hidden="1"'), (5, ' hidden="true"'), (6, "")]
    )
    found = read(package(rows, before=columns))
    assert only(found).hidden_rows == {2, 3, 5}
    assert "2～3、5行目は非表示" in told(found, "sheets.hidden_rows")
    assert told(found, "sheets.hidden_columns").startswith("「表」のB列、C列は非表示です")
    assert {note.kind for note in found.notes} == {NoteKind.DOUBT}
    assert [row[0] for row in only(found).rows] == [1, 2, 3, None, 5, 6]


def test_merged_cells_are_recorded_and_repeated_on_request() -> None:
    """Ugly input: one address merged over the members of a household."""
    cells = {"A1": "住所", "B1": "氏名", "B2": "山田一郎", "B3": "山田花子", "B4": "鈴木"}
    found = read(book(cells, merged={"A2:A4": "飯田市", "C1:D1": "備考"}))
    sheet = only(found)
    assert sheet.merged == (Merged(2, 1, 4, 1), Merged(1, 3, 1, 4))
    assert [row[0] for row in sheet.rows] == ["住所", "飯田市", None, None]
    assert [tuple(row) for row in sheet.filled().rows] == [
        ("住所", "氏名", "備考"),
        ("飯田市", "山田一郎", None),
        ("飯田市", "山田花子", None),
        ("飯田市", "鈴木", None),
    ]
    assert "A2:A4、C1:D1" in told(found, "sheets.merged")


def test_overlapping_merged_ranges_each_spread_their_own_value() -> None:
    found = read(book({"B1": "x"}, merged={"A2:B2": "上", "A3:A5": "左", "B3:B4": "右"}))
    assert [tuple(row) for row in only(found).filled().rows] == [
        (None, "x"),
        ("上", "上"),
        ("左", "右"),
    ]


# Old books


def test_an_old_book_is_read_like_a_new_one() -> None:
    """Ugly input: an .xls from the drawer, with hidden rows, a merged title and an error."""
    rows: list[list[object]] = [
        ["名簿", None, None],
        ["氏名", "金額", "日付"],
        ["山田", 1.5, date(2024, 4, 1)],
        ["#N/A", True, 7],
    ]
    first = XlsSheet("令和6年度", rows, hidden_rows=(3,), merged=((0, 0, 0, 2),))
    found = read(xls(first, XlsSheet("控え", [["x"]], hidden=True)), name="名簿.xls")
    sheet, spare = found.sheets
    assert found.kind == "Excel 97-2003 ブック(.xls)"
    assert [tuple(row) for row in sheet.rows] == [
        ("名簿", None, None),
        ("氏名", "金額", "日付"),
        ("山田", 1.5, date(2024, 4, 1)),
        ("#N/A", True, 7),
    ]
    assert (sheet.merged, set(sheet.hidden_rows), sheet.hidden) == ((Merged(1, 1, 1, 3),), {4}, False)
    assert spare.hidden
    assert [note.code for note in found.notes] == [
        "sheets.hidden_rows",
        "sheets.merged",
        "sheets.errors",
        "sheets.hidden_sheet",
    ]


def test_the_values_kept_by_a_chart_do_not_overwrite_the_table() -> None:
    """Older readers took them for cells of the sheet (dimastbk/python-calamine#161 looks like it)."""
    rows: list[list[object]] = [["地区", "件数"], ["上久堅", 3], ["下久堅", 5]]
    sheet = only(read(xls(XlsSheet("表", rows, chart=(3, 5), merged=((0, 0, 0, 1),))), name="a.xls"))
    assert [list(row) for row in sheet.rows] == rows
    assert sheet.merged == (Merged(1, 1, 1, 2),)


def test_colours_of_rows_are_read_from_an_old_book_too() -> None:
    sheet = XlsSheet("表", [["氏名", "電話"], ["青葉", "1"], ["若葉", "2"], ["紅葉", "3"]], fills={1: 13, 2: 10, 3: 9})
    assert only(read(xls(sheet), name="a.xls")).colours == {2: "黄", 3: "赤"}
    own = struct.pack("<HHH", 0x0092, 2 + 56 * 4, 56) + bytes(4 * 5) + bytes([0, 176, 80, 0]) + bytes(4 * 50)
    assert only(read(xls(sheet, more=own), name="a.xls")).colours == {2: "緑"}


def test_an_xls_that_is_an_xlsx_is_read_and_told() -> None:
    found = read(book({"A1": "x"}), name="名簿.xls")
    assert "中身は Excel ブック(.xlsx)でした" in told(found, "sheets.kind")


def test_a_csv_that_is_an_xlsx_is_read_and_told() -> None:
    found = read(book({"A1": "x"}), name="名簿.csv")
    assert list(only(found).rows) == [("x",)]
    assert "拡張子(.csv)とは違います" in told(found, "sheets.kind")


def test_long_texts_of_old_books_go_over_records_and_are_counted() -> None:
    long, longer = "長" * 9000, "あ" * 30_000
    data = xls(XlsSheet("表", [[long, longer], ["x", long]]))
    assert list(only(read(data, name="a.xls")).rows) == [(long, longer), ("x", long)]
    size = 3 * (9000 * 2 + 30_000 + 1)
    assert only(read(data, name="a.xls", limits=Limits(text_bytes=size))).width
    assert refusal(data, name="a.xls", limits=Limits(text_bytes=size - 1)).code == "sheets.too_much_text"


def test_links_of_old_books_are_told_and_links_to_itself_are_not() -> None:
    own = struct.pack("<HH", 0x01AE, 4) + struct.pack("<H", 1) + b"\x01\x04"
    other = struct.pack("<HH", 0x01AE, 4) + struct.pack("<H", 1) + b"\x03\x00"
    assert not read(xls(XlsSheet("表", [["x"]]), more=own), name="a.xls").notes
    assert read(xls(XlsSheet("表", [["x"]]), more=other), name="a.xls").notes[0].code == "sheets.external_links"


@pytest.mark.parametrize("size", [1, 4096, 4097, 3_000_000])
def test_a_stream_is_the_same_after_packing(size: int) -> None:
    stream = random.Random(size).randbytes(size)
    container = CompoundFile(packed("Workbook", stream))
    assert container.names == {"Workbook"}
    assert container.stream("Workbook")[:size] == stream


# Passwords and other formats


def test_passwords_are_told_with_the_way_out() -> None:
    encrypted = compound({"EncryptionInfo": b"x", "EncryptedPackage": b"x"})
    for data in (encrypted, xls(XlsSheet("表", [["x"]]), password=True)):
        error = refusal(data)
        assert error.code == "sheets.password"
        assert "パスワードを外して" in error.message


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.bin": "x"}), "バイナリブック(.xlsb)"),
        (zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<x/>"}), "Word の文書"),
        (zipped({"mimetype": "x", "content.xml": "<x/>"}), "OpenDocument"),
        (zipped({"名簿.csv": "x"}), "ZIP でまとめられた"),
        (compound({"WordDocument": b"x"}), "Word の文書"),
    ],
)
def test_other_packages_are_named(data: bytes, kind: str) -> None:
    error = refusal(data)
    assert error.code == "sheets.other_format"
    assert kind in error.message


def test_a_book_without_cells_is_empty() -> None:
    assert refusal(package("")).code == "sheets.empty"


# Hostile books

ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'


def test_a_cell_far_away_does_not_take_the_memory_of_all_between() -> None:
    """One cell in the last corner would make calamine ask for 550 GB and end the process."""
    error = refusal(package(f'{ONE}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))
    assert error.code == "sheets.too_many_cells"
    assert "「表」が 1,048,576 行×16,384 列" in error.message


def test_the_limit_of_cells_counts_rows_times_columns() -> None:
    rows = '<row r="3"><c r="C3"><v>1</v></c></row>'
    assert only(read(package(rows), limits=Limits(cells=9))).width
    assert refusal(package(rows), limits=Limits(cells=8)).code == "sheets.too_many_cells"
    assert (
        refusal(xls(XlsSheet("表", [[], [], [None, None, 1]])), limits=Limits(cells=8)).code == "sheets.too_many_cells"
    )


def test_blank_cells_far_away_are_no_reason_to_refuse() -> None:
    far = '<c r="XFD1" s="1"/></row><row r="1048576"><c r="A1048576" s="1"/></row>'
    assert list(only(read(package(f'<row r="1"><c r="A1"><v>1</v></c>{far}'))).rows) == [(1,)]


def test_a_bomb_is_refused_by_ratio_and_by_size() -> None:
    bomb = package(ONE, after=" " * 6_000_000)
    assert refusal(bomb).code == "sheets.unpacked_too_large"
    assert only(read(bomb, limits=Limits(ratio=2000))).width
    assert refusal(bomb, limits=Limits(ratio=2000, unpacked_bytes=6_000_000)).code == "sheets.unpacked_too_large"


def test_a_lie_about_the_unpacked_size_is_found() -> None:
    data = bytearray(package(ONE, after=" " * 6_000_000))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    honest = struct.pack("<I", size)
    assert data.count(honest) == 2
    assert refusal(bytes(data.replace(honest, struct.pack("<I", 500)))).code == "sheets.broken_file"


def test_one_long_text_in_many_cells_is_refused() -> None:
    rows = "".join(f'<row r="{number}"><c r="A{number}" t="s"><v>0</v></c></row>' for number in range(1, 101))
    data = package(
        rows + '<row r="101"><c r="A101" t="s"><v>1</v></c></row>', shared=f"<si><t>{'x' * 100}</t></si><si/>"
    )
    assert only(read(data, limits=Limits(text_bytes=100 * 300))).width
    assert refusal(data, limits=Limits(text_bytes=100 * 300 - 1)).code == "sheets.too_much_text"


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="ZZZZZZ99999999999"><v>1</v></c></row>',
        '<row r="1"><c r="XFE1"><v>1</v></c></row>',
        '<row r="1"><c r="A1048577"><v>1</v></c></row>',
        '<row r="0"><c r="A0"><v>1</v></c></row>',
        '<row r="x"><c><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>99</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v>',
    ],
)
def test_contradictions_are_refused(rows: str) -> None:
    assert refusal(package(rows)).code == "sheets.broken_file"


def test_a_document_type_is_refused() -> None:
    part = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaa">]><worksheet><sheetData/></worksheet>'
    assert refusal(package("", more={"xl/worksheets/sheet1.xml": part})).code == "sheets.broken_file"


def test_a_part_that_stands_twice_is_refused() -> None:
    """Two readers may each take another one of them."""
    target = io.BytesIO(package(ONE))
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(target, "a") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", "<worksheet/>")
    assert refusal(target.getvalue()).code == "sheets.broken_file"


def test_sheets_outside_the_book_are_looked_at_too() -> None:
    """Another reader might take xl/worksheets/… where we take xl/xl/worksheets/…."""
    far = '<worksheet><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    error = refusal(package(ONE, more={"xl/xl/worksheets/sheet1.xml": far}))
    assert error.code == "sheets.too_many_cells"
    for twice in ("workbook", "sst"):
        assert refusal(package(ONE, more={"xl/second.xml": f"<{twice}/>"})).code == "sheets.broken_file"


def test_one_sheet_under_two_names_is_refused() -> None:
    book_part = (
        '<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
        '<sheet name="表" r:id="rId1"/><sheet name="裏" r:id="rId1"/></sheets></workbook>'
    )
    assert refusal(package(ONE, more={"xl/workbook.xml": book_part})).code == "sheets.broken_file"


def test_old_books_whose_promises_are_false_are_refused() -> None:
    sound = xls(XlsSheet("表", [["x"]]))
    texts = struct.pack("<II", 1, 1)
    dimensions = struct.pack("<IIHHH", 0, 1, 0, 1, 0)
    assert sound.count(texts) == 1
    assert sound.count(dimensions) == 1
    assert refusal(sound.replace(texts, struct.pack("<II", 1, 0x7FFFFFFF))).code == "sheets.broken_file"
    # A promise of size is simply not passed on.
    assert only(read(sound.replace(dimensions, struct.pack("<IIHHH", 0, 0xFFFFFFFF, 0, 0xFFFF, 0)), name="a.xls")).width


def test_old_books_with_sheets_that_begin_nowhere_are_refused() -> None:
    sound = xls(XlsSheet("表", [["x"]]))
    at = sound.index(struct.pack("<HH", 0x0085, 10)) + 4
    assert refusal(sound[:at] + struct.pack("<I", 20) + sound[at + 4 :]).code == "sheets.broken_file"


def test_chains_that_run_in_circles_are_refused() -> None:
    sound = bytearray(xls(XlsSheet("表", [["x"]])))
    table = len(sound) - 512
    sound[table : table + 4] = struct.pack("<I", 0)
    assert refusal(bytes(sound)).code == "sheets.broken_file"


@pytest.mark.parametrize("seed", range(3))
def test_damaged_books_are_read_or_refused(seed: int) -> None:
    """A few hundred damaged files; 40,000 were run by hand without another outcome."""
    chance = random.Random(seed)
    rows: list[list[object]] = [["氏名", "日付"], ["山田", date(2024, 4, 1)], ["#N/A", 1.5]]
    for sound in (xls(XlsSheet("表", rows, hidden_rows=(1,))), book({"A1": "氏名", "B2": date(2024, 4, 1)})):
        outcomes: Counter[str] = Counter()
        for _ in range(60):
            data = bytearray(sound)
            for _ in range(chance.randint(1, 8)):
                data[chance.randrange(len(data))] = chance.choice([0, 1, 255, chance.randrange(256)])
            outcomes[outcome(bytes(data))] += 1
        assert outcomes["sheets.broken_file"]


def outcome(data: bytes) -> str:
    """Return how reading went: "read", or the code of the refusal. Anything else ends the test."""
    try:
        for sheet in read(data).sheets:
            list(sheet.rows)
    except Unreadable as error:
        return error.code
    return "read"
