"""What can be booked, who is reminded, whether a day holds together: the tables of cases."""

import csv
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kayoi.kit.dates import JST
from kayoi.programmes.appointments import rules
from kayoi.programmes.appointments.states import BookingStatus, ExceptionKind, StopStatus

CASES = Path(__file__).parent / "cases"
ANY = frozenset({"online", "telephone", "counter"})
ON = date(2026, 11, 28)


def rows(name: str) -> list[dict[str, str]]:
    with (CASES / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=JST)


def window(text: str) -> rules.Window:
    starts, ends = text.split("-")
    return rules.Window(time.fromisoformat(starts), time.fromisoformat(ends), ANY)


def offer(*, on_holidays: bool = False, exceptions: tuple[rules.Exceptional, ...] = ()) -> rules.Offer:
    """Monday 10–11, Thursday 9–12, Saturday 13–15; 45 minutes, 15 between; a day before, 60 days, two a day."""
    return rules.Offer(
        length=timedelta(minutes=45), buffer=timedelta(minutes=15), notice=timedelta(hours=24), ahead_days=60,
        most_per_day=2, on_holidays=on_holidays, exceptions=exceptions,
        weekly=[
            rules.Weekly(0, window("10:00-11:00")), rules.Weekly(3, window("09:00-12:00")),
            rules.Weekly(5, window("13:00-15:00")),
        ],
    )  # fmt: skip


@pytest.mark.parametrize("row", rows("windows_on"), ids=lambda row: row["なぜ"])
def test_windows_on(row: dict[str, str]) -> None:
    on = date.fromisoformat(row["日"])
    exceptions: tuple[rules.Exceptional, ...] = ()
    if row["例外"]:
        kind, hours = row["例外"].split()
        exceptions = (rules.Exceptional(on, ExceptionKind.of(kind), window(hours)),)
    found = rules.windows_on(offer(on_holidays=row["祝日も受ける"] == "はい", exceptions=exceptions), on=on)
    assert " ".join(f"{one.starts:%H:%M}-{one.ends:%H:%M}" for one in found) == row["受付時間"]


def spans(text: str) -> list[rules.Span]:
    parts = text.split()
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return [rules.Span(*(moment(f"{day} {clock}") for clock in hours.split("-", 1))) for day, hours in pairs]


@pytest.mark.parametrize("row", rows("may_book"), ids=lambda row: row["なぜ"])
def test_may_book(row: dict[str, str]) -> None:
    answer = rules.may_book(
        offer(), rules.Wanted(moment(row["始まり"]), row["方法"]), taken=spans(row["埋まっている"]),
        now=moment(row["いま"]), by_staff=row["職員"] == "はい",
    )  # fmt: skip
    assert " ".join(reason.code for reason in answer.reasons) == row["理由"]


@pytest.mark.parametrize("row", rows("may_book"), ids=lambda row: row["なぜ"])
def test_free_slots_and_may_book_agree(row: dict[str, str]) -> None:
    """What the page offers is what the service takes, and nothing else."""
    starts_at, by_staff = moment(row["始まり"]), row["職員"] == "はい"
    free = rules.free_slots(
        offer(), on=starts_at.date(), taken=spans(row["埋まっている"]), now=moment(row["いま"]), by_staff=by_staff
    )
    offered = any(slot.starts_at == starts_at and row["方法"] in slot.ways for slot in free)
    assert offered is (not row["理由"])


@given(st.lists(st.tuples(st.integers(0, 47), st.integers(1, 8)), max_size=6), st.integers(0, 30), st.integers(10, 90))
def test_slots_never_meet_each_other_nor_what_is_taken(taken: list[tuple[int, int]], buffer: int, length: int) -> None:
    day = datetime.combine(ON, time(), JST)
    busy = [
        rules.Span(day + timedelta(minutes=30 * start), day + timedelta(minutes=30 * (start + count)))
        for start, count in taken
    ]
    one = rules.Offer(
        length=timedelta(minutes=length), buffer=timedelta(minutes=buffer), notice=timedelta(), ahead_days=60,
        most_per_day=99, on_holidays=False, weekly=[rules.Weekly(5, window("08:00-20:00"))],
    )  # fmt: skip
    free = rules.free_slots(one, on=ON, taken=busy, now=day, by_staff=False)
    assert not [slot for slot in free for span in busy if span.meets(slot)]
    assert all(before.busy_before <= after.starts_at for before, after in pairwise(free))
    assert all(slot.ends_before <= datetime.combine(ON, time(20), JST) for slot in free)


