"""flush, as the owner of the tables."""

from typing import Any

from django.core.management.commands.flush import Command as Flush

from kayoi.foundation.tenancy import row_security
from kayoi.foundation.tenancy.ownership import as_owner


class Command(Flush):
    help = "Empty all tables."

    def handle(self, **options: Any) -> None:
        with as_owner():
            super().handle(**options)
            row_security.install()  # the standing rows are back
