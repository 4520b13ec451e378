"""How values are spread: histogram (度数分布) and a town among like towns (類似団体との比較)."""

import math
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from statistics import quantiles

from django.utils.translation import gettext as _

from kayoi.kit.charts import words
from kayoi.kit.charts.canvas import AXIS, INK, LINE, SOFT, TEXT, Canvas, text_width, wrapped
from kayoi.kit.charts.frame import chart, grid_across, is_wide, tick_room
from kayoi.kit.charts.look import bar, look_of
from kayoi.kit.charts.model import About, Chart, Number, Standing, Table
from kayoi.kit.charts.scale import Scale, decimal, number_text, scale_over, with_unit

MOST_BINS = 60


def histogram(*, about: About, values: Sequence[Number], bin_width: Number | None = None, counted: str = "") -> Chart:
    """Draw how many values fall into each bin (度数分布図); bins are half-open, so a value counts once.

    `about.unit` is the unit of the values, `counted` that of the bars (人、件). Without a width: about eight bins.
    Raises ValueError for a width that is not positive or gives more than 60 bins.
    """
    exact = [decimal(value) for value in values]
    edges, counts = _binned(exact, bin_width)
    names = [
        _("%(low)s以上%(high)s未満") % {"low": number_text(low), "high": number_text(high)}
        for low, high in pairwise(edges)
    ]
    table = Table(about.title, (about.unit or _("区分"), counted or _("件数")), tuple(zip(names, counts, strict=True)))
    if not exact:
        return chart(about, table, words.nothing(), lambda canvas: None, empty=True)
    most = max(range(len(counts)), key=counts.__getitem__)
    summary = _("%(total)s%(counted)sのうち、最も多いのは%(bin)s%(unit)sの%(count)s%(counted)sです。") % {
        "total": number_text(len(exact)),
        "bin": names[most],
        "count": number_text(counts[most]),
        "counted": counted or _("件"),
        "unit": f"({about.unit})" if about.unit else "",
    }

    def paint(canvas: Canvas) -> None:
        head = canvas.height + 22
        foot = head + (250 if is_wide(canvas) else 200)
        scale = scale_over(counts, start=foot, end=head)
        left = max(tick_room(scale), text_width(number_text(edges[0])) / 2)
        across = Scale(edges[0], edges[-1], edges[1] - edges[0], left, canvas.width - 24.0)
        grid_across(canvas, scale, left=left, right=canvas.width - 2.0)
        for (low, high), count in zip(pairwise(edges), counts, strict=True):
            x, right = across(low), across(high)
            bar(canvas, 0, x=x + 1, y=scale(count), width=max(right - x - 2, 0.5), height=foot - scale(count))
            if count and text_width(number_text(count)) <= right - x:
                canvas.text((x + right) / 2, scale(count) - 6, number_text(count), anchor="middle", halo=True)
        canvas.line(left, foot, canvas.width - 2, foot, stroke=AXIS, width=1.5)
        _edge_labels(canvas, across, foot)
        canvas.height = foot + LINE + 6

    return chart(about, table, summary, paint)


def _edge_labels(canvas: Canvas, across: Scale, foot: float) -> None:
    """Write the edges of the bins below the axis, as many as there is room for."""
    edges = across.ticks
    widest = max(text_width(number_text(edge)) for edge in edges) + 10
    every = math.ceil(widest * (len(edges) - 1) / (across.end - across.start))
    for edge in edges[::every]:
        canvas.text(canvas.inside(across(edge), number_text(edge)), foot + LINE, number_text(edge), anchor="middle")


def _binned(values: list[Decimal], width: Number | None) -> tuple[list[Decimal], list[int]]:
    """Return the edges of the bins and how many values lie in each."""
    if width is not None and width <= 0:
        raise ValueError("The width of a bin is positive.")
    if not values:
        return [], []
    if width is None:
        scale = scale_over(values, count=8, from_zero=False, start=0, end=1)
        low, step = scale.low, scale.step
    else:
        step = decimal(width)
        low = min(values) // step * step
        low = low - step if low > min(values) else low
    number = int((max(values) - low) / step) + 1
    if number > MOST_BINS:
        raise ValueError(f"{number} bins are too many; take wider ones.")
    counts = [0] * number
    for value in values:
        counts[min(int((value - low) / step), number - 1)] += 1
    return [low + step * turn for turn in range(number + 1)], counts


def _quartiles(values: Sequence[Decimal]) -> tuple[Decimal, Decimal, Decimal]:
    """Return lower quartile, median and upper quartile (四分位数); one value is all three."""
    if len(values) == 1:
        return values[0], values[0], values[0]
    low, middle, high = quantiles(values, n=4, method="inclusive")
    return low, middle, high


def _place_of(standing: Standing, town: str) -> str:
    """Return a sentence: the value, its place among all, and the median of the others (順位、中央値)."""
    if standing.value is None:
        return _("%(label)s:%(town)sの値はまだありません。") % {"label": standing.label, "town": town}
    words_ = {
        "label": standing.label,
        "town": town,
        "value": with_unit(standing.value, standing.unit),
        "total": len(standing.others) + 1,
        "place": 1 + sum(other > standing.value for other in standing.others),
    }
    if not standing.others:
        return _("%(label)s:%(town)sは%(value)sです。比べる団体がまだありません。") % words_
    middle = _quartiles([decimal(other) for other in standing.others])[1]
    words_["median"] = with_unit(middle, standing.unit)
    return (
        _(
            "%(label)s:%(town)sは%(value)sで、%(total)d団体のうち大きい方から%(place)d番目です(他団体の中央値%(median)s)。"
        )
        % words_
    )


