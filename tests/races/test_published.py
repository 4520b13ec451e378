"""What a process holds of published houses is never older than what has been committed, in whatever order."""

from collections.abc import Iterator
from datetime import datetime
from threading import Event, Thread

import pytest
from django.db import connection

from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.programmes.homes import services
from kayoi.programmes.homes.models import Home
from kayoi.programmes.homes.selectors.published import SHELF
from kayoi.programmes.homes.selectors.search import Conditions, search
from kayoi.programmes.homes.tests.seekers import make_shown

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
BY = system("test")
WAIT_S = 60


@pytest.fixture(autouse=True)
def _nothing_held() -> Iterator[None]:
    SHELF.held = None
    yield
    SHELF.held = None


def publish(town: Organization, at: datetime) -> Home:
    with scope.of_organization(town.pk):
        return make_shown(make_file(name="所有者"), by=BY, at=at)


def total(at: datetime) -> int:
    with scope.of_public():
        return search(Conditions(), at=at).total


def test_what_is_published_and_withdrawn_counts_at_once(ina: Organization, sado: Organization, at: datetime) -> None:
    assert total(at) == 0
    home = publish(ina, at)
    publish(sado, at)
    assert total(at) == 2
    held = SHELF.held
    assert total(at) == 2
    assert SHELF.held is held, "nothing has changed: nothing is read anew"
    with scope.of_organization(ina.pk):
        services.withdraw_listing(home=home, by=BY, at=at)
    assert total(at) == 1


def test_who_began_earlier_and_commits_later_is_seen(ina: Organization, sado: Organization, at: datetime) -> None:
    written, may_commit = Event(), Event()

    def slow() -> None:
        try:
            with scope.of_organization(ina.pk):
                make_shown(make_file(name="所有者"), by=BY, at=at)
                written.set()
                assert may_commit.wait(WAIT_S)
        finally:
            connection.close()

    thread = Thread(target=slow)
    thread.start()
    assert written.wait(WAIT_S)
    publish(sado, at)
    assert total(at) == 1
    may_commit.set()
    thread.join()
    assert total(at) == 2


def test_what_a_transaction_takes_back_is_held_nowhere(ina: Organization, at: datetime) -> None:
    assert total(at) == 0

    class TakenBackError(Exception):
        pass

    with pytest.raises(TakenBackError), scope.of_organization(ina.pk):
        make_shown(make_file(name="所有者"), by=BY, at=at)
        assert total(at) == 1
        raise TakenBackError
    assert total(at) == 0


def test_rows_of_a_restored_database_are_not_new_for_ever(ina: Organization, at: datetime) -> None:
    home = publish(ina, at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint + 1000000")
        (later,) = cursor.fetchone() or (0,)
    with scope.of_organization(ina.pk):
        home.listings.update(changed_in=later)
    assert total(at) == 1
    held = SHELF.held
    assert total(at) == 1
    assert SHELF.held is held
