"""Fixtures of all tests: the database as the web role sees it; the cast is in tests/cast.py."""

import gc
from collections.abc import Iterator

import hypothesis
import pytest
from pytest_django.plugin import DjangoDbBlocker

from kayoi.config import database

database.ensure_running()

pytest_plugins = ["tests.clock", "tests.cast", "tests.once", "tests.together"]

# Tests do not assert times: two at once on two cores take as long as they take.
hypothesis.settings.register_profile("kayoi", deadline=None)
hypothesis.settings.load_profile("kayoi")


def pytest_collection_finish() -> None:
    """Look for garbage less often, and not among what stays to the end: 17 s of 230 s were spent on it, now 7 s."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


@pytest.fixture(autouse=True, scope="session")
def _plain_static_files() -> Iterator[None]:
    """Name static files plainly, and let nobody look for them: hashed names exist only after collectstatic."""
    from django.conf import settings
    from django.test import override_settings

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    served = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]
    with override_settings(STORAGES=settings.STORAGES | {"staticfiles": plain}, MIDDLEWARE=served):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """Let the owner create the test database, from the models (a guard compares with the migrations)."""
    from django.conf import settings
    from django.db import connection

    from kayoi.foundation.tenancy.ownership import built_from_models

    settings.MIGRATION_MODULES = built_from_models()
    connection.settings_dict["OPTIONS"].pop("assume_role", None)
    connection.settings_dict.update(settings.KAYOI_OWNER)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Work in the test database as the web role, with the web log-in."""
    from django.db import connection

    web = database.settings()
    mine = {key: web[key] for key in ("USER", "PASSWORD", "HOST", "PORT") if key in web}
    owner = {key: connection.settings_dict[key] for key in mine}
    connection.settings_dict["OPTIONS"]["assume_role"] = database.ROLES["web"]
    connection.settings_dict.update(mine)
    with django_db_blocker.unblock():
        connection.close()
    yield
    connection.settings_dict["OPTIONS"].pop("assume_role", None)
    connection.settings_dict.update(owner)
    with django_db_blocker.unblock():
        connection.close()
