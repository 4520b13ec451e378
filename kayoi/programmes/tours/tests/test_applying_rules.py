"""Who may apply when, what an application must have, groups, other doors: from case tables."""

import csv
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from kayoi.kit.dates import JST
from kayoi.programmes.tours.rules.applying import Asked, Doorway, may_apply, may_send
from kayoi.programmes.tours.rules.doors import Door, doors, share
from kayoi.programmes.tours.rules.grouping import Applicant, groups_of
from kayoi.programmes.tours.rules.passing import may_pass
from kayoi.programmes.tours.rules.standing import may_decline, steps_of
from kayoi.programmes.tours.states import PartyStatus, StepKind

CASES = Path(__file__).parent / "cases"
NOW = datetime(2026, 11, 20, 10, 0, tzinfo=JST)
DAY = date(2027, 6, 1)


def rows(name: str) -> list[list[str]]:
    with (CASES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


def moment(days: str) -> datetime | None:
    return NOW + timedelta(days=int(days)) if days else None


@pytest.mark.parametrize("row", rows("may_apply"), ids=lambda row: row[0])
def test_who_may_apply_when(row: list[str]) -> None:
    _, published, opens, closes, final, dates, staff, reasons = row
    doorway = Doorway(published == "1", moment(opens), moment(closes), final == "1", int(dates))
    found = may_apply(doorway, by_staff=staff == "1", at=NOW)
    assert [reason.code for reason in found.reasons] == reasons.split()


@pytest.mark.parametrize("row", rows("may_send"), ids=lambda row: row[0])
def test_what_an_application_must_have(row: list[str]) -> None:
    _, size, wishes, companions, age, guardian, email, phone, reasons = row
    asked = Asked(int(size), wishes.split(), int(companions), int(age) if age else None, guardian, email, phone)
    found = may_send(asked, {"june": 5, "july": 8})
    assert [reason.code for reason in found.reasons] == reasons.split()


@pytest.mark.parametrize("row", rows("groups_of"), ids=lambda row: row[0])
def test_groups(row: list[str]) -> None:
    _, age, prefecture, visits, size, children, groups = row
    found = groups_of(Applicant(age, prefecture, visits, int(size), int(children)), {"20"})
    assert sorted(found) == groups.split()


def door_of(text: str) -> Door:
    kind, key, day, room = text.split(":")
    on = DAY + timedelta(days=int(day)) if day else None
    return Door(StepKind.of(kind), key, on=on, room=int(room) if room else None)


@pytest.mark.parametrize("row", rows("doors"), ids=lambda row: row[0])
def test_which_doors_are_offered(row: list[str]) -> None:
    _, found, persons, chosen = row
    offered = doors([door_of(one) for one in found.split()], persons=int(persons), near=DAY)
    assert [door.path for door in offered] == chosen.split()


def test_what_was_refused_is_no_door() -> None:
    assert not doors([Door(StepKind.DATE, "d1")], persons=1, near=DAY, without={"d1"})


@pytest.mark.parametrize("row", rows("share"), ids=lambda row: row[0])
def test_the_share_with_a_next_step(row: list[str]) -> None:
    _, steps, now, took, missed, waiting, percent = row
    start = NOW - timedelta(days=int(now))
    times = [one.split(":") for one in steps.split()]
    found = share(
        [(start + timedelta(days=int(told)), start + timedelta(days=int(taken)) if taken else None)
         for told, taken in times],
        at=NOW,
    )  # fmt: skip
    assert (found.took, found.missed, found.waiting) == (int(took), int(missed), int(waiting))
    assert found.percent == (float(percent) if percent else None)


@pytest.mark.parametrize("row", rows("steps_of"), ids=lambda row: row[0])
def test_the_line_on_which_a_party_stands(row: list[str]) -> None:
    _, status, by_lot, final, line, now = row
    steps, current = steps_of(PartyStatus.of(status), by_lot=by_lot == "1", list_is_final=final == "1")
    assert ([step.value for step in steps], current) == (line.split(), now)


@pytest.mark.parametrize("row", rows("may_pass"), ids=lambda row: row[0])
def test_what_may_be_given_to_another_town(row: list[str]) -> None:
    _, towns, placed, protected, here, reasons = row
    found = may_pass(
        code="152242", agrees_towns=towns.split(), is_placed=placed == "1", is_protected=protected == "1",
        is_here=here == "1",
    )  # fmt: skip
    assert [reason.code for reason in found.reasons] == reasons.split()


def test_whoever_hopes_or_comes_may_decline() -> None:
    assert {status.value for status in PartyStatus if may_decline(status)} == {"asked", "placed", "reserve"}
