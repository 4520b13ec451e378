"""Which characters the bytes of a text file mean (文字コードの判定), without ever losing one silently."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from kayoi.kit.sheets.workbook import Note, NoteKind, Unreadable, place

# Longest first: the mark of UTF-32 begins with that of UTF-16.
_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32", "UTF-32"),
    (b"\x00\x00\xfe\xff", "utf-32", "UTF-32"),
    (b"\xff\xfe", "utf-16", "UTF-16"),
    (b"\xfe\xff", "utf-16", "UTF-16"),
    (b"\xef\xbb\xbf", "utf-8-sig", "UTF-8(BOM付き)"),
)
_ISO_2022 = re.compile(rb"\x1b(?:\$[@B]|\([IJ])")
_KANA = re.compile("[\u3041-\u30fe]")
_NOT_ASCII = re.compile("[^\x00-\x7f]")
# Python's cp932 lets these undefined single bytes through; Windows shows nothing for them.
_UNDEFINED = re.compile("[\x80\xa0\uf8f0-\uf8f3]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MOST_BROKEN = 1000
_STRAY = 10

BROKEN = "\ufffd"


@dataclass(frozen=True)
class Decoded:
    """Text, the name of its encoding as people know it, and what was noticed; `broken` counts replaced characters."""

    text: str
    encoding: str
    notes: tuple[Note, ...] = ()
    broken: int = 0


def decode(data: bytes, *, name: str, replace_broken: bool = False) -> Decoded:
    """Turn the bytes of a text file into characters (文字コードを見分けて読む).

    A byte-order mark decides; without one UTF-8, UTF-16, JIS, Shift_JIS (CP932) and EUC are told apart by what is
    valid in them. With `replace_broken`, invalid bytes become U+FFFD and are counted.

    Raises Unreadable with the first place where no encoding fits, and for what is no text at all.
    """
    for mark, codec, label in _MARKS:
        if data.startswith(mark):
            return _cleaned(_decoded(data, codec, label, name, replace_broken), name)
    for codec, label in _candidates(data):
        try:
            text = _strict(data, codec)
        except UnicodeDecodeError:
            continue
        return _cleaned(Decoded(text, label, _told(name, label)), name)
    if _binary(data):
        raise Unreadable(
            f"「{name}」は表のファイルではないようです。Excel(.xlsx・.xls)か CSV のファイルを選び直してください。",
            code="sheets.not_a_table",
        )
    codec, label = _likeliest(data)
    return _cleaned(_decoded(data, codec, label, name, replace_broken), name)


def _strict(data: bytes, codec: str) -> str:
    text = data.decode(codec)
    if codec == "cp932" and (found := _UNDEFINED.search(text)):
        start = len(text[: found.start()].encode(codec))
        raise UnicodeDecodeError(codec, data, start, start + 1, "undefined")
    return text


def _with_marks(data: bytes, codec: str) -> str:
    """Decode with U+FFFD for each byte that means nothing."""
    text = data.decode(codec, errors="replace")
    return _UNDEFINED.sub(BROKEN, text) if codec == "cp932" else text


def _told(name: str, label: str) -> tuple[Note, ...]:
    if label == "UTF-8":
        return ()
    message = f"「{name}」の文字コードは {label} と判断して読みました。文字化けがないか確かめてください。"
    return (Note(NoteKind.NOTICE, "sheets.encoding", message, sheet=name, after=label),)


def _candidates(data: bytes) -> Iterator[tuple[str, str]]:
    """Return (codec, label) in the order of trust."""
    if (side := _utf16_side(data)) is not None:
        yield side, "UTF-16(BOMなし)"
    if data.isascii() and _ISO_2022.search(data):
        yield "iso2022_jp_ext", "JIS(ISO-2022-JP)"
    yield "utf-8", "UTF-8"
    if _looks_like_euc(data):
        yield "euc_jp", "EUC-JP"
    yield "cp932", "Shift_JIS(CP932)"


def _utf16_side(data: bytes) -> str | None:
    """Tell UTF-16 without a mark: the zero bytes of its commas and newlines stand on one side.

    A few stand on the other (一 is U+4E00), so it is the proportion that tells.
    """
    even, odd = data[0::2].count(0), data[1::2].count(0)
    if len(data) % 2 or max(even, odd) * 20 <= len(data) or min(even, odd) * 4 > max(even, odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _looks_like_euc(data: bytes) -> bool:
    """Tell EUC from Shift_JIS, in which nearly every EUC text is also valid: as half-width kana, and rarely else."""
    try:
        as_euc = data.decode("euc_jp")
    except UnicodeDecodeError:
        return False
    letters = len(_NOT_ASCII.findall(as_euc))
    # A file of half-width kana (bank transfers) gives kanji without kana when read as EUC.
    return letters > 0 and len(_KANA.findall(as_euc)) * 10 >= letters


def _binary(data: bytes) -> bool:
    """Tell whether this is no text in any encoding."""
    counts = Counter(data[:100_000])
    return _too_many(sum(counts[byte] for byte in range(32) if byte not in b"\t\n\v\f\r\x1b"), counts.total())


def _too_many(controls: int, length: int) -> bool:
    """Tell a picture or a program from a text with a few stray control characters."""
    return controls > _STRAY and controls * 50 > length


def _likeliest(data: bytes) -> tuple[str, str]:
    """Return the encoding with the fewest broken characters."""
    options = [("utf-8", "UTF-8"), ("cp932", "Shift_JIS(CP932)")]
    return min(options, key=lambda option: _with_marks(data, option[0]).count(BROKEN))


def _decoded(data: bytes, codec: str, label: str, name: str, replace_broken: bool) -> Decoded:
    notes = () if "UTF" in label else _told(name, label)
    try:
        return Decoded(_strict(data, codec), label, notes)
    except UnicodeDecodeError as error:
        text = _with_marks(data, codec)
        sound = data[: error.start].decode(codec, errors="ignore")
    count = max(1, text.count(BROKEN))
    line, before = _line_of(sound)
    found = f"{place(name, line)}の「{before}」の次に、" if before else f"{place(name, line)}の先頭に、"
    if not replace_broken:
        raise Unreadable(
            f"{found}{label} では読めない文字があります(ファイル全体で {count:,} 字)。"
            "元のソフトで「CSV UTF-8」として保存し直すか、ファイルが途中で切れていないか確かめてください。",
            code="sheets.broken_characters",
        )
    if count > _MOST_BROKEN:
        raise Unreadable(
            f"「{name}」には {label} で読めない文字が {count:,} 字あり、多すぎて直せません。"
            "元のソフトで「CSV UTF-8」として保存し直してください。",
            code="sheets.broken_characters",
        )
    return Decoded(text, label, notes, broken=count)


def _line_of(text: str) -> tuple[int, str]:
    """Return the line on which the text ends and its last few characters."""
    lines = re.split("\r\n|\r|\n", text)
    return len(lines), lines[-1][-10:]


def _cleaned(decoded: Decoded, name: str) -> Decoded:
    """Remove what is no character of a text: NUL bytes (told), and the end mark of DOS files."""
    text, notes = decoded.text.removesuffix("\x1a"), decoded.notes
    if _too_many(len(_CONTROL.findall(text)), len(text)):
        raise Unreadable(
            f"「{name}」は表のファイルではないようです。Excel(.xlsx・.xls)か CSV のファイルを選び直してください。",
            code="sheets.not_a_table",
        )
    if count := text.count("\0"):
        line, _ = _line_of(text[: text.index("\0")])
        message = f"{place(name, line)}などに、文字ではない符号(NUL)が {count:,} 個ありました。取り除いて読みました。"
        notes += (Note(NoteKind.REPAIR, "sheets.nul", message, sheet=name, row=line),)
        text = text.replace("\0", "")
    return Decoded(text, decoded.encoding, notes, decoded.broken)
