"""Undo a whole import: what it made goes, what was changed since stays and is told."""

from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import Note
from kayoi.engines.casefiles.services import Made
from kayoi.engines.imports.models import ImportRun, Row
from kayoi.engines.imports.states import CAUSE, CHUNK, RunStatus
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.jobs import enqueue


@transaction.atomic
def undo_run(*, run: ImportRun, why: str, by: Actor, at: datetime) -> None:
    """Ask the worker to undo an import (取り込みを取り消す)."""
    total = Row.objects.filter(run=run, done=True).count()
    Row.objects.filter(run=run).exclude(kept_why="").update(kept_why="")
    audit.move(run, "undo", by=by, at=at, why=why, also={"done": 0, "total": total})
    enqueue("imports.undo_rows", organization=run.organization_id, run=run.pk)


@transaction.atomic
def undo_chunk(*, run_id: int, by: Actor, at: datetime) -> bool:
    """Take some rows back, whole files at a time (次の行を取り消す); False when none are left."""
    run = ImportRun.objects.defer("data").select_for_update(of=["self"]).get(pk=run_id)
    if run.status != RunStatus.UNDOING:
        return False
    standing = Row.objects.filter(run=run, done=True, kept_why="").defer("plan", "said", "cells")
    first = list(standing.order_by("number")[:CHUNK])
    if not first:
        return False
    rows = list(standing.filter(Q(case_file__in={row.case_file_id for row in first})))
    made = {row.pk: _made(row) for row in rows}
    stay = casefiles.lock_unchanged(
        made=list(made.values()), cause=CAUSE, references={str(pk) for pk in made}, by=by, at=at
    )
    stay |= _withdrawn(made)
    kept = [row for row in rows if row.case_file_id in stay]
    gone = [row for row in rows if row.case_file_id not in stay]
    for row in kept:
        row.kept_why = stay[row.case_file_id or 0]
    Row.objects.bulk_update(kept, ["kept_why"])
    _take_back(gone, made, by=by, at=at)
    ImportRun.objects.filter(pk=run.pk).update(done=run.done + len(rows))
    return True


def _made(row: Row) -> Made:
    data = row.made
    touched = datetime.fromisoformat(data["touched"]) if data.get("touched") else None
    lists = {name: data.get(name, []) for name in ("notes", "wishes", "members")}
    return Made(row.case_file_id or 0, bool(data.get("opened")), **lists, touched_before=touched)


def _withdrawn(made: dict[int, Made]) -> dict[int, str]:
    """Return files in which a note of the import was struck out since: what was decided about it stays."""
    ids = [pk for each in made.values() for pk in each.notes]
    rows = Note.objects.filter(pk__in=ids).exclude(withdrawn_at=None).values_list("case_file", flat=True)
    return dict.fromkeys(rows, casefiles.WITHDRAWN)


def _take_back(gone: list[Row], made: dict[int, Made], *, by: Actor, at: datetime) -> None:
    ids = [row.pk for row in gone]
    with connection.cursor() as cursor:
        cursor.execute("SELECT imports_take_back(%s::bigint[])", [ids])
    Row.objects.filter(pk__in=ids).update(case_file=None, done=False, made={}, said=[], cells=[], plan={})
    casefiles.take_back(made=[made[pk] for pk in ids], by=by, at=at)


@transaction.atomic
def finish_undo(*, run_id: int, by: Actor, at: datetime) -> None:
    """Say that all has been taken back (取り消しを終える); rows that stay are kept with their reason."""
    run = ImportRun.objects.defer("data").select_for_update(of=["self"]).get(pk=run_id)
    standing = Row.objects.filter(run=run, done=True)
    if run.status != RunStatus.UNDOING or standing.filter(kept_why="").exists():
        return
    kept = standing.count()
    Row.objects.filter(run=run, done=False)._raw_delete("default")
    audit.move(run, "undone", by=by, at=at, also={"after": {"kept": kept}, "finished_at": at, "data": None})
