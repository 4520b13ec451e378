"""Colours of a town: contrast, and the stylesheet that carries its accent."""

import re
from colorsys import hls_to_rgb, rgb_to_hls

ENOUGH = 4.5  # WCAG 2.2, success criterion 1.4.3: text of usual size
_HEX = re.compile(r"#[0-9a-f]{6}")


def _channels(colour: str) -> tuple[float, float, float]:
    """Return red, green and blue from 0 to 1. Raises ValueError unless the colour is written #rrggbb."""
    if not _HEX.fullmatch(colour):
        raise ValueError(f"A colour is written like #115a36, not {colour!r}.")
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def luminance(colour: str) -> float:
    """Return the relative luminance of #rrggbb, from 0 (black) to 1 (white) (相対輝度).

    Source: WCAG 2.2, "relative luminance"
    """
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in _channels(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21 (コントラスト比).

    Source: WCAG 2.2, "contrast ratio"
    """
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def fits_as_accent(colour: str) -> bool:
    """Tell whether a town may take this colour: white words on it and it on its own soft ground are readable."""
    return contrast(colour, "#ffffff") >= ENOUGH and contrast(colour, _with_lightness(colour, 0.95)) >= ENOUGH


def _with_lightness(colour: str, lightness: float) -> str:
    """Return the same hue, lighter or darker; pale grounds keep little of its strength."""
    hue, _old, strength = rgb_to_hls(*_channels(colour))
    channels = hls_to_rgb(hue, lightness, min(strength, 0.5) if lightness > 0.9 else strength)
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)


def accent_stylesheet(colour: str) -> str:
    """Return the stylesheet of a town's accent (差し色), to be served from our own host and linked after kit.css.

    Raises ValueError for a colour that does not fit (see `fits_as_accent`).
    """
    if not fits_as_accent(colour):
        raise ValueError(f"{colour} has too little contrast for words.")
    lightness = rgb_to_hls(*_channels(colour))[1]
    shades = {
        "accent": colour,
        "accent-strong": _with_lightness(colour, lightness * 0.75),
        "accent-deep": _with_lightness(colour, lightness * 0.45),
        "accent-soft": _with_lightness(colour, 0.95),
    }
    return ":root{" + "".join(f"--{name}:{value};" for name, value in shades.items()) + "}\n"
