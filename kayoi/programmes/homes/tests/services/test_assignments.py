"""Brokers: admitted with all conditions, asked in turn, answering by the link or on the telephone."""

from collections import Counter
from datetime import date, datetime, timedelta

import pytest

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.followups.models import FollowUp
from kayoi.engines.messages.models import Message
from kayoi.foundation.identity.services import set_setting
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR
from kayoi.kit.moves import UnableToMove
from kayoi.programmes.homes import services
from kayoi.programmes.homes.models import Assignment, Broker, Home, HomeConsent
from kayoi.programmes.homes.selectors import brokers as selectors
from kayoi.programmes.homes.services.assignments import Asked
from kayoi.programmes.homes.states import AssignedBy, AssignmentStatus, BrokerStatus, HomeStatus, Task
from kayoi.programmes.homes.states.process import DECLINES_COUNT
from kayoi.programmes.homes.tests.factories import ASKED_LINK, make_broker, make_surveyed
from tests.cast import Member


@pytest.fixture
def owner(in_ina: Organization) -> CaseFile:
    return make_file(name="春日 ハル")


@pytest.fixture
def home(owner: CaseFile, officer: Member, at: datetime) -> Home:
    return make_surveyed(owner, by=officer.actor, at=at)


def ask(town: Organization, home: Home, officer: Member, at: datetime, broker: Broker | None = None) -> Asked:
    how = AssignedBy.WISH if broker else AssignedBy.ROTATION
    return services.ask_broker(
        organization=town, home=home, broker=broker, how=how, link=ASKED_LINK, by=officer.actor, at=at
    )


def test_a_broker_is_admitted_with_all_conditions_only(in_ina: Organization, officer: Member, at: datetime) -> None:
    broker = make_broker(by=officer.actor, at=at, admitted=False, pays_tax=False, agreed_on=None)
    with pytest.raises(services.UnableToAdmit) as refused:
        services.admit_broker(broker=broker, by=officer.actor, at=at)
    assert [one.code for one in refused.value.verdict.reasons] == ["homes.broker_owes_tax", "homes.no_agreement"]
    services.change_broker(
        broker=broker, fields={"pays_tax": True, "agreed_on": date(2026, 11, 20)}, version=1, by=officer.actor, at=at
    )
    services.admit_broker(broker=broker, by=officer.actor, at=at)
    services.cancel_broker(broker=broker, why="廃業", by=officer.actor, at=at)
    services.take_broker_again(broker=broker, by=officer.actor, at=at)
    assert (broker.status, broker.why) == (BrokerStatus.APPLIED, "")


def test_the_broker_answers_by_the_link_without_a_log_in(
    in_ina: Organization, home: Home, officer: Member, at: datetime
) -> None:
    make_broker(by=officer.actor, at=at)
    asked = ask(in_ina, home, officer, at)
    body = Message.objects.get(template="homes/mail/asked_broker").body
    assert ASKED_LINK.replace("{token}", asked.token) in body
    assert "春日" not in body
    found = selectors.assignment_of_link(asked.token, at=at + timedelta(days=30))
    assert found == asked.assignment
    assert selectors.assignment_of_link(asked.token, at=at + timedelta(days=31)) is None
    services.answer_assignment(assignment=found, accepts=True, by=VISITOR, at=at)
    home.refresh_from_db()
    assert home.status == HomeStatus.ASSIGNED
    assert selectors.assignment_of_link(asked.token, at=at) is None
    assert not FollowUp.objects.open().filter(title__contains=Task.ANSWER.label).exists()
    with pytest.raises(UnableToMove):
        services.answer_assignment(assignment=found, accepts=False, by=VISITOR, at=at)


def test_who_declines_is_not_asked_again_for_this_house(
    in_ina: Organization, home: Home, officer: Member, at: datetime
) -> None:
    first, second = make_broker(by=officer.actor, at=at), make_broker(by=officer.actor, at=at, email="")
    asked = ask(in_ina, home, officer, at)
    assert asked.assignment.broker == first
    with pytest.raises(services.UnableToAsk):
        ask(in_ina, home, officer, at)
    services.answer_assignment(assignment=asked.assignment, accepts=False, why="手一杯", by=officer.actor, at=at)
    assert FollowUp.objects.open().filter(title__contains=Task.FIND_BROKER.label).count() == 1
    again = ask(in_ina, home, officer, at)
    assert again.assignment.broker == second
    assert Message.objects.count() == 1  # the second has no address and is called
    services.answer_assignment(assignment=again.assignment, accepts=False, by=officer.actor, at=at)
    with pytest.raises(services.UnableToAsk) as refused:
        ask(in_ina, home, officer, at)
    assert [one.code for one in refused.value.verdict.reasons] == ["homes.nobody_in_turn"]
    assert ask(in_ina, home, officer, at, broker=first).assignment.assigned_by == AssignedBy.WISH


