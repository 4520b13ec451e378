"""Run an import in pieces, each one transaction: killed or run twice, every house comes once."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import roots_of
from kayoi.engines.casefiles.services import Entry, Made
from kayoi.engines.casefiles.states import ContactBasis
from kayoi.engines.followups import services as followups
from kayoi.engines.imports.rules.outcomes import split_note
from kayoi.foundation.audit import services as audit
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import business_days_later, local_date
from kayoi.kit.jobs import enqueue
from kayoi.kit.sheets import NoteKind
from kayoi.programmes.homes.models import Home, RegisterColumns, RegisterImport, RegisterRow
from kayoi.programmes.homes.selectors.exchange.imports import unconfirmed_homes
from kayoi.programmes.homes.services.homes import open_home
from kayoi.programmes.homes.services.parties import PartyFields, add_party
from kayoi.programmes.homes.states import HomeStatus, PartyRole
from kayoi.programmes.homes.states.exchange import PIECE, REGISTER_IMPORT, REGISTER_ROW, ImportStatus, RowFate

_AREAS = ("floor_m2", "land_m2", "farmland_m2")
_OWNER: PartyFields = {
    "role": PartyRole.OWNER, "heir_of": None, "kinship": "", "died_on": None, "share": "", "relation": "",
    "is_contact": True,
}  # fmt: skip
_CONFIRM_DAYS = 10  # working days until somebody looks whether the owners agree


@transaction.atomic
def start_import(*, run: RegisterImport, by: Actor, at: datetime) -> None:
    """Ask the worker to import, or to go on (取り込みを始める); what the columns mean is remembered."""
    audit.move(run, "start", by=by, at=at, also={"problem": ""})
    table = run.tables[run.chosen]
    RegisterColumns.objects.update_or_create(key=table["key"], defaults={"targets": table["targets"]})
    enqueue("homes.import_rows", organization=run.organization_id, run=run.pk)


@transaction.atomic
def import_piece(*, run_id: int, by: Actor, at: datetime) -> bool:
    """Import the next rows (次の行を取り込む); False when there are none, or the import is not running.

    The lock makes two workers take turns; each finds what the other has left.
    """
    run = RegisterImport.objects.defer("data").select_for_update(of=["self"]).get(pk=run_id)
    if run.status != ImportStatus.RUNNING:
        return False
    rows = list(RegisterRow.objects.filter(run=run, done=False, fate=RowFate.NEW).order_by("row")[:PIECE])
    if not rows:
        return False
    place_code = Organization.objects.values_list("place_code", flat=True).get(pk=run.organization_id)
    files: dict[int, int | None] = dict(RegisterRow.objects.filter(run=run, done=True).values_list("row", "case_file"))
    for row in rows:
        try:
            with transaction.atomic():
                _import_row(run, row, files, place_code, by=by, at=at)
        except IntegrityError:  # somebody has registered the same house since the trial
            _give_back(row, "同じ番号か地番の空き家が、試し読みのあとに登録されました。")
    RegisterImport.objects.filter(pk=run.pk).update(done=run.done + len(rows))
    return True


def _give_back(row: RegisterRow, why: str) -> None:
    said = [*row.said, {"column": None, "kind": str(NoteKind.PROBLEM), "text": why}]
    RegisterRow.objects.filter(pk=row.pk).update(fate=RowFate.KNOWN, said=said, plan={})


def _import_row(
    run: RegisterImport, row: RegisterRow, files: dict[int, int | None], place_code: str, *, by: Actor, at: datetime
) -> None:
    plan = row.plan
    fields: Any = {**_typed(plan["fields"]), "details": plan["details"], "place_code": place_code}
    home = open_home(fields=fields, status=HomeStatus.of(plan["state"]), by=by, at=at)
    made = _write_owner(run, row, home, files, by=by, at=at) if plan["owner"] else None
    if made is not None:
        owner = CaseFile.objects.without_search().get(pk=made.file_id)
        add_party(home=home, fields=_OWNER, who=owner, by=by, at=at)
        files[row.row] = made.file_id
    row.home, row.done, row.plan = home, True, {}
    row.case_file_id = made.file_id if made else None
    row.made = {"opened": made.opened, "notes": made.notes} if made else {}
    row.save(update_fields=["home", "case_file", "done", "plan", "made"])


def _typed(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a plan as the columns of a house hold them; a term is kept as the day after its last."""
    typed = {**fields, **{name: Decimal(fields[name]) for name in _AREAS if fields.get(name)}}
    if fields.get("registered_on"):
        typed["registered_on"] = date.fromisoformat(fields["registered_on"])
    if last := typed.pop("term_ends_on", None):
        typed["term_ends_before"] = date.fromisoformat(last) + timedelta(days=1)
    return typed


def _write_owner(
    run: RegisterImport, row: RegisterRow, home: Home, files: dict[int, int | None], *, by: Actor, at: datetime
) -> Made:
    """Write the owner into a file: one that is there, that of an earlier row, or a new one (未確認)."""
    owner = dict(row.plan["owner"])
    wanted = owner.pop("file_id", None) or (files.get(row.leader) if row.leader is not None else None)
    file_id = roots_of([wanted])[wanted].pk if wanted and CaseFile.objects.filter(pk=wanted).exists() else None
    note = "\n".join([f"空き家台帳の行({home.number})にあったこと:", *row.plan["notes"]]) if row.plan["notes"] else ""
    fields: Any = {**owner, "contact_basis": ContactBasis.UNCONFIRMED}
    entry = Entry(
        reference=str(row.pk), file_id=file_id, fields=fields,
        notes=split_note(note), written_by=f"取り込み({run.by_name})"[:100],
    )  # fmt: skip
    (made,) = casefiles.write_entries(entries=[entry], cause=REGISTER_ROW, by=by, at=at)
    return made


@transaction.atomic
def finish_import(*, run_id: int, by: Actor, at: datetime) -> None:
    """End an import (取り込みを終える): the workbook is forgotten, and somebody asks the owners for their consent."""
    run = RegisterImport.objects.defer("data").select_for_update(of=["self"]).get(pk=run_id)
    if run.status != ImportStatus.RUNNING or RegisterRow.objects.filter(run=run, done=False, fate=RowFate.NEW).exists():
        return
    audit.move(run, "finish", by=by, at=at, also={"data": None})
    if count := unconfirmed_homes(run).count():
        followups.plan_follow_up(
            title=f"取り込んだ空き家{count:,}件の所有者に、掲載の同意を確かめる", cause=REGISTER_IMPORT,
            due_on=business_days_later(local_date(at), _CONFIRM_DAYS), reference=str(run.pk), by=by, at=at,
        )  # fmt: skip


@transaction.atomic
def fail_import(*, run_id: int, problem: str, by: Actor, at: datetime) -> None:
    """Stop an import that cannot go on; what came in stays, to go on or to undo (取り込みが止まった)."""
    run = RegisterImport.objects.defer("data").get(pk=run_id)
    if run.status == ImportStatus.RUNNING:
        audit.move(run, "fail", by=by, at=at, why=problem[:200], also={"problem": problem[:300]})
