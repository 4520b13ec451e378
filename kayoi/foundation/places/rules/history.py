"""Follow a former municipality to today (廃置分合をたどる)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from kayoi.foundation.places.states import FOUNDING, ChangeReason

# One town goes on under another code: its figures may be carried over when nothing else joined or left.
CARRIED_ON: Final = frozenset(
    {
        ChangeReason.BECAME_CITY,
        ChangeReason.BECAME_DESIGNATED,
        ChangeReason.RENAMED,
        ChangeReason.DISTRICT_CHANGED,
        ChangeReason.WARDS_REORGANIZED,
    }
)
_DISTRICT: Final = ("郡", "支庁")


@dataclass(frozen=True)
class Change:
    """One change from one code to another, on a day."""

    on: date
    reason: ChangeReason
    old_code5: str
    old_name: str
    new_code5: str
    new_name: str

    @property
    def of_district(self) -> bool:
        """True when a district (郡) ended, which was never a municipality."""
        return self.old_name.endswith(_DISTRICT)


@dataclass(frozen=True)
class Chain:
    """What became of a former municipality, step by step, and the code that it has today."""

    steps: tuple[Change, ...]

    @property
    def code5(self) -> str:
        return self.steps[-1].new_code5

    @property
    def first(self) -> Change:
        return self.steps[0]


class History:
    """All changes, ready to be followed."""

    def __init__(self, changes: Iterable[Change]) -> None:
        # Of two rows for one town on one day, that it became a city comes before that it took in another.
        self.changes: Sequence[Change] = sorted(
            changes, key=lambda change: (change.on, change.old_code5, change.reason is ChangeReason.ABSORBED)
        )
        self._from: Mapping[str, list[Change]] = defaultdict(list)
        self._to: Mapping[str, list[Change]] = defaultdict(list)
        for change in self.changes:
            self._from[change.old_code5].append(change)
            self._to[change.new_code5].append(change)

    def chains(self, change: Change) -> list[Chain]:
        """Follow a change to today: one chain, or several where a municipality was divided."""
        return [Chain(steps) for steps in self._follow((change,))]

    def _follow(self, steps: tuple[Change, ...]) -> list[tuple[Change, ...]]:
        last = steps[-1]
        onward = [
            change
            for change in self._from[last.new_code5]
            # A code that is kept (renaming) leads to itself; it is followed once and only by a later day.
            if change not in steps
            and (change.on > last.on or (change.on == last.on and last.new_code5 != last.old_code5))
        ]
        if not onward:
            return [steps]
        return [chain for change in _one_a_goal(onward) for chain in self._follow((*steps, change))]

    def of_name(self, name: str) -> list[Chain]:
        """Return the chains of all former municipalities of this name."""
        found: dict[tuple[str, date, str], Chain] = {}
        for change in self.changes:
            if change.old_name == name:
                for chain in self.chains(change):
                    found.setdefault((change.old_code5, change.on, chain.code5), chain)
        return list(found.values())

    def founded(self, code5: str) -> date | None:
        """Return the day from which the code stands for what it stands for today; None when before April 1970."""
        days = [
            change.on
            for change in self._to[code5]
            if change.reason in FOUNDING | {ChangeReason.RENAMED} and change.old_code5 != code5
        ]
        return max(days, default=None)

    def ended(self, code5: str) -> tuple[date, list[str]] | None:
        """Return the day on which a code ended and the codes that followed it; None while it lasts."""
        leaving = [change for change in self._from[code5] if change.new_code5 != code5]
        if not leaving:
            return None
        day = max(change.on for change in leaving)
        return day, sorted({change.new_code5 for change in leaving if change.on == day})

    def carried_on(self, code5: str, known: Collection[str]) -> str | None:
        """Return the code under which the same town goes on, if it is one town before and after; else None."""
        seen = {code5}
        while code5 not in known or self.ended(code5):
            ended = self.ended(code5)
            if ended is None or len(ended[1]) != 1:
                return None
            (later,) = ended[1]
            before = {change.old_code5 for change in self._to[later] if not change.of_district}
            reasons = {change.reason for change in self._from[code5]}
            if later in seen or before != {code5} or not reasons <= CARRIED_ON:
                return None
            seen.add(later)
            code5 = later
        return code5


def _one_a_goal(changes: Iterable[Change]) -> list[Change]:
    """A town that became a city and took in another on one day has two rows; one is enough to follow."""
    goals: dict[str, Change] = {}
    for change in changes:
        goals.setdefault(change.new_code5, change)
    return list(goals.values())
