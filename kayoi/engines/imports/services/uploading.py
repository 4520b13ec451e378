"""Take a workbook, find its tables, and keep what people say about its columns."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from kayoi.engines.imports import selectors
from kayoi.engines.imports.models import ImportRun
from kayoi.engines.imports.rules.columns import guess_columns
from kayoi.engines.imports.rules.layouts import Found, Layout, layouts_of, table_at
from kayoi.engines.imports.states import MOST_BYTES, OF_DONATIONS, Ledger, RunStatus, Target
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.sheets import Cell, Unreadable, Workbook, is_blank, read_sheets, shown

_SAMPLES_SHOWN = 3
# A colour on most rows is how the table looks, not what it says.
_DECORATION = 0.6


class UnableToTakeWorkbook(Exception):
    """The file is no workbook that could be imported; `message` says why and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@transaction.atomic
def take_workbook(
    *, data: bytes, name: str, ledger: Ledger = Ledger.CONSULTATIONS, by: Actor, at: datetime
) -> ImportRun:
    """Take a workbook and guess what is in it (Excelを受け取る). Raises UnableToTakeWorkbook with the reason."""
    if len(data) > MOST_BYTES:
        raise UnableToTakeWorkbook(f"ファイルが大きすぎます。{MOST_BYTES // 1_000_000}MBまでに分けてください。")
    try:
        book = read_sheets(data, name=name, replace_broken=True)
        layouts = layouts_of(book)
    except Unreadable as error:
        raise UnableToTakeWorkbook(error.message) from error
    if not layouts:
        raise UnableToTakeWorkbook(f"「{name}」に、見出しのある表が見つかりません。列の見出しを1行入れてください。")
    run = ImportRun.objects.create(
        ledger=ledger,
        name=name[:200],
        sha256=hashlib.sha256(data).hexdigest(),
        data=data,
        uploaded_at=at,
        by_name=by.name,
        layouts=_with_memory(layouts, ledger),
        notes=[{"kind": note.kind, "text": note.message} for note in book.notes],
        colours=_colours(book),
    )
    audit.record(
        "imports.take", run, by=by, at=at, after={"sha256": run.sha256, "tables": len(layouts), "ledger": ledger}
    )
    return run


def _with_memory(layouts: Sequence[Layout], ledger: str) -> list[dict[str, Any]]:
    """Return the layouts as plain data, with what this town has said about such columns before."""
    before = selectors.remembered([layout.key for layout in layouts])
    return [_as_data(layout, before.get(layout.key), ledger) for layout in layouts]


def _as_data(layout: Layout, remembered: list[str] | None, ledger: str) -> dict[str, Any]:
    targets = remembered if remembered and len(remembered) == len(layout.names) else list(layout.targets)
    if ledger != Ledger.DONORS:
        targets = [Target.KEEP if target in OF_DONATIONS else target for target in targets]
    return {
        "key": layout.key,
        "names": list(layout.names),
        "targets": targets,
        "samples": [_few(cells) for cells in layout.samples],
        "use": layout.use or bool(remembered),
        "remembered": remembered is not None,
        "tables": [
            {
                "sheet": table.sheet, "start": table.start, "first": table.first, "last": table.last,
                "until": table.until, "rows": table.rows, "hidden": table.hidden,
                "use": not table.hidden or len(layout.tables) == 1,
            }
            for table in layout.tables
        ],
    }  # fmt: skip


def _few(cells: Sequence[Cell]) -> list[str]:
    texts = dict.fromkeys(shown(cell).replace("\n", " ")[:24] for cell in cells if not is_blank(cell))
    return list(texts)[:_SAMPLES_SHOWN]


def _colours(book: Workbook) -> dict[str, int]:
    """Count rows by colour, over all sheets, without a colour that is only the look of the table."""
    counts: Counter[str] = Counter()
    for sheet in book.sheets:
        found = Counter(sheet.colours.values())
        counts.update({colour: count for colour, count in found.items() if count < sheet.height * _DECORATION})
    return dict(counts)


@transaction.atomic
def change_columns(
    *, run: ImportRun, targets: Mapping[str, Sequence[str]], used: Mapping[str, bool], options: Mapping[str, Any],
    version: int, by: Actor, at: datetime,
) -> None:  # fmt: skip
    """Say what columns mean, which tables are read, and what the answers are (列の意味を直す); tables by their key.

    Raises ChangedMeanwhile.
    """
    layouts = [
        layout
        | {
            "targets": list(targets.get(layout["key"], layout["targets"])),
            "use": used.get(layout["key"], layout["use"]),
        }
        for layout in run.layouts
    ]
    _keep(run, {"layouts": layouts, "options": dict(options)}, version=version)
    audit.record("imports.change_columns", run, by=by, at=at, after={"options": dict(options)})


@transaction.atomic
def set_header(*, run: ImportRun, sheet: str, first: int, last: int, version: int, by: Actor, at: datetime) -> None:
    """Say in which rows the header of a sheet stands (見出しの行を直す); its columns are guessed anew.

    Raises UnableToTakeWorkbook for rows that are not there, or ChangedMeanwhile.
    """
    data = ImportRun.objects.values_list("data", flat=True).get(pk=run.pk)
    if data is None:
        raise UnableToTakeWorkbook("元のファイルは消されています。もう一度選んでください。")
    book = read_sheets(bytes(data), name=run.name, replace_broken=True)
    found = next((each for each in book.sheets if each.name == sheet), None)
    try:
        table = table_at(found, first=first, last=last) if found else None
    except ValueError:
        table = None
    if table is None:
        raise UnableToTakeWorkbook(f"「{sheet}」の{first}行目は見出しにできません。行の番号を確かめてください。")
    targets = guess_columns(table.names, table.samples)
    layout = Layout(table.key, table.names, targets, table.samples, use=True, tables=[replace(table, samples=())])
    (made,) = _with_memory([layout], run.ledger)
    _keep(run, {"layouts": _replaced(run.layouts, made, table)}, version=version)
    audit.record("imports.set_header", run, by=by, at=at, after={"sheet": sheet, "first": first, "last": last})


def _replaced(layouts: Sequence[dict[str, Any]], made: dict[str, Any], table: Found) -> list[dict[str, Any]]:
    """Take what overlaps on that sheet out of the other layouts, and put the new one in."""
    kept = []
    for layout in layouts:
        tables = [
            each for each in layout["tables"] if each["sheet"] != table.sheet or (table.until or 10**9) <= each["first"]
        ]
        if tables:
            kept.append(layout | {"tables": tables})
    same = next((layout for layout in kept if layout["key"] == made["key"]), None)
    if same is not None:
        same["tables"] = [*same["tables"], *made["tables"]]
        return kept
    return [made, *kept]


def _keep(run: ImportRun, changes: dict[str, Any], *, version: int) -> None:
    editable = ImportRun.objects.filter(pk=run.pk, version=version, status__in=(RunStatus.MAPPED, RunStatus.TRIED))
    if not editable.update(version=version + 1, **changes):
        raise ChangedMeanwhile
    run.refresh_from_db(fields=["version", *changes])


@transaction.atomic
def discard_run(*, run: ImportRun, by: Actor, at: datetime) -> None:
    """Give an import up before anything was imported (取り込みをやめる); its workbook is forgotten."""
    audit.move(run, "discard", by=by, at=at, also={"data": None})
    run.rows.all()._raw_delete("default")
