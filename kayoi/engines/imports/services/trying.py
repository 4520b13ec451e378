"""Try an import: read every row, decide its fate, and keep the plans; nothing of it is in a case file yet."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.rules import Identifying
from kayoi.engines.casefiles.selectors import identifying
from kayoi.engines.imports import selectors
from kayoi.engines.imports.models import ImportRun, Row
from kayoi.engines.imports.rules.days import context_of
from kayoi.engines.imports.rules.layouts import header_of, part_of
from kayoi.engines.imports.rules.matching import Candidate, People, settle
from kayoi.engines.imports.rules.places import PlaceNames
from kayoi.engines.imports.rules.plans import Options, Planned, Surroundings, digest_of
from kayoi.engines.imports.rules.rows import LedgerReader
from kayoi.engines.imports.rules.totals import totals_of
from kayoi.engines.imports.states import Fate, Ledger, RunStatus
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.jobs import enqueue
from kayoi.kit.sheets import Cell, NoteKind, Sheet, Workbook, is_blank, read_sheets, records, shown
from kayoi.kit.text import email_key, kana_key, name_key, phone_key

_LOOKED_UP = 2000


@transaction.atomic
def try_run(*, run: ImportRun, by: Actor, at: datetime) -> None:
    """Ask the worker to read every row (試し読みを始める)."""
    audit.move(run, "try", by=by, at=at, also={"done": 0, "problem": ""})
    enqueue("imports.try_rows", organization=run.organization_id, run=run.pk)


@transaction.atomic
def begin_trial(*, run_id: int, by: Actor, at: datetime) -> int | None:
    """Begin reading, or begin anew after a kill; return the number of this attempt, None when nothing is to be done."""
    del by, at
    waiting = ImportRun.objects.filter(pk=run_id, status=RunStatus.TRYING)
    if not waiting.update(attempt=F("attempt") + 1, done=0):
        return None
    Row.objects.filter(run_id=run_id)._raw_delete("default")
    attempt: int = ImportRun.objects.values_list("attempt", flat=True).get(pk=run_id)
    return attempt


@dataclass
class Trial:
    """A whole reading in memory: each row with its cells as text, and what stands outside of all rows."""

    rows: list[Planned]
    cells: list[list[str]]
    digests: list[str]
    totals: dict[str, Any]


@transaction.atomic
def plan_rows(*, run_id: int, by: Actor, at: datetime) -> Trial:
    """Read the workbook and decide the fate of every row (行を読む). Raises Unreadable."""
    del by
    run = ImportRun.objects.get(pk=run_id)
    if run.data is None:
        raise ValueError("the workbook has been forgotten")
    book = read_sheets(bytes(run.data), name=run.name, replace_broken=True)
    options = Options.of(run.options)
    rows: list[Planned] = []
    cells: list[list[str]] = []
    heads = 0
    for sheet, layout, table in _tables(book, run.layouts):
        reader = _TableReader(run, sheet, layout, table, options, local_date(at))
        for planned, texts in reader.rows(selectors.place_names()):
            rows.append(planned)
            cells.append(texts)
        heads += reader.heads
    digests = [digest_of(texts) for texts in cells]
    _mark_repeated(run, rows, digests)
    _settle(rows, options)
    read = sum(sum(row.cells.values()) for row in rows)
    unused = sum(_filled(sheet) for sheet in book.sheets) - heads - read
    totals = totals_of(rows, heads=heads, unused=unused)
    return Trial(rows, cells, digests, totals.as_data())


def _tables(
    book: Workbook, layouts: Iterable[dict[str, Any]]
) -> Iterator[tuple[Sheet, dict[str, Any], dict[str, Any]]]:
    """Go through the tables that are read, in the order of the workbook."""
    chosen = [
        (layout, table) for layout in layouts if layout["use"] for table in layout["tables"] if table.get("use", True)
    ]
    order = {sheet.name: at for at, sheet in enumerate(book.sheets)}
    sheets = {sheet.name: sheet for sheet in book.sheets}
    for layout, table in sorted(chosen, key=lambda pair: (order[pair[1]["sheet"]], pair[1]["first"])):
        yield sheets[table["sheet"]], layout, table


class _TableReader:
    """Goes through one table once."""

    def __init__(
        self, run: ImportRun, sheet: Sheet, layout: dict[str, Any], table: dict[str, Any], options: Options, today: date
    ) -> None:
        self._sheet = sheet
        self._part = part_of(sheet, first=table["start"], until=table["until"])
        self._header = header_of(self._part, table["first"], table["last"])
        # The first table of a sheet has the title above it; a later one only what stands between.
        above = [shown(cell) for _, row in self._header.above for cell in row if not is_blank(cell)]
        titles = [shown(cell) for row in _first_rows(sheet, table["first"]) for cell in row if not is_blank(cell)]
        context = context_of(sheet.name, *above, *titles[:5], run.name)
        if options.year:
            context = type(context)(options.year, context.month)
        self._around = Surroundings(
            layout["names"], layout["targets"], options, context, today, sheet.from_1904,
            {row: colour for row, colour in sheet.colours.items() if colour in run.colours}, Ledger.of(run.ledger),
        )  # fmt: skip
        self._copies = _copies(sheet)
        self.heads = _heads(sheet, table)

    def rows(self, places: PlaceNames) -> Iterator[tuple[Planned, list[str]]]:
        """Return each row with its cells as text."""
        reader = LedgerReader(self._around, places)
        for record in records(self._part, self._header):
            planned = reader.read(record, self._copies.get(record.row, frozenset()))
            yield planned, [shown(cell) for cell in record.cells]


def _first_rows(sheet: Sheet, before: int) -> Iterator[Sequence[Cell]]:
    for number, row in enumerate(sheet.rows, start=1):
        if number >= min(before, 6):
            return
        yield row


def _copies(sheet: Sheet) -> dict[int, frozenset[int]]:
    """Return for each row the columns in which a merged range repeats the value of its first cell."""
    found: dict[int, set[int]] = {}
    for merged in sheet.merged:
        for row in range(merged.first_row, merged.last_row + 1):
            columns = range(merged.first_column - 1, merged.last_column)
            found.setdefault(row, set()).update(
                at for at in columns if (row, at) != (merged.first_row, merged.first_column - 1)
            )
    return {row: frozenset(columns) for row, columns in found.items()}


def _heads(sheet: Sheet, table: dict[str, Any]) -> int:
    """Count the filled cells of the header and of the titles above it."""
    rows = islice(sheet.rows, table["start"] - 1, table["last"])
    return sum(not is_blank(cell) for row in rows for cell in row)


def _filled(sheet: Sheet) -> int:
    return sum(not is_blank(cell) for row in sheet.rows for cell in row)


def _mark_repeated(run: ImportRun, rows: Sequence[Planned], digests: Sequence[str]) -> None:
    """Leave out the rows that an earlier import has brought already."""
    known: set[str] = set()
    standing = Row.objects.filter(done=True).exclude(run=run)
    for at in range(0, len(digests), _LOOKED_UP):
        part = digests[at : at + _LOOKED_UP]
        known.update(standing.filter(digest__in=part).values_list("digest", flat=True))
    for row, digest in zip(rows, digests, strict=True):
        if digest in known and row.fate != Fate.LEFT:
            row.fate = Fate.REPEATED
            row.tell(None, NoteKind.NOTICE, "同じ内容の行を、前に取り込んでいます。")


def _settle(rows: list[Planned], options: Options) -> None:
    identities = [
        Identifying(
            name_key(row.file.get("name", ""))[:100],
            kana_key(row.file.get("kana", ""))[:100],
            date.fromisoformat(row.file["birth_on"]) if row.file.get("birth_on") else None,
            phone_key(row.file.get("phone", ""))[:60],
            email_key(row.file.get("email", ""))[:254],
        )
        for row in rows
    ]
    people = People()
    for file in _present(identities):
        people.add(Candidate(identifying(file), file_id=file.pk))
    settle(rows, identities, people, same_name=options.same_name)


def _present(identities: Sequence[Identifying]) -> list[CaseFile]:
    """Return the files that share a name, a reading, a telephone or an address of mail with a row."""
    found: dict[int, CaseFile] = {}
    for name in ("name_key", "kana_key", "phone_key", "email_key"):
        keys = sorted({getattr(each, name) for each in identities} - {""})
        for at in range(0, len(keys), _LOOKED_UP):
            same = Q(**{f"{name}__in": keys[at : at + _LOOKED_UP]})
            rows = (
                CaseFile.objects.roots()
                .filter(same)
                .only("pk", "name_key", "kana_key", "birth_on", "phone_key", "email_key", "organization_id")
            )
            found |= {file.pk: file for file in rows}
    return list(found.values())


@transaction.atomic
def write_rows(*, run_id: int, attempt: int, trial: Trial, first: int, last: int, by: Actor, at: datetime) -> bool:
    """Keep the plans of some rows (計画を書く); False when another attempt has begun and this one must stop."""
    del by, at
    mine = ImportRun.objects.filter(pk=run_id, attempt=attempt, status=RunStatus.TRYING)
    last = min(last, len(trial.rows))
    if not mine.update(done=last, total=len(trial.rows)):
        return False
    Row.objects.bulk_create(_row(run_id, number, trial) for number in range(first, last))
    return True


def _row(run_id: int, number: int, trial: Trial) -> Row:
    planned, texts = trial.rows[number], trial.cells[number]
    returned = any(said.kind == NoteKind.PROBLEM for said in planned.said)
    plan = {
        name: value
        for name in ("file", "members", "interests", "at", "channel", "amount_yen", "note", "file_id", "likely")
        if (value := getattr(planned, name))
    }
    return Row(
        run_id=run_id, number=number, sheet=planned.sheet[:200], row=planned.row, fate=planned.fate,
        digest=trial.digests[number], plan=plan, said=[vars(said) for said in planned.said],
        cells=texts if returned else [], returned=returned, leader=planned.leader,
        repaired=any(said.kind == NoteKind.REPAIR for said in planned.said),
    )  # fmt: skip


@transaction.atomic
def finish_trial(*, run_id: int, attempt: int, trial: Trial, by: Actor, at: datetime) -> None:
    """Say that all rows have been read (試し読みを終える)."""
    run = ImportRun.objects.defer("data").filter(pk=run_id, attempt=attempt, status=RunStatus.TRYING).first()
    if run is not None:
        audit.move(run, "tried", by=by, at=at, also={"totals": trial.totals})


@transaction.atomic
def give_up_trial(*, run_id: int, problem: str, by: Actor, at: datetime) -> None:
    """Go back to the columns, with what stood in the way (試し読みをやめる)."""
    run = ImportRun.objects.defer("data").get(pk=run_id)
    audit.move(run, "back", by=by, at=at, why=problem[:200], also={"problem": problem})
