"""The board: cells without gaps, names that stay hidden, as many queries for a hundred rooms as for one."""

from datetime import date, datetime, timedelta
from time import perf_counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kayoi.engines.casefiles.services import protect
from kayoi.engines.reservations.models import Booking
from kayoi.engines.reservations.rules import Span, midnight, nights
from kayoi.engines.reservations.services import block
from kayoi.engines.reservations.states import Measure
from kayoi.engines.reservations.tests.factories import BY, make_booking
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import JST
from kayoi.kit.tokens import new_reference
from kayoi.programmes.stays.models import Room
from kayoi.programmes.stays.selectors.board import board, span_of
from kayoi.programmes.stays.services import moving, staying
from kayoi.programmes.stays.services.changing import UnableToChangeStay
from kayoi.programmes.stays.tests.factories import a_house, a_priced_stay, a_room, a_stay
from kayoi.programmes.stays.tests.tenancies import an_application
from tests.cast import Member

DECEMBER, JANUARY = date(2026, 12, 1), date(2027, 1, 1)


def shape(room: Room, at: datetime) -> list[tuple[str, int]]:
    shown = board(DECEMBER, JANUARY, at=at)
    (row,) = [row for row in shown.rows if row.room.pk == room.pk]
    return [(cell.kind, cell.days) for cell in row.cells]


def test_every_day_of_a_room_stands_in_one_cell(in_ina: Organization, at: datetime) -> None:
    room = a_room(at=at, buffer=1)
    a_stay(room, at=at, arrives_on=date(2026, 11, 28), leaves_on=date(2026, 12, 3), is_allowed=True)
    a_stay(room, at=at, arrives_on=date(2026, 12, 4), leaves_on=date(2026, 12, 6))
    block(units=[room.unit], span=nights(date(2026, 12, 30), date(2027, 1, 3)), why="年末年始", by=BY, at=at)
    found = shape(room, at)
    assert found == [("taken", 2), ("ready", 1), ("taken", 2), ("ready", 1), ("free", 23), ("taken", 2)]
    assert sum(days for _, days in found) == 31


def test_a_bar_knows_its_first_day_where_the_board_begins_later(in_ina: Organization, at: datetime) -> None:
    first = date(2026, 11, 28)
    a_stay(a_room(at=at), at=at, arrives_on=first, leaves_on=date(2026, 12, 3), is_allowed=True)
    (row,) = board(DECEMBER, JANUARY, at=at).rows
    assert (row.cells[0].first, row.cells[0].bookings[0].first) == (DECEMBER, first)


def test_hours_of_one_day_share_a_cell(in_ina: Organization, at: datetime) -> None:
    room = a_room(at=at, measure=Measure.MINUTE)
    start = datetime(2026, 12, 2, 9, 0, tzinfo=JST)
    for hour in (0, 2):
        span = Span(start + timedelta(hours=hour), start + timedelta(hours=hour + 1))
        make_booking(room.unit, span, at=at)
    (row,) = board(DECEMBER, JANUARY, at=at).rows
    assert [(cell.days, len(cell.bookings)) for cell in row.cells] == [(1, 0), (1, 2), (29, 0)]


def test_names_of_protected_people_are_not_on_it(in_ina: Organization, head: Member, at: datetime) -> None:
    stay = a_stay(a_room(at=at), at=at, is_allowed=True)
    assert stay.case_file is not None

    def words() -> str:
        return " ".join(
            one.words + one.title for row in board(DECEMBER, JANUARY, at=at).rows for cell in row.cells
            for one in cell.bookings
        )  # fmt: skip

    assert stay.case_file.name in words()
    protect(file=stay.case_file, starts_on=date(2026, 1, 1), basis="住民基本台帳法", by=head.actor, at=at)
    assert stay.case_file.name not in words()
    assert stay.booking.reference in words()


def test_a_home_that_is_lived_in_leads_to_its_tenancy(in_ina: Organization, officer: Member, at: datetime) -> None:
    tenancy = an_application(by=officer.actor, at=at)
    (row,) = board(DECEMBER, JANUARY, at=at).rows
    ((taken,),) = [cell.bookings for cell in row.cells]
    assert (taken.tenancy, taken.stay, taken.is_movable) == (tenancy.pk, None, False)
    assert taken.words == f"{tenancy.case_file.name} 2人"


