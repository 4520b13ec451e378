"""Import against calamine's bare reading of the same file, in interleaved rounds; and 50,000 rows from end to end."""

import io
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import django

ROUNDS, ROWS, MANY, LIMIT_S = 9, 5_000, 50_000, 60


def bare(data: bytes) -> int:
    """Read the file as calamine alone does."""
    from python_calamine import CalamineWorkbook

    return len(CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python())


def read(data: bytes) -> int:
    """Read the file as kit.sheets does: looked through, hidden parts, colours and errors known."""
    from kayoi.kit.sheets import read_sheets

    return sum(1 for sheet in read_sheets(data, name="b.xlsx").sheets for _ in sheet.rows)


def taken(data: bytes) -> Any:
    """Take the workbook and guess its columns."""
    from django.utils import timezone

    from kayoi.engines.imports import services
    from kayoi.foundation.tenancy import scope
    from kayoi.foundation.tenancy.models import Organization
    from kayoi.kit.actor import system

    with scope.of_organization(Organization.objects.get(slug="ina").pk):
        return services.take_workbook(data=data, name="b.xlsx", by=system("bench"), at=timezone.now())


def stage(action: str, run: Any) -> None:
    """Ask for a step and do its job here."""
    from django.utils import timezone

    from kayoi.engines.imports import jobs, services
    from kayoi.engines.imports.models import ImportRun
    from kayoi.foundation.tenancy import scope
    from kayoi.kit.actor import system

    asked: Mapping[str, Callable[..., None]] = {"try": services.try_run, "run": services.start_run}
    work = {"try": jobs.try_rows, "run": jobs.run_rows, "undo": jobs.undo_rows}[action]
    with scope.of_organization(run.organization_id):
        fresh = ImportRun.objects.defer("data").get(pk=run.pk)
        if action == "undo":
            services.undo_run(run=fresh, why="bench", by=system("bench"), at=timezone.now())
        else:
            asked[action](run=fresh, by=system("bench"), at=timezone.now())
    work.func(organization=run.organization_id, run=run.pk)


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return how long it took, and what came of it."""
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def rounds(data: bytes) -> list[str]:
    """Compare round by round: bare reading, our reading, and the whole import (undone again, not counted)."""
    ratios: dict[str, list[float]] = {"kit.sheets": [], "take, try and import": []}
    times: dict[str, list[float]] = {"calamine": [], "kit.sheets": [], "take, try and import": []}
    for _ in range(ROUNDS):
        alone, _count = timed(lambda: bare(data))
        ours, _count = timed(lambda: read(data))
        whole, run = timed(lambda: everything(data))
        stage("undo", run)
        times["calamine"].append(alone)
        for name, spent in (("kit.sheets", ours), ("take, try and import", whole)):
            ratios[name].append(spent / alone)
            times[name].append(spent)
    return [
        "| step | × calamine (median) | median s |", "|---|---:|---:|",
        *(
            f"| {name} | {statistics.median(ratios.get(name, [1.0])):.1f} | {statistics.median(spent):.2f} |"
            for name, spent in times.items()
        ),
    ]  # fmt: skip


def everything(data: bytes) -> Any:
    run = taken(data)
    stage("try", run)
    stage("run", run)
    return run


def many() -> list[str]:
    """Import 50,000 rows once, step by step, and undo them."""
    from kayoi.engines.imports.models import ImportRun
    from kayoi.engines.imports.tests.ledgers import long_ledger
    from kayoi.foundation.tenancy import scope

    ledger = long_ledger(MANY)
    spent: dict[str, float] = {}
    spent["take"], run = timed(lambda: taken(ledger.data))
    for name in ("try", "run", "undo"):
        spent[name], _ = timed(lambda name=name: stage(name, run))  # type: ignore[misc]
        if name == "run":
            with scope.of_organization(run.organization_id):
                done = ImportRun.objects.defer("data").get(pk=run.pk)
            assert done.after["differences"] == [], done.after
            assert sum(done.after["months"].values()) == ledger.consultations
    whole = spent["take"] + spent["try"] + spent["run"]
    return [
        f"{MANY:,} rows from upload to the last case file: {whole:.1f} s (limit {LIMIT_S} s): "
        f"taken {spent['take']:.1f}, "
        f"tried {spent['try']:.1f}, imported {spent['run']:.1f}; undone as a whole in {spent['undo']:.1f} s."
    ]


def section(variables: dict[str, str], root: Path) -> list[str]:
    """Measure in a process of its own, on the database that is kept open; return the lines of the report."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.workbooks"],
        env=variables,
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
    )
    return ["## Import of a workbook", "", *done.stdout.splitlines()]


def alone() -> None:
    """Measure this section alone, in a folder of its own: python -m tests.bench.workbooks alone."""
    from tests.bench.__main__ import _variables
    from tests.site import ROOT, kept_database

    with tempfile.TemporaryDirectory(prefix="kayoi-bench-") as name, kept_database(Path(name)):
        subprocess.run(
            [sys.executable, "-m", "tests.bench.fill", "town", "0"], env=_variables(Path(name)), cwd=ROOT, check=True,
            capture_output=True,
        )  # fmt: skip
        sys.stdout.write("\n".join(section(_variables(Path(name)), ROOT)) + "\n")


if __name__ == "__main__":
    if sys.argv[1:] == ["alone"]:
        alone()
        sys.exit()
    from kayoi.config import database

    database.ensure_running()
    django.setup()
    from kayoi.engines.imports.tests.ledgers import long_ledger

    lines = [
        f"A ledger of {ROWS:,} rows, {ROUNDS} rounds; in each, calamine's bare reading, our reading, and the whole "
        "import of the same file in turn.", "", *rounds(long_ledger(ROWS).data), "", *many(), "",
    ]  # fmt: skip
    sys.stdout.write("\n".join(lines) + "\n")
