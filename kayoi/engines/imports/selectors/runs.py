"""Imports and their rows, for pages."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from kayoi.engines.casefiles.models import Engagement
from kayoi.engines.imports.models import ImportRun, Mapping, Row
from kayoi.engines.imports.states import CAUSE, Fate, RunStatus
from kayoi.kit.dates import local_time
from kayoi.kit.sheets import place

_COUNTED = 2000
_GOOD = (RunStatus.RUNNING, RunStatus.DONE, RunStatus.FAILED)


def run_named(pk: int) -> ImportRun | None:
    """Return an import of the open organization, without its workbook."""
    found: ImportRun | None = ImportRun.objects.defer("data").filter(pk=pk).first()
    return found


def latest_runs() -> QuerySet[ImportRun]:
    """Return the imports, latest first."""
    rows: QuerySet[ImportRun] = ImportRun.objects.only(
        "pk", "ledger", "name", "status", "uploaded_at", "by_name", "totals", "organization_id"
    ).order_by("-uploaded_at", "-pk")
    return rows


def earlier_import(run: ImportRun) -> ImportRun | None:
    """Return an earlier import of the very same file that still stands."""
    same = ImportRun.objects.defer("data").filter(sha256=run.sha256, status__in=_GOOD).exclude(pk=run.pk)
    found: ImportRun | None = same.order_by("-uploaded_at").first()
    return found


def remembered(keys: Sequence[str]) -> dict[str, list[str]]:
    """Return what columns of tables with these fingerprints meant before."""
    return dict(Mapping.objects.filter(key__in=keys).values_list("key", "targets"))


@dataclass(frozen=True)
class RowShown:
    """A row as the page of rows shows it."""

    row: Row
    place: str
    fate: str
    kind: str
    name: str
    day: str
    said: Sequence[dict[str, Any]]


_KINDS = {Fate.NEW: "success", Fate.MATCHED: "info", Fate.ADDED: "info", Fate.ANSWER: "warning",
          Fate.UNREADABLE: "danger", Fate.REPEATED: "neutral", Fate.LEFT: "neutral"}  # fmt: skip


def rows_shown(run: ImportRun, show: str) -> QuerySet[Row]:
    """Return rows of an import: of one fate, those that were repaired, handed back or kept, or all."""
    rows: QuerySet[Row] = Row.objects.filter(run=run).select_related("case_file").defer("case_file__search")
    if show in (fate.value for fate in Fate):
        rows = rows.filter(fate=show)
    elif show == "repaired":
        rows = rows.filter(repaired=True)
    elif show == "returned":
        rows = rows.filter(returned=True)
    elif show == "kept":
        rows = rows.exclude(kept_why="")
    return rows.order_by("number")


def shown(row: Row) -> RowShown:
    """Return a row with its words."""
    fate = Fate.of(row.fate)
    plan = row.plan or {}
    name = str(plan.get("file", {}).get("name", "")) or (row.case_file.shown_name if row.case_file else "")
    return RowShown(
        row, place(row.sheet, row.row), fate.label, _KINDS[fate], name, str(plan.get("at", ""))[:10], row.said
    )


def counted_after(run: ImportRun) -> dict[str, Any]:
    """Count what the town has of this import: events by month and channel, yen, from the engagements themselves."""
    ids = list(Row.objects.filter(run=run, done=True).values_list("pk", flat=True))
    months: Counter[str] = Counter()
    channels: Counter[str] = Counter()
    yen = 0
    for at in range(0, len(ids), _COUNTED):  # by the index of causes: a join over text has none
        own = Engagement.objects.filter(cause=CAUSE, reference__in=map(str, ids[at : at + _COUNTED]))
        for occurred_at, channel, kind, quantity in own.values_list("occurred_at", "channel", "kind", "quantity"):
            months[f"{local_time(occurred_at):%Y-%m}"] += 1
            channels[channel] += 1
            yen += int(quantity) if kind == "donation" else 0
    return {"months": dict(months), "channels": dict(channels), "yen": yen}
