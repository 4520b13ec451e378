"""Times and ways in the words of a reader."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from kayoi.kit.dates import JST, holiday_name, local_time, wareki
from kayoi.programmes.appointments.states import BookingStatus, Way

WEEKDAYS = "月火水木金土日"
WAYS = {
    Way.ONLINE: _("オンライン"),
    Way.TELEPHONE: _("電話"),
    Way.COUNTER: _("来庁"),
    Way.SITE: _("現地"),
}
STATES = {
    BookingStatus.BOOKED: _("予約中"),
    BookingStatus.HELD: _("実施済み"),
    BookingStatus.NO_SHOW: _("来られなかった"),
    BookingStatus.CANCELLED: _("取り消し"),
    BookingStatus.MOVED: _("変更済み"),
}
MOMENT = "%Y%m%d%H%M"


def day_in_words(on: date, language: str) -> str:
    """Return a day as it is written in a mail: 令和8年11月26日(木), or Thursday 26 November 2026."""
    if language == "en":
        return on.strftime("%A %-d %B %Y")
    return f"{wareki(on)}({WEEKDAYS[on.weekday()]})"


def short_day(on: date, language: str) -> str:
    """Return a day for lists: 11月26日(木), or Thu 26 Nov; holidays are said."""
    if language == "en":
        return on.strftime("%a %-d %b")
    holiday = holiday_name(on)
    return f"{on.month}月{on.day}日({WEEKDAYS[on.weekday()]}{'・祝' if holiday else ''})"


def clock(moment: datetime) -> str:
    """Return the time of day in Japan."""
    return local_time(moment).strftime("%H:%M")


def when_in_words(starts_at: datetime, ends_before: datetime, language: str) -> str:
    """Return day and time in Japan, with the time zone for readers who may be elsewhere."""
    day = day_in_words(local_time(starts_at).date(), language)
    if language == "en":
        return f"{day}, {clock(starts_at)}–{clock(ends_before)} (Japan time)"
    return f"{day} {clock(starts_at)}〜{clock(ends_before)}"


def start_in_words(starts_at: datetime, language: str) -> str:
    """Return day and time at which something would begin."""
    return f"{day_in_words(local_time(starts_at).date(), language)} {clock(starts_at)}"


def ways_in_words(ways: Iterable[str]) -> str:
    """Return ways of talking in one fixed order, in the reader's language."""
    chosen = set(ways)
    return "・".join(str(words) for way, words in WAYS.items() if way in chosen)


def moment_key(moment: datetime) -> str:
    """Return a moment as it stands in an address: 202611261000, in Japanese time."""
    return local_time(moment).strftime(MOMENT)


def moment_of(key: str) -> datetime | None:
    """Return the moment of an address, or None where there is none."""
    try:
        return datetime.strptime(key, MOMENT).replace(tzinfo=JST) if len(key) == 12 else None
    except ValueError:
        return None
