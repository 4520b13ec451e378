"""Tours and dates in the words of a reader."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import get_language

from kayoi.foundation.places.selectors.places import place_of, places_of
from kayoi.kit.dates import wareki
from kayoi.programmes.tours.models import TourDate

WEEKDAYS = "月火水木金土日"


def in_english() -> bool:
    """Tell whether the reader reads English."""
    return (get_language() or "ja").startswith("en")


def either(japanese: str, english: str) -> str:
    """Return words in the reader's language, Japanese where there are no others."""
    return english if english and in_english() else japanese


def lines_of(text: str) -> list[str]:
    """Return what stands on each line."""
    return [line.lstrip("・ ").strip() for line in text.splitlines() if line.strip()]


def span_in_words(first: date, last: date) -> str:
    """Return from when to when: 令和9年1月16日(土)から1月18日(月)まで(2泊3日); a single day as it is."""
    nights = (last - first).days
    if in_english():
        start, end = (f"{day:%a %-d %b %Y}" for day in (first, last))
        return f"{start} – {end} ({nights} nights)" if nights else start
    start = f"{wareki(first)}({WEEKDAYS[first.weekday()]})"
    if not nights:
        return start
    end = f"{wareki(last)}({WEEKDAYS[last.weekday()]})"
    if last.year == first.year:
        end = f"{last.month}月{last.day}日({WEEKDAYS[last.weekday()]})"
    return f"{start}から{end}まで({nights}泊{nights + 1}日)"


def days_in_words(one: TourDate) -> str:
    """Return when a date is, in the reader's language."""
    return span_in_words(one.starts_on, one.ends_on)


def place_in_words(code: str) -> str:
    """Return the name of a municipality, 長野県伊那市."""
    place = place_of(code)
    return either(place.full_name, place.name_en) if place else ""


def names_of(codes: Iterable[str]) -> dict[str, str]:
    """Return the names of municipalities by their codes, in one query."""
    return {code: either(place.full_name, place.name_en) for code, place in places_of(codes).items()}


def named_dates(dates: Sequence[TourDate]) -> dict[str, str]:
    """Return the words of each date by its key, with the town where there are several."""
    codes = {one.place_code for one in dates}
    hosts = names_of(codes) if len(codes) > 1 else {}
    return {one.key: " ".join(filter(None, (hosts.get(one.place_code), days_in_words(one)))) for one in dates}
