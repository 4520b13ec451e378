"""Many ask for one house, or for one hour in it, at once: one talk, one viewing, nobody lost."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, OperationalError

from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR, system
from kayoi.programmes.homes import services
from kayoi.programmes.homes.models import Home, Inquiry, Seeker, Viewing
from kayoi.programmes.homes.tests.seekers import make_inquiry, make_seeker, make_shown, make_viewing
from tests.races.threads import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
CROWD = 8
BY = system("test")


def crowd(town: Organization, at: datetime) -> tuple[Home, list[Seeker]]:
    with scope.of_organization(town.pk):
        home = make_shown(make_file(name="所有者"), by=BY, at=at)
        return home, [make_seeker(make_file(name=str(number)), by=BY, at=at) for number in range(CROWD)]


def test_one_of_many_is_in_talks_and_the_others_wait(ina: Organization, at: datetime) -> None:
    home, seekers = crowd(ina, at)

    def ask(number: int) -> int:
        with scope.of_organization(ina.pk):
            return make_inquiry(home, seekers[number], by=VISITOR, at=at).pk

    results = at_once(CROWD, ask)
    assert all(isinstance(result, int) for result in results), results
    with scope.of_organization(ina.pk):
        assert Counter(Inquiry.objects.values_list("status", flat=True)) == {"chosen": 1, "waiting": CROWD - 1}


def test_all_withdraw_at_once_and_nobody_is_left_in_talks(ina: Organization, at: datetime) -> None:
    home, seekers = crowd(ina, at)
    with scope.of_organization(ina.pk):
        for seeker in seekers:
            make_inquiry(home, seeker, by=VISITOR, at=at)

    def withdraw(number: int) -> None:
        with scope.of_organization(ina.pk):
            seeker = Seeker.objects.get(pk=seekers[number].pk)
            services.withdraw_seeker(seeker=seeker, why="x", by=VISITOR, at=at)

    assert at_once(CROWD, withdraw) == [None] * CROWD
    with scope.of_organization(ina.pk):
        assert set(Inquiry.objects.values_list("status", flat=True)) == {"withdrawn"}
        assert Home.objects.get(pk=home.pk).status == "published"


def test_the_owner_chooses_one_whoever_types_it(ina: Organization, at: datetime) -> None:
    home, seekers = crowd(ina, at)
    with scope.of_organization(ina.pk):
        services.change_home(home=home, changes={"choose_by": "window"}, version=None, by=BY, at=at)
        rows = [make_inquiry(home, seeker, by=VISITOR, at=at) for seeker in seekers]

    def choose(number: int) -> int:
        with scope.of_organization(ina.pk):
            services.choose_inquiry(inquiry=rows[number], by=BY, at=at)
            return number

    results = at_once(CROWD, choose)
    assert sum(isinstance(result, int) for result in results) == 1, results
    with scope.of_organization(ina.pk):
        assert Inquiry.objects.filter(status="chosen").count() == 1


def test_the_database_alone_keeps_two_talks_apart(ina: Organization, at: datetime) -> None:
    """Past the locks, as a mistake of ours would: the constraint is the last word."""
    home, seekers = crowd(ina, at)

    def insert(number: int) -> int:
        with scope.of_organization(ina.pk):
            return Inquiry.objects.create(
                home=home, seeker=seekers[number], receipt=str(number), asked_at=at, status="chosen"
            ).pk

    results = at_once(CROWD, insert)
    assert Counter(type(result) for result in results) == {int: 1, IntegrityError: CROWD - 1}


def test_one_of_many_gets_the_hour(ina: Organization, at: datetime) -> None:
    home, seekers = crowd(ina, at)
    with scope.of_organization(ina.pk):
        rows = [make_viewing(home, seeker, by=VISITOR, at=at) for seeker in seekers]

    def fix(number: int) -> int:
        starts = at + timedelta(days=1, minutes=number)
        with scope.of_organization(ina.pk):
            services.fix_viewing(
                viewing=rows[number], starts_at=starts, ends_before=starts + timedelta(hours=1), attended_by="",
                by=BY, at=at,
            )  # fmt: skip
        return number

    results = at_once(CROWD, fix)
    assert sum(isinstance(result, int) for result in results) == 1, results
    # Without a lock some may be picked as victims of a deadlock: refused all the same.
    assert all(isinstance(result, int | services.UnableToView | OperationalError) for result in results), results
    with scope.of_organization(ina.pk):
        assert Viewing.objects.filter(status="fixed").count() == 1
