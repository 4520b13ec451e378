"""migrate, as the owner of the tables, followed by the second wall."""

from typing import Any

from django.core.management.commands.migrate import Command as Migrate

from kayoi.foundation.tenancy import row_security
from kayoi.foundation.tenancy.ownership import as_owner


class Command(Migrate):
    help = "Bring tables, row-level security, grants and search functions up to date."

    def handle(self, *args: Any, **options: Any) -> None:
        with as_owner():
            if options["run_syncdb"]:  # tests: apps without migrations refer to apps with them
                super().handle(*args, **options | {"run_syncdb": False})
            super().handle(*args, **options)
            row_security.install()
