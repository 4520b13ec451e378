"""The world, built once for a module: what each test does to it is rolled back. It takes long to build.

A module that wants it says so by a fixture of its own, `_django_db_helper`, that asks for `built`: it stands in for the
transaction that pytest-django would begin for each test.
"""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from kayoi.foundation.places.services import load_places
from kayoi.kit.actor import system
from tests.clock import NOW
from tests.world import World, make_world


@pytest.fixture(scope="module")
def built(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """Build the world."""
    folder = tmp_path_factory.mktemp("uploads")
    with override_settings(UPLOADS=folder, MAIL_FOLDER=folder), django_db_blocker.unblock(), transaction.atomic():
        load_places(by=system("walk"), at=NOW)
        world = make_world()
        connection.check_constraints()  # once here, or the end of every test would check all rows again
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def world(built: World) -> Iterator[World]:
    """The world as it was built."""
    with transaction.atomic():
        yield built
        transaction.set_rollback(True)
