"""What every chart shares: two sizes, the notes below, the grid, the empty picture."""

import hashlib
import math
from collections.abc import Callable

from kayoi.kit.charts import words
from kayoi.kit.charts.canvas import AXIS, LINE, RULE, SOFT, TEXT, Canvas, text_width, wrapped
from kayoi.kit.charts.model import About, Chart, Table
from kayoi.kit.charts.scale import Scale

WIDE, NARROW = 720, 320


def key_of(about: About, table: Table, size: str) -> str:
    """Return an identifier for the parts of one picture: the same figures always give the same one."""
    digest = hashlib.sha256(repr((about, table)).encode("utf-8", "surrogatepass")).hexdigest()
    return f"chart-{digest[:10]}-{size}"


def chart(about: About, table: Table, summary: str, paint: Callable[[Canvas], None], *, empty: bool = False) -> Chart:
    """Paint both sizes of a picture and put its sentence, its notes and its table beside them."""
    pictures = []
    for width, size in ((WIDE, "w"), (NARROW, "n")):
        canvas = Canvas(width, key_of(about, table, size))
        for note in words.unit_note(about) if not empty else []:
            canvas.text(0, TEXT, wrapped(note, width, most=1)[0], fill=SOFT)
            canvas.height = LINE + 4
        if empty:
            _paint_nothing(canvas)
        else:
            paint(canvas)
        _paint_notes(canvas, about)
        pictures.append(canvas.svg(title=about.title, description=words.describe(about, summary)))
    return Chart(about=about, svg=pictures[0], narrow=pictures[1], table=table, summary=summary)


def is_wide(canvas: Canvas) -> bool:
    """Tell the two sizes apart."""
    return canvas.width >= WIDE


def _paint_nothing(canvas: Canvas) -> None:
    height = 96.0
    canvas.draw(
        "rect", x=1, y=1, width=canvas.width - 2, height=height - 2, fill="#ffffff", stroke=AXIS, stroke_dasharray="4 4"
    )
    canvas.text(canvas.width / 2, height / 2 + 5, words.nothing(), anchor="middle")
    canvas.height = height


def _paint_notes(canvas: Canvas, about: About) -> None:
    """Write base, as-of and source below the picture, so that a copy of it still says what it is."""
    y = canvas.height + LINE
    row = ""
    for note in [*words.notes(about), ""]:
        joined = f"{row} / {note}" if row and note else row or note
        if note and text_width(joined) <= canvas.width:
            row = joined
            continue
        for line in wrapped(row, canvas.width, most=4) if row else []:
            canvas.text(0, y, line, fill=SOFT)
            y += LINE
        row = note
    canvas.height = y - LINE + 6


def tick_room(scale: Scale) -> float:
    """Return the width that the tick labels of a vertical axis need."""
    return max(text_width(text) for _tick, text in scale.labels()) + 8


def grid_across(canvas: Canvas, scale: Scale, *, left: float, right: float) -> None:
    """Draw the horizontal grid lines of a vertical axis, with labels left of them; zero is the stronger line."""
    for tick, text in scale.labels():
        y = scale(tick)
        canvas.line(left, y, right, y, stroke=AXIS if tick == 0 else RULE)
        canvas.text(left - 8, y + 5, text, anchor="end")


def grid_down(canvas: Canvas, scale: Scale, *, top: float, bottom: float) -> None:
    """Draw the vertical grid lines of a horizontal axis, with labels below: zero and every n-th from it."""
    labels = scale.labels()
    zero = next((at for at, (tick, _text) in enumerate(labels) if tick == 0), 0)
    widest = max(text_width(text) for _tick, text in labels) + 10
    apart = abs(scale.end - scale.start) / max(len(labels) - 1, 1)
    every = math.ceil(widest / apart)
    for at, (tick, text) in enumerate(labels):
        x = scale(tick)
        canvas.line(x, top, x, bottom, stroke=AXIS if tick == 0 else RULE)
        if (at - zero) % every == 0:
            canvas.text(canvas.inside(x, text), bottom + LINE, text, anchor="middle")


def labels_below(canvas: Canvas, labels: list[str], *, first: float, band: float, y: float, thin: bool) -> float:
    """Write the labels of the bands below an axis and return the y below them.

    Where labels may be thinned out (years), the newest is kept and the others at even distance from it.
    """
    every = 1
    if thin:
        widest = min(max(text_width(label) for label in labels) + 10, canvas.width / 2)
        # The newest label moves inwards where it is wider than its band, towards the one before it.
        moved = max(0.0, widest / 2 - (canvas.width - (first + band * (len(labels) - 0.5))))
        every = math.ceil((widest + moved) / band)
    bottom = y
    for at, label in enumerate(labels):
        if (len(labels) - 1 - at) % every:
            continue
        lines = wrapped(label, max(band * every - 6, 14.0), most=1 if thin else 3)
        for turn, line in enumerate(lines):
            canvas.text(canvas.inside(first + band * (at + 0.5), line), y + LINE * (turn + 1), line, anchor="middle")
        bottom = max(bottom, y + LINE * len(lines))
    return bottom + 6


def labels_fit(labels: list[str], band: float) -> bool:
    """Tell whether each label fits below its band in three lines without losing a sign."""
    return all(not line.endswith("…") for label in labels for line in wrapped(label, band - 6, most=3)) and band >= 34