def test_slots_on_leave_the_buffer_between() -> None:
    found = rules.slots_on(offer(), on=date(2026, 11, 26))
    assert [f"{slot.starts_at:%H:%M}-{slot.ends_before:%H:%M}-{slot.busy_before:%H:%M}" for slot in found] == [
        "09:00-09:45-10:00", "10:00-10:45-11:00", "11:00-11:45-12:00",
    ]  # fmt: skip


def test_nearest_are_in_the_order_of_time() -> None:
    hours = [moment(f"2026-11-26 {hour:02}:00") for hour in (9, 10, 11, 13, 17)]
    assert rules.nearest(hours, wanted=moment("2026-11-26 12:00"), most=3) == hours[1:4]
    assert rules.nearest([], wanted=hours[0], most=3) == []


@pytest.mark.parametrize("row", rows("reminds"), ids=lambda row: row["なぜ"])
def test_reminds(row: dict[str, str]) -> None:
    found = rules.reminds(
        status=BookingStatus.of(row["状態"]), starts_on=date.fromisoformat(row["始まる日"]),
        today=date.fromisoformat(row["今日"]), wants=row["希望"] == "はい", reminded=row["知らせた"] == "はい",
        protected=row["支援措置"] == "はい", email=row["メール"],
    )  # fmt: skip
    assert found is (row["知らせる"] == "はい")


@pytest.mark.parametrize("row", rows("initials"), ids=lambda row: row["なぜ"])
def test_initials(row: dict[str, str]) -> None:
    assert rules.initials(row["ふりがな"]) == row["イニシャル"]


def test_may_change_and_may_record_result_meet_at_the_beginning() -> None:
    begins, minute = moment("2026-11-26 09:00"), timedelta(minutes=1)
    assert rules.may_change(starts_at=begins, now=begins - minute, by_staff=False).met
    assert rules.may_change(starts_at=begins, now=begins, by_staff=False).refused
    assert rules.may_change(starts_at=begins, now=begins + minute, by_staff=True).met
    assert rules.may_record_result(starts_at=begins, now=begins - minute).refused
    assert rules.may_record_result(starts_at=begins, now=begins).met


def leg(starts: str, ends: str, status: str = "open", place: str = "長谷", *, needs: bool = True) -> rules.Leg:
    return rules.Leg("相手", place, moment(starts), moment(ends), StopStatus.of(status), needs)


@pytest.mark.parametrize("row", rows("may_place_stop"), ids=lambda row: row["なぜ"])
def test_may_place_stop(row: dict[str, str]) -> None:
    others = []
    if row["ほかの立ち寄り先"]:
        day, hours, status = row["ほかの立ち寄り先"].split()
        starts, ends = hours.split("-")
        others = [leg(f"{day} {starts}", f"{day} {ends}", status)]
    answer = rules.may_place_stop(leg(row["始まり"], row["終わり"]), on=ON, others=others)
    assert " ".join(reason.code for reason in answer.reasons) == row["理由"]


@pytest.mark.parametrize("row", rows("tight_gaps"), ids=lambda row: row["なぜ"])
def test_tight_gaps(row: dict[str, str]) -> None:
    before = leg("2026-11-28 09:00", f"2026-11-28 {row['前の終わり']}", place=row["前の場所"])
    after = leg(f"2026-11-28 {row['次の始まり']}", "2026-11-28 12:00", row["次の状態"], row["次の場所"])
    found = rules.tight_gaps([after, before])
    assert "".join(str(minutes) for _, _, minutes in found) == row["短い"]


@pytest.mark.parametrize("row", rows("may_confirm_day"), ids=lambda row: row["なぜ"])
def test_may_confirm_day(row: dict[str, str]) -> None:
    legs = [
        leg("2026-11-28 09:00", "2026-11-28 10:00", word.rstrip("-"), needs=not word.endswith("-"))
        for word in row["立ち寄り先"].split()
    ]
    assert " ".join(reason.code for reason in rules.may_confirm_day(legs).reasons) == row["理由"]


@pytest.mark.parametrize("row", rows("follow_up_on"), ids=lambda row: row["なぜ"])
def test_follow_up_on(row: dict[str, str]) -> None:
    assert rules.follow_up_on(on=date.fromisoformat(row["案内の日"])) == date.fromisoformat(row["声かけの日"])


def test_may_ask_host_and_may_finish_day() -> None:
    assert rules.may_ask_host(has_address=True, protected=False, why="").met
    assert rules.may_ask_host(has_address=True, protected=True, why="本人の了解").met
    refused = rules.may_ask_host(has_address=False, protected=True, why=" ")
    assert [reason.code for reason in refused.reasons] == [
        "appointments.host_without_address", "appointments.protected_needs_reason",
    ]  # fmt: skip
    assert rules.may_finish_day(on=ON, today=ON).met
    assert rules.may_finish_day(on=ON, today=ON - timedelta(days=1)).refused
