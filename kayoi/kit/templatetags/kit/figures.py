"""Figures: key figures, charts, tables of data, the month."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from kayoi.kit.charts import Chart, Number, Table, number_text
from kayoi.kit.html.month import Month
from kayoi.kit.templatetags.kit.library import tags

LONG_FIGURE = 7  # more signs than this are set smaller: 17,600,000


@tags.simple_tag
def key_figure(
    label: str,
    value: Number | None,
    *,
    unit: str = "",
    base: str = "",
    as_of: str = "",
    href: str = "",
    link: str = "",
    trend: Chart | None = None,
) -> SafeString:
    """Write one figure (数値) with unit, base and as-of, and the way to the rows behind it."""
    return render_to_string(
        "kit/key_figure.html",
        {
            "label": label,
            "value": value,
            "long": value is not None and len(number_text(value)) > LONG_FIGURE,
            "unit": unit,
            "base": base,
            "as_of": as_of,
            "href": href,
            "link": link,
            "trend": trend,
        },
    )


@tags.simple_tag
def chart(drawn: Chart, *, level: int = 3, href: str = "", link: str = "") -> SafeString:
    """Write a chart (図表) in its frame: title, what it says, the picture that fits, its figures as a table."""
    return render_to_string("kit/chart.html", {"chart": drawn, "level": level, "href": href, "link": link})


@tags.simple_tag
def data_table(rows: Table, *, hide_caption: bool = False) -> SafeString:
    """Write the figures of a chart, or any plain figures, as a table (データ表); numbers go to the right."""
    numeric = [any(not isinstance(row[at], str | None) for row in rows.rows) for at in range(len(rows.header))]
    return render_to_string(
        "kit/data_table.html",
        {
            "table": rows,
            "header": list(zip(rows.header, numeric, strict=True)),
            "rows": [[(cell, isinstance(cell, str)) for cell in row] for row in rows.rows],
            "hide_caption": hide_caption,
        },
    )


@tags.simple_tag
def month(laid_out: Month, *, level: int = 3) -> SafeString:
    """Write a month (予定表); each day says its state with a sign and a word."""
    return render_to_string("kit/month.html", {"month": laid_out, "level": level})
