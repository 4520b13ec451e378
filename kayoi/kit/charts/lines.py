"""Line charts (折れ線グラフ) and the small line in a table cell (スパークライン)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kayoi.kit.charts import words
from kayoi.kit.charts.canvas import LINE, Canvas, coordinate, text_width, wrapped
from kayoi.kit.charts.frame import chart, grid_across, is_wide, key_of, labels_below, tick_room
from kayoi.kit.charts.look import legend, look_of, mark
from kayoi.kit.charts.model import About, Chart, Number, Series, Table, same_length
from kayoi.kit.charts.scale import Scale, scale_over

NAME_ROOM = 150.0  # most pixels for the name at the end of a line
MARKED_POINTS = 24  # more points than this on a line carry no mark of their own


@dataclass(frozen=True)
class _Ending:
    """The name and last value of a line, to be written beside its end."""

    series: int
    lines: list[str]
    y: float


def line_chart(
    *, about: About, labels: Sequence[str], series: Sequence[Series], from_zero: bool = True, over_time: bool = True
) -> Chart:
    """Draw one line per series over evenly spaced labels (折れ線グラフ); where a value is missing the line is broken.

    The axis starts at zero; `from_zero=False` lets it start elsewhere, and the chart then says so.
    Raises ValueError when lengths differ.
    """
    same_length(labels, series)
    names = list(labels)
    values = [value for row in series for _at, value in row.known]
    alone = len(series) == 1
    tell = words.course if over_time else words.extremes
    sentences = [tell(names, row, about.unit, alone=alone) for row in series[: words.MOST_SERIES]]
    table = Table(
        caption=about.title,
        header=("", *(row.name for row in series)),
        rows=tuple((label, *(row.values[at] for row in series)) for at, label in enumerate(labels)),
        unit=about.unit,
    )
    caution = "" if from_zero or not values else _("縦軸は0から始まりません。")

    def paint(canvas: Canvas) -> None:
        _paint(canvas, names, series, from_zero=from_zero)
        if caution:
            canvas.text(0, canvas.height + LINE - 4, caution)
            canvas.height += LINE

    summary = "".join([*sentences, words.rest_of(series), caution]) if values else words.nothing()
    return chart(about, table, summary, paint, empty=not values)


def _paint(canvas: Canvas, labels: list[str], series: Sequence[Series], *, from_zero: bool) -> None:
    drawn = [row for row in series if row.known]
    height = 270 if is_wide(canvas) else 210
    beside = is_wide(canvas) and 1 < len(drawn) <= height // (2 * LINE)
    top = canvas.height
    if len(series) > 1 and not beside:
        top = legend(canvas, [row.name for row in series], top=top + 2, lines=True)
    head, foot = top + 20, top + 20 + height
    scale = scale_over([value for row in series for _at, value in row.known], from_zero=from_zero, start=foot, end=head)
    left = tick_room(scale)
    endings = _endings(labels, series, scale) if beside else []
    room = max((text_width(line) for ending in endings for line in ending.lines), default=0.0)
    right = canvas.width - (room + 16 if endings else 8)
    grid_across(canvas, scale, left=left, right=right)
    band = (right - left) / len(labels)
    places = [left + band * (at + 0.5) for at in range(len(labels))]
    for at, row in enumerate(series):
        _paint_line(canvas, at, row, places, scale)
        if len(drawn) == 1 and row.known:
            last_at, last = row.known[-1]
            text = scale.figure(last)
            x = canvas.inside(places[last_at], text)
            canvas.text(x, max(scale(last) - 11, 14.0), text, anchor="middle", halo=True)
    for ending in _parted(endings, head, foot):
        for turn, line in enumerate(ending.lines):
            canvas.text(right + 8, ending.y + turn * LINE, line, fill=look_of(ending.series).strong)
    canvas.height = labels_below(canvas, labels, first=left, band=band, y=foot + 4, thin=True)


def _paint_line(
    canvas: Canvas, at: int, row: Series, places: list[float], scale: Scale, *, most_marks: int = MARKED_POINTS
) -> None:
    """Paint one line, broken where values are missing; the last point and those without neighbours keep their mark."""
    steps, alone = [], []
    values = row.values
    for turn, value in row.known:
        joined = turn > 0 and values[turn - 1] is not None
        steps.append(f"{'L' if joined else 'M'}{coordinate(places[turn])} {coordinate(scale(value))}")
        if not joined and (turn + 1 == len(values) or values[turn + 1] is None):
            alone.append(turn)
    look = look_of(at)
    if steps:
        canvas.draw(
            "path",
            d=" ".join(steps),
            fill="none",
            stroke=look.strong,
            stroke_width=2.5,
            stroke_linejoin="round",
            stroke_dasharray=look.dash,
        )
    marked = {turn for turn, _value in row.known[-1:]} | set(alone)
    if len(values) <= most_marks:
        marked = {turn for turn, _value in row.known}
    for turn, value in row.known:
        if turn in marked:
            mark(canvas, at, places[turn], scale(value), size=4.5 if most_marks else 3.5)


def _endings(labels: list[str], series: Sequence[Series], scale: Scale) -> list[_Ending]:
    """Return name and last value of each line, with the label where that is not the last of the axis."""
    endings = []
    for at, row in enumerate(series):
        if not row.known:
            continue
        last_at, last = row.known[-1]
        text = scale.figure(last) + ("" if last_at == len(labels) - 1 else f"({labels[last_at]})")
        endings.append(
            _Ending(at, [wrapped(row.name, NAME_ROOM, most=1)[0], wrapped(text, NAME_ROOM, most=1)[0]], scale(last))
        )
    return endings


def _parted(endings: list[_Ending], head: float, foot: float) -> list[_Ending]:
    """Move the names apart so that none covers another, keeping them between head and foot."""
    need = 2 * LINE
    placed: list[_Ending] = []
    y = head - need / 2
    for ending in sorted(endings, key=lambda each: each.y):
        y = max(y + need, ending.y)
        placed.append(_Ending(ending.series, ending.lines, y))
    lowest = foot
    for at in range(len(placed) - 1, -1, -1):
        lowest = min(placed[at].y, lowest)
        placed[at] = _Ending(placed[at].series, placed[at].lines, lowest)
        lowest -= need
    return placed


def sparkline(*, about: About, labels: Sequence[str], values: Sequence[Number | None]) -> Chart:
    """Draw a small line without axes for a table cell or a key figure (スパークライン); its last point is marked."""
    row = Series(about.title, values)
    same_length(labels, [row])
    known = [value for _at, value in row.known]
    summary = words.course(list(labels), row, about.unit)
    table = Table(about.title, ("", about.title), tuple(zip(labels, row.values, strict=True)), about.unit)
    canvas = Canvas(120, key_of(about, table, "s"))
    canvas.height = 32
    if known:
        scale = scale_over(known, from_zero=False, start=26, end=6)
        band = (canvas.width - 16) / len(labels)
        places = [8 + band * (at + 0.5) for at in range(len(labels))]
        _paint_line(canvas, 0, row, places, scale, most_marks=0)
    else:
        canvas.line(8, 16, 112, 16)
    picture = canvas.svg(title=about.title, description=words.describe(about, summary), css="sparkline")
    return Chart(about=about, svg=picture, narrow=picture, table=table, summary=summary)
