"""What is not asked because it is known, and what can still be changed: on both sides of each boundary."""

from datetime import date
from typing import Any

import pytest

from kayoi.programmes.stays.rules.asking import is_asked, told_facts
from kayoi.programmes.stays.rules.changing import may_be_longer, may_cancel
from kayoi.programmes.stays.rules.spans import Stay
from kayoi.programmes.stays.states import StayStatus

ARRIVES, LEAVES = date(2026, 12, 1), date(2026, 12, 4)
SPAN = Stay(ARRIVES, LEAVES)
OF_AGE, A_DAY_YOUNGER = date(2008, 12, 1), date(2008, 12, 2)


@pytest.mark.parametrize(
    ("key", "asked"),
    [
        ("applicant.lives_in", True),
        ("stay.purpose", True),
        ("own.wishes", True),
        ("applicant.born_on", False),
        ("application.on", False),
        ("application.lives_in", False),
        ("stay.nights", False),
        ("stay.earlier", False),
        ("charge.relief", False),
        ("cancel.on", False),
    ],
)
def test_only_what_nobody_knows_is_asked(key: str, asked: bool) -> None:
    assert is_asked(key) is asked


def told(**given: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {"persons": 1, "born_on": None, "companions_born": [], "earlier": [], "answered": {}}
    return told_facts(SPAN, **(usual | given))


def test_days_party_and_records_are_facts() -> None:
    facts = told(
        persons=3, born_on=OF_AGE, companions_born=[None, date(2020, 4, 1)],
        earlier=[(date(2025, 5, 1), date(2025, 5, 3))], answered={"applicant.lives_in": "13104"},
    )  # fmt: skip
    assert (facts["stay.starts_on"], facts["stay.ends_on"]) == ("2026-12-01", "2026-12-04")
    assert (facts["stay.nights"], facts["stay.days"], facts["stay.persons"]) == (3, 4, 3)
    assert facts["stay.companions"] == [{}, {"born_on": "2020-04-01"}]
    assert facts["stay.earlier"] == [{"from": "2025-05-01", "until": "2025-05-03"}]
    assert facts["applicant.born_on"] == "2008-12-01"
    assert facts["application.lives_in"] == "13104"
    assert "application.lives_in" not in told()


@pytest.mark.parametrize(
    ("born", "companions", "minors_only"),
    [
        (OF_AGE, [], False),
        (A_DAY_YOUNGER, [], True),
        (A_DAY_YOUNGER, [OF_AGE], False),
        (A_DAY_YOUNGER, [None], None),  # nobody knows yet
        (None, [A_DAY_YOUNGER], None),
        (None, [OF_AGE], False),
    ],
)
def test_minors_alone_are_seen_as_soon_as_it_is_known(born: Any, companions: list[Any], minors_only: Any) -> None:
    assert told(born_on=born, companions_born=companions).get("stay.minors_only") is minors_only


@pytest.mark.parametrize("status", list(StayStatus))
def test_given_up_until_somebody_has_arrived(status: StayStatus) -> None:
    assert may_cancel(status).met is (status in {StayStatus.ASKED, StayStatus.ALLOWED})


@pytest.mark.parametrize(
    ("status", "until", "code"),
    [
        (StayStatus.ALLOWED, date(2026, 12, 5), ""),
        (StayStatus.STAYING, date(2026, 12, 5), ""),
        (StayStatus.ALLOWED, LEAVES, "stays.shorter"),
        (StayStatus.STAYING, date(2026, 12, 3), "stays.shorter"),
        (StayStatus.ASKED, date(2026, 12, 5), "stays.not_changeable"),
        (StayStatus.LEFT, date(2026, 12, 5), "stays.not_changeable"),
        (StayStatus.CANCELLED, date(2026, 12, 5), "stays.not_changeable"),
    ],
)
def test_longer_only_while_it_is_allowed_or_goes_on(status: StayStatus, until: date, code: str) -> None:
    answer = may_be_longer(status, leaves_on=LEAVES, until=until)
    assert [one.code for one in answer.reasons] == ([code] if code else [])
