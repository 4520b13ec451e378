"""Telephone numbers (電話番号): keys for finding a caller, and the form in which they are shown and exported."""

import re
from dataclasses import dataclass

from kayoi.kit.text.area_codes import area_code_length
from kayoi.kit.text.normal import normal, plain_hyphens

_EXTENSION_WORD = r"(?:内線番号|内線|内|extension|ext|x)"
# Where one cell holds several numbers; before the word for an extension a comma only joins.
_SEVERAL = re.compile(rf"(?:[/、,;|]|又は|または|及び|および)(?!\s*{_EXTENSION_WORD})", re.IGNORECASE)
_LABEL = re.compile(r"^(?:tel|phone|電話番号|電話|携帯電話|携帯|自宅|代表|直通)\s*[.:]?\s*", re.IGNORECASE)
_REMARK = re.compile(r"\s*\((?:代|代表|直通|携帯|自宅)\)$")
_EXTENSION = re.compile(rf"[\s,、(]*{_EXTENSION_WORD}\s*[.:]?\s*([0-9]{{1,6}})\)?$", re.IGNORECASE)
_NUMBER = re.compile(r"\+?[0-9() .\-]*[0-9][0-9() .\-]*")
_JAPAN = re.compile(r"^\+81[\s.\-]*(?:\(0\)|0(?=[1-9]))?")

_ABROAD = re.compile(r"[1-9][0-9]{6,14}")
_FIXED = re.compile(r"0[1-9][1-9][0-9]{7}")
# Looked at before fixed lines: 0120 and 0570 look like area codes, 0800 like a mobile number.
_KINDS = (
    re.compile(r"(0800)([0-9]{3})([0-9]{4})"),
    re.compile(r"(0120|0170|0180|0570|0990)([0-9]{3})([0-9]{3})"),
    re.compile(r"(020|050|060|070|080|090)([0-9]{4})([0-9]{4})"),
)


@dataclass(frozen=True)
class _Number:
    """What looks like one number: as written, its digits (0 for +81), whether it is abroad, and the extension."""

    written: str
    digits: str
    abroad: bool
    extension: str


def _pieces(text: str) -> list[str]:
    """Return what stands for a number in a cell; a lone dash (「―」) stands for none."""
    one_line = plain_hyphens(normal("/".join(text.splitlines())))
    return [piece.strip() for piece in _SEVERAL.split(one_line) if piece.strip(" -")]


def _number(piece: str) -> _Number | None:
    """Read one piece of a cell; None when it holds more than digits and the signs between them."""
    rest = _LABEL.sub("", piece)
    extension = _EXTENSION.search(rest)
    written = _REMARK.sub("", rest[: extension.start()] if extension else rest).strip()
    if not _NUMBER.fullmatch(written):
        return None
    domestic = _JAPAN.sub("0", written)
    digits = re.sub(r"[^0-9]", "", domestic)
    return _Number(written, digits, domestic.startswith("+"), extension[1] if extension else "")


def phone_keys(text: str) -> list[str]:
    """Return the key of each number in a cell (電話番号キー): digits only, +81 as 0, without extension.

    Also of parts of numbers, because a part is searched for. Numbers in Japan begin with 0, numbers abroad with their
    country code.
    """
    return [number.digits for number in map(_number, _pieces(text)) if number]


def phone_key(text: str) -> str:
    """Return the key of the first number in a cell (電話番号キー), empty if there is none. See phone_keys."""
    return next(iter(phone_keys(text)), "")


def _displayed(piece: str, *, seen: str) -> str:
    number = _number(piece)
    if number is None:
        raise ValueError(f"「{seen}」: 電話番号として読めません")
    kind = next((found for kind in _KINDS if (found := kind.fullmatch(number.digits))), None)
    if number.abroad and _ABROAD.fullmatch(number.digits):
        shown = number.written
    elif kind:
        shown = "-".join(kind.groups())
    elif _FIXED.fullmatch(number.digits):
        area = area_code_length(number.digits)
        shown = f"({number.digits[:area]}){number.digits[area:6]}-{number.digits[6:]}"
    elif 5 <= len(number.digits) <= 8 and not number.digits.startswith("0"):
        raise ValueError(f"「{seen}」: 市外局番がありません")
    else:
        raise ValueError(f"「{seen}」: 桁数か先頭の番号が電話番号に合いません")
    return f"{shown} 内線{number.extension}" if number.extension else shown


def phone_display(text: str) -> str:
    """Return telephone numbers as GIF writes them (電話番号の表記): (03)5253-5111, 090-9999-9999, joined by " / ".

    Area codes are placed by area_codes, whatever grouping was typed. Numbers abroad keep the grouping they came in. An
    extension follows as 内線12 (GIF has an item of its own for it).

    Raises ValueError, with a reason a person understands, for anything that is no complete number.

    Source: GIF 連絡先 (電話番号: half-width, area code in brackets, several joined by " / ")
    """
    pieces = _pieces(text)
    if not pieces:
        raise ValueError("電話番号が空です")
    return " / ".join(_displayed(piece, seen=text) for piece in pieces)
