"""Undo a whole import: houses that nobody has touched since go with their owners' new files; the rest is told."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, ForeignKey, Q

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.services import Made
from kayoi.engines.followups import services as followups
from kayoi.engines.followups.models import FollowUp
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.jobs import enqueue
from kayoi.programmes.homes.models import Home, HomeEvent, Party, PriceChange, RegisterImport, RegisterRow
from kayoi.programmes.homes.states import HOME
from kayoi.programmes.homes.states.exchange import PIECE, REGISTER_IMPORT, REGISTER_ROW, ImportStatus

CHANGED = "取り込みのあとに書き換えられました"
USED = "取り込みのあとに、ほかの記録が加わりました"
FILE_STAYS = "所有者の個票は、ほかの記録があるため残しました"


@transaction.atomic
def undo_import(*, run: RegisterImport, why: str, by: Actor, at: datetime) -> None:
    """Ask the worker to undo an import (取り込みを取り消す)."""
    total = RegisterRow.objects.filter(run=run, done=True).count()
    RegisterRow.objects.filter(run=run).exclude(kept_why="").update(kept_why="")
    audit.move(run, "undo", by=by, at=at, why=why, also={"done": 0, "total": total, "kept": 0})
    enqueue("homes.undo_rows", organization=run.organization_id, run=run.pk)


@transaction.atomic
def undo_piece(*, run_id: int, by: Actor, at: datetime) -> bool:
    """Take some rows back (次の行を取り消す); False when none are left."""
    run = RegisterImport.objects.defer("data").select_for_update(of=["self"]).get(pk=run_id)
    if run.status != ImportStatus.UNDOING:
        return False
    rows = list(RegisterRow.objects.filter(run=run, done=True, kept_why="").order_by("-row")[:PIECE])
    if not rows:
        return False
    stay = _stay([row.home_id or 0 for row in rows])
    for row in rows:
        row.kept_why = stay.get(row.home_id or 0, "")
    kept = [row for row in rows if row.kept_why]
    RegisterRow.objects.bulk_update(kept, ["kept_why"])
    _take_houses([row for row in rows if not row.kept_why], by=by, at=at)
    RegisterImport.objects.filter(pk=run.pk).update(done=run.done + len(rows), kept=run.kept + len(kept))
    return True


def _stay(ids: Iterable[int]) -> dict[int, str]:
    """Lock the houses, and return those that must stay with the reason (残す空き家).

    What hangs on a house is looked for through every foreign key; locked, no new row can come.
    """
    houses = list(Home.objects.filter(pk__in=ids).order_by("pk").select_for_update(of=["self"]))
    stay = {home.pk: CHANGED for home in houses if home.version != 1}
    known = {house.pk for house in houses}
    for relation in Home._meta.get_fields(include_hidden=True):
        field: Any = getattr(relation, "field", None)
        if not relation.auto_created or relation.concrete or not isinstance(field, ForeignKey):
            continue
        if field.model not in (HomeEvent, Party, PriceChange, RegisterRow):
            rows = field.model._default_manager.filter(**{f"{field.name}__in": known})
            stay |= {pk: stay.get(pk, USED) for pk in rows.values_list(field.attname, flat=True)}
    for model in (HomeEvent, Party, PriceChange):
        several = model.objects.filter(home__in=known).values("home").annotate(count=Count("pk")).filter(count__gt=1)
        stay |= {pk: stay.get(pk, USED) for pk in several.values_list("home", flat=True)}
    changed = Party.objects.filter(home__in=known).filter(~Q(version=1) | ~Q(reached="not_yet"))
    stay |= {pk: stay.get(pk, CHANGED) for pk in changed.values_list("home", flat=True)}
    planned = FollowUp.objects.filter(cause=HOME, reference__in=map(str, known)).values_list("reference", flat=True)
    return stay | {int(pk): stay.get(int(pk), USED) for pk in planned}


def _take_houses(rows: list[RegisterRow], *, by: Actor, at: datetime) -> None:
    """Remove houses with what the import wrote of them, then the files it opened that hold nothing else."""
    ids = [row.pk for row in rows]
    homes = [row.home_id or 0 for row in rows]
    made = {row.pk: Made(row.case_file_id or 0, **row.made) for row in rows if row.case_file_id}
    with connection.cursor() as cursor:
        cursor.execute("SELECT homes_take_back(%s::bigint[])", [ids])
    Party.objects.filter(home__in=homes).delete()
    RegisterRow.objects.filter(pk__in=ids).update(home=None, case_file=None, done=False, made={}, said=[], cells=[])
    for home in Home.objects.filter(pk__in=homes):
        audit.record("homes.take_back", home, by=by, at=at, before={"number": home.number})
    Home.objects.filter(pk__in=homes).delete()
    _take_files(made, by=by, at=at)


def _take_files(made: dict[int, Made], *, by: Actor, at: datetime) -> None:
    stay = casefiles.lock_unchanged(
        made=list(made.values()), cause=REGISTER_ROW, references={str(pk) for pk in made}, by=by, at=at
    )
    casefiles.take_back(made=[each for each in made.values() if each.file_id not in stay], by=by, at=at)
    staying = [pk for pk, each in made.items() if each.file_id in stay]
    RegisterRow.objects.filter(pk__in=staying).update(kept_why=FILE_STAYS)


@transaction.atomic
def finish_undo(*, run_id: int, by: Actor, at: datetime) -> None:
    """Say that all has been taken back (取り消しを終える); rows that stay are kept with their reason."""
    run = RegisterImport.objects.defer("data").select_for_update(of=["self"]).get(pk=run_id)
    if run.status != ImportStatus.UNDOING or RegisterRow.objects.filter(run=run, done=True, kept_why="").exists():
        return
    RegisterRow.objects.filter(run=run, kept_why="").delete()
    audit.move(run, "undone", by=by, at=at, also={"data": None})
    if not run.kept:
        followups.finish_caused_by(cause=REGISTER_IMPORT, reference=str(run.pk), by=by, at=at)
