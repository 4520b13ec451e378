"""Rules about units and times, on both sides of each boundary."""

import csv
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from kayoi.engines.reservations import rules
from kayoi.engines.reservations.forms import REFUSALS
from kayoi.engines.reservations.rules import Hours, Span, Taken, UnitFacts
from kayoi.engines.reservations.states import BookingStatus, Measure
from kayoi.engines.reservations.tests.factories import clock, nights
from kayoi.kit.dates import JST
from kayoi.kit.sentences import sentences
from kayoi.kit.verdict import MET, Reason, Verdict, verdict

CASES = Path(__file__).parent / "cases"
FOUR = UnitFacts("高遠の家", Measure.NIGHT, 4, 0)


def table(name: str) -> list[dict[str, str]]:
    with (CASES / f"{name}.csv").open(encoding="utf-8") as opened:
        return list(csv.DictReader(opened))


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=JST)


def span_of(row: dict[str, str]) -> Span:
    return Span(moment(row["starts_at"]), moment(row["ends_before"]))


def taken(text: str, buffer: int = 0) -> list[Taken]:
    """Read what is taken in December: "1-4 6-8c" is from the 1st to the 4th, and closed from the 6th to the 8th."""
    found = []
    for part in text.split():
        first, last = part.rstrip("c").split("-")
        span = nights(int(first), int(last))
        is_blocked = part.endswith("c")
        ready = span.ends_before + timedelta(days=0 if is_blocked else buffer)
        found.append(Taken(span, ready, is_blocked))
    return found


def codes(answer: Verdict) -> list[str]:
    assert all(sentences(answer, REFUSALS))
    return [reason.code.removeprefix("reservations.") for reason in answer.reasons]


def test_nights_begin_at_midnight_in_japan() -> None:
    assert rules.midnight(date(2026, 12, 1)) == datetime(2026, 11, 30, 15, tzinfo=UTC)
    span = rules.nights(date(2026, 12, 1), date(2026, 12, 4))
    assert (span.first_day, span.leaves_on, span.nights) == (date(2026, 12, 1), date(2026, 12, 4), 3)


@pytest.mark.parametrize("row", table("busy_before"))
def test_busy_before(row: dict[str, str]) -> None:
    ready = rules.busy_before(span_of(row), Measure.of(row["measure"]), int(row["buffer"]))
    assert ready == moment(row["busy_before"])


@pytest.mark.parametrize("row", table("left_to_spend"))
def test_left_to_spend(row: dict[str, str]) -> None:
    span = span_of(row)
    rest = rules.left_to_spend(span, Measure.of(row["measure"]), moment(row["moved_at"]))
    assert rest == Span(moment(row["start"]), span.ends_before)


@pytest.mark.parametrize("row", table("shortened_end"))
def test_shortened_end(row: dict[str, str]) -> None:
    end = rules.shortened_end(span_of(row), Measure.of(row["measure"]), moment(row["left_at"]))
    assert end == moment(row["end"])


@pytest.mark.parametrize("row", table("in_the_way"))
def test_in_the_way(row: dict[str, str]) -> None:
    span = nights(int(row["starts"]), int(row["ends"]))
    others = taken(f"{row['taken_from']}-{row['taken_until']}", int(row["taken_buffer"]))
    met = rules.in_the_way(span, rules.busy_before(span, Measure.NIGHT, int(row["buffer"])), others)
    assert met == (others if row["meets"] == "yes" else [])


def hours(text: str) -> list[Hours]:
    """Read hours: "1 09:00-17:00 2026-12-01/2027-03-01" are those of Tuesdays in that period."""
    found = []
    for part in filter(None, text.split(";")):
        weekday, clock_times, *period = part.split()
        starts, ends = map(time.fromisoformat, clock_times.split("-"))
        days = [date.fromisoformat(day) for day in period[0].split("/")] if period else [None, None]
        found.append(Hours(int(weekday), starts, ends, *days))
    return found


@pytest.mark.parametrize("row", table("is_open"))
def test_is_open(row: dict[str, str]) -> None:
    assert rules.is_open(span_of(row), hours(row["hours"])) is (row["open"] == "yes")


def test_hours_on_a_day_begin_on_that_day() -> None:
    late = hours("1 22:00-02:00;1 09:00-12:00;2 09:00-12:00")
    assert rules.hours_on(late, date(2026, 12, 1)) == [(clock(9), clock(12)), (clock(22), clock(2, day=2))]


@pytest.mark.parametrize("row", table("may_take"))
def test_may_take(row: dict[str, str]) -> None:
    retired_on = date.fromisoformat(row["retired_on"]) if row["retired_on"] else None
    unit = UnitFacts("高遠の家", Measure.of(row["measure"]), 4, int(row["buffer"]), retired_on)
    others = []
    if row["taken"]:
        period, *closed = row["taken"].split()
        span = rules.nights(*map(date.fromisoformat, period.split("/")))
        others.append(Taken(span, span.ends_before, bool(closed)))
    answer = rules.may_take(unit, span_of(row), persons=int(row["persons"]), taken=others)
    assert codes(answer) == row["why"].split()


