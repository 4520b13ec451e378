"""Header lines of mails: words in encoded form, addresses, ids, the day (ヘッダー).

The standard library's structured headers raise, and take their time, on hostile lines. What a header may hold here is
found by searching, each with a limit. Source: RFC 5322, RFC 2047, RFC 2231.
"""

import base64
import binascii
import quopri
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from urllib.parse import unquote_to_bytes

from kayoi.kit.mail.charsets import decoded, one_line
from kayoi.kit.mail.limits import MAX_HEADER, MAX_IDS

_WORD = re.compile(r"=\?([\w.:+-]{1,40})(?:\*[\w-]{1,20})?\?([bBqQ])\?([^?\n]{0,4000})\?=")
_BETWEEN = re.compile(r"(\?=)[ \t\r\n]{1,80}(?==\?)")
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,8}")
# docomo and au once let people have addresses such as a..b.@docomo.ne.jp; in quotes they are still in use.
_QUOTED_ADDRESS = re.compile(r'<"([^"<>@\s]{1,64})"@([A-Za-z0-9.-]{1,200})>')
_ID = re.compile(r"<([^<>\s@]{1,180}@[^<>\s@]{1,180})>")
_PARAMETER = re.compile(r";\s*([\w-]{1,30})(\*\d{1,2})?(\*)?\s*=\s*(?:\"([^\"]{0,2000})\"|([^\s;\"]{0,2000}))")
_OLDEST = datetime(1990, 1, 1, tzinfo=UTC)
_NEWEST = datetime(2200, 1, 1, tzinfo=UTC)


class Headers:
    """The header lines of one part; names in any case."""

    def __init__(self, lines: Iterable[tuple[str, str]]) -> None:
        self._lines: dict[str, list[str]] = {}
        for name, value in lines:
            kept = self._lines.setdefault(str(name).strip().lower(), [])
            if len(kept) < MAX_IDS:
                kept.append(str(value)[:MAX_HEADER])

    @classmethod
    def of(cls, part: Message) -> "Headers":
        """Return the headers of a part as they stand, undecoded."""
        return cls(part.raw_items())

    def __contains__(self, name: str) -> bool:
        return name in self._lines

    def items(self) -> Iterable[tuple[str, list[str]]]:
        """Return names with their lines."""
        return self._lines.items()

    def raw(self, name: str) -> str:
        """Return the first line of that name as it stands, or nothing."""
        return self._lines.get(name, [""])[0]

    def raws(self, *names: str) -> Iterator[str]:
        """Return all lines of these names."""
        for name in names:
            yield from self._lines.get(name, [])

    def text(self, name: str, *, most: int = 300) -> str:
        """Return a line in words."""
        return one_line(words(self.raw(name)), most=most)

    def ids(self, *names: str) -> tuple[str, ...]:
        """Return the message ids that lines name, the last ones when there are very many."""
        found = dict.fromkeys(found for raw in self.raws(*names) for found in _ID.findall(raw[-MAX_HEADER:]))
        return tuple(found)[-MAX_IDS:]

    def addresses(self, *names: str) -> tuple[str, ...]:
        """Return the addresses that lines name."""
        found = dict.fromkeys(address for raw in self.raws(*names) for address in addresses_in(raw))
        return tuple(found)[:MAX_IDS]

    def moment(self, name: str) -> datetime | None:
        """Return a day and time, or None when it is none."""
        try:
            found = parsedate_to_datetime(self.raw(name)[:100])
            moment = (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, TypeError, OverflowError, IndexError):
            return None
        return moment if _OLDEST < moment < _NEWEST else None

    def parameter(self, name: str, key: str) -> str:
        """Return a parameter of a line, such as the file name, in any of the ways in which it is written."""
        plain, pieces, extended = "", {}, False
        for found, number, star, quoted, bare in _PARAMETER.findall(";" + self.raw(name)):
            if found.lower() != key:
                continue
            value = quoted or bare
            if not number and not star:
                plain = plain or value
            else:
                pieces[int(number[1:] or 0) if number else 0] = value
                extended = extended or bool(star)
        if not pieces:
            return one_line(words(plain), most=300)
        joined = "".join(pieces[number] for number in sorted(pieces))
        return one_line(_extended(joined) if extended else words(joined), most=300)


def words(raw: str) -> str:
    """Return a header line with its encoded words decoded; what is not encoded is decoded by what it looks like."""
    text, at = [], 0
    raw = _BETWEEN.sub(r"\1", raw)
    pending, charset = b"", ""
    for match in _WORD.finditer(raw):
        before, here = raw[at : match.start()], match[1].lower()
        if before or here != charset:  # a character may be cut in two by neighbouring words of one set
            text.append(decoded(pending, charset))
            pending = b""
        text.append(plain(before))
        pending, charset, at = pending + _bytes_of(match[2], match[3]), here, match.end()
    return "".join([*text, decoded(pending, charset), plain(raw[at:])])


def plain(raw: str) -> str:
    """Return what stands in a header without encoding: some programs write it in Shift_JIS, UTF-8 or JIS."""
    return decoded(raw.encode("utf-8", "surrogateescape"))


def addresses_in(raw: str) -> tuple[str, ...]:
    """Return the mail addresses in a header line, in small letters."""
    odd = [f"{name}@{host}" for name, host in _QUOTED_ADDRESS.findall(raw)]
    angled = re.findall(r"<\s{0,5}([^<>\s]{1,254})\s{0,5}>", raw)
    usual = [found for piece in angled or [raw] for found in _ADDRESS.findall(piece)]
    return tuple(dict.fromkeys(address.lower()[:254] for address in [*odd, *usual]))


def sender_in(raw: str) -> tuple[str, str]:
    """Return name and address of a From line."""
    found = addresses_in(raw)
    name = words(re.sub(r"<[^<>]{0,300}>", "", raw)).replace('"', "").strip()
    address = found[0] if found else ""
    return one_line("" if name.lower() == address else name, most=100), address


def _bytes_of(encoding: str, written: str) -> bytes:
    data = written.encode("ascii", "replace")
    if encoding in "qQ":
        return quopri.decodestring(data.replace(b"_", b" "), header=True)
    try:
        return base64.b64decode(data + b"=" * (-len(data) % 4))
    except (binascii.Error, ValueError):
        return b""


def _extended(value: str) -> str:
    """Return a parameter such as UTF-8''%E5%AE%B6.jpg in words."""
    charset, _, rest = value.partition("'")
    written = rest.partition("'")[2] if rest else value
    return decoded(unquote_to_bytes(written), charset if rest else "")
