"""Figures of a place as its page shows them: value, unit, day, source, and where it stands among places of like size.

What is missing says why. Nothing is left out because it does not look good.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import quantiles

from django.db.models import F
from django.utils.translation import gettext as _

from kayoi.doors.portal.selectors.language import either, label
from kayoi.doors.portal.states import COMPARED, FIRST_CLIMATE, FIRST_FIGURES
from kayoi.foundation.places.models import Fact, Place
from kayoi.foundation.places.rules import likeness
from kayoi.foundation.places.rules.climate import MonthlyClimate
from kayoi.foundation.places.rules.figures import Figure
from kayoi.foundation.places.selectors import like_towns_of
from kayoi.foundation.places.states import Theme
from kayoi.kit.charts import About, Chart, Standing, comparison_chart


@dataclass(frozen=True)
class Shown:
    """One figure as it is shown. `text` is empty where there is no value, and `absence` then says why."""

    label: str
    text: str
    unit: str
    when: str
    source: str
    standing: str
    median: str
    absence: str
    note: str


@dataclass(frozen=True)
class Comparison:
    """A place among places of like size: how these were chosen, and their values by figure."""

    group: str
    wording: str
    others: Mapping[str, Sequence[float]]

    def standing(self, figure: Figure) -> likeness.Standing | None:
        """Return where a figure stands; None when it has no value or there is nothing to compare with."""
        return None if figure.value is None else likeness.standing(figure.value, self.others.get(figure.kind.key, ()))

    def equals(self, figure: Figure) -> int:
        """Return how many of the others have the very same value."""
        return sum(other == figure.value for other in self.others.get(figure.kind.key, ()))


def comparison_of(place: Place) -> Comparison:
    """Return the places of like size with their values of the latest year (同じくらいの規模の団体との比較)."""
    like = like_towns_of(place)
    others: dict[str, list[float]] = defaultdict(list)
    rows = Fact.objects.filter(
        place__in=[town.code for town in like.towns], year=F("definition__latest_year"), value__isnull=False
    )
    for key, value in rows.values_list("definition_id", "value"):
        if value is not None:
            others[key].append(value)
    return Comparison(label(like.group), _chosen(like), others)


def _chosen(like: likeness.LikeTowns) -> str:
    if not like.towns:
        return _("国勢調査の人口がないため、同じくらいの規模のところを選べません。")
    people = [town.population for town in like.towns]
    return _("%(group)sのうち、人口が近い%(count)dか所(人口%(least)s人から%(most)s人)とくらべています。") % {
        "group": label(like.group),
        "count": len(like.towns),
        "least": f"{min(people):,}",
        "most": f"{max(people):,}",
    }


def shown(figure: Figure, comparison: Comparison) -> Shown:
    """Return a figure in the reader's language with everything that must be said with it."""
    kind, standing = figure.kind, comparison.standing(figure)
    return Shown(
        label=either(kind.label, kind.label_en),
        text=figure.text.replace("-", "−"),
        unit=_unit(figure),
        when=either(figure.when, figure.when_en),
        source=_source(figure),
        standing=_place_among(standing, comparison, figure) if standing else "",
        median=f"{standing.median:,.{kind.decimals}f}".replace("-", "−") if standing else "",
        absence=label(figure.absence) if figure.absence else "",
        note=_(kind.note) if kind.note else "",
    )


def _unit(figure: Figure) -> str:
    """Return the unit as it follows a number: English words after a space, signs at once."""
    english = figure.kind.unit_en
    return either(figure.kind.unit, f" {english}" if english[:1].isalpha() else english)


def _source(figure: Figure) -> str:
    kind, source = figure.kind, figure.kind.source
    credit = either(source.credit, source.credit_en)
    if kind.is_computed:
        return _("%(credit)s。Kayoiが計算") % {"credit": credit}
    return either(kind.survey, kind.survey_en) or credit


def _place_among(standing: likeness.Standing, comparison: Comparison, figure: Figure) -> str:
    """Return the rank from the nearer end; where many share the value, the rank alone would mislead."""
    equals = comparison.equals(figure)
    low = standing.of - standing.rank - equals + 1
    words = {"of": standing.of, "group": comparison.group, "rank": min(standing.rank, low), "equals": equals}
    if equals == standing.of - 1:
        return _("%(of)dの%(group)sすべてが同じ値") % words
    if standing.rank <= low:
        sentence = _("%(of)dの%(group)sのうち、高いほうから%(rank)d番目") % words
    else:
        sentence = _("%(of)dの%(group)sのうち、低いほうから%(rank)d番目") % words
    return sentence + (_("(同じ値がほかに%(equals)dか所)") % words if equals else "")


def first_figures(
    facts: Mapping[str, Figure], comparison: Comparison, climate: Sequence[MonthlyClimate]
) -> list[Shown]:
    """Return the figures with which the page begins, all of the same size (はじめに見る数字)."""
    cards = [shown(facts[key], comparison) for key in FIRST_FIGURES if key in facts]
    elements = {one.element: one for one in climate}
    return cards + [_climate_card(elements[element]) for element in FIRST_CLIMATE if element in elements]


def _climate_card(one: MonthlyClimate) -> Shown:
    station = one.station
    return Shown(
        label=label(one.element),
        text="" if one.annual is None else f"{one.annual:,.{one.decimals}f}",
        unit=_("日/年"),
        when=_("平年値(1991〜2020年)"),
        source=_("気象庁%(name)s観測所") % {"name": station.name} if station else _("気象庁"),
        standing="",
        median="",
        absence=label(one.absence) if one.absence else "",
        note="",
    )


def compared_charts(name: str, facts: Mapping[str, Figure], comparison: Comparison) -> list[Chart]:
    """Return the place among places of like size, three charts of a few figures each (比較の図)."""
    if not comparison.others:
        return []
    charts = []
    for title, keys in COMPARED:
        rows = [
            Standing(
                either(facts[key].kind.label, facts[key].kind.label_en),
                facts[key].value,
                comparison.others.get(key, ()),
                _unit(facts[key]),
            )
            for key in keys
            if key in facts
        ]
        chart = comparison_chart(about=About(_(title)), town=name, rows=rows)
        charts.append(replace(chart, summary=_beyond_the_middle(rows)))
    return charts


def _beyond_the_middle(rows: Sequence[Standing]) -> str:
    """Return which figures lie outside of the middle half of the others: that is what the strips show at a glance."""
    high: list[str] = []
    low: list[str] = []
    for row in rows:
        if row.value is not None and len(row.others) > 1:
            lower, _middle, upper = quantiles(map(float, row.others), n=4, method="inclusive")
            (high if row.value > upper else low if row.value < lower else []).append(row.label)
    sentences = [
        _("中ほどの半数より高いのは、%(labels)sです。") % {"labels": _("、").join(high)} if high else "",
        _("中ほどの半数より低いのは、%(labels)sです。") % {"labels": _("、").join(low)} if low else "",
    ]
    return "".join(sentences) or _("どの数字も、中ほどの半数に入っています。")


@dataclass(frozen=True)
class ThemeTable:
    """All figures of one theme (分野)."""

    title: str
    key: str
    rows: tuple[Shown, ...]


def theme_tables(facts: Mapping[str, Figure], comparison: Comparison) -> list[ThemeTable]:
    """Return all figures by theme, in the order of their definitions (分野ごとのすべての数字)."""
    tables = []
    for theme in Theme:
        rows = tuple(shown(figure, comparison) for figure in facts.values() if figure.kind.theme is theme)
        if rows:
            tables.append(ThemeTable(label(theme), f"theme-{theme.value}", rows))
    return tables
