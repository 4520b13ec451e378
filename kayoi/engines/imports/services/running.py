"""Run an import in pieces, each one transaction: killed or run twice, every row comes once."""

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.rules import status_at_first
from kayoi.engines.casefiles.services import Entry, Happening, Made
from kayoi.engines.casefiles.states import CollectedFor, ContactBasis
from kayoi.engines.imports import selectors
from kayoi.engines.imports.models import ImportRun, Mapping, Row
from kayoi.engines.imports.rules.outcomes import split_note
from kayoi.engines.imports.rules.plans import Options
from kayoi.engines.imports.rules.totals import differences
from kayoi.engines.imports.states import CAUSE, CHUNK, IMPORTED, Ledger, RunStatus
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import JST
from kayoi.kit.jobs import enqueue

# In one statement: by CASE and WHEN this would take longer than all else. Row-level security holds here too.
_SETTLE = """UPDATE imports_row AS r SET case_file_id = v.file, done = true, plan = '{}', made = v.made::jsonb
 FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) AS v (id, file, made) WHERE r.id = v.id"""


@transaction.atomic
def start_run(*, run: ImportRun, by: Actor, at: datetime) -> None:
    """Ask the worker to import, or to go on (取り込みを始める); what the columns mean is remembered."""
    total = Row.objects.filter(run=run, fate__in=IMPORTED).count()
    done = Row.objects.filter(run=run, done=True).count()
    also: dict[str, Any] = {"total": total, "done": done, "problem": "", "started_at": run.started_at or at}
    audit.move(run, "start", by=by, at=at, also=also)
    for layout in run.layouts:
        if layout["use"]:
            Mapping.objects.update_or_create(key=layout["key"], defaults={"targets": layout["targets"], "saved_at": at})
    enqueue("imports.run_rows", organization=run.organization_id, run=run.pk)


@transaction.atomic
def import_chunk(*, run_id: int, by: Actor, at: datetime) -> bool:
    """Import the next rows (次の行を取り込む); False when there are none, or the import is not running.

    The lock makes two workers take turns; each finds what the other has left.
    """
    run = ImportRun.objects.defer("data").select_for_update(of=["self"]).get(pk=run_id)
    if run.status != RunStatus.RUNNING:
        return False
    waiting = Row.objects.filter(run=run, done=False, fate__in=IMPORTED).order_by("number")
    rows = list(waiting.defer("said", "cells")[:CHUNK])
    if not rows:
        return False
    options = Options.of(run.options)
    with connection.cursor() as cursor:
        # Foreign keys are checked by plans that a connection keeps; those made while a table was small read all of it.
        cursor.execute("DISCARD PLANS")
    # Rows that go into a file of this very piece come second: their file must be there.
    leaders = [row for row in rows if row.leader is None]
    made = _write(run, leaders, {}, options, by=by, at=at)
    followers = [row for row in rows if row.leader is not None]
    if followers:
        here = {row.number: made[row.pk].file_id for row in leaders}
        made |= _write(run, followers, here, options, by=by, at=at)
    refusing = [row.pk for row in rows if row.plan.get("file", {}).get("collected_for") == CollectedFor.DONATION]
    casefiles.keep_to_donation(file_ids=[made[pk].file_id for pk in refusing], by=by, at=at)
    with connection.cursor() as cursor:
        files, texts = [each.file_id for each in made.values()], [json.dumps(_as_data(each)) for each in made.values()]
        cursor.execute(_SETTLE, [list(made), files, texts])
    Row.objects.filter(pk__in=[row.pk for row in rows], returned=False).update(said=[])
    ImportRun.objects.filter(pk=run.pk).update(done=run.done + len(rows))
    return True


def _write(
    run: ImportRun, rows: list[Row], here: dict[int, int], options: Options, *, by: Actor, at: datetime
) -> dict[int, Made]:
    targets = _targets(run, rows, here)
    entries = [_entry(run, row, targets.get(row.pk), options) for row in rows]
    made = casefiles.write_entries(entries=entries, cause=CAUSE, by=by, at=at)
    return {row.pk: each for row, each in zip(rows, made, strict=True)}