@pytest.mark.parametrize(("counts", "expected"), [(1, 1), (0, 0)])
def test_whether_a_decline_is_a_turn_is_the_towns_choice(
    in_ina: Organization, home: Home, officer: Member, at: datetime, counts: int, expected: int
) -> None:
    make_broker(by=officer.actor, at=at)
    set_setting(which=DECLINES_COUNT, value=counts, starts_on=date(2026, 4, 1), by=officer.actor, at=at)
    asked = ask(in_ina, home, officer, at)
    services.answer_assignment(assignment=asked.assignment, accepts=False, by=officer.actor, at=at)
    assert [turn.counted for turn in selectors.turns(on=date(2026, 11, 20))] == [expected]


def test_houses_go_round(in_ina: Organization, owner: CaseFile, officer: Member, at: datetime) -> None:
    for _ in range(3):
        make_broker(by=officer.actor, at=at, email="")
    make_broker(by=officer.actor, at=at, takes_turns=False)
    for number in range(7):
        house = make_surveyed(make_file(name=f"所有者 {number}"), by=officer.actor, at=at)
        asked = ask(in_ina, house, officer, at + timedelta(minutes=number))
        services.answer_assignment(assignment=asked.assignment, accepts=True, by=officer.actor, at=at)
    given = Counter(Assignment.objects.values_list("broker__pk", flat=True))
    assert sorted(given.values()) == [2, 2, 3]
    assert [row.houses for row in selectors.brokers_listed(on=date(2026, 11, 20))].count(0) == 1


def test_the_owner_must_agree_to_telling_brokers(
    in_ina: Organization, home: Home, officer: Member, at: datetime
) -> None:
    make_broker(by=officer.actor, at=at)
    HomeConsent.objects.filter(purpose="brokers").update(withdrawn_on=date(2026, 11, 20))
    with pytest.raises(services.UnableToAsk) as refused:
        ask(in_ina, home, officer, at)
    assert [one.code for one in refused.value.verdict.reasons] == ["homes.no_consent_brokers"]


def test_an_ended_assignment_frees_the_house_for_the_next(
    in_ina: Organization, home: Home, officer: Member, at: datetime
) -> None:
    broker = make_broker(by=officer.actor, at=at)
    asked = ask(in_ina, home, officer, at, broker=broker)
    services.answer_assignment(assignment=asked.assignment, accepts=True, by=officer.actor, at=at)
    services.end_assignment(assignment=asked.assignment, why="所有者の希望", by=officer.actor, at=at)
    home.refresh_from_db()
    assert home.status == HomeStatus.SURVEYED
    ask(in_ina, home, officer, at, broker=broker)
    services.withdraw_home(organization=in_ina, home=home, why="やめた", by=officer.actor, at=at)
    assert not Assignment.objects.exclude(status=AssignmentStatus.ENDED).exists()
    assert not FollowUp.objects.open().filter(title__contains=Task.FIND_BROKER.label).exists()


def test_a_suspended_broker_gives_back_what_is_assigned(
    in_ina: Organization, home: Home, officer: Member, at: datetime
) -> None:
    broker = make_broker(by=officer.actor, at=at)
    asked = ask(in_ina, home, officer, at, broker=broker)
    services.answer_assignment(assignment=asked.assignment, accepts=True, by=officer.actor, at=at)
    services.suspend_broker(broker=broker, why="業務停止", by=officer.actor, at=at)
    home.refresh_from_db()
    assert home.status == HomeStatus.SURVEYED
    assert FollowUp.objects.open().filter(title__contains=Task.FIND_BROKER.label).count() == 1
    with pytest.raises(services.UnableToAsk):
        ask(in_ina, home, officer, at, broker=broker)
