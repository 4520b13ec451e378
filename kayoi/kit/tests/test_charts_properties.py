"""Charts whatever the figures: they are drawn, stay on their paper, agree with their table, escape every word."""

import itertools
import re
from collections.abc import Callable, Iterator
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kayoi.kit.charts import (
    About,
    Chart,
    Series,
    Standing,
    bar_chart,
    comparison_chart,
    histogram,
    line_chart,
    pyramid_chart,
    sparkline,
)
from kayoi.kit.charts.canvas import text_width
from kayoi.kit.tests.markup import forbidden_attributes

ACROSS = {"x", "x1", "x2", "cx"}
DOWN = {"y", "y1", "y2", "cy"}

finite = st.one_of(
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.floats(-1000, 1000),
    st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9),
)
label = st.text(max_size=30)
about = st.builds(About, label, label, label, label, label)


@st.composite
def grids(draw: st.DrawFn, values: st.SearchStrategy[object] = finite) -> tuple[list[str], list[Series]]:
    """Return labels and series of equal length, missing values and no values among them."""
    labels = draw(st.lists(label, max_size=12))
    rows = st.lists(st.none() | values, min_size=len(labels), max_size=len(labels))
    return labels, draw(st.lists(st.builds(Series, label, rows), max_size=7))


def points(tree: ElementTree.Element) -> Iterator[tuple[str, float]]:
    """Return every coordinate of a picture with its direction; those of patterns are of another paper."""
    for group in tree.findall("{http://www.w3.org/2000/svg}g"):
        for shape in group.iter():
            yield from (("across", float(value)) for name, value in shape.attrib.items() if name in ACROSS)
            yield from (("down", float(value)) for name, value in shape.attrib.items() if name in DOWN)
            if "width" in shape.attrib:
                yield "across", float(shape.attrib["x"]) + float(shape.attrib["width"])
                yield "down", float(shape.attrib["y"]) + float(shape.attrib["height"])
            for x, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", shape.attrib.get("d", "")):
                yield "across", float(x)
                yield "down", float(y)


def text_ends(tree: ElementTree.Element) -> Iterator[tuple[float, float]]:
    """Return where each text begins and ends, as far as the server can tell."""
    for text in tree.iter("{http://www.w3.org/2000/svg}text"):
        width = text_width(text.text or "")
        before = {"start": 0.0, "middle": width / 2, "end": width}[text.attrib.get("text-anchor", "start")]
        yield float(text.attrib["x"]) - before, float(text.attrib["x"]) - before + width


def check(chart: Chart) -> None:
    """Hold what every picture must hold, in both sizes."""
    assert forbidden_attributes(chart.svg + chart.narrow) == []
    assert chart.summary
    for picture in (chart.svg, chart.narrow):
        tree = ElementTree.fromstring(picture)  # well-formed: every text was escaped
        _x, _y, width, height = map(float, tree.attrib["viewBox"].split())
        for direction, value in points(tree):
            assert -0.1 <= value <= (width if direction == "across" else height) + 0.1, (direction, value)
        for begin, end in text_ends(tree):
            assert begin >= -1, "a text is cut at the left"
            assert end <= width + 1, "a text is cut at the right"


@given(about, grids(), st.booleans(), st.booleans(), st.booleans())
def test_bars(what: About, grid: tuple[list[str], list[Series]], lying: bool, stacked: bool, over_time: bool) -> None:
    labels, series = grid
    chart = bar_chart(about=what, labels=labels, series=series, horizontal=lying, stacked=stacked, over_time=over_time)
    check(chart)
    assert [row[1:] for row in chart.table.rows] == list(
        itertools.islice(
            zip(*(row.values for row in series), strict=True) if series else itertools.repeat(()), len(labels)
        )
    )


@given(about, grids(), st.booleans())
def test_lines(what: About, grid: tuple[list[str], list[Series]], from_zero: bool) -> None:
    labels, series = grid
    chart = line_chart(about=what, labels=labels, series=series, from_zero=from_zero)
    check(chart)
    assert [row[0] for row in chart.table.rows] == labels
    for at, row in enumerate(series):
        assert tuple(line[at + 1] for line in chart.table.rows) == row.values


@given(about, st.lists(st.tuples(label, *[st.none() | st.floats(0, 1e15)] * 4), max_size=21), st.booleans())
def test_pyramids(what: About, rows: list[tuple[str, float, float, float, float]], compared: bool) -> None:
    columns = list(zip(*rows, strict=True)) or [(), (), (), (), ()]
    men, women, men_then, women_then = (
        Series(name, values) for name, values in zip(("男", "女", "男(前)", "女(前)"), columns[1:], strict=True)
    )
    chart = pyramid_chart(
        about=what, ages=list(columns[0]), men=men, women=women, outline=(men_then, women_then) if compared else None
    )
    check(chart)
    assert [row[:3] for row in chart.table.rows] == [row[:3] for row in rows]


@given(about, st.lists(finite, max_size=60))
def test_histograms_count_every_value_once(what: About, values: list[float]) -> None:
    chart = histogram(about=what, values=values)
    check(chart)
    assert sum(count for _bin, count in chart.table.rows if isinstance(count, int)) == len(values)


@given(
    about,
    label,
    st.lists(st.builds(Standing, label, st.none() | finite, st.lists(finite, max_size=20), label), max_size=4),
)
def test_comparisons(what: About, town: str, rows: list[Standing]) -> None:
    chart = comparison_chart(about=what, town=town, rows=rows)
    check(chart)
    assert [row[:2] for row in chart.table.rows] == [(row.label, row.value) for row in rows]


@given(about, st.lists(st.tuples(label, st.none() | finite), max_size=20))
def test_sparklines(what: About, rows: list[tuple[str, float | None]]) -> None:
    chart = sparkline(about=what, labels=[name for name, _value in rows], values=[value for _name, value in rows])
    check(chart)
    assert list(chart.table.rows) == rows


HOSTILE = '"><script>alert(1)</script><x onload="'


@pytest.mark.parametrize(
    "draw",
    [
        lambda: bar_chart(
            about=About(*[HOSTILE] * 5), labels=[HOSTILE], series=[Series(HOSTILE, [1]), Series(HOSTILE, [2])]
        ),
        lambda: line_chart(
            about=About(*[HOSTILE] * 5), labels=[HOSTILE] * 2, series=[Series(HOSTILE, [1, 2]), Series(HOSTILE, [2, 3])]
        ),
        lambda: comparison_chart(about=About(*[HOSTILE] * 5), town=HOSTILE, rows=[Standing(HOSTILE, 1, [2], HOSTILE)]),
        lambda: pyramid_chart(
            about=About(*[HOSTILE] * 5), ages=[HOSTILE], men=Series(HOSTILE, [1]), women=Series(HOSTILE, [1])
        ),
        lambda: histogram(about=About(*[HOSTILE] * 5), values=[1, 2], counted=HOSTILE),
        lambda: sparkline(about=About(*[HOSTILE] * 5), labels=[HOSTILE], values=[1]),
    ],
)
def test_every_word_is_escaped(draw: Callable[[], Chart]) -> None:
    chart = draw()
    for picture in (chart.svg, chart.narrow):
        assert "<script" not in picture
        tags = {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(picture).iter()}
        assert tags <= {"svg", "title", "desc", "defs", "pattern", "g", "rect", "path", "line", "text", "circle"}