@pytest.mark.parametrize("row", table("best_fit"))
def test_best_fit(row: dict[str, str]) -> None:
    first, last = map(int, row["wanted"].split("-"))
    units = {int(unit): taken(text) for unit, text in (part.split(":") for part in row["units"].split(";"))}
    span = nights(first, last)
    assert rules.best_fit(units, span, span.ends_before) == int(row["given"])


def not_on_sunday(span: Span) -> Verdict:
    return verdict([Reason("sunday")]) if span.first_day.weekday() == 6 else MET


@pytest.mark.parametrize("row", table("nearest"))
def test_nearest(row: dict[str, str]) -> None:
    buffer, first = int(row["buffer"]), int(row["wanted"])
    unit = UnitFacts("高遠の家", Measure.NIGHT, 4, buffer)
    around = nights(1, 31)
    search = rules.Search(around.starts_at, around.ends_before, timedelta(days=1), 2, not_on_sunday)
    found = rules.nearest(unit, nights(first, first + int(row["length"])), taken(row["taken"], buffer), search)
    shown = [
        " ".join([str(one.steps), *(reason.code.removeprefix("reservations.") for reason in one.reasons)])
        for one in found
    ]
    assert ";".join(shown) == row["shifts"]
    for one in found:
        assert rules.may_take(unit, one.span, persons=2, taken=taken(row["taken"], buffer)).met
        assert one.span.first_day == date(2026, 12, first) + timedelta(days=one.steps)


def test_none_of_pool_says_what_speaks_against_each() -> None:
    crowded = [rules.may_take(FOUR, nights(1, 3), persons=5, taken=taken(text)) for text in ("", "1-2")]
    assert codes(rules.none_of_pool("体験住宅", crowded)) == ["too_many_persons"]
    full = [rules.may_take(FOUR, nights(1, 3), persons=4, taken=taken(text)) for text in ("1-2c", "1-2")]
    assert codes(rules.none_of_pool("体験住宅", full)) == ["none_free"]
    assert codes(rules.none_of_pool("体験住宅", [])) == ["none_free"]


def test_an_obstacle_is_written_with_its_days_or_times() -> None:
    (one,) = taken("2-4")
    assert rules.obstacle(one, nights(3, 5), Measure.NIGHT).params == {"from": "2026-12-02", "until": "2026-12-04"}
    assert rules.written(clock(9, 30), Measure.MINUTE) == "2026-12-01 09:30"


def test_may_block_names_every_booking_in_the_way() -> None:
    answer = rules.may_block(FOUR, nights(3, 8), taken=taken("1-3 3-4 6-7c 8-9"))
    assert codes(answer) == ["booking_in_the_way", "blocked_before"]
    assert codes(rules.may_block(FOUR, nights(3, 5), taken=taken("1-2", buffer=2))) == ["booking_in_the_way"]
    assert codes(rules.may_block(FOUR, Span(clock(9), clock(10)), taken=[])) == ["not_whole_nights"]


def test_may_change_in_its_states_only() -> None:
    assert rules.may_change(BookingStatus.HELD, {BookingStatus.HELD}, "move").met
    assert codes(rules.may_change(BookingStatus.LAPSED, {BookingStatus.HELD}, "move")) == ["move.wrong_status"]


@pytest.mark.parametrize(("status", "seconds", "why"), [
    ("held", -1, []), ("held", 0, ["lapsed"]), ("held", 1, ["lapsed"]), ("lapsed", -1, ["lapsed"]),
    ("confirmed", 1, []), ("held", None, []),
])  # fmt: skip
def test_may_confirm_until_it_lapses(at: datetime, status: str, seconds: int | None, why: list[str]) -> None:
    lapses_at = None if seconds is None else at - timedelta(seconds=seconds)
    assert codes(rules.may_confirm(BookingStatus.of(status), lapses_at, at=at)) == why


@pytest.mark.parametrize(("until", "buffer", "why"), [
    (8, 0, []), (7, 1, []), (8, 1, ["next_begins"]), (9, 0, ["next_begins"]), (4, 0, ["not_later"]),
    (3, 0, ["not_later"]),
])  # fmt: skip
def test_may_extend_until_the_next_begins(until: int, buffer: int, why: list[str]) -> None:
    unit = UnitFacts("高遠の家", Measure.NIGHT, 4, buffer)
    later = nights(1, until).ends_before
    assert codes(rules.may_extend(unit, nights(1, 4), later, taken=taken("8-9 12-14"))) == why


def test_may_start_on_its_day_and_miss_after_its_beginning() -> None:
    span = Span(clock(10), clock(12))
    assert rules.may_start(span, at=clock(0)).met
    assert codes(rules.may_start(span, at=clock(0) - timedelta(seconds=1))) == ["not_yet"]
    assert rules.may_miss(span, at=clock(10)).met
    assert codes(rules.may_miss(span, at=clock(10) - timedelta(seconds=1))) == ["not_yet"]
