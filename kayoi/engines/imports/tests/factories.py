"""Imports for tests: taken, answered, tried and run as people and the worker do."""

from kayoi.engines.imports import services
from kayoi.engines.imports.models import ImportRun
from kayoi.engines.imports.tests.workbooks import Answers
from kayoi.kit.actor import Actor
from tests.cast import NOW
from tests.jobs import run_jobs


def take(data: bytes, *, name: str = "相談.xlsx", by: Actor) -> ImportRun:
    """Take a workbook."""
    run = services.take_workbook(data=data, name=name, by=by, at=NOW)
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
