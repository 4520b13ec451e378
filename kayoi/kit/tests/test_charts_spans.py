"""Rows of days: where bars lie, what is hollow, what is refused."""

from datetime import date
from xml.etree import ElementTree

import pytest

from kayoi.kit.charts import About, Chart, SpanMark, SpanRow, span_chart

SVG = "{http://www.w3.org/2000/svg}"
WORDS = ("すること", "いつから", "いつまで", "状態")


def drawn(*rows: SpanRow, marks: tuple[SpanMark, ...] = ()) -> Chart:
    return span_chart(about=About("計画"), rows=rows, marks=marks, summary="二つあります。", words=WORDS)


def bars(picture: str) -> list[dict[str, str]]:
    tree = ElementTree.fromstring(picture)
    return [dict(rect.attrib) for rect in tree.iter(f"{SVG}rect") if rect.get("rx")]


def test_bars_lie_by_day() -> None:
    chart = drawn(
        SpanRow("前", date(2027, 1, 1), date(2027, 1, 31)),
        SpanRow("後", date(2027, 2, 1), date(2027, 3, 31), "済み", hollow=True),
        marks=(SpanMark("引越し", date(2027, 4, 1)),),
    )
    for picture in (chart.svg, chart.narrow):
        first, second = bars(picture)
        assert float(first["x"]) + float(first["width"]) <= float(second["x"])
        assert float(second["width"]) > 1.8 * float(first["width"])
        assert (first["fill"] != "#ffffff", second["fill"]) == (True, "#ffffff")
        assert "引越し 4/1" in picture
        assert "style=" not in picture
    assert chart.table.rows[1] == ("後", "2027-02-01", "2027-03-31", "済み")


def test_one_day_is_still_seen() -> None:
    (bar,) = bars(drawn(SpanRow("一日", date(2027, 4, 1), date(2027, 4, 1))).svg)
    assert float(bar["width"]) >= 5


def test_nothing_to_draw() -> None:
    assert bars(drawn().svg) == []


def test_a_row_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        SpanRow("逆", date(2027, 4, 2), date(2027, 4, 1))
