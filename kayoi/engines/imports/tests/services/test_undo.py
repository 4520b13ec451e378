"""Undo: all that the import made goes, nothing that was changed since, and no other path past append-only."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile, Engagement, Household, Note
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.imports import services
from kayoi.engines.imports.jobs import undo_rows
from kayoi.engines.imports.models import ImportRun, Row
from kayoi.engines.imports.tests.factories import importing, take, trial
from kayoi.engines.imports.tests.ledgers import long_ledger
from kayoi.engines.imports.tests.workbooks import household_across, old_xls, two_tables
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import local_date
from tests.cast import Member
from tests.clock import NOW
from tests.jobs import run_jobs

pytestmark = pytest.mark.django_db
BY = system("test")


def done(data: bytes, head: Member) -> ImportRun:
    run = take(data, by=head.actor)
    trial(run, by=head.actor)
    importing(run, by=head.actor)
    return run


def undone(run: ImportRun, head: Member) -> ImportRun:
    services.undo_run(run=run, why="列をまちがえた", by=head.actor, at=NOW)
    run_jobs()
    run.refresh_from_db()
    return run


def counts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in (CaseFile, Engagement, Note, Household)}


def test_everything_goes_and_the_rest_is_as_before(in_ina: Organization, head: Member) -> None:
    file = make_file(name="高橋 三郎", phone="03-1234-5678")
    CaseFile.objects.filter(pk=file.pk).update(touched_at=NOW - timedelta(days=2000))
    casefiles.add_note(file=file, text="前からのメモ", by=BY, at=NOW - timedelta(days=2000))
    before = counts()
    runs = [done(two_tables(), head), done(household_across(), head)]
    assert counts() != before
    for run in runs:
        assert undone(run, head).status == "undone"
        assert run.after == {"kept": 0}
    assert counts() == before
    assert not Row.objects.exists()
    file.refresh_from_db()
    assert file.touched_at == NOW - timedelta(days=2000)


def test_a_long_import_goes_in_pieces_also_when_killed(in_ina: Organization, head: Member) -> None:
    run = done(long_ledger(2500).data, head)
    services.undo_run(run=run, why="試しだった", by=head.actor, at=NOW)
    assert services.undo_chunk(run_id=run.pk, by=BY, at=NOW)
    undo_rows.func(organization=in_ina.pk, run=run.pk)
    undo_rows.func(organization=in_ina.pk, run=run.pk)
    run.refresh_from_db()
    assert run.status == "undone"
    assert set(counts().values()) == {0}


def change_name(file: CaseFile) -> None:
    casefiles.change_case_file(file=file, changes={"name": "松本 清志"}, version=1, by=BY, at=NOW)


def add_note(file: CaseFile) -> None:
    casefiles.add_note(file=file, text="電話した", by=BY, at=NOW)


def plan(file: CaseFile) -> None:
    """A row of a room that imports does not know."""
    apps.get_model("followups", "FollowUp").objects.create(
        case_file=file, title="電話", made_at=NOW, due_on=local_date(NOW)
    )


def strike_out(file: CaseFile) -> None:
    casefiles.withdraw_note(note=Note.objects.get(case_file=file), why="誤り", by=BY, at=NOW)


def merge(file: CaseFile) -> None:
    casefiles.merge_case_files(source=file, target=make_file(name="統合先"), by=BY, at=NOW)


def wish(file: CaseFile) -> None:
    casefiles.set_wishes(file=file, interests={"work"}, by=BY, at=NOW)  # type: ignore[arg-type]


def household(file: CaseFile) -> None:
    casefiles.add_household_member(file=file, fields={"relation": "child", "name": "松本 実"}, by=BY, at=NOW)


@pytest.mark.parametrize("change", [change_name, add_note, plan, strike_out, merge, wish, household])
def test_what_was_changed_since_stays_and_is_told(change: Any, in_ina: Organization, head: Member) -> None:
    run = done(old_xls(), head)
    file = CaseFile.objects.get(name="松本 清")
    change(file)
    undone(run, head)
    assert run.after == {"kept": 1}
    kept = Row.objects.get(run=run)
    assert kept.case_file_id == file.pk
    assert kept.kept_why
    assert Engagement.objects.filter(cause="imports.Row").count() == 1
    assert not CaseFile.objects.filter(name__in=["井上 実", "木村 光"]).exists()


def test_a_later_import_into_the_same_file_keeps_it(in_ina: Organization, head: Member) -> None:
    first = done(two_tables(), head)
    second = take(long_two(), by=head.actor)
    trial(second, by=head.actor)
    assert second.totals["fates"]["matched"] == 1
    importing(second, by=head.actor)
    undone(first, head)
    assert first.after == {"kept": 1}


def long_two() -> bytes:
    return "相談日,氏名,電話,相談内容\n2025-06-01,高橋 三郎,03-1234-5678,その後の相談\n".encode()


def take_back(ids: list[int]) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT imports_take_back(%s::bigint[])", [ids])
        (count,) = cursor.fetchone() or (0,)
    return int(count)


def test_the_way_past_append_only_is_open_for_rows_that_are_being_undone_only(
    in_ina: Organization, head: Member, sado: Organization
) -> None:
    from kayoi.foundation.tenancy import scope

    run = done(two_tables(), head)
    ids = list(Row.objects.filter(run=run, done=True).values_list("pk", flat=True))
    assert len(ids) == 2
    assert take_back(ids) == 0, "the import is done, not being undone"
    services.undo_run(run=run, why="x", by=head.actor, at=NOW)
    with scope.of_organization(sado.pk):
        assert take_back(ids) == 0, "another town"
    assert take_back(ids[:1]) == 1
    assert Engagement.objects.filter(cause="imports.Row").count() == 1
