"""How series differ without colour: patterns, dashes and marks, so that a black-and-white copy still reads."""

from dataclasses import dataclass

from kayoi.kit.charts.canvas import LINE, TEXT, Canvas, element, text_width, wrapped


@dataclass(frozen=True)
class Look:
    """Colour, tint, pattern, dash and mark of one series."""

    strong: str
    tint: str
    pattern: str
    dash: str | None
    mark: str


# Colours of the DADS palette; neighbours differ in lightness as well.
LOOKS = (
    Look("#115a36", "#115a36", "", None, "circle"),
    Look("#c74700", "#ffeee2", "M-2 10 L10 -2 M0 16 L16 0 M6 18 L18 6", "8 4", "square"),
    Look("#0055ad", "#97d3ff", "", "2 3", "triangle"),
    Look("#5109ad", "#f1eafa", "M4 4 h4 v4 h-4 z M12 12 h4 v4 h-4 z", "10 3 2 3", "diamond"),
    Look("#6e5600", "#fff0b3", "M0 4 H16 M0 12 H16", "5 3", "ring"),
    Look("#333333", "#f2f2f2", "M0 0 L16 16 M16 0 L0 16", "14 4", "cross"),
)


def look_of(at: int) -> Look:
    """Return the look of the series at this position; past six they begin again."""
    return LOOKS[at % len(LOOKS)]


def fill_of(canvas: Canvas, at: int) -> str:
    """Return the fill of the series, and define its pattern on this canvas."""
    look = look_of(at)
    if not look.pattern:
        return look.tint
    name = f"{canvas.key}-p{at % len(LOOKS)}"
    ground = element("rect", width=16, height=16, fill=look.tint)
    figure = element("path", d=look.pattern, stroke=look.strong, stroke_width=2, fill="none")
    canvas.define(
        name, element("pattern", ground + figure, id=name, width=16, height=16, patternUnits="userSpaceOnUse")
    )
    return f"url(#{name})"


def bar(canvas: Canvas, at: int, *, x: float, y: float, width: float, height: float) -> None:
    """Draw a bar in the look of its series; a value that is not zero stays visible."""
    canvas.draw(
        "rect",
        x=x,
        y=y,
        width=width,
        height=height,
        fill=fill_of(canvas, at),
        stroke=look_of(at).strong,
        stroke_width=1,
    )


def mark(canvas: Canvas, at: int, x: float, y: float, *, size: float = 4.5) -> None:
    """Draw the mark of a series on a point."""
    look = look_of(at)
    ground: dict[str, str | float | None] = {"stroke": look.strong, "stroke_width": 2.0, "fill": "#ffffff"}
    if look.mark == "circle":
        canvas.draw("circle", cx=x, cy=y, r=size, fill=look.strong)
    elif look.mark == "ring":
        canvas.draw("circle", cx=x, cy=y, r=size, **ground)
    elif look.mark == "square":
        canvas.draw("rect", x=x - size, y=y - size, width=2 * size, height=2 * size, **ground)
    else:
        canvas.draw("path", d=_outline(look.mark, x, y, size + 1), **ground)


def _outline(shape: str, x: float, y: float, size: float) -> str:
    left, right, top, bottom = (f"{value:.1f}" for value in (x - size, x + size, y - size, y + size))
    return {
        "triangle": f"M{x:.1f} {top} L{right} {bottom} L{left} {bottom} Z",
        "diamond": f"M{x:.1f} {top} L{right} {y:.1f} L{x:.1f} {bottom} L{left} {y:.1f} Z",
        "cross": f"M{left} {top} L{right} {bottom} M{right} {top} L{left} {bottom}",
    }[shape]


def legend(canvas: Canvas, names: list[str], *, top: float, lines: bool) -> float:
    """Draw which look is which series, in rows that wrap; return the y below."""
    x, y = 0.0, top
    for at, name in enumerate(names):
        text = wrapped(name, canvas.width - 44, most=1)[0]
        width = 32 + text_width(text) + 16
        if x and x + width > canvas.width:
            x, y = 0.0, y + LINE + 4
        if lines:
            look = look_of(at)
            canvas.draw(
                "path",
                d=f"M{x + 1:.1f} {y + 8:.1f} h24",
                stroke=look.strong,
                stroke_width=2.5,
                stroke_dasharray=look.dash,
                fill="none",
            )
            mark(canvas, at, x + 13, y + 8)
        else:
            bar(canvas, at, x=x + 1, y=y + 1, width=24, height=14)
        canvas.text(x + 32, y + TEXT - 1, text)
        x += width
    return y + LINE + 8
