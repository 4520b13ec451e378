"""Another door for those who have no place: which two or three are offered, and how many took a step in time."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kayoi.programmes.tours.states import StepKind

# The nearest to what was wished for first.
ORDER = (StepKind.DATE, StepKind.TOWN, StepKind.ONLINE, StepKind.HELP, StepKind.STAY, StepKind.TALK)
MOST = 3
IN_TIME = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Door:
    """Something that is open now; `room` for how many persons, None where that is not counted."""

    kind: StepKind
    path: str
    title: str = ""
    title_en: str = ""
    on: date | None = None
    room: int | None = None
    opening: int | None = None
    # Of the same tour: the key of its date, which is no door for who wished for it.
    date: str = ""


def doors(
    found: Iterable[Door], *, persons: int, near: date, without: Collection[str] = (), wishes: Collection[str] = ()
) -> list[Door]:  # fmt: skip
    """Return the two or three doors that are offered: of each kind the nearest day, then second ones of a kind.

    What has no room for the whole party is no door; several dates on one page are one door, with the nearest of them.

    Source: docs/reference/tours.md (another door)
    """
    fitting = [
        door
        for door in found
        if door.path not in without and door.date not in wishes and (door.room is None or door.room >= persons)
    ]
    fitting.sort(key=lambda door: (ORDER.index(door.kind), abs((door.on or near) - near), door.path))
    pages: dict[str, Door] = {}
    for door in fitting:
        pages.setdefault(door.path, door)
    rounds: dict[StepKind, int] = {}
    ranked = []
    for door in pages.values():
        rounds[door.kind] = rounds.get(door.kind, -1) + 1
        ranked.append((rounds[door.kind], ORDER.index(door.kind), door))
    return [door for _, _, door in sorted(ranked, key=lambda one: one[:2])[:MOST]]


@dataclass(frozen=True, slots=True)
class Share:
    """Of so many who went without, how many took a step in time, how many did not, and whose days still run."""

    without_place: int
    took: int
    missed: int

    @property
    def waiting(self) -> int:
        """Whose seven days are not over."""
        return self.without_place - self.took - self.missed

    @property
    def percent(self) -> float | None:
        """The share of those of whom it is known (half up to one decimal); None while it is of nobody."""
        base = self.took + self.missed
        return (2000 * self.took + base) // (2 * base) / 10 if base else None


def share(rows: Sequence[tuple[datetime, datetime | None]], *, at: datetime) -> Share:
    """Return how many of those who went without took a next step within seven days: when told, when taken.

    Source: docs/reference/tours.md (another door)
    """
    took = sum(taken is not None and taken - told <= IN_TIME for told, taken in rows)
    over = sum(at - told > IN_TIME and (taken is None or taken - told > IN_TIME) for told, taken in rows)
    return Share(len(rows), took, over)
