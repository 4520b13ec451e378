"""Plans change with history, links end, follow-ups move along, the table has versions."""

from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.followups.models import FollowUp
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.programmes.family_plans import selectors, services
from kayoi.programmes.family_plans.forms.table import initial_of
from kayoi.programmes.family_plans.models import Change, Mark, Plan
from kayoi.programmes.family_plans.states import Anchor, Fact
from kayoi.programmes.family_plans.tests.factories import adopt, make_plan
from tests.cast import Member
from tests.jobs import run_jobs

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


def test_a_case_file_has_one_plan(in_ina: Organization, officer: Member, at: datetime) -> None:
    plan = make_plan(by=officer.actor)
    again = services.make_plan(
        file=plan.case_file, fields=services.PlanFields(date(2027, 5, 1)), by=officer.actor, at=at
    )
    assert again.pk == plan.pk
    assert Plan.objects.get().moves_on == date(2027, 5, 1)


def test_changing_keeps_history(in_ina: Organization, officer: Member, at: datetime) -> None:
    plan = make_plan(by=officer.actor, facts=frozenset({Fact.DOG}))
    fields = services.PlanFields(
        date(2027, 5, 10), facts=frozenset({Fact.DOG}), dates={Anchor.CONTRACT: date(2027, 3, 1)}
    )
    services.change_plan(organization=in_ina, plan=plan, fields=fields, version=1, by=VISITOR, at=at)
    change = Change.objects.get()
    assert (change.before["moves_on"], change.after["moves_on"]) == ("2027-04-01", "2027-05-10")
    assert change.after["dates"] == {"contract": "2027-03-01"}
    assert "facts" not in change.after
    assert not change.by_staff
    with pytest.raises(ChangedMeanwhile):
        services.change_plan(organization=in_ina, plan=plan, fields=fields, version=1, by=VISITOR, at=at)


def test_nothing_changed_leaves_no_trace(in_ina: Organization, officer: Member, at: datetime) -> None:
    plan = make_plan(by=officer.actor)
    fields = services.PlanFields(date(2027, 4, 1))
    services.change_plan(organization=in_ina, plan=plan, fields=fields, version=1, by=VISITOR, at=at)
    assert not Change.objects.exists()


def test_important_deadlines_become_follow_ups_and_move_along(
    in_ina: Organization, officer: Member, at: datetime
) -> None:
    plan = make_plan(by=officer.actor, children=[date(2024, 1, 1)])
    for made in (4, 0):
        assert made == services.follow_important(
            organization=in_ina, plan=plan, owner=officer.membership, by=officer.actor, at=at
        )
    row = FollowUp.objects.get(title__contains="転入届")
    assert (row.due_on, row.reference, row.owner) == (date(2027, 4, 15), str(plan.pk), officer.membership)
    services.change_plan(
        organization=in_ina, plan=plan, fields=services.PlanFields(date(2027, 5, 6)), version=1, by=VISITOR, at=at
    )
    row.refresh_from_db()
    assert row.due_on == date(2027, 5, 20)
    nursery = FollowUp.objects.get(title__contains="一次募集")
    assert nursery.status == "cancelled", "without a child nothing is to be applied for"


def test_a_tick_finishes_its_follow_up(in_ina: Organization, officer: Member, at: datetime) -> None:
    plan = make_plan(by=officer.actor)
    services.follow_important(organization=in_ina, plan=plan, owner=None, by=officer.actor, at=at)
    services.tick_step(plan=plan, key="moving_in", done_on=TODAY, by=VISITOR, at=at)
    services.tick_step(plan=plan, key="moving_in", done_on=TODAY, by=VISITOR, at=at)
    mark = Mark.objects.get(key="moving_in")
    assert (mark.done_on, mark.done_by) == (TODAY, VISITOR.name)
    assert mark.follow_up is not None
    assert mark.follow_up.status == "done"
    assert Entry.objects.filter(action="family_plans.tick").count() == 1
    services.tick_step(plan=plan, key="moving_in", done_on=None, by=VISITOR, at=at)
    assert Mark.objects.get(key="moving_in").done_on is None


def test_a_link_ends(in_ina: Organization, officer: Member, at: datetime) -> None:
    plan = make_plan(by=officer.actor)
    first = services.share_plan(plan=plan, by=officer.actor, at=at)
    end = TODAY + timedelta(days=180)
    assert selectors.plan_for_visitor(first, person=None, on=end - timedelta(days=1)) == plan
    assert selectors.plan_for_visitor(first, person=None, on=end) is None
    second = services.share_plan(plan=plan, by=officer.actor, at=at)
    assert selectors.plan_for_visitor(first, person=None, on=TODAY) is None
    assert selectors.plan_for_visitor(second, person=None, on=TODAY) == plan
    assert not Plan.objects.filter(token_hash__contains=second).exists(), "the token itself is not kept"
    services.stop_sharing(plan=plan, by=officer.actor, at=at)
    assert selectors.plan_for_visitor(second, person=None, on=TODAY) is None
    services.stop_sharing(plan=plan, by=officer.actor, at=at)
    assert Entry.objects.filter(action="family_plans.stop_sharing").count() == 1


