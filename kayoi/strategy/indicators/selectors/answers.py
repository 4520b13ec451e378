"""What an answer sheet says of a figure: value, definition, as-of, caveat, and what was answered before."""

from dataclasses import dataclass
from datetime import date

from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import fiscal_year, fiscal_year_label
from kayoi.programmes.settling import selectors as settling
from kayoi.strategy.indicators.models import AnswerSheet
from kayoi.strategy.indicators.selectors.figures import number_of
from kayoi.strategy.indicators.selectors.homes import lines_of_homes, value_of_homes
from kayoi.strategy.indicators.selectors.official import official_series
from kayoi.strategy.indicators.selectors.stays import lines_of_stays, value_of_stays
from kayoi.strategy.indicators.states import BY_KEY, HOME_INDICATORS, STAY_INDICATORS, Indicator, Subject, YearKind

OF_MOVES = "moves-"


@dataclass(frozen=True)
class FigureInWords:
    """A figure ready to be answered with."""

    figure: str
    label: str
    value: str
    definition: str
    as_of: date
    caveat: str


def figure_in_words(key: str, year: int, month: date | None, *, town: Organization, on: date) -> FigureInWords | None:
    """Return a figure of a year or a month in words, or None for a key that is not there."""
    period = fiscal_year_label(year) if month is None else f"{month.year}年{month.month}月"
    figure = f"{key}:{year if month is None else month.strftime('%Y-%m')}"
    if key.startswith(OF_MOVES):
        found = _of_moves(key, year, month, town=town)
    elif key in {indicator.key for indicator in HOME_INDICATORS}:
        found = _of_homes(key, year, month, on=on)
    elif key in {indicator.key for indicator in STAY_INDICATORS}:
        found = _of_stays(key, year, month, on=on)
    else:
        found = _of_questions(key, year, month, on=on)
    if found is None:
        return None
    label, shown, definition, caveats = found
    if fiscal_year(on) == year:
        caveats = [*caveats, f"{period}は途中です。数はこれから増えることがあります。"]
    return FigureInWords(figure, f"{label}({period})", shown, definition, on, "".join(caveats))


def _of_questions(key: str, year: int, month: date | None, *, on: date) -> tuple[str, str, str, list[str]] | None:
    indicator = BY_KEY.get(key)
    if indicator is None:
        return None
    number = number_of(key, year, month, on=on)
    return indicator.label, _shown(indicator, number), indicator.definition, ["記録された経過から数えています。"]


def _of_homes(key: str, year: int, month: date | None, *, on: date) -> tuple[str, str, str, list[str]] | None:
    found = value_of_homes(key, year, month, on=on)
    if found is None:
        return None
    indicator, number = found
    return indicator.label, _shown(indicator, number), indicator.definition, ["空き家の経過から数えています。"]


def _of_stays(key: str, year: int, month: date | None, *, on: date) -> tuple[str, str, str, list[str]] | None:
    found = value_of_stays(key, year, month, on=on)
    if found is None:
        return None
    indicator, number = found
    return indicator.label, _shown(indicator, number), indicator.definition, ["組・人・泊・人泊は、別の数です。"]


def _shown(indicator: Indicator, number: float | None) -> str:
    return "出せません(分母がありません)" if number is None else f"{number:,.{indicator.decimals}f}{indicator.unit}"


def _of_moves(key: str, year: int, month: date | None, *, town: Organization) -> tuple[str, str, str, list[str]] | None:
    wanted = key.removeprefix(OF_MOVES)
    lines = settling.figures_of_moves(year, town_code=town.place_code)
    line = next((one for one in lines if one.defined.key == wanted), None)
    if line is None:
        return None
    count = line.year if month is None else dict(line.months)[month]
    words = " ".join(f"{starts_on:%Y年%-m月%-d日}から: {text}" for starts_on, text in line.defined.words)
    caveats = ["移住者に全国で決まった定義はありません。", *_published(year, town)]
    return line.defined.latest.name, f"{count.households:,}組 {count.persons:,}人", words, caveats


def _published(year: int, town: Organization) -> list[str]:
    """Return 社会動態 of the same year as it was published: asked for whenever 移住者 are."""
    return [
        f"公表値の{series.label}は{value.value.normalize():+f}{series.unit}({value.source})。"
        for series in official_series(town_code=town.place_code)
        if series.subject is Subject.NET_CHANGE and series.year_kind is YearKind.FISCAL
        for value in series.values
        if value.year == year
    ]


def figures_to_answer_with(*, on: date) -> list[tuple[str, str]]:
    """Return every figure that a sheet can be made of: key and label."""
    this = fiscal_year(on)
    counted = [(indicator.key, indicator.label) for indicator in BY_KEY.values()]
    counted += [(indicator.key, indicator.label) for indicator, _, _ in lines_of_homes(this, on=on)]
    counted += [(indicator.key, indicator.label) for indicator, _, _ in lines_of_stays(this, on=on)]
    return counted + [(OF_MOVES + one.key, f"移住者数: {one.latest.name}") for one in settling.definitions()]


def answered_before(key: str) -> list[AnswerSheet]:
    """Return what was answered with a figure, of any year, the latest first."""
    return list(AnswerSheet.objects.filter(figure__startswith=f"{key}:").order_by("-written_at", "-pk")[:20])


def answers_kept() -> list[AnswerSheet]:
    """Return all answer sheets, the latest first."""
    return list(AnswerSheet.objects.order_by("-written_at", "-pk")[:200])
