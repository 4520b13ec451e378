"""Builds the files that the tests of kit.sheets read: .xls books byte by byte, and .xlsx as hostile as wanted.

No library that the project uses writes .xls, so the few records that a table needs are packed here.
Source: [MS-CFB] and [MS-XLS] (Microsoft, open specifications), ECMA-376 for the XML parts.
"""

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import xlsxwriter

_SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
ERROR_CODES = {
    "#NULL!": 0x00,
    "#DIV/0!": 0x07,
    "#VALUE!": 0x0F,
    "#REF!": 0x17,
    "#NAME?": 0x1D,
    "#NUM!": 0x24,
    "#N/A": 0x2A,
}


@dataclass(frozen=True)
class XlsSheet:
    """A sheet of an .xls: rows of cells; rows, columns and ranges count from 0 as in the records."""

    name: str
    rows: Sequence[Sequence[object]]
    hidden: bool = False
    hidden_rows: tuple[int, ...] = ()
    merged: tuple[tuple[int, int, int, int], ...] = ()
    chart: Sequence[float] = ()
    # Rows whose cells are filled, by number of the colour.
    fills: Mapping[int, int] = field(default_factory=dict)


def _record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _text(text: str) -> bytes:
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")


def _shared(texts: Sequence[str]) -> bytes:
    """Return SST and CONTINUE records; a text that does not fit is split with its flag byte repeated."""
    chunks = [bytearray(struct.pack("<II", len(texts), len(texts)))]
    for text in texts:
        if len(chunks[-1]) + 5 > 8224:
            chunks.append(bytearray())
        chunks[-1] += struct.pack("<HB", len(text), 1)
        for character in text:
            if len(chunks[-1]) + 2 > 8224:
                chunks.append(bytearray(b"\x01"))
            chunks[-1] += character.encode("utf-16-le")
    return b"".join(_record(0x3C if index else 0xFC, bytes(chunk)) for index, chunk in enumerate(chunks))


def _cell(row: int, column: int, value: object, texts: Mapping[str, int], fill: int = 0) -> bytes:
    at = struct.pack("<HHH", row, column, fill + 2 if fill else 1 if isinstance(value, date) else 0)
    if isinstance(value, str) and value in ERROR_CODES:
        return _record(0x0205, at + bytes([ERROR_CODES[value], 1]))
    if isinstance(value, str):
        return _record(0x00FD, at + struct.pack("<I", texts[value]))
    if isinstance(value, bool):
        return _record(0x0205, at + bytes([value, 0]))
    number = (value - date(1899, 12, 30)).days if isinstance(value, date) else value
    return _record(0x0203, at + struct.pack("<d", number))


def _sheet_stream(sheet: XlsSheet, texts: Mapping[str, int]) -> bytes:
    parts = [_record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))]
    width = max((len(row) for row in sheet.rows), default=0)
    parts.append(_record(0x0200, struct.pack("<IIHHH", 0, len(sheet.rows), 0, width, 0)))
    for number in sheet.hidden_rows:
        parts.append(_record(0x0208, struct.pack("<HHHHHHHH", number, 0, width, 0, 0, 0, 0x20, 0)))
    for number, row in enumerate(sheet.rows):
        fill = sheet.fills.get(number, 0)
        parts += [_cell(number, column, value, texts, fill) for column, value in enumerate(row) if value is not None]
    if sheet.chart:
        # A chart is a book of its own inside the sheet, and keeps the values it shows as cells from the first row on.
        parts.append(_record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0020, 0, 0, 0, 0)))
        parts += [_cell(number, 0, value, texts) for number, value in enumerate(sheet.chart)]
        parts.append(_record(0x000A))
    return b"".join([*parts, *_merged(sheet), _record(0x000A)])


def _merged(sheet: XlsSheet) -> list[bytes]:
    """Return the merged ranges: Excel writes them behind the charts."""
    ranges = b"".join(struct.pack("<HHHH", *each) for each in sheet.merged)
    return [_record(0x00E5, struct.pack("<H", len(sheet.merged)) + ranges)] if ranges else []


def xls(*sheets: XlsSheet, password: bool = False, more: bytes = b"") -> bytes:
    """Return an .xls book with these sheets. `more` are records that are put before the end of the book's own part."""
    found = [value for sheet in sheets for row in sheet.rows for value in row if isinstance(value, str)]
    texts = {text: index for index, text in enumerate(dict.fromkeys(found))}
    bodies = [_sheet_stream(sheet, texts) for sheet in sheets]

    def globals_part(offsets: Sequence[int]) -> bytes:
        parts = [_record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))]
        if password:
            parts.append(_record(0x002F, struct.pack("<HHH", 0, 0x1234, 0x5678)))
        parts.append(_record(0x0042, struct.pack("<H", 1200)))
        parts += [_record(0x00E0, struct.pack("<HHH14x", 0, format_index, 0)) for format_index in (0, 14)]
        # One format for each colour that a solid fill may have, so that its number tells it: 2 + the colour.
        parts += [_record(0x00E0, struct.pack("<14xIH", 1 << 26, colour)) for colour in range(64)]
        for sheet, offset in zip(sheets, offsets, strict=True):
            name = struct.pack("<BB", len(sheet.name), 1) + sheet.name.encode("utf-16-le")
            parts.append(_record(0x0085, struct.pack("<IBB", offset, sheet.hidden, 0) + name))
        return b"".join([*parts, _shared(list(texts)), more, _record(0x000A)])

    at = len(globals_part([0] * len(sheets)))
    offsets = []
    for body in bodies:
        offsets.append(at)
        at += len(body)
    return compound({"Workbook": globals_part(offsets) + b"".join(bodies)})


