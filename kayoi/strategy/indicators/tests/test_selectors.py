"""Figures counted from events, and rolled up without names."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.states import Channel
from kayoi.foundation.identity.services import set_setting, share
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.foundation.tenancy.states import Shared
from kayoi.kit.actor import system
from kayoi.kit.sheets import read_sheets
from kayoi.programmes.consultations import services as consultations
from kayoi.programmes.consultations.states import ANSWER_WITHIN_DAYS
from kayoi.programmes.consultations.tests.factories import make_question
from kayoi.programmes.homes.services import move_home
from kayoi.programmes.homes.states import HomeStatus
from kayoi.programmes.homes.tests.houses import make_home
from kayoi.strategy.indicators import selectors
from tests.cast import Member, make_member

BY = system("test")
TODAY = date(2026, 12, 20)


def answered(town: Organization, officer: Member, asked_at: datetime, after: timedelta) -> None:
    question = make_question(town, at=asked_at)
    consultations.answer_question(
        organization=town, question=question, text="x", channel=Channel.TELEPHONE, next_title="", next_due_on=None,
        owner=None, version=1, by=officer.actor, at=asked_at + after,
    )  # fmt: skip


def value(found: selectors.Figures, key: str, month: int | None = None) -> float | None:
    line = next(line for line in found.lines if line.indicator.key == key)
    return line.year if month is None else line.months[[first.month for first in found.months].index(month)]


def test_figures_by_month_and_year(in_ina: Organization, officer: Member, at: datetime) -> None:
    answered(in_ina, officer, at, timedelta(hours=6))
    answered(in_ina, officer, at + timedelta(hours=1), timedelta(days=20))
    make_question(in_ina, at=at.replace(month=12, day=18))
    make_question(in_ina, at=at.replace(month=3))  # the fiscal year before
    found = selectors.figures(2026, on=TODAY)
    assert (value(found, "questions"), value(found, "questions", 11), value(found, "questions", 12)) == (3, 2, 1)
    assert (value(found, "in_time", 11), value(found, "in_time_rate", 11)) == (1, 50.0)
    assert (value(found, "response_median", 11), value(found, "response_median", 12)) == (243.0, None)
    assert value(found, "questions", 1) is None  # still to come
    assert value(selectors.figures(2025, on=TODAY), "questions") == 1
    assert selectors.fiscal_years(on=TODAY) == [2026, 2025]


def test_rows_behind_are_what_was_counted(in_ina: Organization, officer: Member, at: datetime) -> None:
    answered(in_ina, officer, at, timedelta(hours=6))
    make_question(in_ina, at=at)
    found = selectors.figures(2026, on=TODAY)
    assert all(line.indicator.page == "indicators:rows" for line in found.lines)  # no house, no line of houses
    for line in found.lines:
        rows = selectors.rows_behind(line.indicator.key, 2026, date(2026, 11, 1), on=TODAY)
        if line.indicator.unit in {"件", "人"}:
            assert len(rows) == value(found, line.indicator.key, 11)
        assert set(selectors.files_of(rows)) == {row.file_id for row in rows}


def test_merged_files_are_one_person(in_ina: Organization, officer: Member, at: datetime) -> None:
    one, other = make_question(in_ina, at=at), make_question(in_ina, at=at)
    assert value(selectors.figures(2026, on=TODAY), "askers") == 2
    casefiles.merge_case_files(source=one.case_file, target=other.case_file, by=officer.actor, at=at)
    assert value(selectors.figures(2026, on=TODAY), "askers") == 1


def test_new_promise_does_not_change_what_was_counted(in_ina: Organization, officer: Member, at: datetime) -> None:
    answered(in_ina, officer, at, timedelta(days=6))
    before = value(selectors.figures(2026, on=TODAY), "in_time")
    set_setting(which=ANSWER_WITHIN_DAYS, value=1, starts_on=date(2026, 11, 21), by=BY, at=at)
    assert value(selectors.figures(2026, on=TODAY), "in_time") == before == 1


def test_closed_question_needs_no_answer_until_it_is_taken_up(
    in_ina: Organization, officer: Member, at: datetime
) -> None:
    question = make_question(in_ina, at=at)
    consultations.close_question(question=question, by=officer.actor, at=at, why="宣伝")
    assert value(selectors.figures(2026, on=TODAY), "waiting") == 0
    consultations.reopen_question(question=question, by=officer.actor, at=at)
    assert value(selectors.figures(2026, on=TODAY), "waiting") == 1


def test_queries_do_not_grow_with_rows(in_ina: Organization, at: datetime) -> None:
    counts = []
    for _ in range(2):
        for _ in range(4):
            make_question(in_ina, at=at)
        with CaptureQueriesContext(connection) as captured:
            selectors.figures(2026, on=TODAY)
        counts.append(len(captured))
    assert counts[0] == counts[1]


@pytest.fixture
def shared(ina: Organization, nagano: Organization, at: datetime) -> Organization:
    with scope.of_organization(ina.pk):
        for _ in range(7):
            make_question(ina, at=at)
        for _ in range(2):
            make_question(ina, at=at.replace(month=12, day=1))
        share(giver=ina, reader=nagano, what=Shared.FIGURES, starts_on=date(2026, 4, 1), by=BY, at=at)
    return nagano


def test_roll_up_shows_what_is_shared_and_hides_small_cells(
    shared: Organization, sado: Organization, at: datetime
) -> None:
    with scope.of_organization(sado.pk):
        make_question(sado, at=at)
    with scope.of_organization(shared.pk):
        tables = selectors.roll_up(shared, 2026, on=TODAY)
    questions = tables[0]
    assert [organization.name for organization in questions.organizations] == ["伊那市"]
    by_month = dict(zip([month.month for month in questions.months], questions.cells[0], strict=False))
    assert by_month[12] is None
    assert 2 not in [cell for line in questions.cells for cell in line]
    assert {table.indicator.key for table in tables} == {"questions", "answered", "in_time", "waiting"}


def test_roll_up_without_sharing_is_empty(nagano: Organization, ina: Organization, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        make_question(ina, at=at)
    with scope.of_organization(nagano.pk):
        assert selectors.roll_up(nagano, 2026, on=TODAY) == []
        assert selectors.roll_up_csv([]).startswith(b"\xef\xbb\xbf")


def test_sheets_hold_the_same_figures(in_ina: Organization, officer: Member, at: datetime) -> None:
    answered(in_ina, officer, at, timedelta(hours=6))
    found = selectors.figures(2026, on=TODAY)
    for data, name in ((selectors.figures_csv(found), "x.csv"), (selectors.figures_xlsx(found, in_ina), "x.xlsx")):
        sheet = read_sheets(data, name=name).sheets[0]
        row = next(row for row in sheet.rows if row and row[0] == "質問・相談の件数")
        assert float(str(row[-1])) == 1
    rows = selectors.rows_behind("questions", 2026, None, on=TODAY)
    assert "2026-00001" in selectors.rows_csv(rows, selectors.files_of(rows)).decode("utf-8-sig")


def house(in_town: Organization, officer: Member, at: datetime, *actions: tuple[str, int]) -> None:
    """Move a house of a town along, each step so many days after the one before."""
    home = make_home(by=officer.actor, at=at, status=HomeStatus.SUBMITTED)
    moment = at
    for action, days in actions:
        moment += timedelta(days=days)
        move_home(home=home, action=action, by=BY, at=moment)


def test_houses_are_counted_beside_questions(in_ina: Organization, officer: Member, at: datetime) -> None:
    start = at.replace(month=9, day=1)
    for days in (10, 20, 60):
        house(in_ina, officer, start, ("check", 1), ("survey", days - 1), ("register", 0))
    house(in_ina, officer, start, ("withdraw", 3))
    found = selectors.figures(2026, on=TODAY)
    assert (value(found, "homes-registered"), value(found, "homes-registered", 9)) == (3, 2)
    assert (value(found, "homes-days"), value(found, "homes-days", 9), value(found, "homes-days", 10)) == (20, 15, 60)
    assert (value(found, "homes-contracted"), value(found, "homes-registered", 1)) == (0, None)
    sheet = selectors.figure_in_words("homes-registered", 2026, date(2026, 9, 1), town=in_ina, on=TODAY)
    assert sheet is not None
    assert (sheet.label, sheet.value) == ("空き家バンクの新規登録(2026年9月)", "2件")
    assert "homes-days" in dict(selectors.figures_to_answer_with(on=TODAY))


def test_houses_are_rolled_up_and_small_cells_hidden(shared: Organization, ina: Organization, at: datetime) -> None:
    officer = make_member(ina, "officer", "佐藤 担当")
    with scope.of_organization(ina.pk):
        for number in range(8):
            house(ina, officer, at - timedelta(days=60), ("check", 0), ("survey", 0), ("register", 1 if number else 40))
    with scope.of_organization(shared.pk):
        tables = {table.indicator.key: table for table in selectors.roll_up(shared, 2026, on=TODAY)}
    assert list(tables["homes-registered"].cells[0])[5:7] != [7, 1]  # seven in September, one in October
    assert 1 not in [cell for line in tables["homes-registered"].cells for cell in line]
    assert "homes-contracted" not in tables
