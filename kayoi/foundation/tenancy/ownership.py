"""Work as the owner of the tables (migrate, flush, retention), then step back to the web role."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection


@contextmanager
def as_owner() -> Iterator[None]:
    """Connect as the owner for the time of the block. Never inside a transaction."""
    assert not connection.in_atomic_block, "the owner has a connection of its own"
    before = {key: connection.settings_dict[key] for key in settings.KAYOI_OWNER}
    options = connection.settings_dict["OPTIONS"]
    role = options.pop("assume_role", None)
    connection.settings_dict.update(settings.KAYOI_OWNER)
    connection.close()
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)
        if role:
            options["assume_role"] = role
