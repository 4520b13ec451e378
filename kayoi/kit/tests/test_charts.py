"""Charts by example: what they say, what they draw, what they refuse."""

from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from django.utils import translation

from kayoi.kit.charts import (
    About,
    Chart,
    Series,
    Standing,
    bar_chart,
    comparison_chart,
    histogram,
    line_chart,
    number_text,
    pyramid_chart,
    sparkline,
)
from kayoi.kit.charts.canvas import text_width, wrapped
from kayoi.kit.charts.scale import scale_over
from kayoi.kit.tests.case_tables import cases

SVG = "{http://www.w3.org/2000/svg}"
YEARS = ["2022年度", "2023年度", "2024年度", "2025年度"]
ABOUT = About("転入者数", "人", "霧野町に転入した人", "2026年3月31日", "霧野町の記録")


def words(chart: Chart, *, narrow: bool = False) -> list[str]:
    """Return all texts of a picture."""
    tree = ElementTree.fromstring(chart.narrow if narrow else chart.svg)
    return ["".join(text.itertext()) for text in tree.iter(f"{SVG}text")]


def shapes(chart: Chart, tag: str, *, narrow: bool = False) -> list[ElementTree.Element]:
    """Return the shapes of a kind, without those of patterns."""
    tree = ElementTree.fromstring(chart.narrow if narrow else chart.svg)
    return [shape for group in tree.iter(f"{SVG}g") for shape in group.iter(f"{SVG}{tag}")]


@cases("charts_numbers")
def test_numbers_are_written_as_people_read_them(case: dict[str, str]) -> None:
    assert number_text(Decimal(case["数"]), places=int(case["小数の桁"])) == case["表記"]


@cases("charts_ticks")
def test_ticks_are_round(case: dict[str, str]) -> None:
    values = [float(value) for value in case["値"].split()]
    scale = scale_over(values, from_zero=case["0から"] == "はい", start=0, end=100)
    assert [text for _tick, text in scale.labels()] == case["目盛り"].split()


def test_large_ticks_are_counted_in_thousands_outside_japan() -> None:
    with translation.override("en"):
        labels = [text for _tick, text in scale_over([350_000_000], start=0, end=1).labels()]
    assert labels == ["0", "100 m", "200 m", "300 m", "400 m"]


def test_a_scale_never_leaves_its_pixels() -> None:
    scale = scale_over([0, 10], start=100, end=0)
    assert (scale(-5), scale(0), scale(5), scale(10), scale(99)) == (100, 100, 50, 0, 0)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("電話", 100, ["電話"]),
        ("60代以上", 50, ["60代", "以上"]),
        ("知人・家族からの紹介", 90, ["知人・家族", "からの紹介"]),
        ("東京(23区)", 60, ["東京", "(23区)"]),
        ("Okutama town office", 110, ["Okutama", "town office"]),
        ("あいうえおかきくけこさしすせそ", 42, ["あいう", "えおか", "きく…"]),
        ("", 50, [""]),
    ],
)
def test_labels_are_broken_where_japanese_may_be_broken(text: str, width: float, lines: list[str]) -> None:
    assert wrapped(text, width) == lines
    assert all(text_width(line) <= width for line in lines)


def test_a_course_is_told_from_first_to_last() -> None:
    chart = line_chart(about=ABOUT, labels=YEARS, series=[Series("転入", [40, 66, 30, 50])])
    assert chart.summary == (
        "2022年度の40人から2025年度の50人へ増えました(+25%)。最大は2023年度の66人、最小は2024年度の30人です。"
    )


@pytest.mark.parametrize(
    ("values", "summary"),
    [
        ([40, None, None, 20], "2022年度の40人から2025年度の20人へ減りました(−50%)。2件はデータがありません。"),
        ([40, 40, 40, 40], "2022年度と2025年度は、ともに40人です。"),
        ([-3, None, None, 5], "2022年度の−3人から2025年度の5人へ増えました。2件はデータがありません。"),
        ([1, 2, 3, 249], "2022年度の1人から2025年度の249人へ増えました。"),
        ([None, 7, None, None], "2023年度が7人です。3件はデータがありません。"),
        ([None, None, None, None], "表示できる値がまだありません。"),
    ],
)
def test_a_course_tells_changes_gaps_and_nothing(values: list[int | None], summary: str) -> None:
    assert line_chart(about=ABOUT, labels=YEARS, series=[Series("転入", values)]).summary == summary


