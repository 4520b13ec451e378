"""Terms and holidays of schools: which days are holidays, what may be entered, the year that is copied."""

import csv
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kayoi.engines.openings import rules
from kayoi.engines.openings.rules import ONE_DAY, SchoolRun, SchoolSpan
from kayoi.engines.openings.selectors import holidays_ahead, school_charts, school_spans, school_year, spans_of
from kayoi.engines.openings.services import UnableToSetSchoolYear, set_school_year
from kayoi.engines.openings.states import School, SchoolDaysKind
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.moves import ChangedMeanwhile
from tests.cast import Member

K = SchoolDaysKind
Row = dict[str, str]
CASES = Path(__file__).parent / "cases"


def cases(name: str) -> Callable[..., Any]:
    with (CASES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return pytest.mark.parametrize("row", rows, ids=[row["なぜ"] for row in rows])


def span(kind: str, first: str, last: str) -> SchoolSpan:
    return SchoolSpan(K.of(kind), date.fromisoformat(first), date.fromisoformat(last) + ONE_DAY)


YEAR = [
    span("year_begin", "2026-04-01", "2026-04-05"), span("term_1", "2026-04-06", "2026-07-20"),
    span("summer", "2026-07-21", "2026-08-24"), span("term_2", "2026-08-25", "2026-12-24"),
    span("winter", "2026-12-25", "2027-01-07"), span("term_3", "2027-01-08", "2027-03-17"),
    span("year_end", "2027-03-18", "2027-03-31"),
]  # fmt: skip


@cases("school_year")
def test_what_a_school_year_may_hold(row: Row) -> None:
    spans = [span(row[f"{one}つ目"], row[f"{one}つ目の初日"], row[f"{one}つ目の最終日"]) for one in (1, 2)]
    assert " ".join(one.code for one in rules.may_set_school_year(2026, spans).reasons) == row["理由"]


@cases("break_on")
def test_which_days_are_holidays(row: Row) -> None:
    assert (rules.break_on(date.fromisoformat(row["日"]), YEAR) or "") == row["休み"]


def test_holidays_that_touch_are_one() -> None:
    following = span("year_begin", "2027-04-01", "2027-04-06")
    found = rules.breaks_ahead([*YEAR, following], on=date(2027, 1, 7))
    assert [(one.kind, one.ends_on) for one in found] == [
        (K.WINTER, date(2027, 1, 7)), (K.YEAR_END, date(2027, 4, 6)),
    ]  # fmt: skip
    assert [one.kind for one in rules.breaks_ahead(YEAR, on=date(2027, 1, 8))] == [K.YEAR_END]


def test_a_copied_year_keeps_its_dates() -> None:
    copied = rules.copied_year([*YEAR, span("autumn", "2028-02-20", "2028-02-29")])
    assert copied[2] == span("summer", "2027-07-21", "2027-08-24")
    assert copied[-1].ends_on == date(2029, 2, 28)
    assert not rules.may_set_school_year(2027, copied[:-1]).refused


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(1, 400))
def test_a_band_covers_every_day_once(first: date, length: int) -> None:
    until = first + timedelta(days=length)
    runs = rules.school_runs(first, until, YEAR)
    assert sum(one.days for one in runs) == length
    day = first
    for run in runs:
        for _ in range(run.days):
            expected = next((one.kind for one in YEAR if one.starts_on <= day < one.ends_before), None)
            assert run.kind == expected
            day += ONE_DAY
    assert SchoolRun(K.SUMMER, 1).is_break


def test_a_town_enters_a_year_and_changes_it(in_ina: Organization, officer: Member, at: datetime) -> None:
    given: dict[str, Any] = {"school": School.ELEMENTARY, "year": 2026, "by": officer.actor, "at": at}
    row = set_school_year(**given, spans=YEAR, version=0)
    with pytest.raises(UnableToSetSchoolYear):
        set_school_year(**given, spans=[*YEAR, span("autumn", "2026-07-20", "2026-07-22")], version=row.version)
    with pytest.raises(ChangedMeanwhile):
        set_school_year(**given, spans=YEAR[:1], version=0)
    assert spans_of(school_year(School.ELEMENTARY, 2026)) == YEAR
    again = set_school_year(**given, spans=YEAR[2:], version=row.version)
    assert again.version == row.version + 1
    assert spans_of(school_year(School.ELEMENTARY, 2026)) == YEAR[2:]
    assert school_year(School.HIGH, 2026) is None
    set_school_year(**given | {"school": School.HIGH}, spans=[], version=0)  # a year without days is no chart
    assert Entry.objects.filter(action="openings.set_school_year").count() == 3
    assert [one.kind for one in holidays_ahead(on=at.date())] == [K.WINTER, K.YEAR_END]
    assert list(school_spans(date(2026, 8, 1), date(2026, 8, 2))) == [School.ELEMENTARY]
    [chart] = school_charts(2026, on=at.date())
    assert "小学校の学期と長期休み" in chart.svg
