"""What a tour lacks, what may still be changed of a date, what an applicant meets: on both sides of each condition."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from kayoi.programmes.tours.rules.legal import Plan
from kayoi.programmes.tours.rules.opening import Date, Tour, may_open, may_publish
from kayoi.programmes.tours.rules.running import has_too_few, may_change_date, may_hold
from kayoi.programmes.tours.rules.seen import SetUp, Shown, what_is_seen
from tests.clock import NOW

TOUR = Tour(
    Plan(travel_basis="none"), status="published", summary="内容", hard="寒い", organizer="市", contact="090",
    insurance="傷害保険", fee_yen=0, fee_covers="", apply_from=NOW, apply_until=NOW + timedelta(days=10),
    method="lottery", public_number="ある指数", number_from=NOW + timedelta(days=12), rule_is_in_force=True, dates=1,
)  # fmt: skip
DAY = Date(date(2026, 12, 12), is_online=False, meeting_point="駅", items=3, is_left_out=False)
# What of the tour or the date is different, and what is lacking then.
OPEN: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    ({}, {}, ""),
    ({"plan": Plan()}, {}, "no_travel_basis"),
    ({"plan": Plan(travel_basis="none", has_paid_work=True)}, {}, "no_work_basis"),
    ({"status": "draft"}, {}, "not_published"),
    ({"rule_is_in_force": False}, {}, "rule_not_in_force"),
    ({"apply_from": None}, {}, "no_apply_time"),
    ({"apply_until": None}, {}, "no_apply_time"),
    ({"apply_until": NOW}, {}, "apply_time_over"),
    ({"apply_until": NOW + timedelta(minutes=1)}, {}, ""),
    ({}, {"starts_on": date(2026, 11, 30)}, "apply_after_start"),
    ({}, {"starts_on": date(2026, 12, 1)}, ""),
    ({}, {"starts_on": date(2026, 11, 19)}, "apply_after_start date_is_past"),
    ({"public_number": ""}, {}, "no_public_number"),
    ({"number_from": None}, {}, "no_public_number"),
    ({"public_number": "", "number_from": None, "method": "first_come"}, {}, ""),
    ({"number_from": NOW + timedelta(days=9)}, {}, "number_too_early"),
    ({}, {"is_left_out": True}, "selection_is_open"),
    ({}, {"meeting_point": " "}, "no_meeting_point"),
    ({"insurance": ""}, {}, "no_insurance"),
    ({"insurance": ""}, {"is_online": True, "items": 0}, ""),
    ({}, {"items": 0}, "no_itinerary"),
]
PUBLISH: list[tuple[dict[str, Any], str]] = [
    ({}, ""),
    ({"summary": " "}, "no_summary"),
    ({"hard": ""}, "no_hard_facts"),
    ({"organizer": ""}, "no_organizer"),
    ({"contact": ""}, "no_contact"),
    ({"fee_yen": 1}, "no_fee_words"),
    ({"fee_yen": 1, "fee_covers": "宿泊"}, ""),
    ({"dates": 0}, "no_dates"),
]
CHANGE: list[tuple[dict[str, Any], str]] = [
    ({}, ""),
    ({"moves": True}, ""),
    ({"moves": True, "has_parties": True}, "people_have_applied"),
    ({"has_parties": True}, ""),
    ({"resizes": True}, ""),
    ({"resizes": True, "selection_is_open": True}, "capacity_is_published"),
    ({"placed": 4}, ""),
    ({"placed": 5}, "below_placed"),
]


def codes(found: Any) -> list[str]:
    return [reason.code.removeprefix("tours.") for reason in found.reasons]


@pytest.mark.parametrize(("tour", "day", "lacking"), OPEN)
def test_may_open(tour: dict[str, Any], day: dict[str, Any], lacking: str) -> None:
    assert codes(may_open(replace(TOUR, **tour), replace(DAY, **day), at=NOW)) == lacking.split()


@pytest.mark.parametrize(("tour", "lacking"), PUBLISH)
def test_may_publish(tour: dict[str, Any], lacking: str) -> None:
    assert codes(may_publish(replace(TOUR, **tour))) == lacking.split()


@pytest.mark.parametrize(("change", "against"), CHANGE)
def test_may_change_date(change: dict[str, Any], against: str) -> None:
    usual: dict[str, Any] = {
        "moves": False, "resizes": False, "capacity": 4, "placed": 0, "has_parties": False,
        "selection_is_open": False,
    }  # fmt: skip
    assert codes(may_change_date(**usual | change)) == against.split()


def test_may_hold() -> None:
    first = date(2026, 12, 12)
    assert codes(may_hold(starts_on=first, on=date(2026, 12, 11))) == ["not_yet"]
    assert may_hold(starts_on=first, on=first).met


@pytest.mark.parametrize(("persons", "few"), [(1, True), (2, False), (3, False)])
def test_has_too_few(persons: int, few: bool) -> None:
    assert has_too_few(persons=persons, minimum=2) is few


SHOWN = Shown("冬", "open", 8, 0, 3, has_free_time=True, is_online=False)
SEEN = SetUp(
    "published", programme_is_on=True, openly_called=True, terms_are_published=True, is_listed=True, has_english=True,
    apply_from=NOW, apply_until=NOW + timedelta(days=1), dates=[SHOWN],
)  # fmt: skip


@pytest.mark.parametrize(
    ("change", "at", "doubtful"),
    [
        ({}, NOW, ""),
        ({"status": "draft"}, NOW, "seen_nothing"),
        ({"programme_is_on": False}, NOW, "seen_nothing"),
        ({"openly_called": False, "is_listed": False}, NOW, ""),
        ({"is_listed": False}, NOW, "seen_in_no_list"),
        ({"terms_are_published": False}, NOW, "seen_no_terms"),
        ({"apply_until": None}, NOW, "seen_no_time"),
        ({}, NOW - timedelta(minutes=1), "seen_not_yet"),
        ({}, NOW + timedelta(days=1), "seen_over"),
        ({"has_english": False}, NOW, "seen_without_english"),
        ({"dates": [replace(SHOWN, has_free_time=False)]}, NOW, "seen_without_free_time"),
        ({"dates": [replace(SHOWN, has_free_time=False, is_online=True)]}, NOW, ""),
        ({"dates": [replace(SHOWN, status="draft")]}, NOW, "seen_no_open_date seen_date_draft"),
        ({"dates": [SHOWN, replace(SHOWN, status="cancelled")]}, NOW, ""),
    ],
)
def test_what_is_seen(change: dict[str, Any], at: datetime, doubtful: str) -> None:
    lines = what_is_seen(replace(SEEN, **change), at=at)
    assert [one.code.removeprefix("tours.") for one in lines if not one.is_well] == doubtful.split()