def test_a_comparison_of_categories_tells_the_extremes() -> None:
    chart = bar_chart(about=About("経路", "件"), labels=["電話", "窓口"], series=[Series("相談", [120, 85])])
    assert chart.summary == "最大は電話の120件、最小は窓口の85件です。"


def test_more_series_than_sentences_lead_to_the_table() -> None:
    series = [Series(name, [1, 2]) for name in "ABCDE"]
    chart = bar_chart(about=About("数"), labels=["x", "y"], series=series)
    assert chart.summary.endswith("ほか2系列は表をご覧ください。")
    assert "Dは" not in chart.summary


def test_unit_base_time_and_source_stand_in_the_picture() -> None:
    chart = bar_chart(about=ABOUT, labels=YEARS, series=[Series("転入", [1, 2, 3, 4])])
    for narrow in (False, True):
        seen = " ".join(words(chart, narrow=narrow))
        assert "単位:人" in seen
        assert "対象:霧野町に転入した人" in seen
        assert "時点:2026年3月31日" in seen
        assert "出典:霧野町の記録" in seen


def test_the_picture_has_a_name_and_a_description() -> None:
    chart = bar_chart(about=ABOUT, labels=YEARS, series=[Series("転入", [1, 2, 3, 4])])
    tree = ElementTree.fromstring(chart.svg)
    named = [tree.find(f".//*[@id='{key}']") for key in tree.attrib["aria-labelledby"].split()]
    assert tree.attrib["role"] == "img"
    assert [element.text for element in named if element is not None] == [
        "転入者数",
        f"{chart.summary} 単位:人 対象:霧野町に転入した人 時点:2026年3月31日 出典:霧野町の記録",
    ]


def test_both_sizes_may_stand_on_one_page() -> None:
    chart = bar_chart(about=ABOUT, labels=["a"], series=[Series("転入", [1]), Series("転出", [2])])
    keys = [element.attrib["id"] for svg in (chart.svg, chart.narrow) for element in _with_id(svg)]
    assert len(keys) == len(set(keys)) == 6


def _with_id(svg: str) -> list[ElementTree.Element]:
    return [element for element in ElementTree.fromstring(svg).iter() if "id" in element.attrib]


def test_series_differ_without_colour() -> None:
    bars = bar_chart(about=ABOUT, labels=["a"], series=[Series(name, [1]) for name in "ABCDEF"])
    assert len({shape.attrib["fill"] for shape in shapes(bars, "rect")}) == 6
    assert bars.svg.count("<pattern") == 4  # two are plain: one dark, one light
    lines = line_chart(about=ABOUT, labels=YEARS, series=[Series(name, [1, 2, 3, 4]) for name in "ABCDEF"])
    dashes = {path.attrib.get("stroke-dasharray") for path in shapes(lines, "path") if "L" in path.attrib["d"]}
    assert len(dashes) >= 6


def test_a_line_is_broken_where_a_value_is_missing() -> None:
    chart = line_chart(about=ABOUT, labels=YEARS, series=[Series("転入", [1, 2, None, 4])])
    path = next(path.attrib["d"] for path in shapes(chart, "path"))
    assert (path.count("M"), path.count("L")) == (2, 1)
    assert len(shapes(chart, "circle")) == 3


def test_an_axis_that_does_not_start_at_zero_says_so() -> None:
    series = [Series("人口", [3010, 3005, 3001, 2998])]
    for from_zero in (True, False):
        chart = line_chart(about=ABOUT, labels=YEARS, series=series, from_zero=from_zero)
        assert ("縦軸は0から始まりません。" in words(chart)) is not from_zero
        assert ("縦軸は0から始まりません。" in chart.summary) is not from_zero


def test_years_are_thinned_out_and_the_newest_stays() -> None:
    years = [f"{year}年度" for year in range(1990, 2027)]
    chart = bar_chart(about=ABOUT, labels=years, series=[Series("転入", range(37))], over_time=True)
    shown = [text for text in words(chart, narrow=True) if text in years]
    assert shown[-1] == "2026年度"
    gaps = {int(after[:4]) - int(before[:4]) for before, after in pairwise(shown)}
    assert len(gaps) == 1


