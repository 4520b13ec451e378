"""Hold, book and close: all or none, never twice, the same request once."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from kayoi.engines.reservations import rules, services
from kayoi.engines.reservations.models import Booking, Unit
from kayoi.engines.reservations.services import Request
from kayoi.engines.reservations.states import BookingStatus, Measure
from kayoi.engines.reservations.tests.factories import (
    BY,
    clock,
    codes,
    make_booking,
    make_hold,
    make_pool,
    make_unit,
    nights,
)  # fmt: skip
from kayoi.engines.reservations.tests.test_rules import span_of, table
from kayoi.foundation.audit.models import Entry

pytestmark = pytest.mark.usefixtures("in_ina")


def test_one_leaves_as_the_next_arrives(at: datetime) -> None:
    house = make_unit()
    first, second = make_booking(house, nights(1, 4)), make_booking(house, nights(4, 6))
    assert (first.arrives_on.day, first.leaves_on.day, first.nights) == (1, 4, 3)
    assert first.reference != second.reference
    assert [entry.action for entry in Entry.objects.order_by("pk")][-1] == "reservations.book"


@pytest.mark.parametrize(("span", "why"), [
    (nights(3, 5), "reservations.taken"), (nights(1, 3), "reservations.taken"), (nights(2, 3), "reservations.taken"),
    (nights(4, 5), "reservations.cleaning"), (nights(5, 6), None),
])  # fmt: skip
def test_days_of_cleaning_keep_bookings_apart(span: rules.Span, why: str | None) -> None:
    house = make_unit(buffer=1)
    make_booking(house, nights(2, 4))
    if why is None:
        make_booking(house, span)
        return
    with pytest.raises(services.UnableToBook) as refused:
        make_booking(house, span)
    assert codes(refused) == [why]
    assert Booking.objects.count() == 1


def test_all_or_none(at: datetime) -> None:
    house, room = make_unit(), make_unit("会議室", measure=Measure.MINUTE)
    make_booking(house, nights(2, 4))
    wanted = [
        Request(room, rules.Span(clock(10), clock(11)), 3),
        Request(house, nights(3, 5), 9),
    ]
    with pytest.raises(services.UnableToBook) as refused:
        services.hold(requests=wanted, lapses_at=None, key="package", by=BY, at=at)
    assert codes(refused) == ["reservations.too_many_persons", "reservations.taken"]
    assert Booking.objects.count() == 1
    made = services.hold(requests=wanted[:1], lapses_at=None, key="package", by=BY, at=at)
    assert [row.status for row in made] == [BookingStatus.HELD]


def test_one_request_does_not_take_the_same_nights_twice(at: datetime) -> None:
    house = make_unit()
    with pytest.raises(services.UnableToBook):
        services.book(requests=[Request(house, nights(1, 3)), Request(house, nights(2, 4))], key="a", by=BY, at=at)


def test_the_same_key_is_one_request_and_another_one_is_a_mistake(at: datetime) -> None:
    pool, _ = make_pool("一", "二")
    first = make_hold(pool, nights(1, 3), key="once")
    assert make_hold(pool, nights(1, 3), key="once") == first
    assert Booking.objects.count() == 1
    with pytest.raises(services.KeyReused):
        make_hold(pool, nights(1, 4), key="once")


def test_a_pool_gives_what_leaves_the_least_gaps_until_none_is_free(at: datetime) -> None:
    pool, (one, two, three) = make_pool("一", "二", "三")
    make_booking(two, nights(1, 4))
    make_booking(three, nights(1, 3))
    make_booking(three, nights(8, 9))
    assert make_booking(pool, nights(4, 6)).unit == two
    assert make_booking(pool, nights(4, 6)).unit == one
    assert make_booking(pool, nights(4, 6)).unit == three
    with pytest.raises(services.UnableToBook) as refused:
        make_booking(pool, nights(4, 6))
    assert codes(refused) == ["reservations.none_free"]
    with pytest.raises(services.UnableToBook) as refused:
        make_booking(pool, nights(20, 22), persons=5)
    assert codes(refused) == ["reservations.too_many_persons"]


def test_a_hold_that_is_over_is_in_nobodys_way(at: datetime) -> None:
    house, over = make_unit(), at + timedelta(hours=1)
    held = make_hold(house, nights(1, 4), lapses_at=over)
    with pytest.raises(services.UnableToBook):
        make_booking(house, nights(3, 5), at=over - timedelta(seconds=1))
    assert make_booking(house, nights(3, 5), at=over).status == BookingStatus.CONFIRMED
    held.refresh_from_db()
    assert held.status == BookingStatus.LAPSED
    with pytest.raises(services.UnableToProceed) as refused:
        services.confirm(booking=held, by=BY, at=over)
    assert codes(refused) == ["reservations.lapsed"]


def test_closed_periods_and_bookings_never_meet(at: datetime) -> None:
    house, other = make_unit(buffer=1), make_unit("長谷の家")
    booking = make_booking(house, nights(2, 4))
    with pytest.raises(services.UnableToBlock) as refused:
        services.block(units=[other, house], span=nights(4, 8), why="屋根の修理", by=BY, at=at)
    assert refused.value.bookings == [booking.reference]
    assert not Booking.objects.filter(status=BookingStatus.BLOCKED).exists()
    closed = services.block(units=[other, house], span=nights(5, 8), why="屋根の修理", key="roof", by=BY, at=at)
    assert services.block(units=[house], span=nights(5, 8), why="屋根の修理", key="roof", by=BY, at=at) == closed
    with pytest.raises(services.UnableToBook) as unable:
        make_booking(house, nights(7, 9))
    assert codes(unable) == ["reservations.blocked"]
    for row in closed:
        services.unblock(booking=row, by=BY, at=at)
    assert make_booking(house, nights(7, 9)).status == BookingStatus.CONFIRMED


def test_the_database_refuses_what_the_service_would(at: datetime) -> None:
    house = make_unit()
    booking = make_booking(house, nights(2, 4))
    closed = services.block(units=[house], span=nights(10, 12), why="閉館", by=BY, at=at)[0]
    for changes in ({"starts_at": clock(0, day=11), "ends_before": clock(0, day=12), "busy_before": clock(0, day=12)},
                    {"busy_before": clock(0, day=11)}):  # fmt: skip
        with pytest.raises(IntegrityError, match="reservations_no_overlap"), transaction.atomic():
            Booking.objects.filter(pk=booking.pk).update(**changes)
    with pytest.raises(IntegrityError, match="reservations_booking_for_somebody"), transaction.atomic():
        Booking.objects.filter(pk=booking.pk).update(persons=0)
    assert closed.persons == 0


def test_meeting_rooms_are_open_in_their_hours(at: datetime) -> None:
    room = make_unit("会議室", measure=Measure.MINUTE, buffer=15)
    hours = [services.HoursFields(weekday="1", starts=clock(9).time(), ends=clock(17).time())]
    services.set_hours(unit=room, hours=hours, by=BY, at=at)
    make_booking(room, rules.Span(clock(10), clock(11)))
    for start, end, why in ((8, 9, "outside_hours"), (16, 18, "outside_hours"), (11, 12, "cleaning")):
        with pytest.raises(services.UnableToBook) as refused:
            make_booking(room, rules.Span(clock(start), clock(end)))
        assert codes(refused) == [f"reservations.{why}"]
    make_booking(room, rules.Span(clock(11, 15), clock(17)))
    with pytest.raises(services.UnableToChangeUnit):
        services.set_hours(unit=make_unit(), hours=hours, by=BY, at=at)


@pytest.mark.parametrize("row", table("may_take"))
def test_the_database_decides_as_the_rule_does(at: datetime, row: dict[str, str]) -> None:
    """The function that writes compares for itself; what it refuses the rule explains."""
    measure, retired_on = Measure.of(row["measure"]), row["retired_on"]
    unit = make_unit(measure=measure, buffer=int(row["buffer"]))
    if row["taken"]:
        period, *closed = row["taken"].split()
        span = rules.nights(*map(date.fromisoformat, period.split("/")))
        if closed:
            services.block(units=[unit], span=span, why="閉館", by=BY, at=at)
        else:
            make_booking(unit, span)
    if retired_on:
        Unit.objects.filter(pk=unit.pk).update(retired_on=retired_on)
    why: list[str] = []
    with CaptureQueriesContext(connection) as seen:
        try:
            made = make_booking(unit, span_of(row), persons=int(row["persons"]))
        except services.UnableToBook as refused:
            why = [code.removeprefix("reservations.") for code in codes(refused)]
        else:
            assert Entry.objects.filter(action="reservations.book", reference=str(made.pk)).count() == 1
    assert why == row["why"].split()
    assert why or len([query for query in seen if "reservations_" in query["sql"]]) == 1
    assert why or made.busy_before == rules.busy_before(made.span, measure, unit.buffer)


def test_a_booking_that_nothing_is_in_the_way_of_is_one_statement(at: datetime) -> None:
    house = make_unit()
    with CaptureQueriesContext(connection) as seen:
        first = make_booking(house, nights(1, 4))
    assert len(seen) == 1
    assert Booking.objects.get(pk=first.pk).reference == first.reference
    entry = Entry.objects.get(action="reservations.book")
    assert (entry.subject, entry.actor_name) == ("reservations.Booking", "test")
    assert entry.after is not None
    assert datetime.fromisoformat(entry.after["starts_at"]) == first.starts_at


def test_the_same_request_for_a_unit_is_one_booking(at: datetime) -> None:
    house = make_unit()
    first = make_hold(house, nights(1, 4), key="once")
    assert make_hold(house, nights(1, 4), key="once") == first
    with pytest.raises(services.KeyReused):
        make_hold(house, nights(10, 12), key="once")
    assert Booking.objects.count() == 1
