"""Count donations from events: persons, gifts, yen."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from kayoi.kit.dates import local_date


class Donated(NamedTuple):
    """One donation as its event tells it: when, by which file, how much."""

    engagement_id: int
    file_id: int
    donated_at: datetime
    yen: int

    @property
    def month(self) -> date:
        """The month (first day) of the donation, in Japan."""
        return local_date(self.donated_at).replace(day=1)


def donation_value(key: str, gifts: Sequence[Donated]) -> float:
    """Return a figure of donations (寄附の集計): different persons, gifts, or yen.

    Source: the definitions in kayoi/strategy/indicators/states.py
    """
    if key == "donors":
        return float(len({gift.file_id for gift in gifts}))
    return float(sum(gift.yen for gift in gifts) if key == "donated_yen" else len(gifts))