def test_bars_lie_down_where_their_labels_do_not_fit() -> None:
    labels = ["電話による相談", "窓口での相談", "電子メールでの相談", "移住フェアでの相談", "知人からの紹介"]
    chart = bar_chart(about=ABOUT, labels=labels, series=[Series("相談", [5, 4, 3, 2, 1])])
    narrow, wide = shapes(chart, "rect", narrow=True), shapes(chart, "rect")
    assert len({shape.attrib["height"] for shape in narrow}) == 1
    assert len({shape.attrib["width"] for shape in wide}) == 1


def test_a_stack_is_as_high_as_its_sum() -> None:
    chart = bar_chart(
        about=About("支払い", "円"),
        labels=["令和7年度"],
        series=[Series("住まい", [9_000_000]), Series("仕事", [6_000_000])],
        stacked=True,
    )
    assert "1,500万" in words(chart)


def test_a_stack_with_losses_grows_both_ways_from_zero() -> None:
    chart = bar_chart(about=ABOUT, labels=["a"], series=[Series("増", [30]), Series("減", [-10])], stacked=True)
    gain, loss = shapes(chart, "rect")[-2:]
    assert float(gain.attrib["y"]) + float(gain.attrib["height"]) == pytest.approx(float(loss.attrib["y"]), abs=0.2)


def test_a_pyramid_puts_the_youngest_at_the_bottom_and_men_to_the_left() -> None:
    chart = pyramid_chart(
        about=About("人口", "人"), ages=["0〜4歳", "5〜9歳"], men=Series("男", [10, 20]), women=Series("女", [12, 18])
    )
    men_young, men_old, women_young, _women_old = shapes(chart, "rect")[-4:]
    assert float(men_young.attrib["y"]) > float(men_old.attrib["y"])
    assert float(men_young.attrib["x"]) < 360 < float(women_young.attrib["x"])
    assert chart.summary == "男30人、女30人です。最も多い年齢は5〜9歳で、合わせて38人です。"


def test_a_pyramid_refuses_negative_counts() -> None:
    with pytest.raises(ValueError, match="negative"):
        pyramid_chart(about=ABOUT, ages=["0〜4歳"], men=Series("男", [-1]), women=Series("女", [1]))


def test_bins_are_half_open() -> None:
    chart = histogram(about=About("家賃", "円"), values=[0, 9, 10, 19, 20], bin_width=10, counted="件")
    assert chart.table.rows == (("0以上10未満", 2), ("10以上20未満", 2), ("20以上30未満", 1))
    assert chart.summary == "5件のうち、最も多いのは0以上10未満(円)の2件です。"


@pytest.mark.parametrize("width", [0, -1, 0.001])
def test_a_bin_has_a_sensible_width(width: float) -> None:
    with pytest.raises(ValueError, match="bin"):
        histogram(about=About("家賃"), values=[1, 2, 3], bin_width=width)


def test_a_town_is_placed_among_like_towns() -> None:
    chart = comparison_chart(
        about=About("比較"),
        town="霧野町",
        rows=[Standing("転入超過率", 1.2, [0.4, 2.0, 0.8], "%"), Standing("空き家", None, [3, 5], "件")],
    )
    assert chart.summary == (
        "転入超過率:霧野町は1.2%で、4団体のうち大きい方から2番目です(他団体の中央値0.8%)。"
        "空き家:霧野町の値はまだありません。"
    )
    assert chart.table.rows[0][:3] == ("転入超過率", 1.2, Decimal("0.4"))


def test_a_town_alone_is_compared_with_nobody() -> None:
    chart = comparison_chart(about=About("比較"), town="霧野町", rows=[Standing("空き家", 4, [], "件")])
    assert chart.summary == "空き家:霧野町は4件です。比べる団体がまだありません。"


def test_a_sparkline_has_no_words_in_the_picture() -> None:
    chart = sparkline(about=ABOUT, labels=YEARS, values=[40, 66, 30, 50])
    assert words(chart) == []
    assert "2025年度の50人へ増えました" in chart.svg


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        Series("転入", [1, value])


def test_lengths_must_agree() -> None:
    with pytest.raises(ValueError, match="3 values for 4 labels"):
        line_chart(about=ABOUT, labels=YEARS, series=[Series("転入", [1, 2, 3])])
