"""migrate, as the owner of the tables, followed by the second wall. An empty database is built from the models."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.core.management.commands.migrate import Command as Migrate
from django.db import connection

from kayoi.foundation.tenancy import row_security
from kayoi.foundation.tenancy.ownership import as_owner, built_from_models

CACHE_TABLE = """
CREATE TABLE IF NOT EXISTS kayoi_cache (
    cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS kayoi_cache_expires ON kayoi_cache (expires)
"""


class Command(Migrate):
    help = "Bring tables, row-level security, grants and search functions up to date."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--step-by-step", action="store_true", help="Run every migration, even from nothing.")

    def handle(self, *args: Any, step_by_step: bool = False, **options: Any) -> None:
        with as_owner():
            if options["run_syncdb"]:  # tests: apps without migrations refer to apps with them
                super().handle(*args, **options | {"run_syncdb": False})
                super().handle(*args, **options)
            elif _is_empty() and not options["app_label"] and not step_by_step:
                self._build(*args, **options)
            else:
                super().handle(*args, **options)
            with connection.cursor() as cursor:
                cursor.execute(CACHE_TABLE)
            row_security.install()

    def _build(self, *args: Any, **options: Any) -> None:
        """Make our tables from the models at once and say that the migrations were applied: seconds, not minutes."""
        before, settings.MIGRATION_MODULES = settings.MIGRATION_MODULES, built_from_models()
        try:
            super().handle(*args, **options)
            super().handle(*args, **options | {"run_syncdb": True})
        finally:
            settings.MIGRATION_MODULES = before
        super().handle(*args, **options | {"fake": True})


def _is_empty() -> bool:
    return "django_migrations" not in connection.introspection.table_names()