def test_a_mailed_link_opens_the_plan_and_consent_is_kept(in_ina: Organization, officer: Member, at: datetime) -> None:
    plan = make_plan(by=officer.actor)
    CaseFile.objects.filter(pk=plan.case_file_id).update(email="hana@example.jp", contact_basis="ended")
    given = {"organization": in_ina, "plan": plan, "link": "https://x.example/plan/{token}/", "at": at}
    with pytest.raises(services.UnableToMail, match="not_agreed"):
        services.mail_plan(**given, by=officer.actor)  # type: ignore[arg-type]
    assert Plan.objects.get().token_hash == ""
    services.mail_plan(**given, agreed=True, by=officer.actor)  # type: ignore[arg-type]
    run_jobs()
    (sent,) = mail.outbox
    token = sent.body.partition("/plan/")[2].partition("/")[0]
    assert selectors.plan_for_visitor(token, person=None, on=TODAY) == plan
    assert "令和9年5月18日まで" in sent.body
    assert CaseFile.objects.get(pk=plan.case_file_id).contact_basis == "given"
    CaseFile.objects.filter(pk=plan.case_file_id).update(language="en")
    services.mail_plan(**given, by=officer.actor)  # type: ignore[arg-type]
    run_jobs()
    assert mail.outbox[1].subject == "[Ina City] The plan for your move"
    assert selectors.plan_for_visitor(token, person=None, on=TODAY) is None, "the older link has ended"


def test_a_protected_family_is_not_mailed(in_ina: Organization, officer: Member, at: datetime) -> None:
    plan = make_plan(by=officer.actor)
    CaseFile.objects.filter(pk=plan.case_file_id).update(email="hana@example.jp")
    casefiles.protect(file=plan.case_file, starts_on=TODAY, basis="申出", by=officer.actor, at=at)
    with pytest.raises(services.UnableToMail, match="protected"):
        services.mail_plan(
            organization=in_ina, plan=plan, link="{token}", agreed=True, by=officer.actor, at=at
        )  # fmt: skip
    assert run_jobs() == []


def test_an_adopted_row_takes_the_place_of_its_sample(in_ina: Organization, head: Member) -> None:
    adopt(in_ina, "nursery_april", by=head.actor, day=20, starts_on=date(2027, 2, 1))
    before = {rule.key: rule for rule in selectors.tasks_of(in_ina, on=date(2027, 1, 31))}
    after = {rule.key: rule for rule in selectors.tasks_of(in_ina, on=date(2027, 2, 1))}
    assert (before["nursery_april"].sample, before["nursery_april"].day) == (True, 30)
    assert (after["nursery_april"].sample, after["nursery_april"].day) == (False, 20)
    assert after["nursery_april"].basis == "要綱第1号"


def test_versions_follow_each_other(in_ina: Organization, head: Member) -> None:
    adopt(in_ina, "dog", by=head.actor, title="一版", starts_on=date(2027, 1, 1))
    adopt(in_ina, "dog", by=head.actor, title="二版", starts_on=date(2027, 4, 1))
    title = {
        on: next(rule.title for rule in selectors.tasks_of(in_ina, on=on) if rule.key == "dog")
        for on in (date(2027, 3, 31), date(2027, 4, 1))
    }
    assert list(title.values()) == ["一版", "二版"]
    with pytest.raises(services.UnableToAdopt):
        adopt(in_ina, "dog", by=head.actor, starts_on=date(2027, 3, 31))
    row = selectors.table_row(in_ina, "dog", on=TODAY)
    assert row is not None
    assert [version.version for version in row.versions] == [2, 1]


def test_a_row_that_is_left_out_is_gone_from_its_day(in_ina: Organization, head: Member, at: datetime) -> None:
    sample = next(rule for rule in selectors.tasks_of(in_ina, on=TODAY) if rule.key == "dog")
    fields = initial_of(sample, on=TODAY) | {"basis": "該当なし", "adopted_on": TODAY}
    services.adopt_task(organization=in_ina, key="dog", fields=fields, used=False, by=head.actor, at=at)
    assert "dog" not in {rule.key for rule in selectors.tasks_of(in_ina, on=TODAY)}
    assert "dog" in {rule.key for rule in selectors.tasks_of(in_ina, on=TODAY - timedelta(days=1))}


def test_tasks_cannot_wait_for_each_other(in_ina: Organization, head: Member) -> None:
    with pytest.raises(services.UnableToAdopt) as refused:
        adopt(in_ina, "bank", by=head.actor, after=["viewing"])
    assert refused.value.verdict.reasons[0].code == "family_plans.circle"


def test_what_is_old_is_flagged(in_ina: Organization, head: Member) -> None:
    adopt(in_ina, "dog", by=head.actor, source_on=date(2025, 11, 19))
    adopt(in_ina, "mover", by=head.actor, source_on=date(2025, 11, 20))
    flagged = {row.key for row in selectors.table(in_ina, on=TODAY) if row.review}
    assert flagged == {"dog"}


def test_a_calendar_day_is_whole(in_ina: Organization, head: Member) -> None:
    with pytest.raises(IntegrityError, match="family_plans_calendar_day"), transaction.atomic():
        adopt(in_ina, "dog", by=head.actor, month=3, day=None)


def test_the_other_town_has_its_own_table(in_ina: Organization, sado: Organization, head: Member) -> None:
    adopt(in_ina, "dog", by=head.actor)
    assert all(rule.sample for rule in selectors.tasks_of(sado, on=TODAY))
