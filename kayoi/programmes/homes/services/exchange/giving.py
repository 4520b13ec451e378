"""Give the register out: every time with an entry of who took what, and why."""

from datetime import datetime

from django.db import transaction

from kayoi.foundation.audit import services as audit
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.programmes.homes.selectors.exchange.registers import as_file, register_table
from kayoi.programmes.homes.states.exchange import FileFormat, Scale, Which


@transaction.atomic
def give_register(
    *, organization: Organization, which: Which, scale: Scale, kind: FileFormat, why: str, by: Actor, at: datetime
) -> bytes:
    """Return the register as a file (台帳を出す), and keep who took it and why."""
    columns, rows = register_table(which=which, scale=scale, on=local_date(at))
    after = {"which": which, "scale": scale, "houses": len(rows)}
    audit.record("homes.give_register", organization, by=by, at=at, why=why, after=after)
    return as_file(rows, columns, kind, name="空き家台帳")
