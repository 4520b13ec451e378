"""Whether the phone signed just now: what a counter remembers, and how two clocks are compared."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kayoi.kit.verdict import Reason

FRESH_S: Final = 60
SKEW_S: Final = 120
STEP_S: Final = 15  # how unequally two clocks may advance between two scans


@dataclass(frozen=True, slots=True)
class Sight:
    """The last time a counter saw a card: what the phone's clock said, what its own, and whether it was accepted."""

    signed_at: int
    seen_at: int
    accepted: bool


def against(signed_at: int, at: int, before: Sight | None) -> Reason | None:
    """Return why a signature of that time is not accepted now, or None.

    A phone whose clock is right, fast, or less than a minute slow is accepted at once. One that seems one to three
    minutes old is either old (a picture) or from a slow clock: a second scan tells, as only a phone goes on signing.

    Source: docs/reference/card.md (Fresh or not)
    """
    age = at - signed_at
    if before is not None and before.accepted and signed_at <= before.signed_at:
        return Reason("credentials.replayed")
    if age < -SKEW_S:
        return Reason("credentials.clock_ahead", {"seconds": -age})
    if age > FRESH_S + SKEW_S:
        return Reason("credentials.too_old", {"seconds": age})
    if age <= FRESH_S or (before is not None and _goes_on(signed_at, at, before)):
        return None
    if before is not None and signed_at <= before.signed_at:
        return Reason("credentials.too_old", {"seconds": age})
    return Reason("credentials.scan_again", {"seconds": age}, missing=("second_scan",))


def _goes_on(signed_at: int, at: int, before: Sight) -> bool:
    phone, counter = signed_at - before.signed_at, at - before.seen_at
    return phone > 0 and abs(phone - counter) <= STEP_S


def remembered(seen: Mapping[str, Sight], *, at: int) -> dict[str, Sight]:
    """Return what a counter must still remember: sights whose signature could come again.

    Source: docs/reference/card.md (Fresh or not)
    """
    longest = FRESH_S + SKEW_S
    return {number: sight for number, sight in seen.items() if max(sight.signed_at, sight.seen_at) + longest >= at}
