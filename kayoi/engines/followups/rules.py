"""How a desk is divided among successors, which cases are read first, whether a hand-over may be made or undone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kayoi.engines.casefiles.states import Stage
from kayoi.engines.followups.states import Division, Warm
from kayoi.kit.verdict import Reason, Verdict, verdict

WEEK = timedelta(days=7)
RECENT = timedelta(days=14)
POINTS = {Warm.LATE: 8, Warm.WEEK: 4, Warm.DECIDED: 4, Warm.TRYING: 3, Warm.RECENT: 2, Warm.PROMISED: 1}
HOT_FROM = 3


@dataclass(frozen=True)
class Heat:
    """How soon a case wants to be read, and why."""

    points: int
    because: tuple[Warm, ...]

    @property
    def hot(self) -> bool:
        """True when it belongs among those that are read first."""
        return self.points >= HOT_FROM


def heat(*, due: Sequence[date], promised: bool, stage: str, touched_on: date | None, on: date) -> Heat:
    """Return how hot a case is (急ぐ度合い) from the days of its open follow-ups, its stage and its last movement.

    Hot: something is late or due within seven days, the person has decided or is trying, or something was promised
    and there was a movement within fourteen days.
    Source: docs/decisions/0019-hand-over-reading-order.md
    """
    because = [
        warm
        for warm, holds in (
            (Warm.LATE, any(day < on for day in due)),
            (Warm.WEEK, any(on <= day <= on + WEEK for day in due)),
            (Warm.DECIDED, stage == Stage.DECIDED),
            (Warm.TRYING, stage == Stage.TRYING),
            (Warm.RECENT, touched_on is not None and touched_on >= on - RECENT),
            (Warm.PROMISED, promised),
        )
        if holds
    ]
    return Heat(sum(POINTS[warm] for warm in because), tuple(because))


@dataclass(frozen=True)
class Parcel:
    """What belongs to one person on a desk: it goes to one successor."""

    key: str
    stage: str = ""
    prefecture: str = ""


def divide(parcels: Sequence[Parcel], heirs: Sequence[int], how: Division) -> dict[str, int]:
    """Return which successor gets each parcel (分け方).

    Evenly: dealt one by one in the order given, so that each gets as many of the hot ones. By group: a group stays
    together, the largest first, each to whoever has least so far.
    Source: docs/decisions/0019-hand-over-reading-order.md
    """
    if how is Division.EVENLY:
        return {parcel.key: heirs[number % len(heirs)] for number, parcel in enumerate(parcels)}
    groups: dict[str, list[str]] = {}
    for parcel in parcels:
        groups.setdefault(parcel.stage if how is Division.BY_STAGE else parcel.prefecture, []).append(parcel.key)
    load = dict.fromkeys(heirs, 0)
    shares: dict[str, int] = {}
    for _, keys in sorted(groups.items(), key=lambda group: (-len(group[1]), group[0])):
        heir = min(heirs, key=lambda each: load[each])
        load[heir] += len(keys)
        shares |= dict.fromkeys(keys, heir)
    return shares


def may_hand_over(*, leaver: int, heirs: Sequence[int], present: set[int], parcels: int) -> Verdict:
    """Answer whether a desk may be handed over to these members (引き継げるか).

    Source: docs/decisions/0019-hand-over-reading-order.md
    """
    against: list[Reason] = []
    if not heirs:
        against.append(Reason("followups.no_successor"))
    if leaver in heirs:
        against.append(Reason("followups.successor_is_leaver"))
    if set(heirs) - present - {leaver}:
        against.append(Reason("followups.successor_has_left"))
    if not parcels:
        against.append(Reason("followups.empty_desk"))
    return verdict(against)


def may_undo(*, made_on: date, undone: bool, on: date) -> Verdict:
    """Answer whether a hand-over may be taken back: on the day it was made, once (元に戻せるか).

    Source: docs/decisions/0019-hand-over-reading-order.md
    """
    against: list[Reason] = []
    if undone:
        against.append(Reason("followups.undone_already"))
    if on != made_on:
        against.append(Reason("followups.undo_too_late"))
    return verdict(against)
