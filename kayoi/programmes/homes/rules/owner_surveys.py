"""What follows from an answer to the owners' survey, and which counts may be published."""

from collections.abc import Mapping

from kayoi.programmes.homes.states import Intention, Use
from kayoi.programmes.homes.states.finding import WILLING

SMALLEST_COUNT = 5


def becomes_lead(*, use: Use | None, intention: Intention | None, wants_contact: bool | None) -> bool:
    """Tell whether an answer is a lead: an owner who is willing, or asks to be called, and has not said "do not call".

    Source: issue "The vacant-house register" (willing owners become leads)
    """
    if wants_contact is None:
        return use in {Use.EMPTY, Use.SOMETIMES} and intention in WILLING
    return wants_contact


def publishable(counts: Mapping[str, int]) -> dict[str, int | None]:
    """Return the counts of one question as they may be published; None is withheld (秘匿).

    The total is published too. So at least two counts are withheld, and those make at least 5 together, the smallest
    first: none can be worked out from the total. Where the total itself is under 5, nothing is published.
    Source: architecture section 6 (k < 5 with complementary suppression)
    """
    if sum(counts.values()) < SMALLEST_COUNT:
        return dict.fromkeys(counts)
    withheld = {name for name, count in counts.items() if 0 < count < SMALLEST_COUNT}
    others = sorted((count, name) for name, count in counts.items() if count >= SMALLEST_COUNT)
    while withheld and others and (len(withheld) == 1 or sum(counts[name] for name in withheld) < SMALLEST_COUNT):
        withheld.add(others.pop(0)[1])
    return {name: None if name in withheld else count for name, count in counts.items()}
