"""The calendar of a house: two months in which free nights can be seen and picked."""

from datetime import date, datetime
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kayoi.engines.procedures.selectors.words import language
from kayoi.kit.dates import local_date, months_later, parse_month
from kayoi.kit.html import DayMark, DayState, Link, Month, month_of
from kayoi.programmes.stays.models import House
from kayoi.programmes.stays.selectors.offers import Wanted, free_nights, rooms_of

SHOWN_MONTHS = 2
# So far ahead the public looks.
MONTHS_AHEAD = 18


def months_of(house: House, *, start: date, wanted: Wanted | None, at: datetime) -> list[Month]:
    """Return the months from one on: each free night leads to itself as the first day."""
    today = local_date(at)
    first = max(start, today).replace(day=1)
    stop = months_later(first, SHOWN_MONTHS)
    rooms = rooms_of(house, on=today)
    free = free_nights(rooms, first, stop, at=at)
    last = months_later(today.replace(day=1), MONTHS_AHEAD)
    months = []
    for number in range(SHOWN_MONTHS):
        month = months_later(first, number)
        is_first, is_last = number == 0, number == SHOWN_MONTHS - 1
        months.append(
            month_of(
                title=_title(month),
                year=month.year,
                month=month.month,
                days=_marks(free, month, len(rooms), wanted, today),
                today=today,
                previous=_link(_("前の月"), months_later(month, -SHOWN_MONTHS)) if is_first and month > today else None,
                following=_link(_("次の月"), months_later(month, 1)) if is_last and month < last else None,
            )
        )
    return months


def _marks(free: dict[date, int], month: date, rooms: int, wanted: Wanted | None, today: date) -> dict[date, DayMark]:
    marks = {}
    for day, count in free.items():
        if day < today or (day.year, day.month) != (month.year, month.month):
            continue
        state = DayState.FULL if not count else DayState.FEW if rooms > 2 and count * 4 <= rooms else DayState.OPEN
        words = ngettext("残り%(count)s室", "残り%(count)s室", count) % {"count": count} if rooms > 1 and count else ""
        marks[day] = DayMark(state, words, _pick(day) if count else "", _picked(day, wanted))
    return marks


def _picked(day: date, wanted: Wanted | None) -> bool:
    return wanted is not None and wanted.days.arrives_on <= day <= wanted.days.leaves_on


def _pick(day: date) -> str:
    return f"?{urlencode({'first': day.isoformat(), 'month': f'{day:%Y-%m}'})}#dates"


def _link(label: str, month: date) -> Link:
    return Link(label, f"?{urlencode({'month': f'{month:%Y-%m}'})}#calendar")


def _title(month: date) -> str:
    return f"{month:%B %Y}" if language() == "en" else f"{month.year}年{month.month}月"


def month_shown(text: str, *, today: date) -> date:
    """Return the month that an address names, never before this one."""
    first = today.replace(day=1)
    return max(parse_month(text) or first, first)
