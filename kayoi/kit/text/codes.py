"""Codes that towns print and spreadsheets damage (全国地方公共団体コード・郵便番号)."""

import re
from dataclasses import dataclass
from typing import Literal

from kayoi.kit.text.normal import normal, plain_hyphens

# Prefecture 01 to 47, then 000 for itself or a number from 100 (政令指定都市 100, 区 101, 市 201, 町村 301 and on).
_BODY = re.compile(r"(?:0[1-9]|[1-3][0-9]|4[0-7])(?:000|[1-9][0-9]{2})")
_POSTAL = re.compile(r"〒?\s*([0-9]{3})\s*-?\s*([0-9]{4})")


@dataclass(frozen=True)
class CodeReading:
    """A municipality code that was read (読み取り結果).

    `code` has six digits. `note` says what was repaired, empty if nothing was. `certain` is False when the digits
    allow another reading, which is then in `alternative`: a person or the rest of the column must decide.
    """

    code: str
    note: str = ""
    alternative: str | None = None

    @property
    def certain(self) -> bool:
        return self.alternative is None

    @property
    def code5(self) -> str:
        """The five digits without check digit, as e-Stat and 不動産情報ライブラリ use them."""
        return self.code[:5]

    @property
    def prefecture(self) -> str:
        """The two digits of the prefecture (都道府県コード)."""
        return self.code[:2]

    @property
    def is_prefecture(self) -> bool:
        return self.code[2:5] == "000"


def check_digit(code5: str) -> str:
    """Return the check digit of a five-digit municipality code (検査数字): 13101 → 6.

    The digits are weighted 6, 5, 4, 3, 2; the check digit is the last digit of 11 less the remainder of their sum by
    11. (A sum below 11 is its own remainder, so the rule's two cases are one.) Raises ValueError unless five digits.

    Source: 全国地方公共団体コードの検査数字の算出法 (総務省「全国地方公共団体コード」仕様)
    """
    if not re.fullmatch(r"[0-9]{5}", code5):
        raise ValueError(f"「{code5}」: 5桁の数字ではありません")
    total = sum(weight * int(digit) for weight, digit in zip((6, 5, 4, 3, 2), code5, strict=True))
    return str((11 - total % 11) % 10)


def _completed(code5: str) -> str | None:
    """Return the six digits of a well-formed five-digit code, None for one that cannot be."""
    return code5 + check_digit(code5) if _BODY.fullmatch(code5) else None


def _proved(code6: str) -> str | None:
    """Return a six-digit code if it is well-formed and its check digit fits."""
    return code6 if _completed(code6[:5]) == code6 else None


def _five_digits(digits: str, *, seen: str, form: Literal[5, 6] | None) -> CodeReading:
    """Read five digits: a six-digit code that lost its zero, or one without check digit."""
    lost_zero = None if form == 5 else _proved("0" + digits)
    without_check = None if form == 6 else _completed(digits)
    if lost_zero:
        return CodeReading(lost_zero, "先頭の0を補いました(検査数字が一致)", without_check)
    if without_check:
        return CodeReading(without_check, "検査数字を付けました")
    raise ValueError(f"「{seen}」: 全国地方公共団体コードとして読めません(検査数字が合いません)")


def municipality_code(text: str, *, form: Literal[5, 6] | None = None) -> CodeReading:
    """Read a municipality code (全国地方公共団体コード) of 6 or 5 digits, or a prefecture code of 2.

    Spreadsheets drop leading zeros, so five digits may be 6 that lost their zero (92011: 092011) or 5 without check
    digit (13101: 131016). Where the check digit fits the first and the numbering allows the second too, the first is
    returned as uncertain with the second as `alternative` (12173: 012173 江別市, or 12173?). A column has one form
    throughout: give the number of its digits as `form` when known, and five digits are read as that only. Four digits
    and one digit can only be 5 and 2 that lost their zero.

    Raises ValueError for everything else: wrong check digit, prefectures above 47, numbers that are never given.

    Source: 総務省「全国地方公共団体コード」仕様 (6 digits with check digit); e-Stat 標準地域コード (5 digits)
    """
    digits = normal(text)
    if not re.fullmatch(r"[0-9]{1,6}", digits):
        raise ValueError(f"「{text}」: 全国地方公共団体コードとして読めません")
    if len(digits) == 5:
        return _five_digits(digits, seen=text, form=form)
    code, note = {
        6: (_proved(digits), ""),
        4: (_completed("0" + digits), "先頭の0を補い、検査数字を付けました"),
        2: (_completed(digits + "000"), "都道府県コード(2桁)を6桁にしました"),
        1: (_completed(f"0{digits}000"), "先頭の0を補い、都道府県コード(2桁)を6桁にしました"),
    }.get(len(digits), (None, ""))
    if code is None:
        raise ValueError(f"「{text}」: 全国地方公共団体コードとして読めません")
    return CodeReading(code, note)


def postal_code(text: str) -> str:
    """Return a postal code in its usual form (郵便番号): 396-8617.

    Raises ValueError for anything but seven digits, also for six: whether a leading zero was lost cannot be known.
    """
    found = _POSTAL.fullmatch(plain_hyphens(normal(text)))
    if not found or found[1] == "000":
        raise ValueError(f"「{text}」: 郵便番号(7桁)として読めません")
    return f"{found[1]}-{found[2]}"
