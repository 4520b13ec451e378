"""Where a party stands, as it reads it, and what it may still do."""

from kayoi.programmes.tours.states import STANDING, PartyStatus
from kayoi.programmes.tours.states.giving import Step


def steps_of(status: PartyStatus, *, by_lot: bool, list_is_final: bool) -> tuple[list[Step], Step]:
    """Return the line of a party and where on it it stands: 受付 → 抽選待ち → 結果 → 補欠.

    Source: docs/reference/tours.md (the line); bloom-housing/bloom#3862 (states that partners could not tell apart)
    """
    line = [Step.ASKED, *([Step.DRAW] if by_lot else []), Step.RESULT]
    if status is PartyStatus.RESERVE:
        return [*line, Step.RESERVE], Step.RESERVE
    if status is PartyStatus.ASKED:
        return line, Step.DRAW if by_lot and list_is_final else Step.ASKED
    return line, Step.RESULT


def may_decline(status: PartyStatus) -> bool:
    """Tell whether a party can still decline.

    Source: docs/reference/tours.md (declining); pretix/pretix#837
    """
    return status in STANDING
