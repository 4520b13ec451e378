"""What the night does: remind before a term ends, extend while somebody negotiates, end, suspend brokers."""

from datetime import date, datetime, time, timedelta

import pytest

from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.followups.models import FollowUp
from kayoi.engines.messages.models import Message
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.identity.services import set_setting
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import JST
from kayoi.programmes.homes import services
from kayoi.programmes.homes.models import Home, Listing
from kayoi.programmes.homes.states import AssignedBy, BrokerStatus, HomeStatus, Task
from kayoi.programmes.homes.states.process import TERM_YEARS
from kayoi.programmes.homes.tests.factories import make_broker, make_published, make_registered
from tests.cast import Member

ENDS = date(2028, 11, 20)
NIGHT = system("homes.keep_terms")


@pytest.fixture
def home(in_ina: Organization, officer: Member, at: datetime) -> Home:
    return make_published(in_ina, make_file(name="春日 ハル", email="haru@example.jp"), by=officer.actor, at=at)


def night(town: Organization, home: Home, days_before: int) -> None:
    on = ENDS - timedelta(days=days_before)
    services.keep_terms(organization=town, by=NIGHT, at=datetime.combine(on, time(3, 10), JST))
    home.refresh_from_db()


def reminders() -> int:
    return Message.objects.filter(template="homes/mail/term_ends").count()


def test_the_owner_is_reminded_twice_and_once_each(in_ina: Organization, home: Home) -> None:
    expected = {61: 0, 60: 1, 59: 1, 31: 1, 30: 2, 29: 2, 1: 2}
    for days, count in expected.items():
        for _ in range(2):
            night(in_ina, home, days)
        assert reminders() == count, days
    assert FollowUp.objects.open().filter(title=f"{home.number} {Task.TERM.label}").count() == 1
    assert home.status == HomeStatus.PUBLISHED


def test_a_term_that_is_over_ends_the_house_and_its_listing(in_ina: Organization, home: Home) -> None:
    night(in_ina, home, 1)
    assert home.status == HomeStatus.PUBLISHED
    night(in_ina, home, 0)
    assert home.status == HomeStatus.EXPIRED
    assert Listing.objects.get().withdrawn_at is not None
    entries = Entry.objects.count()
    night(in_ina, home, 0)
    assert Entry.objects.count() == entries


def test_a_term_does_not_end_a_talk(in_ina: Organization, home: Home, officer: Member, at: datetime) -> None:
    services.move_home(home=home, action="negotiate", by=officer.actor, at=at)
    night(in_ina, home, 0)
    assert (home.status, home.term_ends_before) == (HomeStatus.NEGOTIATING, date(2028, 12, 20))
    night(in_ina, home, -100)  # the machine was off for long
    assert home.term_ends_before == date(2029, 3, 20)
    assert Entry.objects.filter(action="homes.home.change", why__contains="自動で延長").count() == 2


def test_a_renewed_house_begins_a_new_term(in_ina: Organization, home: Home, officer: Member) -> None:
    later = datetime.combine(ENDS - timedelta(days=20), time(9), JST)
    night(in_ina, home, 20)
    services.extend_term(home=home, why="続けたい", by=officer.actor, at=later)
    assert (home.term_ends_before, home.term_told_days) == (date(2030, 11, 20), None)
    assert not FollowUp.objects.open().exists()
    with pytest.raises(services.UnableToTakeStep):
        services.extend_term(home=home, by=officer.actor, at=later)


def test_an_expired_house_is_renewed_from_today(in_ina: Organization, home: Home, officer: Member) -> None:
    set_setting(which=TERM_YEARS, value=3, starts_on=ENDS, by=officer.actor, at=datetime.combine(ENDS, time(1), JST))
    night(in_ina, home, 0)
    later = datetime.combine(ENDS + timedelta(days=10), time(9), JST)
    services.renew_home(organization=in_ina, home=home, by=officer.actor, at=later)
    assert (home.status, home.term_ends_before) == (HomeStatus.REGISTERED, date(2031, 11, 30))


def test_a_brokers_licence_that_is_over_gives_the_houses_back(
    in_ina: Organization, home: Home, officer: Member, at: datetime
) -> None:
    broker = make_broker(by=officer.actor, at=at, licence_until=date(2027, 3, 31))
    asked = services.ask_broker(
        organization=in_ina, home=home, broker=broker, how=AssignedBy.WISH, link="", by=officer.actor, at=at
    )
    services.answer_assignment(assignment=asked.assignment, accepts=True, by=officer.actor, at=at)
    assert Listing.objects.get().broker_licence == broker.licence
    for day, status in ((date(2027, 3, 31), BrokerStatus.ACTIVE), (date(2027, 4, 1), BrokerStatus.SUSPENDED)):
        services.keep_terms(organization=in_ina, by=NIGHT, at=datetime.combine(day, time(3), JST))
        broker.refresh_from_db()
        assert broker.status == status
    home.refresh_from_db()
    listing = Listing.objects.get()
    assert (home.status, listing.withdrawn_at, listing.broker_name) == (HomeStatus.PUBLISHED, None, "")
    assert FollowUp.objects.open().get().title == f"{home.number} {Task.FIND_BROKER.label}"


def test_only_houses_with_a_term_are_looked_at(in_ina: Organization, officer: Member, at: datetime) -> None:
    home = make_registered(in_ina, make_file(), by=officer.actor, at=at)
    Home.objects.filter(pk=home.pk).update(term_ends_before=None, registered_on=None)
    night(in_ina, home, 0)
    assert home.status == HomeStatus.REGISTERED
