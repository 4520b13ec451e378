"""Follow-ups: planned, finished, cancelled, changed by one at a time, reminded once a day."""

from datetime import date, datetime, timedelta

import pytest
from django.core import mail

from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.followups import services
from kayoi.engines.followups.models import FollowUp
from kayoi.engines.followups.selectors import follow_ups_of, open_follow_ups
from kayoi.engines.followups.selectors.checks import without_present_owner
from kayoi.foundation.identity.services import end_membership
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR, system
from kayoi.kit.moves import ChangedMeanwhile, UnableToMove
from tests.cast import Member
from tests.jobs import run_jobs

BY = system("test")
TODAY = date(2026, 11, 20)


def plan(at: datetime, **fields: object) -> FollowUp:
    values = {"title": "電話する", "due_on": TODAY} | fields
    return services.plan_follow_up(**values, by=BY, at=at)  # type: ignore[arg-type]


def test_open_ones_come_by_urgency(in_ina: Organization, at: datetime) -> None:
    later, sooner = plan(at, due_on=TODAY + timedelta(days=1)), plan(at, due_on=TODAY)
    done = plan(at)
    services.finish_follow_up(follow_up=done, by=BY, at=at)
    assert list(open_follow_ups(on=TODAY)) == [sooner, later]


def test_finish_cancel_and_reopen(in_ina: Organization, officer: Member, at: datetime) -> None:
    row = plan(at)
    services.finish_follow_up(follow_up=row, by=officer.actor, at=at)
    assert (row.status, row.finished_at) == ("done", at)
    with pytest.raises(UnableToMove):
        services.cancel_follow_up(follow_up=row, by=officer.actor, at=at, why="x")
    services.reopen_follow_up(follow_up=row, by=officer.actor, at=at)
    services.cancel_follow_up(follow_up=row, by=officer.actor, at=at, why="移住した")
    assert row.status == "cancelled"


def test_visitor_finishes_nothing(in_ina: Organization, at: datetime) -> None:
    with pytest.raises(UnableToMove):
        services.finish_follow_up(follow_up=plan(at), by=VISITOR, at=at)


def test_second_editor_is_told(in_ina: Organization, officer: Member, at: datetime) -> None:
    row = plan(at)
    change = {"title": "訪ねる", "due_on": TODAY, "owner": officer.membership, "version": 1}
    services.change_follow_up(follow_up=row, **change, by=officer.actor, at=at)  # type: ignore[arg-type]
    with pytest.raises(ChangedMeanwhile):
        services.change_follow_up(follow_up=row, **change, by=officer.actor, at=at)  # type: ignore[arg-type]


def test_what_waits_for_one_thing_is_finished_with_it(in_ina: Organization, at: datetime) -> None:
    file = make_file()
    plan(at, case_file=file, cause="x.Y", reference="1")
    plan(at, case_file=file, cause="x.Y", reference="2")
    assert services.finish_caused_by(cause="x.Y", reference="1", by=BY, at=at) == 1
    assert [row.status for row in follow_ups_of([file.pk])] == ["open", "done"]


def test_owner_gets_one_mail_a_day(ina: Organization, officer: Member, head: Member, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        plan(at, owner=officer.membership, due_on=TODAY - timedelta(days=2), title="資料を送る")
        plan(at, owner=officer.membership)
        plan(at, owner=head.membership, due_on=TODAY + timedelta(days=1))
        plan(at)
        assert services.remind_owners(link="https://x", by=BY, at=at) == 1
        assert services.remind_owners(link="https://x", by=BY, at=at + timedelta(hours=1)) == 0
        assert services.remind_owners(link="https://x", by=BY, at=at + timedelta(days=1)) == 2
    run_jobs()
    first = mail.outbox[0]
    assert first.to == [officer.membership.email]
    assert "2件" in first.subject
    assert first.body.index("資料を送る") < first.body.index("電話する")


def test_members_who_left_are_not_reminded_but_found(in_ina: Organization, officer: Member, at: datetime) -> None:
    plan(at, owner=officer.membership)
    assert without_present_owner(on=TODAY) == 0
    end_membership(membership=officer.membership, ends_before=TODAY, by=BY, at=at)
    assert services.remind_owners(link="x", by=BY, at=at) == 0
    assert without_present_owner(on=TODAY) == 1
