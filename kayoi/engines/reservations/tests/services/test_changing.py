"""What becomes of a booking: confirmed, begun, ended early, moved, extended, gone on elsewhere."""

from datetime import date, datetime, timedelta

import pytest

from kayoi.engines.reservations import services
from kayoi.engines.reservations.models import Booking
from kayoi.engines.reservations.states import BookingStatus
from kayoi.engines.reservations.tests.factories import (
    BY,
    clock,
    codes,
    make_booking,
    make_hold,
    make_unit,
    nights,
)  # fmt: skip
from kayoi.foundation.audit.models import Entry
from kayoi.kit.moves import UnableToMove

pytestmark = pytest.mark.usefixtures("in_ina")


def test_from_hold_to_the_end(at: datetime) -> None:
    house = make_unit(buffer=1)
    booking = make_hold(house, nights(1, 4), lapses_at=at + timedelta(hours=1))
    services.confirm(booking=booking, by=BY, at=at)
    with pytest.raises(services.UnableToProceed) as refused:
        services.start(booking=booking, by=BY, at=clock(0, day=1) - timedelta(minutes=1))
    assert codes(refused) == ["reservations.not_yet"]
    services.start(booking=booking, by=BY, at=clock(15))
    services.finish(booking=booking, by=BY, at=clock(9, day=3))
    assert (booking.status, booking.nights, booking.busy_before) == (BookingStatus.FINISHED, 2, clock(0, day=4))
    with pytest.raises(services.UnableToBook):
        make_booking(house, nights(3, 5))
    assert make_booking(house, nights(4, 5)).nights == 1


@pytest.mark.parametrize("minutes", [0, 1])
def test_a_hold_is_confirmed_until_it_lapses(at: datetime, minutes: int) -> None:
    over = at + timedelta(hours=1)
    booking = make_hold(make_unit(), nights(1, 4), lapses_at=over)
    with pytest.raises(services.UnableToProceed) as refused:
        services.confirm(booking=booking, by=BY, at=over + timedelta(minutes=minutes))
    assert codes(refused) == ["reservations.lapsed"]
    services.confirm(booking=booking, by=BY, at=over - timedelta(seconds=1))
    assert (booking.status, booking.lapses_at) == (BookingStatus.CONFIRMED, None)
    with pytest.raises(UnableToMove):
        services.confirm(booking=booking, by=BY, at=at)


def test_due_holds_lapse_and_others_do_not(at: datetime) -> None:
    over = at + timedelta(hours=1)
    house = make_unit()
    due, later, endless = (
        make_hold(house, nights(day, day + 1), lapses_at=lapses)
        for day, lapses in ((1, over), (2, over + timedelta(seconds=1)), (3, None))
    )
    assert services.lapse_due(by=BY, at=over) == 1
    assert [Booking.objects.get(pk=row.pk).status for row in (due, later, endless)] == ["lapsed", "held", "held"]


@pytest.mark.parametrize("how", ["cancel", "no_show"])
def test_who_does_not_come_gives_the_time_back(at: datetime, how: str) -> None:
    house = make_unit()
    booking = make_booking(house, nights(1, 4))
    if how == "cancel":
        services.cancel(booking=booking, why="都合が悪くなった", by=BY, at=at)
    else:
        with pytest.raises(services.UnableToProceed):
            services.mark_no_show(booking=booking, by=BY, at=at)
        services.mark_no_show(booking=booking, by=BY, at=clock(20))
    assert make_booking(house, nights(1, 4)).status == BookingStatus.CONFIRMED


