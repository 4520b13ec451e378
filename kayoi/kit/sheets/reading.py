"""Reading any file of tables (表ファイルの読み込み), by what it is and not by what it is called."""

import re
from dataclasses import replace
from pathlib import PurePath

from kayoi.kit.compound import SIGNATURE, BrokenContainer, CompoundFile
from kayoi.kit.sheets import biff, packages
from kayoi.kit.sheets.decoding import decode
from kayoi.kit.sheets.delimited import read_delimited
from kayoi.kit.sheets.excel import read_excel
from kayoi.kit.sheets.facts import broken, locked
from kayoi.kit.sheets.workbook import Limits, Note, NoteKind, Unreadable, Workbook

XLSX, XLS = "Excel ブック(.xlsx)", "Excel 97-2003 ブック(.xls)"

_MAGIC = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "画像(PNG)"),
    (b"\xff\xd8\xff", "画像(JPEG)"),
    (b"GIF8", "画像(GIF)"),
    (b"{\\rtf", "リッチテキスト(RTF)"),
    (b"\x1f\x8b", "圧縮ファイル(gzip)"),
    (b"7z\xbc\xaf\x27\x1c", "圧縮ファイル(7z)"),
    (b"Rar!", "圧縮ファイル(RAR)"),
    (b"ID;P", "SYLK 形式のファイル"),
    (b"\x09\x00\x04\x00", "Excel 2.0 のファイル"),
    (b"\x09\x02\x06\x00", "Excel 3.0 のファイル"),
    (b"\x09\x04\x06\x00", "Excel 4.0 のファイル"),
)
_MARKUP = (
    (re.compile(r"<\?xml.{0,2000}urn:schemas-microsoft-com:office:spreadsheet", re.S), "XML スプレッドシート 2003"),
    (re.compile(r"(?:<\?xml.{0,2000})?<(?:!doctype html|html|head|body|meta|style|table)\b", re.S | re.I), "HTML"),
    (re.compile(r"<\?xml\b"), "XML"),
    (re.compile(r"MIME-Version:", re.I), "Web アーカイブ(MHTML)"),
)
_OFFICE_STREAMS = {
    "WordDocument": "Word の文書",
    "PowerPoint Document": "PowerPoint の資料",
    "__properties_version1.0": "Outlook のメール",
}
# What each extension promises; .txt promises nothing.
_PROMISES = {".xlsx": XLSX, ".xlsm": XLSX, ".xls": XLS, ".csv": "CSV", ".tsv": "TSV", ".tab": "TSV"}


def read_sheets(data: bytes, *, name: str, limits: Limits | None = None, replace_broken: bool = False) -> Workbook:
    """Read a CSV, a tab-separated text, an .xlsx or an .xls (表ファイルを読む). `name` is what the sender called it.

    Rows come as they stand: finding the header is `find_header`'s work, and types are asked for cell by cell
    (`as_date`, `as_int`, …). With `replace_broken`, characters that no encoding explains become U+FFFD with a note
    each; without it the file is refused with the place.

    Raises Unreadable, with a sentence for the sender, for any other kind of file, passwords, contradictions, and
    files that would ask too much of the machine.
    """
    limits = limits or Limits()
    if not data.strip(b" \t\r\n\0"):
        raise Unreadable(f"「{name}」は空のファイルです。中身のあるファイルを選び直してください。", code="sheets.empty")
    if len(data) > limits.file_bytes:
        raise Unreadable(
            f"「{name}」は {limits.file_bytes // 1_000_000:,} MB を超えています。いくつかのファイルに分けてください。",
            code="sheets.file_too_large",
        )
    book = _read(data, name, limits, replace_broken)
    return replace(book, notes=(*_told_kind(name, book.kind), *book.notes))


def _read(data: bytes, name: str, limits: Limits, replace_broken: bool) -> Workbook:
    if data.startswith(b"PK\x03\x04"):
        return read_excel(packages.look_through(data, name=name, limits=limits), name=name, kind=XLSX)
    if data.startswith(SIGNATURE):
        return _read_compound(data, name, limits)
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise _other(name, kind)
    decoded = decode(data, name=name, replace_broken=replace_broken)
    beginning = decoded.text[:4000].lstrip()
    for pattern, kind in _MARKUP:
        if pattern.match(beginning):
            raise _other(name, kind)
    return read_delimited(decoded, name=name, limits=limits)


def _read_compound(data: bytes, name: str, limits: Limits) -> Workbook:
    """Read an .xls, or say what else stands in this container: Word, mail, or an .xlsx under a password."""
    try:
        container = CompoundFile(data)
        names = container.names
        if "EncryptedPackage" in names:
            raise locked(name)
        for other, kind in _OFFICE_STREAMS.items():
            if other in names:
                raise _other(name, kind)
        stream = next((each for each in ("Workbook", "Book") if each in names), None)
        if stream is None:
            raise broken(name)
        facts = biff.look_through(container.stream(stream), name=name, limits=limits)
    except BrokenContainer as error:
        raise broken(name) from error
    return read_excel(facts, name=name, kind=XLS)


def _other(name: str, kind: str) -> Unreadable:
    return Unreadable(
        f"「{name}」の中身は {kind}で、このままでは読めません。Excel などで開き、"
        "「名前を付けて保存」で「Excel ブック(.xlsx)」か「CSV UTF-8」にしてから送ってください。",
        code="sheets.other_format",
    )


def _told_kind(name: str, kind: str) -> tuple[Note, ...]:
    """Say so where the file is not what its extension promises."""
    extension = PurePath(name).suffix.lower()
    if kind.startswith(_PROMISES.get(extension, "")):
        return ()
    message = f"「{name}」の中身は {kind}でした。拡張子({extension})とは違いますが、中身に合わせて読みました。"
    return (Note(NoteKind.NOTICE, "sheets.kind", message, after=kind),)
