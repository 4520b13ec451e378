"""What a chart says, in a sentence: the picture's description, and the line above it."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from kayoi.kit.charts.model import About, Number, Series
from kayoi.kit.charts.scale import decimal, number_text, with_unit

# More sentences than this are no message: the table has the rest.
MOST_SERIES = 3


def nothing() -> str:
    """Return the sentence for a chart without any value."""
    return _("表示できる値がまだありません。")


def _missing(series: Series) -> str:
    lacking = len(series.values) - len(series.known)
    return _("%(count)d件はデータがありません。") % {"count": lacking} if lacking else ""


def _named(series: Series, *, alone: bool) -> str:
    return "" if alone or not series.name else _("%(name)sは、") % {"name": series.name}


def extremes(labels: Sequence[str], series: Series, unit: str, *, alone: bool = True) -> str:
    """Return a sentence with the largest and smallest value and where they are (最大、最小)."""
    known = series.known
    head = _named(series, alone=alone)
    if not known:
        return head + nothing()
    least_at, least = min(known, key=lambda pair: pair[1])
    most_at, most = max(known, key=lambda pair: pair[1])
    words = {
        "most": with_unit(most, unit),
        "least": with_unit(least, unit),
        "most_at": labels[most_at],
        "least_at": labels[least_at],
        "count": len(known),
    }
    if len(known) == 1:
        sentence = _("%(most_at)sが%(most)sです。") % words
    elif most == least:
        sentence = _("%(count)d件ともに%(most)sです。") % words
    else:
        sentence = _("最大は%(most_at)sの%(most)s、最小は%(least_at)sの%(least)sです。") % words
    return head + sentence + _missing(series)


def change(first: Number, last: Number) -> str:
    """Return by how many per cent a value changed, or nothing where that has no meaning (基準が0以下)."""
    start, end = decimal(first), decimal(last)
    if start <= 0 or start == end:
        return ""
    share = (end - start) / start * 100
    if abs(share) >= 1000:  # "+12,345 %" says nothing that "from 2 to 249" does not say better
        return ""
    sign = "+" if share > 0 else ""
    return _("(%(change)s%%)") % {"change": sign + number_text(share, places=1)}


def course(labels: Sequence[str], series: Series, unit: str, *, alone: bool = True) -> str:
    """Return a sentence from the first to the last value, then the extremes (推移)."""
    known = series.known
    if len(known) < 2:
        return extremes(labels, series, unit, alone=alone)
    (first_at, first), (last_at, last) = known[0], known[-1]
    words = {
        "first_at": labels[first_at],
        "first": with_unit(first, unit),
        "last_at": labels[last_at],
        "last": with_unit(last, unit),
        "change": change(first, last),
    }
    if last > first:
        sentence = _("%(first_at)sの%(first)sから%(last_at)sの%(last)sへ増えました%(change)s。") % words
    elif last < first:
        sentence = _("%(first_at)sの%(first)sから%(last_at)sの%(last)sへ減りました%(change)s。") % words
    else:
        sentence = _("%(first_at)sと%(last_at)sは、ともに%(last)sです。") % words
    values = [value for _at, value in known]
    told = max(values) in (first, last) and min(values) in (first, last)
    rest = _missing(series) if told else extremes(labels, series, unit)
    return _named(series, alone=alone) + sentence + rest


def rest_of(series: Sequence[Series]) -> str:
    """Return the sentence that leads to the table where there are more series than sentences."""
    left = len(series) - MOST_SERIES
    return _("ほか%(count)d系列は表をご覧ください。") % {"count": left} if left > 0 else ""


def describe(about: About, summary: str) -> str:
    """Return the description of the picture: message, unit, base, as-of and source."""
    return " ".join([summary, *unit_note(about), *notes(about)])


def unit_note(about: About) -> list[str]:
    """Return the unit with its word (単位), where there is one."""
    return [_("単位:%(unit)s") % {"unit": about.unit}] if about.unit else []


def notes(about: About) -> list[str]:
    """Return base, as-of and source, each with its word (対象、時点、出典)."""
    return [
        _("%(word)s:%(text)s") % {"word": word, "text": text}
        for word, text in (
            (_("対象"), about.base),
            (_("時点"), about.as_of),
            (_("出典"), about.source),
        )
        if text
    ]
