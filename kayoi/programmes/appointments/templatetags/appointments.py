"""Times and names in the words of the reader."""

from datetime import date, datetime, timedelta

from django import template
from django.utils.translation import get_language

from kayoi.kit.dates import local_time
from kayoi.programmes.appointments.selectors import words

register = template.Library()


def _language() -> str:
    return "en" if (get_language() or "ja").startswith("en") else "ja"


@register.simple_tag
def either(japanese: str, english: str) -> str:
    """Return the English words for English readers where there are some."""
    return english if english and _language() == "en" else japanese


@register.simple_tag
def way_words(way: str) -> str:
    """Return a way of talking in words."""
    return words.ways_in_words([way])


@register.filter
def clock(moment: datetime) -> str:
    """Return the time of day in Japan."""
    return words.clock(moment)


@register.filter
def day_and_clock(moment: datetime) -> str:
    """Return day and time in Japan."""
    return f"{words.short_day(local_time(moment).date(), _language())} {words.clock(moment)}"


@register.filter
def short_day(on: date) -> str:
    """Return a day for lists."""
    return words.short_day(on, _language())


@register.filter
def days_later(on: date, count: int) -> date:
    """Return the day so many days later."""
    return on + timedelta(days=count)
