"""Bar charts (棒グラフ): vertical, horizontal, grouped, stacked."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kayoi.kit.charts import words
from kayoi.kit.charts.canvas import AXIS, LINE, TEXT, Canvas, text_width, wrapped
from kayoi.kit.charts.frame import (
    chart,
    grid_across,
    grid_down,
    is_wide,
    labels_below,
    labels_fit,
    tick_room,
)
from kayoi.kit.charts.look import bar, legend
from kayoi.kit.charts.model import About, Chart, Number, Series, Table, same_length
from kayoi.kit.charts.scale import ZERO, Scale, decimal, number_text, scale_over

BAND = 0.74  # share of a band that its bars fill; the rest parts it from the next


@dataclass(frozen=True)
class _Span:
    """One bar: from where to where it goes, and what it stands for."""

    category: int
    series: int
    start: Decimal
    end: Decimal
    value: Number


@dataclass(frozen=True)
class _Bars:
    """The bars of one chart, before they have a place on paper."""

    labels: list[str]
    series: list[Series]
    stacked: bool
    over_time: bool

    @property
    def spans(self) -> list[_Span]:
        """All bars; in a stack the positive ones grow up from zero and the negative ones down."""
        spans = []
        for at in range(len(self.labels)):
            above = below = ZERO
            for turn, series in enumerate(self.series):
                value = series.values[at]
                if value is None:
                    continue
                start = ZERO
                if self.stacked:
                    start = above if value >= 0 else below
                end = start + decimal(value)
                above, below = (end, below) if value >= 0 else (above, end)
                spans.append(_Span(at, turn, start, end, value))
        return spans

    @property
    def parted(self) -> bool:
        """True where a bar has parts, so that its figures stand inside of it."""
        return self.stacked and len(self.series) > 1

    @property
    def lanes(self) -> int:
        """How many bars stand beside each other in a band."""
        return 1 if self.stacked else len(self.series)

    def scale(self, count: int, start: float, end: float) -> Scale:
        return scale_over([span.end for span in self.spans], count=count, start=start, end=end)

    def totals(self) -> dict[int, tuple[Decimal, Decimal]]:
        """For stacks of several, without negative parts: category to (end of the stack, its sum)."""
        found: dict[int, tuple[Decimal, Decimal]] = {}
        for span in self.spans if self.parted else []:
            found[span.category] = (span.end, span.end)
        return {} if any(span.value < 0 for span in self.spans) else found


def bar_chart(
    *,
    about: About,
    labels: Sequence[str],
    series: Sequence[Series],
    horizontal: bool = False,
    stacked: bool = False,
    over_time: bool = False,
) -> Chart:
    """Draw one bar per label and series (棒グラフ), grouped or stacked.

    Vertical bars whose labels do not fit below them lie down by themselves, unless `over_time` says that the labels
    follow each other evenly (年度) and some may be left out. Raises ValueError when lengths differ.
    """
    same_length(labels, series)
    bars = _Bars(list(labels), list(series), stacked, over_time)
    alone = len(series) == 1
    tell = words.course if over_time else words.extremes
    sentences = [tell(bars.labels, row, about.unit, alone=alone) for row in series[: words.MOST_SERIES]]
    table = Table(
        caption=about.title,
        header=("", *(row.name for row in series)),
        rows=tuple((label, *(row.values[at] for row in series)) for at, label in enumerate(labels)),
        unit=about.unit,
    )
    empty = not bars.spans

    def paint(canvas: Canvas) -> None:
        top = canvas.height
        if not alone:
            top = legend(canvas, [row.name for row in series], top=top + 2, lines=False)
        band = (canvas.width - 60) / len(labels)
        room = band * BAND / bars.lanes if bars.lanes > 1 else band
        stands = labels_fit(bars.labels, band) and (bars.parted or _figures_fit(bars, room))
        if horizontal or not (over_time or stands):
            _lying(canvas, bars, top)
        else:
            _standing(canvas, bars, top)

    return chart(
        about, table, words.nothing() if empty else "".join([*sentences, words.rest_of(series)]), paint, empty=empty
    )


def _figures_fit(bars: _Bars, room: float) -> bool:
    """Tell whether each figure fits above its bar: figures on some bars only would mislead."""
    scale = bars.scale(5, 0, 1)
    return all(text_width(scale.figure(span.value)) <= room for span in bars.spans)


def _standing(canvas: Canvas, bars: _Bars, top: float) -> None:
    """Paint vertical bars below `top`."""
    head = top + 22  # room for the figures above the highest bar
    foot = head + (270 if is_wide(canvas) else 220)
    scale = bars.scale(5, foot, head)
    left, right = tick_room(scale), canvas.width - 2.0
    grid_across(canvas, scale, left=left, right=right)
    band = (right - left) / len(bars.labels)
    lane = min(band * BAND / bars.lanes, 72)
    written = bars.parted or _figures_fit(bars, lane if bars.lanes > 1 else band)
    for span in bars.spans:
        middle = left + band * (span.category + 0.5)
        x = middle - lane * bars.lanes / 2 + (0 if bars.stacked else lane * span.series)
        ends = sorted((scale(span.start), scale(span.end)))
        bar(canvas, span.series, x=x, y=ends[0], width=max(lane - 1, 0.5), height=ends[1] - ends[0])
        if written:
            _figure_standing(canvas, bars, span, scale.figure(span.value), middle=x + lane / 2, lane=lane, ends=ends)
    for at, (end, total) in bars.totals().items():
        text = scale.figure(total)
        if text_width(text) <= band:
            canvas.text(left + band * (at + 0.5), scale(end) - 6, text, anchor="middle", halo=True)
    canvas.line(left, scale(0), right, scale(0), stroke=AXIS, width=1.5)
    canvas.height = labels_below(canvas, bars.labels, first=left, band=band, y=foot + 2, thin=bars.over_time)


def _figure_standing(
    canvas: Canvas, bars: _Bars, span: _Span, text: str, *, middle: float, lane: float, ends: list[float]
) -> None:
    """Write the figure of a vertical bar: in its part of a stack where it fits, else past its end."""
    if bars.parted:
        if ends[1] - ends[0] >= LINE + 4 and text_width(text) <= lane - 4:
            canvas.text(middle, sum(ends) / 2 + 5, text, anchor="middle", halo=True)
    elif span.value >= 0:
        canvas.text(middle, ends[0] - 6, text, anchor="middle", halo=True)
    else:
        canvas.text(middle, ends[1] + TEXT + 2, text, anchor="middle", halo=True)


def _lying(canvas: Canvas, bars: _Bars, top: float) -> None:
    """Paint horizontal bars below `top`, each with its figure past its end."""
    names = [wrapped(label, canvas.width * 0.36, most=3) for label in bars.labels]
    left = max((text_width(line) for lines in names for line in lines), default=0) + 10
    figures = max(text_width(number_text(span.value)) for span in bars.spans) + 8
    if bars.parted:
        figures = max([text_width(number_text(total)) + 8 for _end, total in bars.totals().values()], default=2)
    figures = min(figures, canvas.width * 0.3)
    below = any(span.value < 0 for span in bars.spans)
    scale = bars.scale(6 if is_wide(canvas) else 3, left + (figures if below else 0), canvas.width - figures)
    thick = 22.0 if bars.lanes == 1 else 18.0
    heights = [max(bars.lanes * thick, len(lines) * LINE) + 12 for lines in names]
    tops = [top + 6 + sum(heights[:at]) for at in range(len(heights))]
    foot = top + 6 + sum(heights)
    grid_down(canvas, scale, top=top + 2, bottom=foot)
    for at, lines in enumerate(names):
        start = tops[at] + (heights[at] - len(lines) * LINE) / 2 + TEXT
        for turn, line in enumerate(lines):
            canvas.text(left - 10, start + turn * LINE, line, anchor="end")
    for span in bars.spans:
        first = tops[span.category] + (heights[span.category] - bars.lanes * thick) / 2
        y = first + (0 if bars.stacked else thick * span.series)
        ends = sorted((scale(span.start), scale(span.end)))
        bar(canvas, span.series, x=ends[0], y=y + 1, width=ends[1] - ends[0], height=thick - 2)
        _figure_lying(canvas, bars, span, scale.figure(span.value), y=y + thick / 2 + 5, ends=ends)
    for at, (end, total) in bars.totals().items():
        x = canvas.inside(scale(end) + 5, scale.figure(total), anchor="start")
        canvas.text(x, tops[at] + heights[at] / 2 + 5, scale.figure(total), halo=True)
    canvas.line(scale(0), top + 2, scale(0), foot, stroke=AXIS, width=1.5)
    canvas.height = foot + LINE + 6


def _figure_lying(canvas: Canvas, bars: _Bars, span: _Span, text: str, *, y: float, ends: list[float]) -> None:
    """Write the figure of a horizontal bar: in its part of a stack where it fits, else past its end."""
    if bars.parted:
        if text_width(text) + 8 <= ends[1] - ends[0]:
            canvas.text(sum(ends) / 2, y, text, anchor="middle", halo=True)
    elif span.value >= 0:
        canvas.text(canvas.inside(ends[1] + 5, text, anchor="start"), y, text, halo=True)
    else:
        canvas.text(canvas.inside(ends[0] - 5, text, anchor="end"), y, text, anchor="end", halo=True)
