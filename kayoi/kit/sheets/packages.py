"""A look through an Excel package before it is read (.xlsx の下調べ): bombs, hidden parts, error cells, links.

The parts that were looked through are packed anew, and only those go to calamine: two readers of one ZIP file can be
made to see different contents, so what was checked must be what is read.

Source: ECMA-376 Office Open XML, part 1 section 18 (SpreadsheetML) and part 2 (packages).
"""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.parsers.expat import ExpatError

from kayoi.kit.sheets.colours import StylesPart
from kayoi.kit.sheets.facts import BookFacts, SheetFacts, broken, check_size, check_texts, locked
from kayoi.kit.sheets.parts import (
    BrokenPart,
    Relationships,
    SharedTexts,
    WorkbookPart,
    WorksheetPart,
    local,
    root_of,
)
from kayoi.kit.sheets.workbook import Limits, Unreadable

_KEPT = {"Types", "Relationships", "workbook", "worksheet", "chartsheet", "dialogsheet", "sst", "styleSheet"}
_MOST_PARTS = 10_000
_PACKED_BY_EXCEL = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# Below this size a part may be packed as tightly as it likes: blank forms with repeated cells reach high ratios.
_SMALL = 5_000_000
_HEAD = 65_536
# calamine refuses a whole book for an error that it does not know (#SPILL!); as a text it lets any pass.
_ERROR_CELL = re.compile(rb"""(<(?:[\w.-]+:)?c\b[^<>]*\st=["'])e(["'])""")

_OTHER_PACKAGES = {
    "xl/workbook.bin": "バイナリブック(.xlsb)",
    "word/document.xml": "Word の文書",
    "ppt/presentation.xml": "PowerPoint の資料",
    "content.xml": "OpenDocument(.ods など)",
    "Index/Document.iwa": "Numbers の書類",
}


def look_through(data: bytes, *, name: str, limits: Limits) -> BookFacts:
    """Return what an Excel package tells before its cells are read, and a clean copy of it for calamine.

    Raises Unreadable for other kinds of packages, passwords, contradictions and what would not fit into memory.
    """
    if data.count(b"PK\x01\x02") > _MOST_PARTS:  # before zipfile makes an object of each
        raise broken(name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _Look(package, name, limits).facts()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise broken(name) from error
    except (ExpatError, BrokenPart, ValueError, LookupError, OverflowError) as error:
        raise broken(name) from error


class _Look:
    """One pass over the parts of a package."""

    def __init__(self, package: zipfile.ZipFile, name: str, limits: Limits) -> None:
        self._package = package
        self._name = name
        self._limits = limits
        self._unpacked = 0

    def facts(self) -> BookFacts:
        entries = self._entries()
        names = {entry.filename for entry in entries}
        parts = {entry.filename: self._read(entry) for entry in entries if self._kept(entry)}
        roots = {path: local(root_of(content[:_HEAD])) for path, content in parts.items()}
        # One of each: of two, another reader might take the other.
        (book_path,) = (path for path, root in roots.items() if root == "workbook")
        book = WorkbookPart(parts[book_path])
        texts = [SharedTexts(parts[path]) for path, root in roots.items() if root == "sst"]
        (shared,) = texts or [SharedTexts(b"<none/>")]
        styles = [StylesPart(parts[path]).colours for path, root in roots.items() if root == "styleSheet"]
        coloured = styles[0] if len(styles) == 1 else {}
        titles = {path: title for title, path in _sheets(book, book_path, parts)}
        sheets: dict[str, SheetFacts] = {}
        expanded = 0
        # Also the sheets that seem to be in no book: another reader might find them there.
        for path in [path for path, root in roots.items() if root == "worksheet"]:
            part = WorksheetPart(parts[path], shared, heavy=self._limits.text_bytes, coloured=coloured)
            sheets[path] = part.facts
            part.facts.name = titles.get(path, path)
            expanded += part.text_bytes
            if part.facts.errors:
                parts[path] = _ERROR_CELL.sub(rb"\1str\2", parts[path])
        check_size(list(sheets.values()), name=self._name, limits=self._limits)
        check_texts(expanded, name=self._name, limits=self._limits)
        return BookFacts(
            _packed(parts),
            [sheets[path] for path in titles if path in sheets],
            from_1904=book.from_1904,
            external_links=any("/externalLinks/" in f"/{path}" for path in names),
            macros=any(path.endswith("vbaProject.bin") for path in names),
            comments=any("comments" in posixpath.basename(path) for path in names),
        )

    def _entries(self) -> list[zipfile.ZipInfo]:
        entries = [entry for entry in self._package.infolist() if not entry.is_dir()]
        names = {entry.filename for entry in entries}
        for path, kind in _OTHER_PACKAGES.items():
            if path in names:
                raise Unreadable(
                    f"「{self._name}」は {kind}です。Excel などで開き、"
                    "「名前を付けて保存」で「Excel ブック(.xlsx)」にしてから送ってください。",
                    code="sheets.other_format",
                )
        if "[Content_Types].xml" not in names:
            raise Unreadable(
                f"「{self._name}」は ZIP でまとめられたファイルです。中の Excel か CSV を取り出して送ってください。",
                code="sheets.other_format",
            )
        if any(entry.flag_bits & 1 for entry in entries):
            raise locked(self._name)
        if len(names) < len(entries) or any(entry.compress_type not in _PACKED_BY_EXCEL for entry in entries):
            raise broken(self._name)
        return entries

    def _kept(self, entry: zipfile.ZipInfo) -> bool:
        if not entry.filename.endswith((".xml", ".rels")):
            return False
        with self._package.open(entry) as stream:
            return local(root_of(stream.read(_HEAD))) in _KEPT

    def _read(self, entry: zipfile.ZipInfo) -> bytes:
        """Unpack one part within the limits. zipfile stops at the declared size; the checksum finds out lies."""
        self._unpacked += entry.file_size
        tight = entry.file_size > _SMALL and entry.file_size > self._limits.ratio * max(1, entry.compress_size)
        if tight or self._unpacked > self._limits.unpacked_bytes:
            raise Unreadable(
                f"「{self._name}」は展開すると大きくなりすぎるため読みません"
                f"(上限 {self._limits.unpacked_bytes // 1_000_000:,} MB)。"
                "必要なシートと行だけを残して保存し直すか、CSV で送ってください。",
                code="sheets.unpacked_too_large",
            )
        return self._package.read(entry)


def _packed(parts: dict[str, bytes]) -> bytes:
    """Return a package of these parts, without compression: it lives only until it is read."""
    clean = io.BytesIO()
    with zipfile.ZipFile(clean, "w") as package:
        for path, content in parts.items():
            package.writestr(zipfile.ZipInfo(path), content)
    return clean.getvalue()


def _sheets(book: WorkbookPart, book_path: str, parts: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    """Return name and path of each sheet, in the order of the tabs."""
    folder, file = posixpath.split(book_path)
    targets = Relationships(parts.get(posixpath.join(folder, "_rels", f"{file}.rels"), b"<none/>")).targets
    for title, reference in book.sheets:
        target = targets.get(reference, "")
        yield title, target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