def comparison_chart(*, about: About, town: str, rows: Sequence[Standing]) -> Chart:
    """Draw a strip per figure: like towns as dots, the middle half as a band, this town as a diamond (類似団体比較).

    Each strip has an axis of its own, so figures of different units may stand below each other.
    """
    sentences = [_place_of(standing, town) for standing in rows]
    table = Table(
        about.title,
        (_("指標"), town, _("他団体の最小"), _("下位4分の1"), _("中央値"), _("上位4分の1"), _("最大"), _("単位")),
        tuple(_table_row(standing) for standing in rows),
    )

    def paint(canvas: Canvas) -> None:
        y = _strip_legend(canvas, town)
        for standing, sentence in zip(rows, sentences, strict=True):
            y = _strip(canvas, standing, sentence, y)
        canvas.height = y

    known = any(standing.value is not None or standing.others for standing in rows)
    return chart(about, table, "".join(sentences) if known else words.nothing(), paint, empty=not known)


def _table_row(standing: Standing) -> tuple[str | Number | None, ...]:
    if not standing.others:
        return (standing.label, standing.value, None, None, None, None, None, standing.unit)
    exact = [decimal(other) for other in standing.others]
    return (standing.label, standing.value, min(exact), *_quartiles(exact), max(exact), standing.unit)


def _diamond(canvas: Canvas, x: float, y: float) -> None:
    canvas.draw(
        "path",
        d=f"M{x:.1f} {y - 9:.1f} L{x + 8:.1f} {y:.1f} L{x:.1f} {y + 9:.1f} L{x - 8:.1f} {y:.1f} Z",
        fill=look_of(0).strong,
        stroke="#ffffff",
        stroke_width=1.5,
    )


def _strip_legend(canvas: Canvas, town: str) -> float:
    """Explain the signs in words; return the y below."""
    entries = [(town, "town"), (_("他団体"), "dot"), (_("他団体の中ほど半数"), "band"), (_("中央値"), "median")]
    x, y = 0.0, canvas.height + 10
    for name, sign in entries:
        text = wrapped(name, canvas.width - 40, most=1)[0]
        if x and x + 30 + text_width(text) > canvas.width:
            x, y = 0.0, y + LINE + 4
        if sign == "town":
            _diamond(canvas, x + 12, y)
        elif sign == "dot":
            canvas.draw("circle", cx=x + 12, cy=y, r=4, fill="#ffffff", stroke=SOFT, stroke_width=1.5)
        elif sign == "band":
            canvas.draw("rect", x=x + 2, y=y - 7, width=20, height=14, fill="#cccccc")
        else:
            canvas.line(x + 12, y - 9, x + 12, y + 9, stroke=INK, width=2.5)
        canvas.text(x + 30, y + 5, text)
        x += 30 + text_width(text) + 16
    return y + 16


def _strip(canvas: Canvas, standing: Standing, sentence: str, y: float) -> float:
    """Paint one figure: its name and value, the strip, the ends of its axis, its place; return the y below."""
    for line in wrapped(standing.label, canvas.width * 0.62, most=2):
        y += LINE
        canvas.text(0, y, line)
    value = "―" if standing.value is None else with_unit(standing.value, standing.unit)
    canvas.text(canvas.width, y, wrapped(value, canvas.width * 0.36, most=1)[0], anchor="end")
    exact = [decimal(other) for other in standing.others]
    shown = exact + ([] if standing.value is None else [decimal(standing.value)])
    if shown:
        scale = scale_over(shown, count=4, from_zero=False, start=12, end=canvas.width - 12)
        middle = y + 20
        canvas.line(12, middle, canvas.width - 12, middle, stroke=AXIS)
        if exact:
            low, median, high = (scale(part) for part in _quartiles(exact))
            canvas.draw("rect", x=low, y=middle - 8, width=max(high - low, 1), height=16, fill="#cccccc")
            for other in exact:
                canvas.draw("circle", cx=scale(other), cy=middle, r=4, fill="#ffffff", stroke=SOFT, stroke_width=1.5)
            canvas.line(median, middle - 11, median, middle + 11, stroke=INK, width=2.5)
        if standing.value is not None:
            _diamond(canvas, scale(standing.value), middle)
        y = middle + 10 + TEXT
        canvas.text(canvas.inside(0, number_text(scale.low), anchor="start"), y, number_text(scale.low), fill=SOFT)
        canvas.text(canvas.width, y, number_text(scale.high), anchor="end", fill=SOFT)
    tail = sentence.removeprefix(f"{standing.label}:") if not standing.others or standing.value is None else ""
    for line in wrapped(tail, canvas.width, most=3) if tail else []:
        y += LINE
        canvas.text(0, y, line, fill=SOFT)
    return y + 20
