"""Moments as clocks in Japan show them (日本標準時)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

JST = ZoneInfo("Asia/Tokyo")


def local_time(at: datetime) -> datetime:
    """Return the moment as clocks in Japan show it (日本時間).

    Raises ValueError for a datetime without time zone: guessing one would move the day by nine hours.
    """
    if at.utcoffset() is None:
        raise ValueError("時間帯のない日時です")
    return at.astimezone(JST)


def local_date(at: datetime) -> date:
    """Return the day in Japan on which the moment lies (日本の日付). Raises ValueError without time zone."""
    return local_time(at).date()
