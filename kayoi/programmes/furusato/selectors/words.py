"""Times of activities in the words of a reader."""

from datetime import date, datetime

from kayoi.kit.dates import local_time, wareki

WEEKDAYS = "月火水木金土日"


def day_in_words(on: date, language: str = "ja") -> str:
    """Return a day as it is written in a mail: 令和8年11月28日(土), or Saturday 28 November 2026."""
    return on.strftime("%A %-d %B %Y") if language == "en" else f"{wareki(on)}({WEEKDAYS[on.weekday()]})"


def when_in_words(starts_at: datetime, ends_at: datetime, language: str = "ja") -> str:
    """Return when an activity is: day and hours, or both days where there are several."""
    starts, ends = local_time(starts_at), local_time(ends_at)
    first = f"{day_in_words(starts.date(), language)} {starts:%H:%M}"
    if starts.date() == ends.date():
        return f"{first}{'–' if language == 'en' else '〜'}{ends:%H:%M}"
    return f"{first} {'to' if language == 'en' else 'から'} {day_in_words(ends.date(), language)} {ends:%H:%M}"
