"""Fills of cells as words (セルの塗り色): offices mark rows by colour, and the meaning stands nowhere else.

Source: ECMA-376 Office Open XML, part 1 sections 18.8 (styles) and 20.1.6 (themes; here the colours of Office's own)
"""

from collections.abc import Mapping
from colorsys import rgb_to_hsv

from kayoi.kit.sheets.parts import Part

_THEME = ("FFFFFF", "000000", "E7E6E6", "44546A", "4472C4", "ED7D31", "A5A5A5", "FFC000", "5B9BD5", "70AD47")
_INDEXED = {
    8: "000000", 9: "FFFFFF", 10: "FF0000", 11: "00FF00", 12: "0000FF", 13: "FFFF00", 14: "FF00FF", 15: "00FFFF",
    22: "C0C0C0", 23: "808080", 40: "00CCFF", 41: "CCFFFF", 42: "CCFFCC", 43: "FFFF99", 44: "99CCFF", 45: "FF99CC",
    46: "CC99FF", 47: "FFCC99", 50: "99CC00", 51: "FFCC00", 52: "FF9900", 53: "FF6600",
}  # fmt: skip
# Where each hue ends, in degrees.
_HUES = (
    (15, "赤"),
    (45, "橙"),
    (70, "黄"),
    (165, "緑"),
    (200, "水色"),
    (260, "青"),
    (295, "紫"),
    (345, "ピンク"),
    (360, "赤"),
)
_PALE, _DARK, _GREY = 0.97, 0.2, 0.12


class StylesPart(Part):
    """Which cell formats fill their cells with a colour: number of the format → word for the colour."""

    def __init__(self, content: bytes) -> None:
        self.colours: dict[str, str] = {}
        self._fills: list[str] = []
        self._formats = 0
        self._in_formats = False
        super().__init__(content)

    def element(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take notice of fills and of the formats that use them."""
        if name == "fill":
            self._fills.append("")
        elif name == "fgColor" and self._fills and not self._formats:
            self._fills[-1] = colour_word(attributes)
        elif name in ("cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
            self._in_formats = name == "cellXfs"
        elif name == "xf" and self._in_formats:
            fill = int(attributes.get("fillId", "0"))
            if fill < len(self._fills) and self._fills[fill]:
                self.colours[str(self._formats)] = self._fills[fill]
            self._formats += 1


def colour_word(attributes: Mapping[str, str]) -> str:
    """Return the word for a colour as a styles part gives it; empty for white, black and none."""
    if rgb := attributes.get("rgb", ""):
        return _word(rgb[-6:])
    if theme := attributes.get("theme", ""):
        at = int(theme)
        return _word(_THEME[at]) if at < len(_THEME) else "その他の色"
    if indexed := attributes.get("indexed", ""):
        return "" if int(indexed) >= 64 else _word(_INDEXED[int(indexed)]) if int(indexed) in _INDEXED else "その他の色"
    return ""


def _word(rgb: str) -> str:
    red, green, blue = (int(rgb[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, saturation, value = rgb_to_hsv(red, green, blue)
    if saturation < _GREY:
        return "灰" if _DARK <= value < _PALE else ""
    return next(word for end, word in _HUES if hue * 360 <= end)