def _targets(run: ImportRun, rows: list[Row], here: dict[int, int]) -> dict[int, int]:
    """Return into which file each row goes that opens none; merges since the trial are followed.

    `here` has the files of this piece by the number of their row, those of earlier pieces are looked up.
    """
    leaders = {row.leader for row in rows if row.leader is not None} - here.keys()
    of_leader: dict[int, int | None] = {
        **here,
        **dict(Row.objects.filter(run=run, number__in=leaders).values_list("number", "case_file")),
    }
    wanted = {row.pk: of_leader[row.leader] if row.leader is not None else row.plan.get("file_id") for row in rows}
    known = {file_id for file_id in wanted.values() if file_id is not None}
    links = dict(CaseFile.objects.filter(pk__in=known).values_list("pk", "merged_into"))
    while missing := {into for into in links.values() if into is not None and into not in links}:
        links |= dict(CaseFile.objects.filter(pk__in=missing).values_list("pk", "merged_into"))
    found: dict[int, int] = {}
    for pk, file_id in wanted.items():
        while file_id is not None and links.get(file_id) is not None:
            file_id = links[file_id]
        if file_id in links:  # a file that another undo has removed since is opened anew
            found[pk] = file_id
    return found


def _entry(run: ImportRun, row: Row, file_id: int | None, options: Options) -> Entry:
    plan = row.plan
    fields = dict(plan.get("file", {}))
    if fields.get("birth_on"):
        fields["birth_on"] = date.fromisoformat(fields["birth_on"])
    fields["contact_basis"] = ContactBasis.UNCONFIRMED
    if run.ledger == Ledger.DONORS:
        fields.setdefault("collected_for", CollectedFor.DONATION)
    note = plan.get("note", "")
    if file_id is not None and run.ledger != Ledger.DONORS:  # how to reach a donor is for the donation only
        note = _with_differing(note, plan.get("file", {}))
    return Entry(
        reference=str(row.pk),
        file_id=file_id,
        fields=fields,  # type: ignore[arg-type]  # the plan holds fields of case files only
        interests=plan.get("interests", []),
        members=[
            {"relation": "other", "name": "", "birth_on": None, "remark": ""} | member
            for member in plan.get("members", [])
        ],
        happenings=_happenings(run, plan),
        status=status_at_first(fields.get("collected_for", "")),
        notes=split_note(note),
        retention=options.retention,
        written_by=f"取り込み({run.by_name})"[:100],
    )


_WORDS = {"name": "氏名", "kana": "ふりがな", "birth_on": "生年月日", "phone": "電話番号", "email": "メールアドレス",
          "postal_code": "郵便番号", "address": "住所", "wished_on": "希望の時期"}  # fmt: skip


def _with_differing(note: str, fields: dict[str, Any]) -> str:
    """Write into the note what a row says about somebody whose file is not changed by it."""
    lines = [f"{word}: {fields[name]}" for name, word in _WORDS.items() if fields.get(name)]
    return "\n".join([*([note] if note else []), "この行にあった連絡先など:", *lines]) if lines else note


def _happenings(run: ImportRun, plan: dict[str, Any]) -> list[Happening]:
    if not plan.get("at"):
        return []
    moment = datetime.fromisoformat(plan["at"]).replace(tzinfo=JST)
    if run.ledger == Ledger.DONORS:
        return [Happening("donation", moment, quantity=Decimal(plan["amount_yen"]))]
    return [Happening("question", moment, plan.get("channel", ""))]


def _as_data(made: Made) -> dict[str, Any]:
    data = {name: getattr(made, name) for name in ("opened", "notes", "wishes", "members") if getattr(made, name)}
    return data | ({"touched": made.touched_before.isoformat()} if made.touched_before else {})


@transaction.atomic
def finish_run(*, run_id: int, by: Actor, at: datetime) -> None:
    """Count what the town has now, and end (取り込みを終える); the workbook is forgotten."""
    run = ImportRun.objects.defer("data").select_for_update(of=["self"]).get(pk=run_id)
    if run.status != RunStatus.RUNNING or Row.objects.filter(run=run, done=False, fate__in=IMPORTED).exists():
        return
    after = selectors.counted_after(run)
    after["differences"] = differences(run.totals, after)
    audit.move(run, "finish", by=by, at=at, also={"after": after, "finished_at": at, "data": None})


@transaction.atomic
def fail_run(*, run_id: int, problem: str, by: Actor, at: datetime) -> None:
    """Stop an import that cannot go on; what came in stays, to go on or to undo (取り込みが止まった)."""
    run = ImportRun.objects.defer("data").get(pk=run_id)
    if run.status == RunStatus.RUNNING:
        audit.move(run, "fail", by=by, at=at, why=problem[:200], also={"problem": problem[:1000]})
