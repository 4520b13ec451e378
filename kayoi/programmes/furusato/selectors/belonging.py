"""Who is in a register on a day: what other rooms ask (settings: KAYOI_KEEPER_OF_REGISTERS)."""

from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet

from kayoi.engines.casefiles.selectors.belonging import TownRegister
from kayoi.programmes.furusato.models import Register, Registration
from kayoi.programmes.furusato.selectors.registered import in_force
from kayoi.programmes.furusato.states import RegisterStatus


def town_registers() -> list[TownRegister]:
    """Return the registers of the town that have ever taken people, by their place on the ladder."""
    rows = Register.objects.exclude(status=RegisterStatus.DRAFT).order_by("step", "pk")
    return [TownRegister(str(pk), name, step) for pk, name, step in rows.values_list("pk", "name", "step")]


def files_in(keys: Collection[str], *, on: date) -> QuerySet[Registration]:
    """Return the registrations that are in force in one of these registers on that day."""
    return in_force(on=on).filter(register__in=[int(key) for key in keys if key.isdecimal()])
