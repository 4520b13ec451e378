"""What the sender of an Excel book should know about it (読み込みの注意): hidden parts, merged cells, errors."""

from collections.abc import Iterator, Sequence

from kayoi.kit.sheets.facts import SHOWN, BookFacts, SheetFacts
from kayoi.kit.sheets.workbook import Note, NoteKind, Sheet, column_letter, row_ranges


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
        shown = _some([f"{column_letter(column)}列" for column in columns], len(columns))
        message = f"{where}の{shown}は非表示です。これらの列も読みました。不要であれば列を消してください。"
        yield Note(NoteKind.DOUBT, "sheets.hidden_columns", message, sheet=sheet.name)
    if sheet.merged:
        shown = _some([merged.reference for merged in sheet.merged], len(sheet.merged))
        message = f"{where}に結合されたセルがあります({shown})。値は範囲の左上のセルに入っています。"
        yield Note(NoteKind.NOTICE, "sheets.merged", message, sheet=sheet.name)
    if known.errors:
        first = [
            (row, column, text) for row in sorted(known.errors)[:SHOWN] for column, text in known.errors[row].items()
        ]
        shown = _some([f"{_cell(row, column)}の{text}" for row, column, text in first[:SHOWN]], known.error_count)
        message = (
            f"{where}にエラーのセルが {known.error_count:,} 個あります({shown})。"
            "Excel で数式を直すか、正しい値を入れてください。"
        )
        yield Note(NoteKind.PROBLEM, "sheets.errors", message, sheet=sheet.name)
    if known.uncomputed:
        shown = _some([_cell(row, column) for row, column in known.uncomputed], known.uncomputed_count)
        message = (
            f"{where}に、計算結果が保存されていない数式が {known.uncomputed_count:,} 個あります({shown})。"
            "空のセルとして読みました。Excel で開いて上書き保存してから、もう一度送ってください。"
        )
        yield Note(NoteKind.PROBLEM, "sheets.uncomputed", message, sheet=sheet.name)


def _cell(row: int, column: int) -> str:
    return f"{column_letter(column)}{row}"


def _some(texts: Sequence[str], count: int) -> str:
    """Join the first few and say how many more there are."""
    shown = "、".join(texts[:SHOWN])
    return shown if count <= SHOWN else f"{shown} ほか {count - SHOWN:,} か所"
