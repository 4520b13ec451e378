"""What is taken and free as pages ask for it: in a constant number of queries, the same as the rules say."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kayoi.engines.openings.models import FreePeriod
from kayoi.engines.openings.services import publish_opening
from kayoi.engines.openings.states import OpeningKind
from kayoi.engines.reservations import selectors, services
from kayoi.engines.reservations.models import Unit
from kayoi.engines.reservations.rules import Span
from kayoi.engines.reservations.tests.factories import (
    BY,
    clock,
    make_booking,
    make_hold,
    make_pool,
    make_unit,
    nights,
)  # fmt: skip
from kayoi.kit.verdict import MET, Reason, Verdict, verdict

pytestmark = pytest.mark.usefixtures("in_ina")
YEAR = (date(2026, 12, 1), date(2027, 12, 1))


def days(spans: list[Span]) -> list[tuple[int, int]]:
    return [(span.first_day.day, span.leaves_on.day) for span in spans]


def test_a_board_shows_what_is_taken_in_one_query(at: datetime) -> None:
    units = [make_unit(name) for name in ("一", "二", "三")]
    for unit in units:
        for day in range(1, 20, 3):
            make_booking(unit, nights(day, day + 2))
    over = make_hold(units[0], nights(3, 4), lapses_at=at + timedelta(hours=1))
    with CaptureQueriesContext(connection) as seen:
        rows = selectors.calendar(units, *YEAR, at=at)
    assert len(seen) == 1
    assert [len(row.bars) for row in rows] == [8, 7, 7]
    assert rows[0].bars[1].reference == over.reference
    later = selectors.calendar(units, date(2026, 12, 3), date(2026, 12, 4), at=at + timedelta(hours=1))
    assert [len(row.bars) for row in later] == [0, 0, 0]


def test_free_units_for_a_party(at: datetime) -> None:
    pool, (one, two) = make_pool("一", "二", buffer=1)
    small = make_unit("三", capacity=1)
    make_booking(one, nights(4, 6))
    assert selectors.free_units([one, two, small], nights(1, 4), persons=2, at=at) == [two]
    assert selectors.free_units([one, two, small], nights(1, 3), persons=1, at=at) == [one, two, small]
    assert selectors.free_of_pool(pool, nights(7, 9), persons=4, at=at) == [one, two]


def test_free_periods_end_on_the_last_day_of_leaving(at: datetime) -> None:
    house, empty = make_unit(buffer=1), make_unit("長谷の家")
    make_booking(house, nights(3, 5))
    services.block(units=[house], span=nights(10, 12), why="点検", by=BY, at=at)
    make_hold(house, nights(20, 22), lapses_at=at)
    first, until = date(2026, 12, 1), date(2026, 12, 25)
    with CaptureQueriesContext(connection) as seen:
        free = selectors.free_periods([house, empty], first, until, at=at)
    assert len(seen) == 2
    assert days(free[house.pk]) == [(1, 2), (6, 9), (12, 25)]
    assert days(free[empty.pk]) == [(1, 25)]
    longer = selectors.free_periods([house], first, until, nights=4, at=at)
    assert days(longer[house.pk]) == [(12, 25)]
    make_booking(house, nights(25, 27))
    assert days(selectors.free_periods([house], first, until, at=at)[house.pk])[-1] == (12, 24)
    services.retire_unit(unit=empty, on=date(2026, 12, 20), by=BY, at=at)
    assert days(selectors.free_periods([empty], first, until, at=at)[empty.pk]) == [(1, 20)]


def test_the_nearest_of_several_units_with_the_reasons(at: datetime) -> None:
    house, other, small = make_unit(), make_unit("長谷の家"), make_unit("小さな家", capacity=1)
    make_booking(house, nights(10, 13))
    services.block(units=[other], span=nights(9, 20), why="点検", by=BY, at=at)

    def not_before_the_ninth(span: Span) -> Verdict:
        return MET if span.first_day >= date(2026, 12, 9) else verdict([Reason("too_early")])

    found = selectors.nearest_free(
        [house, other, small], nights(11, 13), persons=2, at=at, also=not_before_the_ninth, reach=timedelta(days=60)
    )
    told = [(one.unit, one.shift.steps, [reason.code for reason in one.shift.reasons]) for one in found]
    assert told == [(house, 2, ["reservations.taken"]), (other, 9, ["reservations.blocked"])]
    free = selectors.nearest_free([house, other], nights(21, 22), persons=2, at=at)
    assert [one.shift.steps for one in free] == [0, 0]


def test_it_is_looked_for_further_away_where_nothing_is_near(at: datetime) -> None:
    house = make_unit()
    services.block(units=[house], span=Span(clock(0), clock(0) + timedelta(days=100)), why="工事", by=BY, at=at)
    found = selectors.nearest_free([house], nights(5, 7), persons=2, at=at)
    assert [one.shift.steps for one in found] == [-6, 96]


def shown(unit: Unit) -> list[tuple[int, int]]:
    rows = FreePeriod.objects.filter(opening=unit.opening_id).order_by("starts_on")
    return [(row.starts_on.day, row.ends_before.day) for row in rows]


def test_what_is_published_follows_each_change(at: datetime) -> None:
    house = make_unit()
    fields = {"title": "高遠の家", "path": "/ina/stays/1/"}
    opening = publish_opening(kind=OpeningKind.STAY, reference="1", fields=fields, by=BY, at=at)  # type: ignore[arg-type]
    services.publish_free(units=[house], opening=opening, by=BY, at=at)
    house.refresh_from_db()
    assert shown(house) == [(20, 21)]  # from today for 366 days
    booking = make_booking(house, nights(1, 4))
    assert shown(house) == [(20, 1), (4, 21)]
    services.move(booking=booking, span=nights(2, 4), by=BY, at=at)
    assert shown(house)[0] == (20, 2)
    services.extend(booking=booking, ends_before=clock(0, day=5), by=BY, at=at)
    assert shown(house)[1] == (5, 21)
    services.cancel(booking=booking, by=BY, at=at)
    assert shown(house) == [(20, 21)]
    make_hold(house, nights(1, 4), lapses_at=at + timedelta(hours=1))
    assert len(shown(house)) == 2
    services.lapse_due(by=BY, at=at + timedelta(hours=1))
    (closed,) = services.block(units=[house], span=nights(8, 9), why="点検", by=BY, at=at)
    assert shown(house) == [(20, 8), (9, 21)]
    services.unblock(booking=closed, by=BY, at=at)
    services.show_all_free(by=BY, at=at + timedelta(days=1))
    assert shown(house) == [(21, 22)]
    services.publish_free(units=[house], opening=None, by=BY, at=at)
    assert not FreePeriod.objects.exists()
