"""Reading codes and telephone numbers that Excel took for numbers (コード・電話番号の読み取り)."""

import re

from kayoi.kit.sheets.guarding import unguarded
from kayoi.kit.sheets.values import (
    HALF_WIDTH,
    Converted,
    Remark,
    doubt,
    error_in,
    repair,
    shown,
    unreadable,
)
from kayoi.kit.sheets.workbook import Cell, is_blank
from kayoi.kit.text import phone_display

_HYPHENS = str.maketrans(dict.fromkeys("‐‑‒–—―−ー─－ｰ", "-"))
_EXPONENT = re.compile(r"[0-9](?:\.[0-9]+)?[Ee]\+?[0-9]+")
_AS_TEXT = "セルの書式を「文字列」にして入れ直してください。"
_FEW_ZEROS = 2
_WITHOUT_ZERO = (9, 10)


def as_code(cell: Cell, *, digits: int) -> Converted[str]:
    """Read a cell as a code of so many digits (桁数の決まったコードとして読む): 92011 is 092011 when `digits` is 6.

    Zeros that Excel took from the front are put back and remarked; full-width digits and hyphens are made plain.
    Codes with letters stay as they are. Fails for exponents (1.23E+12), fractions and too many digits.
    """
    text = _digits_or_text(cell)
    if isinstance(text, Converted):
        return text
    bare = text.replace("-", "").removeprefix("〒").strip()
    if not (bare.isascii() and bare.isdigit()):
        return _with_letters(cell, text)
    if len(bare) > digits:
        return unreadable("code_too_long", f"「{cell}」は {digits} 桁を超えています。番号を確かめてください。", cell)
    value = bare.zfill(digits)
    missing = digits - len(bare)
    if missing > _FEW_ZEROS:
        why = f"「{cell}」は {missing} 桁足りません。0 を補って「{value}」と読みました。番号を確かめてください。"
        return Converted(value, (doubt("leading_zeros", why, cell, value),))
    if missing:
        why = f"「{cell}」は先頭の 0 が落ちていたので、補って「{value}」と読みました。"
        return Converted(value, (repair("leading_zeros", why, cell, value),))
    return Converted(value, _notation(cell, value))


def _with_letters(cell: Cell, text: str) -> Converted[str]:
    return Converted(text, _notation(cell, text))


def _notation(cell: Cell, value: str) -> tuple[Remark, ...]:
    if isinstance(cell, int) or value == cell:
        return ()
    return (repair("notation", f"「{cell}」を「{value}」と読みました。", cell, value),)


def as_phone(cell: Cell) -> Converted[str]:
    """Read a cell as a telephone number (電話番号として読む), in the form of kit.text: 9012345678 is 090-1234-5678.

    The zero that Excel took is put back and remarked. What is no complete number is kept as it stands and doubted.
    """
    text = _digits_or_text(cell)
    if isinstance(text, Converted):
        return text
    remarks = []
    if text.isascii() and text.isdigit() and len(text) in _WITHOUT_ZERO and text[0] != "0":
        text = f"0{text}"
        remarks.append(
            repair("leading_zeros", f"「{cell}」は先頭の 0 が落ちていたので、補って読みました。", cell, text)
        )
    try:
        return Converted(phone_display(text), tuple(remarks))
    except ValueError as error:
        return Converted(text, (*remarks, doubt("phone", f"{error}。電話番号を確かめてください。", cell, text)))


def _digits_or_text(cell: Cell) -> str | Converted[str]:
    """Return what was typed, half-width, or at once the answer: nothing, an error, or a number that Excel damaged."""
    if (error := error_in(cell)) is not None:
        return error
    if is_blank(cell):
        return Converted(None)
    if isinstance(cell, str):
        text = unguarded(cell).translate(HALF_WIDTH).translate(_HYPHENS).strip()
        if _EXPONENT.fullmatch(text):
            why = f"「{cell}」は Excel が指数に変えたため、元の番号が分かりません。{_AS_TEXT}"
            return unreadable("code_damaged", why, cell)
        return text
    if isinstance(cell, int) and not isinstance(cell, bool) and cell >= 0:
        return str(cell)
    return unreadable("code_damaged", f"「{shown(cell)}」は番号として読めません。{_AS_TEXT}", cell)
