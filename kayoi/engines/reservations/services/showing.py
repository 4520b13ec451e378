"""Show the public when something is free: a copy without who has the rest, in the openings of all towns."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from kayoi.engines.openings import services as openings
from kayoi.engines.openings.models import Opening
from kayoi.engines.reservations.models import Unit
from kayoi.engines.reservations.selectors.locks import locked_units
from kayoi.engines.reservations.selectors.shown import periods_shown
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor


@transaction.atomic
def publish_free(*, units: Iterable[Unit], opening: Opening | None, by: Actor, at: datetime) -> None:
    """Show with an opening when units by night are free (空いている期間を公開する); None takes that back."""
    locked = locked_units(ids=[unit.pk for unit in units])
    before = {unit.opening_id for unit in locked.values()}
    for unit in locked.values():
        audit.change(unit, {"opening": opening}, version=None, by=by, at=at)
    _show(before | {opening.pk if opening else None}, by=by, at=at)


def show_free(*, units: Iterable[Unit], by: Actor, at: datetime) -> None:
    """Let what is shown of units be what is (公開を合わせる); the units are locked."""
    _show({unit.opening_id for unit in units}, by=by, at=at)


def _show(shown: set[int | None], *, by: Actor, at: datetime) -> None:
    ids = [pk for pk in shown if pk is not None]
    for opening in Opening.objects.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True) if ids else ():
        openings.show_free_periods(opening=opening.pk, periods=periods_shown(opening.pk, at=at), by=by, at=at)


@transaction.atomic
def show_all_free(*, by: Actor, at: datetime) -> None:
    """Show another day, as each day does (公開する期間を一日進める)."""
    units = Unit.objects.exclude(opening=None)
    show_free(units=locked_units(ids=units.values_list("pk", flat=True)).values(), by=by, at=at)