def compound(streams: Mapping[str, bytes]) -> bytes:
    """Return a compound file with these streams; short ones are padded so that none needs the mini stream."""
    padded = {name: body.ljust(max(4096, -(-len(body) // _SECTOR) * _SECTOR), b"\0") for name, body in streams.items()}
    entries: list[bytes] = []
    sectors: list[bytes] = []
    chains: list[int] = []
    for name, body in padded.items():
        entries.append(_entry(name, 2, len(sectors), len(body)))
        count = len(body) // _SECTOR
        chains += [*range(len(sectors) + 1, len(sectors) + count), _END]
        sectors += [body[at : at + _SECTOR] for at in range(0, len(body), _SECTOR)]
    directory = b"".join([_entry("Root Entry", 5, _END, 0, child=1), *entries])
    directory = directory.ljust(-(-len(directory) // _SECTOR) * _SECTOR, b"\0")
    directory_start = len(sectors)
    count = len(directory) // _SECTOR
    chains += [*range(directory_start + 1, directory_start + count), _END]
    sectors += [directory[at : at + _SECTOR] for at in range(0, len(directory), _SECTOR)]
    fat_start, fat_count = len(sectors), 1
    while len(sectors) + fat_count > fat_count * 128:
        fat_count += 1
    chains += [_FAT] * fat_count
    table = struct.pack(f"<{len(chains)}I", *chains).ljust(fat_count * _SECTOR, b"\xff")
    difat = [*range(fat_start, fat_start + fat_count)]
    assert fat_count <= 109, "a test file this large needs a table of tables"
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIIII", 0, fat_count, directory_start, 0, 4096, _END, 0, _END, 0, 0)[:36]
    header = header[:68] + struct.pack("<II", _END, 0) + struct.pack("<109I", *difat, *[_FREE] * (109 - fat_count))
    return header + b"".join(sectors) + table


def _entry(name: str, kind: int, start: int, size: int, *, child: int = _FREE) -> bytes:
    raw = (name + "\0").encode("utf-16-le")
    tree = struct.pack("<BBIII", kind, 1, _FREE, _FREE, child)
    return raw.ljust(64, b"\0") + struct.pack("<H", len(raw)) + tree + bytes(36) + struct.pack("<IQ", start, size)


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
STYLES = (
    f'<styleSheet xmlns="{_MAIN}">'
    '<numFmts count="1">'
    '<numFmt numFmtId="164" formatCode="[$-411]ggge&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/>'
    "</numFmts>"
    '<cellXfs count="6"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="57"/><xf numFmtId="164"/>'
    '<xf numFmtId="20"/><xf numFmtId="46"/></cellXfs>'
    "</styleSheet>"
)
"""Styles by number: 1 a day, 2 a day in 和暦 (built into the Japanese Excel), 3 one made by hand, 4 time, 5 hours."""


def package(
    rows: str,
    *,
    shared: str = "",
    after: str = "",
    before: str = "",
    book: str = "",
    more: dict[str, str] | None = None,
) -> bytes:
    """Return an .xlsx with one sheet 「表」 out of raw XML: rows, shared texts, what stands around, further parts."""
    sheets = '<sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets>'
    targets = {
        "rId1": ("worksheet", "worksheets/sheet1.xml"),
        "rId2": ("sharedStrings", "sharedStrings.xml"),
        "rId3": ("styles", "styles.xml"),
    }
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": _relationships({"rId1": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{book}{sheets}</workbook>',
        "xl/_rels/workbook.xml.rels": _relationships(targets),
        "xl/worksheets/sheet1.xml": f"""<worksheet xmlns="{_MAIN}">{before}<sheetData>{rows}</sheetData>
{after}</worksheet>""",
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">{shared}</sst>',
        "xl/styles.xml": STYLES,
    }
    return zipped({**parts, **(more or {})})


def _relationships(targets: Mapping[str, tuple[str, str]]) -> str:
    each = [f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{to}"/>' for key, (kind, to) in targets.items()]
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(each)}</Relationships>'


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a ZIP file with these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in parts.items():
            archive.writestr(path, content)
    return target.getvalue()


def book(
    cells: Mapping[str, object], *, merged: Mapping[str, str] | None = None, hidden_rows: tuple[int, ...] = ()
) -> bytes:
    """Return an .xlsx as Excel writes it: cells by reference, merged ranges with their value, hidden rows from 1."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet("名簿")
        day = workbook.add_format({"num_format": "yyyy/m/d"})
        for reference, value in cells.items():
            if isinstance(value, date):
                sheet.write_datetime(reference, value, day)
            else:
                sheet.write(reference, value)
        for reference, value in (merged or {}).items():
            sheet.merge_range(reference, value)
        for row in hidden_rows:
            sheet.set_row(row - 1, None, None, {"hidden": True})
    return target.getvalue()