def test_a_booking_moves_in_place_or_stays_as_it_was(at: datetime) -> None:
    house, other = make_unit(), make_unit("長谷の家", capacity=2)
    booking = make_booking(house, nights(1, 4))
    make_booking(other, nights(3, 5))
    with pytest.raises(services.UnableToChange) as refused:
        services.move(booking=booking, unit=other, persons=3, by=BY, at=at)
    assert codes(refused) == ["reservations.too_many_persons", "reservations.taken"]
    assert (booking.unit, booking.sequence) == (house, 0)
    services.move(booking=booking, span=nights(2, 5), why="電話", by=BY, at=at)  # overlaps only itself
    services.move(booking=booking, unit=other, span=nights(5, 7), by=BY, at=at)
    assert (booking.unit, booking.arrives_on, booking.sequence) == (other, date(2026, 12, 5), 2)
    assert make_booking(house, nights(1, 5)).unit == house
    assert Entry.objects.filter(action="reservations.booking.change").count() == 2
    services.start(booking=booking, by=BY, at=clock(15, day=5))
    with pytest.raises(UnableToMove):
        services.move(booking=booking, unit=house, span=nights(5, 7), by=BY, at=at)


def test_extension_ends_at_the_next_booking(at: datetime) -> None:
    house = make_unit(buffer=1)
    booking = make_booking(house, nights(1, 4))
    make_booking(house, nights(8, 9))
    services.start(booking=booking, by=BY, at=clock(15))
    services.extend(booking=booking, ends_before=clock(0, day=7), by=BY, at=at)
    assert booking.nights == 6
    with pytest.raises(services.UnableToChange) as refused:
        services.extend(booking=booking, ends_before=clock(0, day=8), by=BY, at=at)
    assert codes(refused) == ["reservations.next_begins"]
    assert refused.value.verdict.reasons[0].params == {"from": "2026-12-08"}
    with pytest.raises(services.UnableToChange) as refused:
        services.extend(booking=booking, ends_before=clock(0, day=7), by=BY, at=at)
    assert codes(refused) == ["reservations.not_later"]


def test_a_use_goes_on_elsewhere_and_keeps_its_nights(at: datetime) -> None:
    house, other = make_unit(), make_unit("長谷の家")
    booking = make_booking(house, nights(1, 6))
    with pytest.raises(UnableToMove):
        services.rehouse(booking=booking, unit=other, moved_at=clock(10, day=3), why="給湯器の故障", by=BY, at=at)
    services.start(booking=booking, by=BY, at=clock(15))
    new = services.rehouse(booking=booking, unit=other, moved_at=clock(10, day=3), why="給湯器の故障", by=BY, at=at)
    assert (booking.status, booking.nights, new.nights, new.status) == ("finished", 2, 3, "in_use")
    assert (new.unit, new.continues) == (other, booking)
    assert make_booking(house, nights(3, 5)).unit == house


def test_on_the_day_of_arrival_the_whole_use_goes_elsewhere(at: datetime) -> None:
    house, other = make_unit(), make_unit("長谷の家")
    booking = make_booking(house, nights(1, 6))
    services.start(booking=booking, by=BY, at=clock(15))
    same = services.rehouse(booking=booking, unit=other, moved_at=clock(18), why="住宅の火災", by=BY, at=at)
    assert (same.pk, same.unit, same.nights, same.status) == (booking.pk, other, 5, "in_use")
    assert make_booking(house, nights(1, 6)).unit == house


def test_what_a_unit_allows_is_not_cut_below_what_is_booked(at: datetime) -> None:
    house = make_unit()
    booking = make_booking(house, nights(1, 4), persons=3)
    with pytest.raises(services.UnableToChangeUnit) as refused:
        services.change_unit(unit=house, fields={"capacity": 2}, version=1, by=BY, at=at)
    assert codes(refused) == ["reservations.smaller_than_booked"]
    services.change_unit(unit=house, fields={"capacity": 3, "buffer": 2}, version=1, by=BY, at=at)
    booking.refresh_from_db()
    assert booking.busy_before == booking.ends_before
    with pytest.raises(services.UnableToChangeUnit):
        services.retire_unit(unit=house, on=date(2026, 12, 3), by=BY, at=at)
    services.retire_unit(unit=house, on=date(2026, 12, 4), by=BY, at=at)
    with pytest.raises(services.UnableToBook) as unable:
        make_booking(house, nights(10, 12))
    assert codes(unable) == ["reservations.retired"]
