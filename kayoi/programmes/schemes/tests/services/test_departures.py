"""Lists of who moved away before all was paid: matched with what is still to be paid, and seen before money leaves."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile, Household, HouseholdMember
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.followups.models import FollowUp
from kayoi.engines.procedures.tests.factories import GREEN, make_procedure, make_ruleset
from kayoi.foundation.tenancy.models import Organization
from kayoi.programmes.schemes.models import Breach, Departure, Grant, Obligation, Payment
from kayoi.programmes.schemes.rules.departures import Listed
from kayoi.programmes.schemes.selectors.guard.gathering import _absent
from kayoi.programmes.schemes.selectors.obligations.departures import lines
from kayoi.programmes.schemes.services import obligations
from kayoi.programmes.schemes.states.news import HOUSEHOLD
from kayoi.programmes.schemes.states.obligations import Duty, Event
from kayoi.programmes.schemes.tests.budgets import make_line
from kayoi.programmes.schemes.tests.desk import Desk
from kayoi.programmes.schemes.tests.grants import make_grant
from kayoi.programmes.schemes.tests.services.test_claims import make_monthly
from kayoi.programmes.schemes.tests.services.test_guard import WITH_CHILDREN, grant_of
from tests.cast import Member, make_member


@pytest.fixture
def desk(in_ina: Organization, officer: Member, head: Member, at: datetime) -> Desk:
    return Desk(in_ina, make_procedure(at=at), officer, head, make_member(in_ina, "division_head", "課長"), at)


@pytest.fixture
def due(desk: Desk) -> Payment:
    make_line(10_000_000, at=desk.at, procedure=desk.procedure)
    return desk.claimed()


def take(grant: Grant, desk: Desk, event: Event = Event.MOVED_OUT, *, on: date | None = None) -> Sequence[Departure]:
    """Take a list in on which the grantee stands, a day after they applied."""
    file, later = grant.case_file, desk.at + timedelta(days=1)
    row = Listed(2, file.name, "", file.birth_on, event, on or desk.on)
    source = obligations.Source("市民課", "条例", desk.on)
    obligations.take_departures(source=source, rows=[row], by=desk.officer.actor, at=later)
    return list(Departure.objects.filter(grant=grant))


def confirm(found: Sequence[Departure], desk: Desk) -> tuple[int, int]:
    return obligations.confirm_departures(
        departures=found, by=desk.head.actor, at=desk.at + timedelta(days=1)
    )  # fmt: skip


def test_who_moves_out_between_decision_and_payment_is_on_the_list(desk: Desk) -> None:
    grant = make_grant(desk.town, desk.procedure, by=desk.officer.actor, head=desk.head.actor, at=desk.at)
    assert take(grant, desk, on=grant.applied_on - timedelta(days=1)) == []
    assert len(take(grant, desk)) == 1


def test_who_claims_by_the_month_is_on_the_list(desk: Desk) -> None:
    grant = make_monthly(desk.town, by=desk.officer.actor, head=desk.head.actor, at=desk.at)
    assert len(take(grant, desk)) == 1


@pytest.mark.parametrize("event", [Event.MOVED_OUT, Event.DIED])
def test_what_was_confirmed_holds_the_payment(due: Payment, desk: Desk, event: Event) -> None:
    other = desk.claimed("谷 澪", birth_on="1991-01-01")
    found = take(grant_of(due), desk, event)
    assert desk.check(due) == [], "nobody has looked at it"
    assert confirm(found, desk) == (0, 0)
    assert desk.check(due) == ["moved_out"]
    assert desk.check(other) == []


def test_who_is_somebody_else_is_paid(due: Payment, desk: Desk) -> None:
    obligations.refuse_departures(departures=take(grant_of(due), desk), by=desk.head.actor, at=desk.at)
    assert desk.check(due) == []


def test_a_breach_that_was_a_mistake_speaks_against_its_list(due: Payment, desk: Desk) -> None:
    last = desk.on + timedelta(days=1800)
    Obligation.objects.create(
        grant=grant_of(due), kind=Duty.RESIDENCE, years=5, starts_on=desk.on, until=last
    )  # fmt: skip
    assert confirm(take(grant_of(due), desk), desk) == (1, 0)
    assert desk.check(due) == ["moved_out"]
    obligations.dismiss_breach(breach=Breach.objects.get(), why="登録の誤り", by=desk.head.actor, at=desk.at)
    assert desk.check(due) == []


def of_household(desk: Desk, **known: Any) -> Grant:
    """Grant to somebody who moves with a spouse and a child, as the decision freezes it."""
    members = [{"relation": "spouse", "born_on": "1990-02-03"}, {"relation": "child", "born_on": "2019-06-01"}]
    procedure = make_procedure(at=desk.at, key="family", ruleset=make_ruleset(key="family", body=WITH_CHILDREN))
    grant = make_grant(
        desk.town, procedure, by=desk.officer.actor, head=desk.head.actor, at=desk.at,
        facts=GREEN | {"household.members": members}, name="雪形 朔",
    )  # fmt: skip
    if known:
        household = Household.objects.create(made_at=desk.at)
        CaseFile.objects.filter(pk=grant.case_file_id).update(household=household)
        HouseholdMember.objects.create(household=household, **known)
    return grant


def gone(desk: Desk, name: str, born_on: str, event: Event = Event.MOVED_OUT) -> Sequence[Departure]:
    source, row = (
        obligations.Source("市民課", "条例", desk.on),
        Listed(2, name, "", date.fromisoformat(born_on), event, desk.on),
    )
    obligations.take_departures(source=source, rows=[row], by=desk.officer.actor, at=desk.at + timedelta(days=1))
    return list(Departure.objects.all())


@pytest.mark.parametrize(
    ("name", "born_on", "relation"),
    [("雪形 汐", "2019-06-01", "child"), ("雪形 凪", "1990-02-03", "spouse"), ("雪形 湊", "1990-02-03", None)],
)
def test_who_moved_in_with_the_grantee_is_matched_too(
    desk: Desk, name: str, born_on: str, relation: str | None
) -> None:
    of_household(desk, relation="spouse", name="雪形 凪", birth_on="1990-02-03")
    assert [(one.relation, one.likeness) for one in gone(desk, name, born_on)] == (
        [(relation, "likely")] if relation else []
    )


def test_who_is_protected_is_not_shown_as_somebody_of_a_household_either(desk: Desk) -> None:
    grant = of_household(desk, relation="child", name="雪形 汐", birth_on="2019-06-01")
    household = CaseFile.objects.get(pk=grant.case_file_id).household
    spouse = make_file(name="雪形 凪", birth_on=date(1990, 2, 3), household=household)
    gone(desk, "雪形 凪", "1990-02-03")
    assert [one.protected for one in lines(on=desk.on)] == [False]
    casefiles.protect(file=spouse, starts_on=desk.on, basis="申出", by=desk.officer.actor, at=desk.at)
    gone(desk, "雪形 汐", "2019-06-01")
    assert {one.departure.relation: one.protected for one in lines(on=desk.on)} == {"spouse": True, "child": False}


@pytest.mark.parametrize("event", [Event.MOVED_OUT, Event.DIED])
def test_of_somebody_of_the_household_nothing_follows_but_a_question(desk: Desk, event: Event) -> None:
    grant = of_household(desk)
    last = desk.on + timedelta(days=1800)
    duty = Obligation.objects.create(grant=grant, kind=Duty.RESIDENCE, years=5, starts_on=desk.on, until=last)
    found = gone(desk, "雪形 汐", "2019-06-01", event)
    assert confirm(found, desk) == (0, 0)
    duty.refresh_from_db()
    assert (duty.status, Breach.objects.count(), _absent([grant])) == ("running", 0, {})
    (task,) = FollowUp.objects.open().filter(cause=HOUSEHOLD)
    assert task.title.startswith(f"世帯の要件を確かめる: 子の{event.label}({desk.on})")
    assert (task.case_file, task.reference) == (grant.case_file, str(grant.pk))


def test_what_knows_a_row_again_cannot_be_tried_without_the_key_of_the_installation(
    due: Payment, desk: Desk, settings: Any
) -> None:
    (found,) = take(grant_of(due), desk)
    row = Listed(2, found.name, "", found.birth_on, Event.MOVED_OUT, found.happened_on)
    assert len(found.key) == 64
    tried = (row.identity, f"{desk.town.pk}|{row.identity}")
    assert found.key not in {sha256(text.encode()).hexdigest() for text in tried}
    assert len(take(grant_of(due), desk)) == 1, "known again"
    settings.SECRET_KEY = "another"
    assert len(take(grant_of(due), desk)) == 2
