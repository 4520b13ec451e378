"""Mails that Outlook saves (.msg): properties in a compound file.

Source: [MS-OXMSG] Outlook Item (.msg) File Format, sections 2.1 to 2.4; [MS-OXPROPS] for the numbers (Microsoft, open
specifications).
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, formataddr

from kayoi.kit.compound import CompoundFile
from kayoi.kit.mail.charsets import decoded, one_line
from kayoi.kit.mail.letters import Enclosure, Trouble, UnreadableMail
from kayoi.kit.mail.limits import MAX_BYTES, MAX_TEXT

_STREAM = "__substg1.0_"
_PROPERTIES = "__properties_version1.0"
_ENCLOSED = "__attach_version1.0_"
_SUBJECT, _BODY, _HTML, _HEADERS = 0x0037, 0x1000, 0x1013, 0x007D
_SENDER_NAME, _SENDER, _SENDER_SMTP, _FOR_SMTP, _FOR = 0x0C1A, 0x0C1F, 0x5D01, 0x5D02, 0x0065
_TO, _ID, _ANSWERS, _REFERENCES = 0x0E04, 0x1035, 0x1042, 0x1039
_SENT, _ARRIVED, _CODEPAGE, _BODY_CODEPAGE = 0x0039, 0x0E06, 0x3FFD, 0x3FDE
_FILE, _LONG_FILE, _SHOWN, _METHOD = 0x3704, 0x3707, 0x3001, 0x3705
_DATA = "3701"
_CHARSETS = {
    932: "cp932", 50220: "iso-2022-jp", 50221: "iso-2022-jp", 50222: "iso-2022-jp", 51932: "euc-jp", 20932: "euc-jp",
    65001: "utf-8", 936: "gbk", 949: "euc-kr", 950: "big5", 1252: "windows-1252", 28591: "iso-8859-1",
}  # fmt: skip
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_MOST_TEXT_BYTES = MAX_TEXT * 4


@dataclass(frozen=True)
class OutlookMail:
    """What a .msg file holds: the mail's own header lines where Outlook kept them, and fields in their stead."""

    headers: bytes
    fields: Mapping[str, str]
    known: Mapping[str, str]
    text: str
    page: str
    enclosures: list[Enclosure]


def open_outlook(data: bytes) -> OutlookMail:
    """Return the mail of a .msg file. Raises UnreadableMail when it is another old Office file, BrokenContainer."""
    container = CompoundFile(data)
    sizes = container.tree()
    if _PROPERTIES not in sizes:
        raise UnreadableMail(Trouble.NOT_A_MAIL)
    if sum(sizes.values()) > 2 * MAX_BYTES:  # streams that share their bytes
        raise UnreadableMail(Trouble.TOO_LARGE)
    item = _Item(container, sizes, "", 32, "")
    charset = _CHARSETS.get(item.number(_CODEPAGE), "cp932")
    item = _Item(container, sizes, "", 32, charset)
    sent = item.moment(_SENT) or item.moment(_ARRIVED)
    address = next(filter(_is_address, map(item.text, (_SENDER_SMTP, _FOR_SMTP, _SENDER, _FOR))), "")
    name = item.text(_SENDER_NAME)
    known = {
        "subject": one_line(item.text(_SUBJECT), most=300),
        "sender_name": one_line("" if _is_address(name) else name, most=100),
        "sender_address": address.strip().lower()[:254],
    }
    fields = {
        "date": format_datetime(sent) if sent else "",
        "message-id": item.text(_ID),
        "in-reply-to": item.text(_ANSWERS),
        "references": item.text(_REFERENCES),
        "to": item.text(_TO),
        "from": formataddr(("", known["sender_address"])) if address.isascii() else "",
    }
    html = item.binary(_HTML)
    body_charset = _CHARSETS.get(item.number(_BODY_CODEPAGE), "")
    page = decoded(html, body_charset) if html else item.text(_HTML)
    headers = item.text(_HEADERS).encode("utf-8", "surrogatepass")
    return OutlookMail(headers, fields, known, item.text(_BODY), page, _enclosures(container, sizes, charset))


class _Item:
    """The properties of a mail or of an enclosure: short values in one table, long ones in streams of their own."""

    def __init__(
        self, container: CompoundFile, sizes: Mapping[str, int], folder: str, header: int, charset: str
    ) -> None:
        self._container, self._sizes, self._folder, self._charset = container, sizes, folder, charset
        table = container.stream_at(f"{folder}{_PROPERTIES}") if f"{folder}{_PROPERTIES}" in sizes else b""
        self._fixed: dict[int, bytes] = {}
        for at in range(header, len(table) - 15, 16):
            (tag,) = struct.unpack_from("<I", table, at)
            self._fixed[tag] = table[at + 8 : at + 16]

    def text(self, number: int) -> str:
        """Return a text, in Unicode or in the code page of the mail."""
        wide = self._stream(number, "001F")
        if wide:
            return wide.decode("utf-16-le", errors="replace").rstrip("\0")
        return decoded(self._stream(number, "001E").rstrip(b"\0"), self._charset)

    def binary(self, number: int) -> bytes:
        """Return bytes, cut where texts are cut."""
        return self._stream(number, "0102")

    def number(self, number: int) -> int:
        """Return a whole number, 0 where there is none."""
        return int.from_bytes(self._fixed.get(number << 16 | 0x0003, b"\0")[:4], "little")

    def moment(self, number: int) -> datetime | None:
        """Return a moment, or None when it is not there or cannot be meant."""
        ticks = int.from_bytes(self._fixed.get(number << 16 | 0x0040, b"\0"), "little")
        try:
            return _EPOCH + timedelta(microseconds=ticks // 10) if ticks else None
        except OverflowError:
            return None

    def _stream(self, number: int, kind: str) -> bytes:
        path = f"{self._folder}{_STREAM}{number:04X}{kind}"
        if path not in self._sizes:
            return b""
        return self._container.stream_at(path)[:_MOST_TEXT_BYTES]


def _enclosures(container: CompoundFile, sizes: Mapping[str, int], charset: str) -> list[Enclosure]:
    folders = sorted({path.partition("/")[0] for path in sizes if path.startswith(_ENCLOSED) and "/" in path})
    return [_enclosure(container, sizes, f"{folder}/", charset) for folder in folders]


def _enclosure(container: CompoundFile, sizes: Mapping[str, int], folder: str, charset: str) -> Enclosure:
    item = _Item(container, sizes, folder, 8, charset)
    name = one_line(item.text(_LONG_FILE) or item.text(_FILE) or item.text(_SHOWN), most=300) or "添付"
    path = f"{folder}{_STREAM}{_DATA}0102"
    if path not in sizes:
        return Enclosure(
            name, b"", "メールの中のメール、またはリンクの添付は取り出しません。元のファイルをOutlookで開いてください。"
        )
    return Enclosure(name, container.stream_at(path))


def _is_address(text: str) -> bool:
    return "@" in text and not text.startswith("/")
