"""Whatever is held, booked, closed, moved and given up at random: the service says what a plain list of days says."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from kayoi.engines.reservations import selectors, services
from kayoi.engines.reservations.models import Booking, Unit
from kayoi.engines.reservations.rules import Span
from kayoi.engines.reservations.selectors import checks
from kayoi.engines.reservations.services import Request
from kayoi.engines.reservations.states import Measure, UnitKind
from kayoi.kit.actor import system
from kayoi.kit.dates import local_date
from kayoi.kit.verdict import Refused

BEGIN = datetime(2026, 11, 30, 15, 0, tzinfo=UTC)  # midnight in Japan
BY, RUNS, KEYS = system("property"), count(1), count(1)
UNITS, DAYS = 3, 12
ONE_DAY = timedelta(days=1)
T = TypeVar("T")
SPANS = st.tuples(st.integers(0, DAYS), st.integers(1, 4)).map(
    lambda pair: Span(BEGIN + pair[0] * ONE_DAY, BEGIN + (pair[0] + pair[1]) * ONE_DAY)
)
NUMBERS, PARTIES = st.integers(0, UNITS - 1), st.integers(1, 4)


@dataclass
class Known:
    """A booking as the plain list has it."""

    row: Booking
    unit: int
    days: set[int]
    persons: int
    lapses_at: datetime | None = None
    status: str = "confirmed"

    def takes(self, at: datetime) -> bool:
        over = self.status == "held" and self.lapses_at is not None and self.lapses_at <= at
        return self.status in {"held", "confirmed", "in_use", "finished", "blocked"} and not over


class House(RuleBasedStateMachine):
    """Three houses of a pool, for two, three and four, with 0, 1 and 2 days of cleaning."""

    def __init__(self) -> None:
        super().__init__()
        run, self.at, self.known = next(RUNS), BEGIN, list[Known]()
        self.pool = services.add_pool(name=f"{run}", kind=UnitKind.HOUSE, measure=Measure.NIGHT, by=BY, at=self.at)
        self.units = [self._unit(f"{run}-{number}", 2 + number, number) for number in range(UNITS)]

    def _unit(self, name: str, capacity: int, buffer: int) -> Unit:
        fields = services.UnitFields(name=name, capacity=capacity, buffer=buffer, pool=self.pool)
        return services.add_unit(kind=UnitKind.HOUSE, measure=Measure.NIGHT, fields=fields, by=BY, at=self.at)

    def days(self, span: Span, unit: int, *, cleaning: bool = True) -> set[int]:
        """Return the days that a time takes in a unit, those of cleaning included."""
        ready = self.units[unit].buffer if cleaning else 0
        return set(range((span.starts_at - BEGIN).days, (span.ends_before - BEGIN).days + ready))

    def is_free(self, unit: int, days: set[int], without: Known | None = None) -> bool:
        return not any(
            one.unit == unit and one.days & days for one in self.known if one is not without and one.takes(self.at)
        )

    def can(self, unit: int, span: Span, persons: int, without: Known | None = None) -> bool:
        return persons <= self.units[unit].capacity and self.is_free(unit, self.days(span, unit), without)

    @staticmethod
    def tried(do: Callable[[], T]) -> T | None:
        """Return what a service gives back, or nothing where it refuses."""
        try:
            return do()
        except Refused:
            return None

    @staticmethod
    def done(do: Callable[[], None]) -> bool:
        try:
            do()
        except Refused:
            return False
        return True

    def _number(self, row: Booking) -> int:
        return [unit.pk for unit in self.units].index(row.unit_id)

    @rule(unit=NUMBERS, span=SPANS, persons=PARTIES, hours=st.sampled_from([None, 1, 30]))
    def hold(self, unit: int, span: Span, persons: int, hours: int | None) -> None:
        expected, lapses_at = self.can(unit, span, persons), self.at + timedelta(hours=hours) if hours else None
        wanted, key = [Request(self.units[unit], span, persons)], f"{next(KEYS)}"
        made = self.tried(lambda: services.hold(requests=wanted, lapses_at=lapses_at, key=key, by=BY, at=self.at))
        assert (made is not None) is expected
        self.known += [Known(row, unit, self.days(span, unit), persons, lapses_at, "held") for row in made or ()]

    @rule(span=SPANS, parties=st.lists(PARTIES, min_size=2, max_size=3))
    def book_of_the_pool(self, span: Span, parties: list[int]) -> None:
        wanted, key = [Request(self.pool, span, persons) for persons in parties], f"{next(KEYS)}"
        free = [unit for unit in range(UNITS) if self.can(unit, span, 1)]
        made = self.tried(lambda: services.book(requests=wanted, key=key, by=BY, at=self.at))
        assert made or len(free) < len(parties) or max(parties) > 2
        taken = {self._number(row) for row in made or ()}
        assert taken <= set(free)
        assert len(taken) == len(made or ())
        self.known += [
            Known(row, self._number(row), self.days(span, self._number(row)), row.persons) for row in made or ()
        ]

    @rule(unit=NUMBERS, span=SPANS)
    def close(self, unit: int, span: Span) -> None:
        units, days = [self.units[unit]], self.days(span, unit, cleaning=False)
        expected = self.is_free(unit, days)
        made = self.tried(lambda: services.block(units=units, span=span, why="点検", by=BY, at=self.at))
        assert (made is not None) is expected
        self.known += [Known(row, unit, days, 0, status="blocked") for row in made or ()]

    @rule(hours=st.integers(1, 12))
    def wait(self, hours: int) -> None:
        self.at += timedelta(hours=hours)

    @precondition(lambda self: self.known)
    @rule(data=st.data(), unit=NUMBERS, span=SPANS)
    def move(self, data: st.DataObject, unit: int, span: Span) -> None:
        one = data.draw(st.sampled_from(self.known))
        expected = one.status in {"held", "confirmed"} and one.takes(self.at) and self.can(unit, span, one.persons, one)
        other = self.units[unit]
        assert self.done(lambda: services.move(booking=one.row, unit=other, span=span, by=BY, at=self.at)) is expected
        if expected:
            one.unit, one.days = unit, self.days(span, unit)

    @precondition(lambda self: self.known)
    @rule(data=st.data(), action=st.sampled_from(["confirm", "cancel", "unblock", "lapse"]))
    def go_on(self, data: st.DataObject, action: str) -> None:
        one = data.draw(st.sampled_from(self.known))
        if action == "lapse":
            services.lapse_due(by=BY, at=self.at)
            return
        do: Callable[..., None] = getattr(services, action)
        done = self.done(lambda: do(booking=one.row, by=BY, at=self.at))
        open_states = {"confirm": {"held"}, "cancel": {"held", "confirmed"}, "unblock": {"blocked"}}[action]
        if action == "cancel" and not one.takes(self.at):
            one.row.refresh_from_db()  # a hold that is over may have been let lapse by whoever came
        else:
            assert done is (one.status in open_states and one.takes(self.at))
        if done:
            one.status = "confirmed" if action == "confirm" else "cancelled"

    @precondition(lambda self: self.known)
    @rule(data=st.data(), nights=st.integers(1, 3))
    def extend(self, data: st.DataObject, nights: int) -> None:
        one = data.draw(st.sampled_from(self.known))
        one.row.refresh_from_db()
        longer = Span(one.row.starts_at, one.row.ends_before + nights * ONE_DAY)
        days = self.days(longer, one.unit)
        expected = one.status in {"held", "confirmed"} and one.takes(self.at) and self.is_free(one.unit, days, one)
        end = longer.ends_before
        assert self.done(lambda: services.extend(booking=one.row, ends_before=end, by=BY, at=self.at)) is expected
        if expected:
            one.days = days

    @invariant()
    def nothing_meets_and_nothing_is_too_full(self) -> None:
        assert checks.overlapping() == checks.over_capacity() == 0

    @invariant()
    def what_is_said_to_be_free_is_free(self) -> None:
        first, until = local_date(BEGIN), local_date(BEGIN + (DAYS + 6) * ONE_DAY)
        free = selectors.free_periods(self.units, first, until, at=self.at)
        for number, unit in enumerate(self.units):
            said = {day for span in free.get(unit.pk, []) for day in self.days(span, number, cleaning=False)}
            true = {
                day for day in range(DAYS + 6) if self.is_free(number, set(range(day, day + 1 + unit.buffer)))
            }  # fmt: skip
            assert said == true


@pytest.mark.usefixtures("in_ina")
def test_the_service_says_what_a_plain_list_says() -> None:
    run_state_machine_as_test(
        House,
        settings=settings(
            max_examples=12, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
