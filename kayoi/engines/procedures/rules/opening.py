"""Whether a procedure takes applications on a day, and from when to when."""

from datetime import date

from kayoi.engines.procedures.states import Availability, ProcedureStatus
from kayoi.kit.dates import months_later


def availability(
    status: str, *, opens_on: date | None, closes_before: date | None, season: tuple[int, int] | None, on: date
) -> Availability:
    """Return whether a procedure is open on a day (受付の状態). A season may run over the turn of the year: (11, 3).

    Source: 行政手続法 6条・9条 (標準処理期間と情報の提供)
    """
    if status == ProcedureStatus.ENDED or (closes_before is not None and on >= closes_before):
        return Availability.CLOSED
    if status == ProcedureStatus.PAUSED:
        return Availability.PAUSED
    if status != ProcedureStatus.PUBLISHED or (opens_on is not None and on < opens_on):
        return Availability.NOT_YET
    if season is not None and not _lies_in(on.month, *season):
        return Availability.OUT_OF_SEASON
    return Availability.OPEN


def _lies_in(month: int, first: int, last: int) -> bool:
    return first <= month <= last if first <= last else month >= first or month <= last


def next_period(
    *, opens_on: date | None, closes_before: date | None, season: tuple[int, int] | None, on: date
) -> tuple[date | None, date | None] | None:
    """Return from which day up to which, not included, a published procedure takes applications: now, or next time.

    None where it never will again; a None inside is without limit.

    Source: 行政手続法 9条 (情報の提供)
    """
    if closes_before is not None and closes_before <= on:
        return None
    if season is None:
        return opens_on, closes_before
    starts_on, ends_before = _season_of(max(on, opens_on or on), *season)
    starts_on, ends_before = max(starts_on, opens_on or starts_on), min(ends_before, closes_before or ends_before)
    return (starts_on, ends_before) if starts_on < ends_before else None


def _season_of(day: date, first: int, last: int) -> tuple[date, date]:
    """Return the season that a day lies in, or the one after it."""
    starts = (date(day.year + year, first, 1) for year in (-1, 0, 1))
    seasons = ((start, months_later(start, (last - first) % 12 + 1)) for start in starts)
    return next(season for season in seasons if day < season[1])
