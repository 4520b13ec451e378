"""Charts of a place: people by age, past and projected population, births, deaths and moves, the climate by month."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from kayoi.doors.portal.selectors.language import label
from kayoi.foundation.places.models import Place
from kayoi.foundation.places.rules.climate import MonthlyClimate, StationNote
from kayoi.foundation.places.rules.population import Point, Pyramid, YearOfChange
from kayoi.foundation.places.selectors import pyramids_of
from kayoi.foundation.places.states import Element, PointKind
from kayoi.kit.charts import About, Chart, Series, Table, bar_chart, line_chart, pyramid_chart

OLDEST_CLASSES = 19  # 90 and over: the classes that the censuses before 2020 have
CENSUS = gettext_noop("総務省統計局「国勢調査」")
PROJECTION = gettext_noop("国立社会保障・人口問題研究所「日本の地域別将来推計人口(令和5年推計)」")


def pyramid_of(place: Place) -> Chart | None:
    """Return the people of the latest census by age, with the outline of the earliest (人口ピラミッド)."""
    censuses = pyramids_of(place, classes=OLDEST_CLASSES)
    if not censuses:
        return None
    latest, earliest = censuses[max(censuses)], censuses[min(censuses)]
    compared = earliest if earliest.year != latest.year and len(earliest.men) == len(latest.men) else None
    unknown = latest.unknown_men + latest.unknown_women
    base = _("年齢の分からない%(count)s人を除きます。") % {"count": f"{unknown:,}"} if unknown else ""
    return pyramid_chart(
        about=About(_("年齢別の人口"), _("人"), base, _("%(year)d年10月1日") % {"year": latest.year}, _(CENSUS)),
        ages=[_age(at, len(latest.men)) for at in range(len(latest.men))],
        men=Series(_("男"), latest.men),
        women=Series(_("女"), latest.women),
        outline=_outline(compared) if compared else None,
    )


def _outline(pyramid: Pyramid) -> tuple[Series, Series]:
    return (
        Series(_("%(year)d年の男") % {"year": pyramid.year}, pyramid.men),
        Series(_("%(year)d年の女") % {"year": pyramid.year}, pyramid.women),
    )


def _age(at: int, classes: int) -> str:
    if at == classes - 1:
        return _("%(age)d歳以上") % {"age": 5 * at}
    return _("%(low)d〜%(high)d歳") % {"low": 5 * at, "high": 5 * at + 4}


def population_chart(points: Sequence[Point]) -> Chart | None:
    """Return the population from 2000 on and its projection (人口のこれまでと推計)."""
    if not points:
        return None
    years = sorted({point.year for point in points})
    values = {(point.kind, point.year): point.people for point in points}
    series = [
        Series(label(kind), [values.get((kind, year)) for year in years])
        for kind in PointKind
        if any((kind, year) in values for year in years)
    ]
    chart = line_chart(
        about=About(
            _("人口のこれまでと推計"),
            _("人"),
            source=_("%(one)s、%(other)s") % {"one": _(CENSUS), "other": _(PROJECTION)},
        ),
        labels=[_year(year) for year in years],
        series=series,
    )
    return replace(chart, summary=_course(points))


def _course(points: Sequence[Point]) -> str:
    """Return the course in three sentences: what was counted, what was counted preliminarily, what is projected."""
    by_kind = {kind: [point for point in points if point.kind is kind] for kind in PointKind}
    sentences = []
    if counted := by_kind[PointKind.CENSUS]:
        words = _span(counted)
        sentences.append(_("%(first)d年の%(from)s人が、%(last)d年には%(to)s人になりました。") % words)
    if early := by_kind[PointKind.PRELIMINARY]:
        sentences.append(_("%(last)d年の速報値は%(to)s人です。") % _span(early))
    if projected := by_kind[PointKind.PROJECTION]:
        sentences.append(_("推計では、%(last)d年に%(to)s人になる見通しです。") % _span(projected))
    return "".join(sentences)


def _span(points: Sequence[Point]) -> dict[str, object]:
    first, last = points[0], points[-1]
    return {"first": first.year, "from": f"{first.people:,}", "last": last.year, "to": f"{last.people:,}"}


def _year(year: int) -> str:
    return _("%(year)d年") % {"year": year}


def natural_chart(years: Sequence[YearOfChange]) -> Chart | None:
    """Return births and deaths by year (出生と死亡の推移)."""
    known = [one for one in years if one.births is not None or one.deaths is not None]
    if not known:
        return None
    return line_chart(
        about=About(_("生まれた人と亡くなった人"), _("人"), source=_("厚生労働省「人口動態調査」")),
        labels=[_year(one.year) for one in known],
        series=[
            Series(_("生まれた人"), [one.births for one in known]),
            Series(_("亡くなった人"), [one.deaths for one in known]),
        ],
    )


def moves_chart(years: Sequence[YearOfChange]) -> Chart | None:
    """Return people who moved in and out by year (転入と転出の推移)."""
    known = [one for one in years if one.moves_in is not None or one.moves_out is not None]
    if not known:
        return None
    return line_chart(
        about=About(
            _("転入した人と転出した人"),
            _("人"),
            _("日本人の移動者"),
            source=_("総務省「住民基本台帳人口移動報告」"),
        ),
        labels=[_year(one.year) for one in known],
        series=[
            Series(_("転入した人"), [one.moves_in for one in known]),
            Series(_("転出した人"), [one.moves_out for one in known]),
        ],
    )


TEMPERATURES = (Element.DAILY_MAX, Element.MEAN_TEMP, Element.DAILY_MIN)


def climate_charts(climate: Sequence[MonthlyClimate]) -> list[Chart]:
    """Return temperature, rain and snow by month, as the nearest stations have them (月ごとの気候)."""
    elements = {one.element: one for one in climate if one.months}
    charts = []
    lines = [elements[element] for element in TEMPERATURES if element in elements]
    if lines:
        charts.append(
            line_chart(
                about=_about(_("気温"), lines[0]),
                labels=_months(),
                series=[Series(label(one.element), one.months) for one in lines],
                over_time=False,
            )
        )
    charts += [
        bar_chart(
            about=_about(label(element), elements[element]),
            labels=_months(),
            series=[Series(label(element), elements[element].months)],
        )
        for element in (Element.PRECIPITATION, Element.SNOWFALL)
        if element in elements
    ]
    return charts


def climate_table(climate: Sequence[MonthlyClimate]) -> Table:
    """Return all elements of the climate by month and for the year (気候の表)."""
    return Table(
        caption=_("月ごとの平年値"),
        header=("", *_months(), _("年"), _("単位")),
        rows=tuple((label(one.element), *one.months, one.annual, unit_of(one)) for one in climate if one.months),
    )


def stations(climate: Sequence[MonthlyClimate]) -> list[str]:
    """Return which station stands for which elements, with distance and height; or why there is none (観測所)."""
    sentences: dict[str, list[str]] = {}
    for one in climate:
        words = station_words(one.station) if one.station else label(one.absence) if one.absence else ""
        group = label(one.group)
        if group not in sentences.setdefault(words, []):
            sentences[words].append(group)
    return [
        _("%(groups)s:%(words)s") % {"groups": _("・").join(groups), "words": words}
        for words, groups in sentences.items()
    ]


def station_words(station: StationNote) -> str:
    """Return a station in words: 伊那観測所(伊那市、標高633m、役所から0.6km)."""
    return _("%(name)s観測所(%(location)s、標高%(altitude)sm、役所から%(distance)skm)") % {
        "name": station.name,
        "location": station.location,
        "altitude": f"{station.altitude_m:,}",
        "distance": f"{station.distance_km:.1f}",
    }


def unit_of(one: MonthlyClimate) -> str:
    """Return the unit of an element in the reader's language."""
    return pgettext("unit", one.unit)


def _about(title: str, one: MonthlyClimate) -> About:
    station = station_words(one.station) if one.station else ""
    return About(title, unit_of(one), station, _("平年値(1991〜2020年)"), _("気象庁"))


def _months() -> list[str]:
    return [date_format(date(2001, month, 1), "M") for month in range(1, 13)]
