"""Charts drawn on the server (図表): SVG without script or style attribute, its figures as a table, its message."""

from kayoi.kit.charts.bars import bar_chart
from kayoi.kit.charts.lines import line_chart, sparkline
from kayoi.kit.charts.model import About, Cell, Chart, Number, Series, Standing, Table
from kayoi.kit.charts.pyramid import pyramid_chart
from kayoi.kit.charts.scale import number_text
from kayoi.kit.charts.spans import SpanMark, SpanRow, span_chart
from kayoi.kit.charts.spread import comparison_chart, histogram

__all__ = [
    "About",
    "Cell",
    "Chart",
    "Number",
    "Series",
    "SpanMark",
    "SpanRow",
    "Standing",
    "Table",
    "bar_chart",
    "comparison_chart",
    "histogram",
    "line_chart",
    "number_text",
    "pyramid_chart",
    "span_chart",
    "sparkline",
]
