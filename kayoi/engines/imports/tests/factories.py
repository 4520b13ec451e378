"""Imports for tests: taken, answered, tried and run as people and the worker do."""

from typing import Any

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.imports import services
from kayoi.engines.imports.jobs import run_rows, try_rows
from kayoi.engines.imports.models import ImportRun, Row
from kayoi.engines.imports.states import Ledger
from kayoi.engines.imports.tests.workbooks import Answers, hidden_rows, two_tables
from kayoi.kit.actor import Actor
from tests.clock import NOW
from tests.jobs import run_jobs


def take(data: bytes, *, name: str = "相談.xlsx", ledger: Ledger = Ledger.CONSULTATIONS, by: Actor) -> ImportRun:
    """Take a workbook."""
    run = services.take_workbook(data=data, name=name, ledger=ledger, by=by, at=NOW)
    return ImportRun.objects.defer("data").get(pk=run.pk)


def answer(run: ImportRun, answers: Answers, *, by: Actor) -> None:
    """Correct what was guessed."""
    targets = {
        layout["key"]: [
            answers.columns.get(name, target) for name, target in zip(layout["names"], layout["targets"], strict=True)
        ]
        for layout in run.layouts
    }
    known = {name for layout in run.layouts for name in layout["names"]}
    assert answers.columns.keys() <= known
    services.change_columns(
        run=run, targets=targets, used=answers.used, options=answers.options, version=run.version, by=by, at=NOW
    )


def trial(run: ImportRun, *, by: Actor) -> None:
    """Try, and let the worker do it."""
    services.try_run(run=run, by=by, at=NOW)
    run_jobs()
    run.refresh_from_db()


def importing(run: ImportRun, *, by: Actor) -> None:
    """Import, and let the worker do it."""
    services.start_run(run=run, by=by, at=NOW)
    run_jobs()
    run.refresh_from_db()


def make_imports(mark: str, *, by: Actor) -> dict[str, int]:
    """Give the world's town an import that has been tried and one that has been done; return their ids."""
    books = {"tried": hidden_rows(), "done": two_tables()}
    runs = {name: take(data, name=f"{name}{mark}.xlsx", by=by) for name, data in books.items()}
    for run in runs.values():
        services.try_run(run=run, by=by, at=NOW)
        try_rows.func(organization=run.organization_id, run=run.pk)
        run.refresh_from_db()
    services.start_run(run=runs["done"], by=by, at=NOW)
    run_rows.func(organization=runs["done"].organization_id, run=runs["done"].pk)
    return {f"import_{name}": run.pk for name, run in runs.items()}


def grow_imports(rows: dict[str, Any], file: CaseFile, count: int, *, by: Actor) -> None:
    """Add that many imports, and that many rows to those that pages name."""
    for number in range(count):
        take(two_tables(), name=f"{number}.xlsx", by=by)
    for name in ("import_tried", "import_done"):
        last = Row.objects.filter(run=rows[name]).order_by("-number")[0]
        said = [{"column": 0, "kind": "problem", "text": "読めません"}]
        Row.objects.bulk_create(
            Row(run_id=rows[name], number=last.number + number, sheet=last.sheet, row=number, fate=last.fate,
                case_file=file, returned=True, said=said)
            for number in range(1, count + 1)
        )  # fmt: skip
