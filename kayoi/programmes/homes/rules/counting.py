"""Days that houses spend in each stage."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from kayoi.programmes.homes.states import HomeStatus

DAY = 86_400


@dataclass(frozen=True)
class StageDays:
    """How long houses stayed in a state: how many left it, the median of their days."""

    status: HomeStatus
    houses: int
    days: float


def days_in_stages(spans: Iterable[tuple[str, float]]) -> list[StageDays]:
    """Return the median of days by state, in the order of the process, from (state, seconds) of each stay that ended.

    Source: issue 4 (days in each stage); the definitions in states/counts.py
    """
    found: dict[str, list[float]] = {}
    for status, seconds in spans:
        found.setdefault(status, []).append(seconds / DAY)
    return [
        StageDays(status, len(found[status]), round(median(found[status]), 1))
        for status in HomeStatus
        if status in found
    ]
