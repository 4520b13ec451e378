"""CSV and tab-separated text: encodings, delimiters, quotes, and what is told about them."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kayoi.kit.sheets import Limits, NoteKind, Unreadable, Workbook, read_sheets

LINES = "氏名,ふりがな,住所\r\n髙橋 一郎,たかはし いちろう,飯田市\r\n﨑山 花子,さきやま はなこ,表町\r\n"
ROWS = [
    ("氏名", "ふりがな", "住所"),
    ("髙橋 一郎", "たかはし いちろう", "飯田市"),
    ("﨑山 花子", "さきやま はなこ", "表町"),
]


def rows(book: Workbook) -> list[tuple[object, ...]]:
    """Return the rows of the only sheet."""
    (sheet,) = book.sheets
    return [tuple(row) for row in sheet.rows]


def codes(book: Workbook) -> list[str]:
    return [note.code for note in book.notes]


def refusal(data: bytes, *, name: str = "名簿.csv", limits: Limits | None = None) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read_sheets(data, name=name, limits=limits)
    return caught.value


# Encodings


@pytest.mark.parametrize(
    ("codec", "told"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("cp932", "Shift_JIS(CP932)"),
        ("utf-16", ""),
        ("utf-32", ""),
    ],
)
def test_each_encoding_that_offices_send_is_read(codec: str, told: str) -> None:
    book = read_sheets(LINES.encode(codec), name="名簿.csv")
    assert rows(book) == ROWS
    assert [note.after for note in book.notes] == ([told] if told else [])


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_mark_is_known_by_its_zero_bytes(codec: str) -> None:
    book = read_sheets(LINES.encode(codec), name="名簿.csv")
    assert rows(book) == ROWS
    assert book.notes[0].after == "UTF-16(BOMなし)"


@pytest.mark.parametrize(("codec", "label"), [("iso2022_jp", "JIS(ISO-2022-JP)"), ("euc_jp", "EUC-JP")])
def test_encodings_of_other_days_are_told_apart(codec: str, label: str) -> None:
    lines = LINES.replace("髙", "高").replace("﨑", "崎")
    book = read_sheets(lines.encode(codec), name="名簿.csv")
    assert rows(book)[1] == ("高橋 一郎", "たかはし いちろう", "飯田市")
    assert [note.after for note in book.notes] == [label]


@pytest.mark.parametrize("names", [("ﾔﾏﾀﾞ ﾀﾛｳ", "ｲｲﾀﾞｼﾔｸｼﾖ"), ("ﾔﾏﾀﾞ", "ｲｲﾀﾞ")])
def test_half_width_kana_of_bank_files_are_not_taken_for_euc(names: tuple[str, str]) -> None:
    """Where each word has an even number of letters, all of it is valid EUC."""
    assert rows(read_sheets(",".join(names).encode("cp932"), name="口座.csv")) == [names]


def test_a_broken_character_is_refused_with_its_place() -> None:
    damaged = "氏名,住所\r\n山田,飯田市\r\n".encode() + b"\xe9\xab,x\r\n"
    error = refusal(damaged)
    assert error.code == "sheets.broken_characters"
    assert "「名簿.csv」の3行目の先頭" in error.message
    assert "1 字" in error.message


def test_the_place_of_a_broken_character_is_given_by_what_stands_before_it() -> None:
    damaged = "氏名,住所\r\n山田太郎".encode("cp932") + b"\x81" + b",x\r\n"
    assert "2行目の「山田太郎」の次" in refusal(damaged).message


def test_broken_characters_are_replaced_only_on_request_and_each_cell_is_reported() -> None:
    damaged = "氏名,住所\r\n".encode() + b"\xff\xfe\xfd,x\r\ny,\xff\r\n"
    book = read_sheets(damaged, name="名簿.csv", replace_broken=True)
    assert rows(book)[1:] == [("���", "x"), ("y", "�")]
    repairs = [note for note in book.notes if note.code == "sheets.broken_character"]
    assert [(note.kind, note.row, note.column) for note in repairs] == [
        (NoteKind.REPAIR, 2, 1),
        (NoteKind.REPAIR, 3, 2),
    ]
    assert "「名簿.csv」の2行目A列に読めない文字が 3 字" in repairs[0].message


def test_bytes_that_windows_does_not_define_are_broken_too() -> None:
    assert refusal("氏名\r\n山".encode("cp932") + b"\xa0\r\n").code == "sheets.broken_characters"


def test_a_file_with_thousands_of_broken_characters_is_refused_even_on_request() -> None:
    with pytest.raises(Unreadable, match="多すぎて"):
        read_sheets("あ,い\r\n".encode() + b"\xff," * 1001, name="名簿.csv", replace_broken=True)


def test_nul_bytes_are_taken_out_and_told() -> None:
    book = read_sheets("氏名,住所\r\n山田\0\0,飯田市\r\n".encode(), name="名簿.csv")
    assert rows(book)[1] == ("山田", "飯田市")
    (note,) = book.notes
    assert (note.code, note.row, note.kind) == ("sheets.nul", 2, NoteKind.REPAIR)
    assert "2 個" in note.message


def test_the_end_mark_of_dos_is_no_cell() -> None:
    assert rows(read_sheets(b"a,b\r\n1,2\r\n\x1a", name="a.csv")) == [("a", "b"), ("1", "2")]


def test_a_picture_called_csv_is_no_table() -> None:
    noise = bytes(range(1, 9)) * 50
    assert refusal(noise).code == "sheets.not_a_table"


# Delimiters, quotes, lines


def test_a_tsv_named_csv_is_read_as_what_it_is_and_told() -> None:
    """Ugly input: pasted from Excel, tabs between cells, commas inside the amounts."""
    book = read_sheets("氏名\t金額\r\n山田\t1,200\r\n鈴木\t3,400\r\n".encode("cp932"), name="補助金.csv")
    assert rows(book) == [("氏名", "金額"), ("山田", "1,200"), ("鈴木", "3,400")]
    assert book.kind == "TSV(タブ区切り)"
    assert codes(book) == ["sheets.kind", "sheets.encoding"]
    assert "TSV(タブ区切り)でした" in book.notes[0].message


def test_semicolons_are_found_and_told() -> None:
    book = read_sheets("氏名;住所\r\n山田;飯田市,大字\r\n鈴木;伊那市\r\n".encode(), name="名簿.csv")
    assert rows(book)[1] == ("山田", "飯田市,大字")
    assert codes(book) == ["sheets.delimiter"]


def test_semicolons_inside_cells_do_not_cut_a_csv() -> None:
    book = read_sheets("制度,キーワード\r\n移住支援金,移住;起業\r\n家賃補助,住宅;若者\r\n".encode(), name="制度.csv")
    assert rows(book)[1] == ("移住支援金", "移住;起業")


def test_title_lines_do_not_hide_the_delimiter() -> None:
    text = "令和8年度 移住者名簿\r\n\r\n氏名,住所,年\r\n山田,飯田市,2026\r\n"
    book = read_sheets(text.encode(), name="名簿.csv")
    assert rows(book) == [("令和8年度 移住者名簿",), (), ("氏名", "住所", "年"), ("山田", "飯田市", "2026")]
    assert (book.sheets[0].height, book.sheets[0].width) == (4, 3)


@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"])
def test_rows_end_with_any_newline_and_cells_may_hold_some(newline: str) -> None:
    text = newline.join(["氏名,備考", '山田,"1行目\n2行目"', "鈴木,x", ""])
    assert rows(read_sheets(text.encode(), name="名簿.csv")) == [
        ("氏名", "備考"),
        ("山田", "1行目\n2行目"),
        ("鈴木", "x"),
    ]


def test_an_open_quote_is_refused_at_the_row_where_it_opens() -> None:
    error = refusal('氏名,備考\r\n山田,"開いたまま\r\n鈴木,x\r\n'.encode())
    assert error.code == "sheets.quotes"
    assert "「名簿.csv」の2行目: 引用符" in error.message
    assert "閉じられないまま" in error.message


def test_text_behind_a_quoted_cell_is_refused() -> None:
    assert "続いています" in refusal('氏名,備考\r\n"山田"様,x\r\n'.encode()).message


def test_an_endless_cell_is_refused() -> None:
    assert "文字が多すぎます" in refusal(("氏名,備考\r\n山田," + "あ" * 140_000).encode()).message


def test_empty_cells_are_none_and_spaces_stay() -> None:
    assert rows(read_sheets("a,,　\r\n,b,\r\n".encode(), name="a.csv")) == [("a", None, "　"), (None, "b", None)]


# Limits and other kinds of files


def test_too_many_cells_are_refused() -> None:
    fits = Limits(cells=6)
    assert rows(read_sheets(b"a,b\r\n1,2\r\n3,4\r\n", name="a.csv", limits=fits))
    assert refusal(b"a,b\r\n1,2\r\n3,4\r\n5,6\r\n", limits=fits).code == "sheets.too_many_cells"


def test_a_file_beyond_the_size_limit_is_not_looked_into() -> None:
    assert refusal(b"a,b\r\n" * 3, limits=Limits(file_bytes=14)).code == "sheets.file_too_large"
    assert len(rows(read_sheets(b"a,b\r\n" * 3, name="a.csv", limits=Limits(file_bytes=15)))) == 3


@pytest.mark.parametrize("data", [b"", b"\r\n \t\r\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf,,\r\n"])
def test_an_empty_file_is_told(data: bytes) -> None:
    assert refusal(data).code == "sheets.empty"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n0000", "画像(PNG)"),
        (b"\xff\xd8\xff\xe0", "画像(JPEG)"),
        (b"ID;PWXL;N;E\r\n", "SYLK"),
        ("<!DOCTYPE html><html><table><tr><td>氏名</td></tr></table></html>".encode(), "HTML"),
        ("\ufeff<html xmlns:x='urn:schemas-microsoft-com:office:excel'>".encode(), "HTML"),
        (b'<?xml version="1.0"?><html>', "HTML"),
        (
            b'<?xml version="1.0"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "XML スプレッドシート 2003",
        ),
        (b'<?xml version="1.0"?><rss/>', "XML"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "Web アーカイブ"),
    ],
)
def test_other_files_are_named_and_the_way_out_is_said(data: bytes, kind: str) -> None:
    """Ugly input: an .xls that is a web page, as many business systems give it out."""
    error = refusal(data, name="一覧.xls")
    assert error.code == "sheets.other_format"
    assert f"中身は {kind}" in error.message
    assert "名前を付けて保存" in error.message


def test_a_label_in_angle_brackets_is_no_markup() -> None:
    assert rows(read_sheets("<必須>氏名,<任意>住所\r\n山田,x\r\n".encode(), name="a.csv"))[0][0] == "<必須>氏名"


# Any text


TWINS = "¢£¬‖−〜"  # Python writes these as their full-width twins, so they do not come back
WINDOWS = st.characters(codec="cp932", exclude_categories=["Cc", "Co", "Cs"], exclude_characters=TWINS + ',"')


@given(st.text(WINDOWS, min_size=1, max_size=60))
@example("表ソ能\\")
def test_any_text_of_windows_is_decoded_to_itself(text: str) -> None:
    data = f"見出し,番号\r\n日本語と,{text}\r\nカナ,１\r\n"
    decoded = read_sheets(data.encode("cp932"), name="a.csv")
    assert rows(decoded) == rows(read_sheets(data.encode("utf-8-sig"), name="a.csv"))


@given(st.binary(max_size=400))
@example(b"PK\x03\x04")
@example(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
@example(b'"')
def test_any_bytes_are_read_or_refused_with_a_sentence(data: bytes) -> None:
    message = ""
    try:
        book = read_sheets(data, name="何か.csv")
    except Unreadable as error:
        message = error.message
    if message:
        assert message.startswith("「何か.csv」")
        assert message.endswith("。")
    else:
        assert sum(1 for sheet in book.sheets for _ in sheet.rows)
