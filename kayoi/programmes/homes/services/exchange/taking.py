"""Take a register from Excel, find its table, keep what people say about its columns; forget it in time."""

from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Q

from kayoi.engines.imports.rules.layouts import Found, part_of, table_at
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.sheets import Cell, Sheet, Unreadable, find_header, is_blank, read_sheets, shown
from kayoi.programmes.homes.models import RegisterColumns, RegisterImport, RegisterRow
from kayoi.programmes.homes.rules.exchange.columns import KNOWN, guess_targets
from kayoi.programmes.homes.states.exchange import MOST_BYTES, MOST_ROWS, WORKING, ImportStatus, Target

_LOOKED_AT = 80
_SAMPLES_SHOWN = 3
_SAYS_LITTLE = frozenset({Target.KEEP, Target.SKIP})


class UnableToTakeRegister(Exception):
    """The file is no register that could be imported; `message` says why and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@transaction.atomic
def take_register(*, data: bytes, name: str, by: Actor, at: datetime) -> RegisterImport:
    """Take a register and guess what is in it (台帳のExcelを受け取る). Raises UnableToTakeRegister with the reason."""
    if len(data) > MOST_BYTES:
        raise UnableToTakeRegister(f"ファイルが大きすぎます。{MOST_BYTES // 1_000_000}MBまでに分けてください。")
    try:
        book = read_sheets(data, name=name, replace_broken=True)
        found = [table for sheet in book.sheets if sheet.height and (table := _table_of(sheet))]
    except Unreadable as error:
        raise UnableToTakeRegister(error.message) from error
    if not found:
        raise UnableToTakeRegister(f"「{name}」に、見出しのある表が見つかりません。列の見出しを1行入れてください。")
    tables = _as_data(found)
    run = RegisterImport.objects.create(
        name=name[:200], data=data, taken_at=at, by_name=by.name, tables=tables, chosen=_likeliest(tables),
        notes=[note.message for note in book.notes],
    )  # fmt: skip
    audit.record("homes.take_register", run, by=by, at=at, after={"tables": len(tables)})
    return run


def _table_of(sheet: Sheet) -> Found | None:
    header = find_header(list(islice(part_of(sheet, first=1).rows, _LOOKED_AT)), known=KNOWN, sheet=sheet.name)
    return _at(sheet, header.rows[0], header.last_row) if header.rows else None


def _at(sheet: Sheet, first: int, last: int) -> Found:
    found = table_at(sheet, first=first, last=last)
    if found.rows > MOST_ROWS:
        raise UnableToTakeRegister(f"「{sheet.name}」の行が多すぎます。{MOST_ROWS:,}行までに分けてください。")
    return found


def _as_data(found: Sequence[Found]) -> list[dict[str, Any]]:
    """Return the tables as plain data, with what this town has said about such columns before."""
    keys = [table.key for table in found]
    known = dict(RegisterColumns.objects.filter(key__in=keys).values_list("key", "targets"))
    return [
        {
            "key": table.key, "sheet": table.sheet, "first": table.first, "last": table.last, "until": table.until,
            "rows": table.rows, "names": list(table.names), "samples": [_few(cells) for cells in table.samples],
            "targets": known.get(table.key) or guess_targets(table.names), "remembered": table.key in known,
        }
        for table in found
    ]  # fmt: skip


def _few(cells: Sequence[Cell]) -> list[str]:
    texts = dict.fromkeys(shown(cell).replace("\n", " ")[:24] for cell in cells if not is_blank(cell))
    return list(texts)[:_SAMPLES_SHOWN]


def _likeliest(tables: Sequence[dict[str, Any]]) -> int:
    """Return which table looks most like a register: the one of which most columns mean something, the longer one."""
    told = [(len(set(table["targets"]) - _SAYS_LITTLE), table["rows"]) for table in tables]
    return told.index(max(told))


@transaction.atomic
def change_columns(
    *, run: RegisterImport, chosen: int, targets: Sequence[str], version: int, by: Actor, at: datetime
) -> None:
    """Say which table is read and what its columns mean (列の意味を直す). Raises ChangedMeanwhile."""
    tables = list(run.tables)
    if chosen == run.chosen:  # the questions were about the table that was chosen before
        tables[chosen] = {**tables[chosen], "targets": list(targets)}
    _keep(run, {"tables": tables, "chosen": chosen}, version=version)
    audit.record("homes.change_columns", run, by=by, at=at, after={"chosen": chosen})


@transaction.atomic
def set_header(
    *, run: RegisterImport, chosen: int, first: int, last: int, version: int, by: Actor, at: datetime
) -> None:
    """Say in which rows the header of a sheet stands (見出しの行を直す); its columns are guessed anew.

    Raises UnableToTakeRegister for rows that are not there, or ChangedMeanwhile.
    """
    data = RegisterImport.objects.values_list("data", flat=True).get(pk=run.pk)
    assert data is not None
    name = run.tables[chosen]["sheet"]
    sheet = next(
        each for each in read_sheets(bytes(data), name=run.name, replace_broken=True).sheets if each.name == name
    )
    try:
        found = _at(sheet, first, last)
    except ValueError:
        message = f"「{name}」の{first}行目は見出しにできません。行の番号を確かめてください。"
        raise UnableToTakeRegister(message) from None
    tables = list(run.tables)
    (tables[chosen],) = _as_data([found])
    _keep(run, {"tables": tables, "chosen": chosen}, version=version)
    audit.record("homes.set_header", run, by=by, at=at, after={"sheet": name, "first": first, "last": last})


def _keep(run: RegisterImport, changes: dict[str, Any], *, version: int) -> None:
    editable = (ImportStatus.MAPPED, ImportStatus.TRIED)
    rows = RegisterImport.objects.filter(pk=run.pk, version=version, status__in=editable)
    if not rows.update(version=version + 1, **changes):
        raise ChangedMeanwhile
    run.refresh_from_db(fields=["version", *changes])


@transaction.atomic
def discard_import(*, run: RegisterImport, by: Actor, at: datetime) -> None:
    """Give an import up before anything was imported (取り込みをやめる); its workbook is forgotten."""
    audit.move(run, "discard", by=by, at=at, also={"data": None})
    RegisterRow.objects.filter(run=run).delete()


@transaction.atomic
def forget_registers(*, before: datetime, by: Actor, at: datetime) -> int:
    """Forget workbooks and cells of imports that were taken before (元のファイルを消す): they hold what owners said."""
    old = RegisterImport.objects.defer("data").filter(taken_at__lt=before).exclude(status__in=WORKING)
    told = RegisterRow.objects.filter(run__in=old).exclude(cells=[], said=[], plan={})
    runs = list(old.filter(Q(data__isnull=False) | Q(pk__in=told.values("run"))).order_by("pk"))
    for run in runs:
        RegisterRow.objects.filter(run=run).update(cells=[], said=[], plan={})
        RegisterImport.objects.filter(pk=run.pk).update(data=None)
        audit.record("homes.forget_register", run, by=by, at=at)
    return len(runs)
