"""SVG written by hand: escaped text, presentation attributes, no style attribute, no script (strict CSP)."""

import unicodedata
from html import escape

from django.utils.safestring import SafeString, mark_safe

TEXT = 14
LINE = 18
INK = "#1a1a1a"
SOFT = "#4d4d4d"
RULE = "#cccccc"
AXIS = "#666666"

# No line begins with these, none ends with those (禁則処理).
NOT_FIRST = (
    "、。,.・:;?!)」』】〉》ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々%°\uff01\uff05\uff09\uff0c\uff0e\uff1a\uff1b\uff1f"
)
NOT_LAST = "(「『【〈《\uff08"


def coordinate(value: float) -> str:
    """Write a coordinate with no more than one decimal."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def _is_character(sign: str) -> bool:
    code = ord(sign)
    return unicodedata.category(sign) not in {"Cc", "Cs"} and code & 0xFFFE != 0xFFFE and not 0xFDD0 <= code <= 0xFDEF


def clean(text: str) -> str:
    """Replace what markup cannot hold (control characters, lone surrogates, noncharacters) by a space."""
    return "".join(sign if _is_character(sign) else " " for sign in text)


def element(tag: str, content: str = "", /, **attributes: str | float | None) -> str:
    """Write one element; `content` is markup already, attribute values are escaped, None leaves one out."""
    parts = [tag]
    for name, value in attributes.items():
        if value is None:
            continue
        text = value if isinstance(value, str) else coordinate(value)
        parts.append(f'{name.rstrip("_").replace("_", "-")}="{escape(clean(text))}"')
    opening = " ".join(parts)
    return f"<{opening}>{content}</{tag}>"


def _share(sign: str) -> float:
    """Return the width of one sign in parts of the type size: the widest of BIZ UDPGothic and Noto Sans."""
    if unicodedata.east_asian_width(sign) in "WFA" or sign in "mwMW@%":
        return 1.0
    if sign.isdigit() or sign.isupper() or sign in "−+=<>":
        return 0.78
    return 0.5 if sign in " ,.:;!'()[]|/-" else 0.66


def text_width(text: str) -> float:
    """Estimate the width of a text in pixels: there is no font to ask on the server, so rather too wide."""
    return sum(map(_share, text)) * TEXT


def _pieces(text: str) -> list[str]:
    """Cut a text where a line may end: between Japanese signs, and after spaces of other scripts."""
    pieces: list[str] = []
    for sign in text:
        latin = unicodedata.east_asian_width(sign) not in "WFA" and sign != " "
        glued = bool(pieces) and (sign in NOT_FIRST or pieces[-1][-1] in NOT_LAST or sign == " ")
        if pieces and (glued or (latin and pieces[-1][-1] != " " and pieces[-1][-1].isascii())):
            pieces[-1] += sign
        else:
            pieces.append(sign)
    return pieces


def _shortened(text: str, width: float) -> str:
    """Cut a text to the width, with an ellipsis where something is lost."""
    if text_width(text) <= width:
        return text
    while text and text_width(text + "…") > width:
        text = text[:-1]
    return text + "…"


def _broken(pieces: list[str], width: float) -> list[str]:
    """Fill lines of this width with the pieces."""
    lines = [""]
    for piece in pieces:
        if lines[-1] and text_width((lines[-1] + piece).rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    return lines


def wrapped(text: str, width: float, *, most: int = 3) -> list[str]:
    """Break a text into lines of about equal length, at most `most` of this width.

    The last line ends in an ellipsis where the text does not fit.
    """
    pieces = _pieces(" ".join(clean(text).split()))
    lines = _broken(pieces, width)
    if len(lines) > most:
        lines = [*lines[: most - 1], "".join(lines[most - 1 :])]
    elif len(lines) > 1:  # 「60代以/上」 reads badly: 「60代/以上」
        narrower = max(text_width(text) / len(lines), 1.0)
        while len(_broken(pieces, narrower)) > len(lines):
            narrower += TEXT / 2
        lines = _broken(pieces, min(narrower, width))
    return [_shortened(line.rstrip(), width) for line in lines]


class Canvas:
    """A growing picture of fixed width; the height is known when everything has its place."""

    def __init__(self, width: int, key: str) -> None:
        self.width = width
        self.height = 0.0
        self.key = key
        self._definitions: dict[str, str] = {}
        self._parts: list[str] = []

    def define(self, name: str, markup: str) -> None:
        """Keep a definition (a pattern) once."""
        self._definitions.setdefault(name, markup)

    def draw(self, tag: str, content: str = "", /, **attributes: str | float | None) -> None:
        """Add one shape."""
        self._parts.append(element(tag, content, **attributes))

    def line(self, x1: float, y1: float, x2: float, y2: float, *, stroke: str = RULE, width: float = 1) -> None:
        """Add a straight line."""
        self.draw("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, stroke_width=width)

    def text(
        self, x: float, y: float, text: str, *, anchor: str = "start", fill: str | None = None, halo: bool = False
    ) -> None:
        """Add one line of text, its baseline at y; a halo keeps it readable on a pattern."""
        rim = {"stroke": "#ffffff", "stroke_width": "4", "stroke_linejoin": "round", "paint_order": "stroke"}
        self.draw(
            "text",
            escape(clean(text)),
            x=x,
            y=y,
            text_anchor=None if anchor == "start" else anchor,
            fill=fill,
            **(rim if halo else {}),
        )

    def inside(self, x: float, text: str, *, anchor: str = "middle") -> float:
        """Return x moved just as far as the text needs to stay within the picture."""
        width = text_width(text)
        before = {"start": 0.0, "middle": width / 2, "end": width}[anchor]
        return max(min(x, self.width - (width - before)), before)

    def svg(self, *, title: str, description: str, css: str = "chart-picture") -> SafeString:
        """Return the picture with its accessible name and description."""
        title_id, text_id = f"{self.key}-title", f"{self.key}-desc"
        head = element("title", escape(clean(title)), id=title_id) + element(
            "desc", escape(clean(description)), id=text_id
        )
        definitions = element("defs", "".join(self._definitions.values())) if self._definitions else ""
        group = element("g", "".join(self._parts), font_size=str(TEXT), fill=INK, font_family="sans-serif")
        return mark_safe(  # noqa: S308 -- every text and attribute above went through escape()
            element(
                "svg",
                head + definitions + group,
                xmlns="http://www.w3.org/2000/svg",
                role="img",
                aria_labelledby=f"{title_id} {text_id}",
                class_=css,
                viewBox=f"0 0 {self.width} {coordinate(self.height)}",
            )
        )
