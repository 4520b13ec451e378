"""Entries, moves from status to status, changes with versions."""

from datetime import date, datetime

import pytest
from django.db import connection

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import CaseFileStatus
from kayoi.foundation.audit import services
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.audit.selectors import entries_of
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR, system
from kayoi.kit.moves import ChangedMeanwhile, UnableToMove
from tests.cast import Member


@pytest.fixture
def file(in_ina: Organization, at: datetime) -> CaseFile:
    return CaseFile.objects.create(number="2026-00001", name="山田", opened_at=at, touched_at=at)


def test_record_keeps_who_what_when_and_why(file: CaseFile, officer: Member, at: datetime) -> None:
    services.record(
        "x.do", file, by=officer.actor, at=at, why="電話で", on_behalf_of="本人", after={"on": date(2026, 4, 1)}
    )
    entry = entries_of("casefiles.CaseFile", file.pk).get()
    assert (entry.actor_name, entry.actor_membership) == ("佐藤 担当", officer.membership.pk)
    assert (entry.action, entry.why, entry.on_behalf_of, entry.at) == ("x.do", "電話で", "本人", at)
    assert entry.after == {"on": "2026-04-01"}


def test_move_changes_status_version_and_writes_an_entry(file: CaseFile, officer: Member, at: datetime) -> None:
    services.move(file, "close", by=officer.actor, at=at, why="移住した")
    assert (file.status, file.version) == (CaseFileStatus.CLOSED, 2)
    entry = entries_of("casefiles.CaseFile", file.pk).get()
    assert (entry.before, entry.after, entry.why) == ({"status": "open"}, {"status": "closed"}, "移住した")


def test_move_from_the_wrong_status_is_refused(file: CaseFile, officer: Member, at: datetime) -> None:
    with pytest.raises(UnableToMove) as refused:
        services.move(file, "reopen", by=officer.actor, at=at)
    assert [reason.code for reason in refused.value.verdict.reasons] == ["move.wrong_status"]
    assert not Entry.objects.exists()


def test_move_without_permission_gives_all_reasons(file: CaseFile, at: datetime) -> None:
    with pytest.raises(UnableToMove) as refused:
        services.move(file, "reopen", by=VISITOR, at=at)
    assert [reason.code for reason in refused.value.verdict.reasons] == ["move.wrong_status", "move.no_permission"]


def test_move_loses_against_somebody_faster(file: CaseFile, officer: Member, at: datetime) -> None:
    stale = CaseFile.objects.get(pk=file.pk)
    services.move(file, "close", by=officer.actor, at=at)
    with pytest.raises(ChangedMeanwhile):
        services.move(stale, "close", by=officer.actor, at=at)


def test_change_with_an_old_version_is_refused_and_changes_nothing(file: CaseFile, at: datetime) -> None:
    services.change(file, {"name": "山田 花"}, version=1, by=system("test"), at=at)
    with pytest.raises(ChangedMeanwhile):
        services.change(file, {"name": "山田 太郎"}, version=1, by=system("test"), at=at)
    file.refresh_from_db()
    assert (file.name, file.version) == ("山田 花", 2)


def test_change_of_nothing_writes_no_entry(file: CaseFile, at: datetime) -> None:
    assert services.change(file, {"name": "山田"}, version=1, by=system("test"), at=at) == {}
    assert not Entry.objects.exists()


def test_recorded_at_is_the_clock_of_the_database(file: CaseFile, at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement_timestamp()")
        before = cursor.fetchone()[0]
        entry = services.record("x.do", file, by=VISITOR, at=at)
        entry.refresh_from_db()
        cursor.execute("SELECT statement_timestamp()")
        assert before <= entry.recorded_at <= cursor.fetchone()[0]
