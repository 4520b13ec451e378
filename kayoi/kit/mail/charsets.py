"""Bytes of mails to text, also where the declared character set is wrong (文字コード).

Source: RFC 1468 (ISO-2022-JP); the vendors' characters ①, ㈱, 髙 by the table of Windows (CP932).
"""

import re
import unicodedata

_KNOWN = {
    "utf-8": "utf-8", "utf8": "utf-8", "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932",
    "ms_kanji": "cp932", "windows-31j": "cp932", "cp932": "cp932", "ms932": "cp932", "euc-jp": "euc_jp",
    "x-euc-jp": "euc_jp", "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs",
    "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "koi8-r": "koi8_r", "windows-1251": "cp1251",
    "windows-1250": "cp1250", "iso-8859-2": "iso8859_2", "utf-16": "utf-16", "utf-16le": "utf-16-le",
}  # fmt: skip
_WESTERN = {"iso-8859-1", "iso-8859-15", "latin1", "windows-1252", "us-ascii", "ascii"}
_ESCAPE = re.compile(rb"(\x1b(?:\$\(?[@BD]|\([BJIH]))")
_PAIR = re.compile(rb"([\x21-\x7e]{2})+")
_KANA = re.compile("[ぁ-んァ-ヶー]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
# Signs that steer a screen instead of being read: control, bidirectional overrides, halves of pairs.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


def decoded(data: bytes, declared: str = "") -> str:
    """Return the text of some bytes: by escape sequences, the declared set where it fits, else the likeliest."""
    if data.isascii():
        return from_jis(data) if b"\x1b$" in data or b"\x1b(" in data else data.decode("ascii")
    name = declared.strip().strip("\"'").lower().replace("_", "-") if declared else ""
    codec = _KNOWN.get(name) or _KNOWN.get(name.replace("-", "_"))
    for candidate in (codec, "utf-8"):
        if candidate and (text := _strict(data, candidate)) is not None:
            return text
    guessed = _japanese(data)
    if name in _WESTERN and (guessed is None or not _reads_as_japanese(guessed)):
        return data.decode("cp1252", errors="replace")
    return guessed if guessed is not None else data.decode(codec or "cp932", errors="replace")


def from_jis(data: bytes) -> str:
    """Return ISO-2022-JP as mail programs write it: with Windows' own characters and half-width kana."""
    text, mode = [], b"\x1b(B"
    for piece in _ESCAPE.split(data):
        if piece.startswith(b"\x1b"):
            mode = piece
        elif mode == b"\x1b(I":
            text.append(bytes(byte | 0x80 if 0x20 < byte < 0x60 else byte for byte in piece).decode("cp932", "replace"))
        elif mode.startswith(b"\x1b$") and not mode.endswith(b"D"):
            text.append(_PAIR.sub(_shifted, piece).decode("cp932", "replace"))
        elif mode.startswith(b"\x1b$"):
            text.append((mode + piece + b"\x1b(B").decode("iso2022_jp_1", "replace"))
        else:
            text.append(piece.decode("ascii", "replace"))
    return "".join(text)


def readable(text: str, *, most: int) -> str:
    """Return text for the eye: line ends made one, control and steering signs gone, cut at `most` signs."""
    lines = text[: most * 2].replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\xa0", " ")
    return unicodedata.normalize("NFC", _UNSEEN.sub("", lines))[:most]


def one_line(text: str, *, most: int) -> str:
    """Return text on one line."""
    return " ".join(readable(text, most=most * 2).split())[:most]


def _shifted(match: re.Match[bytes]) -> bytes:
    """Return pairs of JIS X 0208 as Shift_JIS."""
    found, shifted = match[0], bytearray()
    for at in range(0, len(found), 2):
        row, cell = found[at], found[at + 1]
        first = (row - 0x21 >> 1) + 0x81
        second = cell + 0x1F + (cell >= 0x60) if row % 2 else cell + 0x7E
        shifted += bytes((first + 0x40 if first > 0x9F else first, second))
    return bytes(shifted)


def _japanese(data: bytes) -> str | None:
    """Return the likelier of EUC-JP and Shift_JIS, or None when neither fits."""
    euc, shift = _strict(data, "euc_jp"), _strict(data, "cp932")
    if euc is not None and (shift is None or _reads_as_japanese(euc)):
        return euc
    return shift


def _reads_as_japanese(text: str) -> bool:
    letters = len(_NOT_ASCII.findall(text))
    return len(_KANA.findall(text)) * 10 >= letters > 0


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None