@pytest.mark.parametrize(
    ("text", "length", "first", "until"),
    [
        ("2026-12", "month", "2026-12-01", "2027-01-01"), ("2026-12", "season", "2026-12-01", "2027-03-01"),
        ("?", "month", "2026-11-01", "2026-12-01"), ("2026-13", "month", "2026-11-01", "2026-12-01"),
        ("9999-12", "season", "2026-11-01", "2027-02-01"),
    ],
)  # fmt: skip
def test_span_of(text: str, length: str, first: str, until: str) -> None:
    found = span_of(text, length, today=date(2026, 11, 20))
    assert [day.isoformat() for day in found] == [first, until]


def many(rooms: range, uses: int, at: datetime) -> None:
    house = a_house(at=at)
    for number in rooms:
        room = a_room(house, at=at)
        starts = [midnight(DECEMBER + timedelta(days=7 * use)) for use in range(uses)]
        Booking.objects.bulk_create(
            Booking(
                unit=room.unit, starts_at=start, ends_before=start + timedelta(days=4),
                busy_before=start + timedelta(days=5), persons=2, status="confirmed", key=f"many:{number}",
                number=use, reference=new_reference(), booked_at=at, changed_at=at,
            )
            for use, start in enumerate(starts)
        )  # fmt: skip


def test_a_year_of_a_hundred_rooms_costs_no_more_queries_than_one(in_ina: Organization, at: datetime) -> None:
    year = (DECEMBER, DECEMBER + timedelta(days=365))
    counts = []
    for rooms in (range(1), range(1, 100)):
        many(rooms, 52, at)
        with CaptureQueriesContext(connection) as queries:
            assert len(board(*year, at=at).rows) == rooms.stop
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 6
    times = []
    for _ in range(5):
        begun = perf_counter()
        board(*year, at=at)
        times.append(perf_counter() - begun)
    # 0.2 s on a quiet machine; this catches only what is wrong by much.
    assert min(times) < 1, times


def test_another_house_another_price_and_the_old_time_is_free(in_ina: Organization, head: Member, at: datetime) -> None:
    stay = a_priced_stay(at=at, is_allowed=True)
    other = a_room(a_house(at=at), at=at)
    moving.move_stay(stay=stay, room=other, first=date(2026, 12, 10), why="希望", by=head.actor, at=at)
    stay.refresh_from_db()
    assert (stay.room_id, stay.arrives_on, stay.leaves_on) == (other.pk, date(2026, 12, 10), date(2026, 12, 13))
    assert stay.price_yen is None  # the other house has no prices
    assert stay.booking.arrives_on == date(2026, 12, 10)


def test_who_is_there_goes_on_in_another_room_today(in_ina: Organization, head: Member, at: datetime) -> None:
    stay, other = a_stay(a_room(at=at), at=at, is_allowed=True), a_room(at=at)
    staying.check_in(stay=stay, by=head.actor, at=datetime(2026, 12, 1, 15, 0, tzinfo=JST))
    later = datetime(2026, 12, 3, 9, 0, tzinfo=JST)
    moving.move_stay(stay=stay, room=other, first=stay.arrives_on, why="雨もり", by=head.actor, at=later)
    stay.refresh_from_db()
    assert (stay.room_id, stay.booking.unit_id, stay.booking.status) == (other.pk, other.unit_id, "in_use")
    assert stay.booking.continues is not None


def test_refused_with_the_reason_and_nothing_changed(in_ina: Organization, head: Member, at: datetime) -> None:
    stay, other = a_stay(a_room(at=at), at=at, is_allowed=True), a_room(at=at)
    a_stay(other, at=at)
    with pytest.raises(UnableToChangeStay) as refused:
        moving.move_stay(stay=stay, room=other, first=stay.arrives_on, why="x", by=head.actor, at=at)
    assert [one.code for one in refused.value.verdict.reasons] == ["reservations.taken"]
    stay.refresh_from_db()
    assert stay.room_id != other.pk
