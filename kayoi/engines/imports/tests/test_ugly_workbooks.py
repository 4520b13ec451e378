"""Each ugly workbook comes in with five corrections at most, and every cell of it is accounted for."""

from typing import Any

import pytest

from kayoi.engines.casefiles.models import CaseFile, Engagement, Note
from kayoi.engines.imports.models import ImportRun, Row
from kayoi.engines.imports.tests.factories import answer, importing, take, trial
from kayoi.engines.imports.tests.workbooks import UGLY, Ugly
from kayoi.foundation.places.services import load_places
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import local_time
from kayoi.kit.sheets import is_blank, read_sheets
from tests.cast import Member
from tests.clock import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def places(django_db_setup: None, django_db_blocker: Any) -> Any:
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        load_places(by=system("test"), at=NOW)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def _django_db_helper(places: None) -> Any:
    """Stand in for pytest-django's transaction: the places last for the module, the rest is rolled back each time."""
    from django.db import transaction

    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("ugly", UGLY, ids=lambda ugly: ugly.name)
def test_an_ugly_workbook_comes_in(ugly: Ugly, in_ina: Organization, head: Member) -> None:
    assert ugly.answers.count <= 5
    data = ugly.make()
    run = take(data, name=ugly.name, by=head.actor)
    answer(run, ugly.answers, by=head.actor)
    trial(run, by=head.actor)
    assert run.problem == ""
    latest_first = run.rows.order_by("-number").values_list("plan", flat=True)
    plans = {plan["file"].get("name"): plan for plan in latest_first if plan.get("file")}  # the first row of each
    for name, day, expected in ugly.told:
        plan = plans[name]
        assert plan["at"][:10] == day
        said = {**plan["file"], "channel": plan.get("channel"), "interests": plan.get("interests", [])}
        assert {key: said.get(key) for key in expected} == dict(expected)
    cells = run.totals["cells"]
    assert sum(cells.values()) == filled(data, ugly.name), "every cell is accounted for"
    assert (cells["unused"], cells.get("returned", 0)) == (ugly.unused, ugly.returned)
    importing(run, by=head.actor)
    assert run.after["differences"] == []
    assert Engagement.objects.filter(cause="imports.Row").count() == ugly.consultations
    assert CaseFile.objects.count() == ugly.files
    words_are_kept(run)


def filled(data: bytes, name: str) -> int:
    return sum(
        not is_blank(cell) for sheet in read_sheets(data, name=name).sheets for row in sheet.rows for cell in row
    )


def words_are_kept(run: ImportRun) -> None:
    """Days of the time line are those of the sheet, and each row's note says where it came from."""
    for engagement in Engagement.objects.filter(cause="imports.Row"):
        row = Row.objects.get(pk=engagement.reference)
        assert row.done
        assert row.case_file_id == engagement.case_file_id
        assert f"{local_time(engagement.occurred_at):%Y-%m}" in run.totals["months"]
    assert not Note.objects.filter(search=None).exists(), "notes are found by past words"
    assert all("取り込み元: " in text for text in Note.objects.values_list("text", flat=True))
