"""Put off and gone quiet: gone from the board until a day, and back by itself."""

from datetime import date, datetime, timedelta

import pytest

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.services import close_case_file
from kayoi.engines.casefiles.states import Stage
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.followups import services
from kayoi.engines.followups.models import FollowUp
from kayoi.engines.followups.selectors import asleep_follow_ups, open_follow_ups, paused_files, quiet_days, quiet_files
from kayoi.engines.followups.states import QUIET_AFTER
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.identity.services import set_setting
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from tests.cast import Member

BY = system("test")
TODAY = date(2026, 11, 20)


def plan(at: datetime, **fields: object) -> FollowUp:
    return services.plan_follow_up(**{"title": "電話", "due_on": TODAY} | fields, by=BY, at=at)  # type: ignore[arg-type]


def quiet(at: datetime) -> list[CaseFile]:
    return list(quiet_files(at=at, on=local_date(at)))


def test_put_off_until_the_day_and_back_by_itself(in_ina: Organization, officer: Member, at: datetime) -> None:
    row, until = plan(at), TODAY + timedelta(days=10)
    services.snooze_follow_up(follow_up=row, until=until, why="雪がとけてから", by=officer.actor, at=at)
    assert list(open_follow_ups(on=until - timedelta(days=1))) == []
    assert list(asleep_follow_ups(on=until - timedelta(days=1))) == [row]
    assert list(open_follow_ups(on=until)) == [row]
    assert list(asleep_follow_ups(on=until)) == []
    assert row.snoozed_why == "雪がとけてから"
    assert Entry.objects.filter(action="followups.followup.change", why="雪がとけてから").count() == 1


def test_nobody_is_reminded_of_what_rests(in_ina: Organization, officer: Member, at: datetime) -> None:
    row = plan(at, owner=officer.membership)
    services.snooze_follow_up(follow_up=row, until=TODAY + timedelta(days=1), why="x", by=BY, at=at)
    assert services.remind_owners(link="x", by=BY, at=at) == 0
    assert services.remind_owners(link="x", by=BY, at=at + timedelta(days=1)) == 1


def test_taken_back_before_its_day(in_ina: Organization, officer: Member, at: datetime) -> None:
    row = plan(at)
    services.snooze_follow_up(follow_up=row, until=TODAY + timedelta(days=9), why="x", by=BY, at=at)
    services.wake_follow_up(follow_up=row, by=officer.actor, at=at)
    assert list(open_follow_ups(on=TODAY)) == [row]
    services.finish_follow_up(follow_up=row, by=officer.actor, at=at)
    with pytest.raises(ChangedMeanwhile):
        services.snooze_follow_up(follow_up=row, until=TODAY + timedelta(days=9), why="x", by=BY, at=at)


@pytest.mark.parametrize("stage", list(Stage))
def test_each_stage_has_its_days(in_ina: Organization, at: datetime, stage: Stage) -> None:
    days = QUIET_AFTER[stage].default
    file = make_file(stage=stage)
    CaseFile.objects.update(touched_at=at)
    assert quiet(at + timedelta(days=days)) == []
    assert quiet(at + timedelta(days=days, seconds=1)) == [file]


def test_town_chooses_other_days(in_ina: Organization, at: datetime) -> None:
    set_setting(which=QUIET_AFTER[Stage.ASKING], value=10, starts_on=date(2026, 11, 1), by=BY, at=at)
    set_setting(which=QUIET_AFTER[Stage.ASKING], value=20, starts_on=date(2026, 11, 10), by=BY, at=at)
    assert quiet_days(on=date(2026, 10, 31))[Stage.ASKING] == 30
    assert quiet_days(on=TODAY)[Stage.ASKING] == 20
    assert quiet_days(on=TODAY)[Stage.TRYING] == 30


def test_planned_closed_and_paused_files_are_not_quiet(in_ina: Organization, officer: Member, at: datetime) -> None:
    planned, closed, paused, silent = (make_file() for _ in range(4))
    done = plan(at, case_file=silent)
    services.finish_follow_up(follow_up=done, by=officer.actor, at=at)
    plan(at, case_file=planned)
    close_case_file(file=closed, by=officer.actor, at=at, why="x")
    later = at + timedelta(days=100)
    until = local_date(later) + timedelta(days=5)
    services.pause_file(file=paused, until=until, why="冬のあいだ", by=officer.actor, at=later)
    assert quiet(later) == [silent]
    assert [pause.case_file for pause in paused_files(on=local_date(later))] == [paused]
    assert quiet(later + timedelta(days=5)) == [paused, silent]
    services.pause_file(file=silent, until=until, why="x", by=officer.actor, at=later)
    services.end_pause(file=silent, by=officer.actor, at=later)
    assert quiet(later) == [silent]
