"""Whether a procedure takes applications on a day."""

from datetime import date

from kayoi.engines.procedures.states import Availability, ProcedureStatus


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
