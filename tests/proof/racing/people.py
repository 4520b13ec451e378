"""What people ask for at random. Each answer is told in a line: the key, and how it was answered."""

import random
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count

from django.core.management import call_command
from django.db import DatabaseError, InterfaceError, connection

from kayoi.engines.reservations import services
from kayoi.engines.reservations.models import Booking, Pool, Unit
from kayoi.engines.reservations.rules import Span
from kayoi.engines.reservations.services import Request
from kayoi.engines.reservations.states import AHEAD, BookingStatus, Measure, UnitKind
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.verdict import Refused

UNITS, DAYS = 6, 60
AT = datetime(2027, 3, 1, 1, 0, tzinfo=UTC)
END = AT + timedelta(days=30)
BEGIN = datetime(2027, 3, 31, 15, 0, tzinfo=UTC)  # midnight in Japan
LATER, PATIENCE = timedelta(seconds=20), timedelta(minutes=10)
OFTEN = {"hold": 40, "book": 15, "package": 15, "cancel": 15, "move": 5, "confirm": 5, "close": 3, "open": 2}
BY = system("proof")


def fill() -> None:
    """Make a town with a pool of houses, on an empty database."""
    call_command("migrate", verbosity=0)
    town = Organization.objects.create(slug="ina", kind="municipality", name="伊那市", opened_on=local_date(AT))
    with scope.of_organization(town.pk):
        pool = services.add_pool(name="家", kind=UnitKind.HOUSE, measure=Measure.NIGHT, by=BY, at=AT)
        for number in range(UNITS):
            fields = services.UnitFields(name=f"家 {number}", capacity=4, buffer=number % 2, pool=pool)
            services.add_unit(kind=UnitKind.HOUSE, measure=Measure.NIGHT, fields=fields, by=BY, at=AT)


def lapse() -> None:
    """Let the holds lapse whose time is over when everybody has gone."""
    with scope.of_organization(Organization.objects.get().pk):
        while services.lapse_due(by=BY, at=END):
            pass


def race(name: str, threads: int) -> None:
    """Let so many people ask at once, until the process is killed."""
    people = [Racer(f"{name}-{number}") for number in range(threads)]
    for person in people:
        threading.Thread(target=person.race).start()


class Racer:
    """Somebody who asks without end. Time passes with what each has asked: holds lapse on the way."""

    def __init__(self, name: str) -> None:
        self._name, self._chance, self._town = name, random.Random(name), Organization.objects.get().pk
        self._ways: dict[str, Callable[[str, datetime], object]] = {
            "hold": self._hold, "book": self._book, "package": self._package, "cancel": self._cancel,
            "move": self._move, "confirm": self._confirm, "close": self._close, "open": self._open,
        }  # fmt: skip

    def race(self) -> None:
        for number in count():
            what = self._chance.choices(list(OFTEN), weights=list(OFTEN.values()))[0]
            key, at = f"{what}:{self._name}-{number}", AT + number * LATER
            try:
                with scope.of_organization(self._town):
                    self._ways[what](key, at)
                answer = "granted"
            except (Refused, ChangedMeanwhile):
                answer = "refused"
            except (DatabaseError, InterfaceError) as error:  # the server was killed
                connection.close()
                answer = f"broken {type(error).__name__}"
                time.sleep(0.1)
            sys.stdout.write(f"{key} {answer}\n")
            sys.stdout.flush()

    def _wanted(self, units: int) -> list[Request]:
        houses = list(Unit.objects.all())
        choices: list[Unit | Pool] = [Pool.objects.get(), *houses]
        of = self._chance.sample(choices, units)
        return [Request(one, self._span(), self._chance.randint(1, 4)) for one in of]

    def _span(self) -> Span:
        first, length = self._chance.randrange(DAYS), self._chance.randint(1, 5)
        return Span(BEGIN + timedelta(days=first), BEGIN + timedelta(days=first + length))

    def _one(self, *statuses: BookingStatus) -> Booking:
        found = list(Booking.objects.filter(status__in=statuses).order_by("-pk")[:20])
        return self._chance.choice(found or list(Booking.objects.all()[:1]))

    def _hold(self, key: str, at: datetime) -> object:
        return services.hold(requests=self._wanted(1), lapses_at=at + PATIENCE, key=key, by=BY, at=at)

    def _book(self, key: str, at: datetime) -> object:
        return services.book(requests=self._wanted(1), key=key, by=BY, at=at)

    def _package(self, key: str, at: datetime) -> object:
        return services.hold(requests=self._wanted(2), lapses_at=at + PATIENCE, key=key, by=BY, at=at)

    def _cancel(self, key: str, at: datetime) -> object:
        return services.cancel(booking=self._one(*AHEAD), why=key, by=BY, at=at)

    def _move(self, key: str, at: datetime) -> object:
        unit = self._chance.choice(list(Unit.objects.all()))
        return services.move(booking=self._one(*AHEAD), unit=unit, span=self._span(), why=key, by=BY, at=at)

    def _confirm(self, key: str, at: datetime) -> object:
        return services.confirm(booking=self._one(BookingStatus.HELD), by=BY, at=at)

    def _close(self, key: str, at: datetime) -> object:
        unit = self._chance.choice(list(Unit.objects.all()))
        return services.block(units=[unit], span=self._span(), why="点検", key=key, by=BY, at=at)

    def _open(self, key: str, at: datetime) -> object:
        return services.unblock(booking=self._one(BookingStatus.BLOCKED), by=BY, at=at)
