"""Tables in and out (表の読み書き): CSV and Excel files as offices send them, and as they can open them safely."""

from kayoi.kit.sheets.codes import as_code, as_phone
from kayoi.kit.sheets.csv_writing import EncodedCsv, write_csv, write_csv_cp932
from kayoi.kit.sheets.days import as_date
from kayoi.kit.sheets.headers import HeaderGuess, find_header, header_at
from kayoi.kit.sheets.labels import label_key
from kayoi.kit.sheets.numbers import UNITS, as_decimal, as_int
from kayoi.kit.sheets.reading import read_sheets
from kayoi.kit.sheets.records import Record, records
from kayoi.kit.sheets.row_kinds import RowKind
from kayoi.kit.sheets.tables import About, Column, ColumnKind, Out, OutRow, Table, Unwritable
from kayoi.kit.sheets.values import Converted, Remark, as_text, shown
from kayoi.kit.sheets.workbook import (
    Cell,
    Limits,
    Merged,
    Note,
    NoteKind,
    Row,
    Sheet,
    Unreadable,
    Workbook,
    column_letter,
    is_blank,
    is_error,
    place,
)
from kayoi.kit.sheets.xlsx_writing import write_xlsx

__all__ = [
    "UNITS",
    "About",
    "Cell",
    "Column",
    "ColumnKind",
    "Converted",
    "EncodedCsv",
    "HeaderGuess",
    "Limits",
    "Merged",
    "Note",
    "NoteKind",
    "Out",
    "OutRow",
    "Record",
    "Remark",
    "Row",
    "RowKind",
    "Sheet",
    "Table",
    "Unreadable",
    "Unwritable",
    "Workbook",
    "as_code",
    "as_date",
    "as_decimal",
    "as_int",
    "as_phone",
    "as_text",
    "column_letter",
    "find_header",
    "header_at",
    "is_blank",
    "is_error",
    "label_key",
    "place",
    "read_sheets",
    "records",
    "shown",
    "write_csv",
    "write_csv_cp932",
    "write_xlsx",
]
