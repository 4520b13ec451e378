"""How much the houses are used, each unit kept apart: groups, persons, nights, person-nights."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from kayoi.programmes.stays.rules import spans
from kayoi.programmes.stays.rules.spans import Stay

K = TypeVar("K", date, int)


@dataclass(frozen=True, slots=True)
class Used:
    """A stay that took place, and how many people stayed."""

    stay: Stay
    persons: int


@dataclass(frozen=True, slots=True)
class Figures:
    """組・人・泊・人泊: none of them may be added to another."""

    groups: int = 0
    persons: int = 0
    nights: int = 0
    person_nights: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            self.groups + other.groups, self.persons + other.persons,
            self.nights + other.nights, self.person_nights + other.person_nights,
        )  # fmt: skip


def figures(used: Iterable[Used]) -> Figures:
    """Return groups, persons, nights and person-nights of stays (利用実績). A person who comes twice counts twice.

    Source: 伊那市「移住・定住の取組」(65組218人, 54組157人); 観光庁 宿泊旅行統計調査 (実宿泊者数・延べ宿泊者数)
    """
    return sum((part for one in used for _, part in _dated(one)), Figures())


def figures_by_month(used: Iterable[Used]) -> dict[date, Figures]:
    """Return the figures of each calendar month, by its first day (月別の利用実績).

    Groups and persons count in the month of arrival, nights in that in which they begin: months add up to the whole.

    Source: 観光庁 宿泊旅行統計調査 (実宿泊者数は到着した月、延べ宿泊者数は泊まった夜)
    """
    return _by(used, lambda on: on.replace(day=1))


def _dated(used: Used) -> Iterable[tuple[date, Figures]]:
    yield used.stay.arrives_on, Figures(groups=1, persons=used.persons)
    for night in spans.nights(used.stay):
        yield night, Figures(nights=1, person_nights=used.persons)


def _by(used: Iterable[Used], key: Callable[[date], K]) -> dict[K, Figures]:
    found: dict[K, Figures] = defaultdict(Figures)
    for one in used:
        for on, part in _dated(one):
            found[key(on)] += part
    return dict(sorted(found.items()))
