"""What may still be changed of a date, when it may be held, and whether enough people come."""

from datetime import date

from kayoi.kit.verdict import Reason, Verdict, verdict


def may_change_date(
    *, moves: bool, resizes: bool, capacity: int, placed: int, has_parties: bool, selection_is_open: bool
) -> Verdict:
    """Answer whether a date may get another day, or another number of places.

    People have applied for the day that they were told. Once the terms of a selection are published, places are only
    added, in the open.

    Source: kayoi; docs/decisions/0035-a-draw-is-sealed-before-and-recomputed-after.md
    """
    rows = (
        (Reason("tours.people_have_applied"), moves and has_parties),
        (Reason("tours.capacity_is_published"), resizes and selection_is_open),
        (Reason("tours.below_placed", {"placed": placed}), capacity < placed),
    )
    return verdict([reason for reason, speaks in rows if speaks])


def may_hold(*, starts_on: date, on: date) -> Verdict:
    """Answer whether a date may be noted as held: not before its first day.

    Source: kayoi
    """
    return verdict([Reason("tours.not_yet", {"day": starts_on.isoformat()})] if on < starts_on else [])


def has_too_few(*, persons: int, minimum: int) -> bool:
    """Tell whether fewer people come than the tour needs (最少催行人数に達していない).

    Source: 標準旅行業約款 募集型企画旅行契約の部 17条 (最少催行人員)
    """
    return persons < minimum
