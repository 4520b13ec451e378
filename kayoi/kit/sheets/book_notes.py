"""What the sender of an Excel book should know about it (読み込みの注意): hidden parts, merged cells, errors."""

from collections.abc import Collection, Iterator, Sequence

from kayoi.kit.sheets.facts import BookFacts, SheetFacts
from kayoi.kit.sheets.workbook import Note, NoteKind, Sheet, column_letter, row_ranges

_SHOWN = 5


def book_notes(facts: BookFacts, name: str, sheets: Sequence[Sheet]) -> Iterator[Note]:
    """Return the notes about a book and each of its sheets, in the order of the sheets."""
    if facts.macros:
        message = f"「{name}」にはマクロがあります。マクロは実行せず、保存されている値だけを読みました。"
        yield Note(NoteKind.NOTICE, "sheets.macros", message)
    if facts.external_links:
        message = (
            f"「{name}」には別のファイルを参照する数式があります。参照先は見ず、最後に保存された値を読みました。"
            "値が最新か確かめてください。"
        )
        yield Note(NoteKind.DOUBT, "sheets.external_links", message)
    if facts.comments:
        message = f"「{name}」のセルに付いたコメント(メモ)は読み込みません。必要なことはセルに書いてください。"
        yield Note(NoteKind.NOTICE, "sheets.comments", message)
    for sheet, known in zip(sheets, facts.sheets, strict=True):
        yield from _sheet_notes(sheet, known)


def _sheet_notes(sheet: Sheet, known: SheetFacts) -> Iterator[Note]:
    where = f"「{sheet.name}」"
    if sheet.hidden:
        message = f"{where}は非表示のシートです。読み込んでよいか確かめてください。"
        yield Note(NoteKind.DOUBT, "sheets.hidden_sheet", message, sheet=sheet.name)
    if rows := [row for row in sheet.hidden_rows if row <= sheet.height]:
        message = (
            f"{where}の{row_ranges(rows)}は非表示です(絞り込みを含みます)。これらの行も読みました。"
            "不要であれば行を消してください。"
        )
        yield Note(NoteKind.DOUBT, "sheets.hidden_rows", message, sheet=sheet.name)
    if columns := sorted(column for column in sheet.hidden_columns if column <= sheet.width):
        shown = _some([f"{column_letter(column)}列" for column in columns])
        message = f"{where}の{shown}は非表示です。これらの列も読みました。不要であれば列を消してください。"
        yield Note(NoteKind.DOUBT, "sheets.hidden_columns", message, sheet=sheet.name)
    if sheet.merged:
        shown = _some([merged.reference for merged in sheet.merged])
        message = f"{where}に結合されたセルがあります({shown})。値は左上のセルにだけあるものとして読みました。"
        yield Note(NoteKind.NOTICE, "sheets.merged", message, sheet=sheet.name)
    if known.errors:
        shown = _some([f"{_cell(at)}の{text}" for at, text in sorted(known.errors.items())])
        message = (
            f"{where}にエラーのセルが {len(known.errors):,} 個あります({shown})。"
            "Excel で数式を直すか、正しい値を入れてください。"
        )
        yield Note(NoteKind.PROBLEM, "sheets.errors", message, sheet=sheet.name)
    if known.uncomputed:
        shown = _some([_cell(at) for at in known.uncomputed])
        message = (
            f"{where}に、計算結果が保存されていない数式が {len(known.uncomputed):,} 個あります({shown})。"
            "空のセルとして読みました。Excel で開いて上書き保存してから、もう一度送ってください。"
        )
        yield Note(NoteKind.PROBLEM, "sheets.uncomputed", message, sheet=sheet.name)


def _cell(at: tuple[int, int]) -> str:
    row, column = at
    return f"{column_letter(column)}{row}"


def _some(texts: Collection[str]) -> str:
    """Join the first few and say how many more there are."""
    shown = "、".join(list(texts)[:_SHOWN])
    return shown if len(texts) <= _SHOWN else f"{shown} ほか {len(texts) - _SHOWN:,} か所"
