"""Imports of registers and their rows, for pages."""

from django.db.models import Count, Exists, OuterRef, QuerySet

from kayoi.kit.sheets import NoteKind
from kayoi.programmes.homes.models import Home, HomeConsent, RegisterImport, RegisterRow
from kayoi.programmes.homes.states import HomeConsentPurpose, HomeStatus
from kayoi.programmes.homes.states.exchange import RETURNED, WORKING, ImportStatus, RowFate

_STEPS = {
    ImportStatus.MAPPED: 2, ImportStatus.TRYING: 3, ImportStatus.TRIED: 3, ImportStatus.RUNNING: 4,
    ImportStatus.FAILED: 4,
}  # fmt: skip
_KINDS = {
    ImportStatus.DONE: "success", ImportStatus.FAILED: "danger", ImportStatus.TRYING: "info",
    ImportStatus.RUNNING: "info", ImportStatus.UNDOING: "info",
}  # fmt: skip


def import_named(pk: int) -> RegisterImport | None:
    """Return an import of the open organization, without its workbook."""
    found: RegisterImport | None = RegisterImport.objects.defer("data").filter(pk=pk).first()
    return found


def latest_imports() -> QuerySet[RegisterImport]:
    """Return the imports, latest first."""
    rows: QuerySet[RegisterImport] = RegisterImport.objects.defer("data", "tables", "notes")
    return rows.order_by("-taken_at", "-pk")


def unconfirmed_homes(run: RegisterImport) -> QuerySet[Home]:
    """Return the houses of an import that wait for their owners' consent to be published."""
    own = RegisterRow.objects.filter(run=run, done=True).values("home")
    agreed = HomeConsent.objects.filter(home=OuterRef("pk"), purpose=HomeConsentPurpose.OWN_SITE, withdrawn_on=None)
    waiting: QuerySet[Home] = Home.objects.filter(~Exists(agreed), pk__in=own, status=HomeStatus.REGISTERED)
    return waiting.order_by("number")


def rows_shown(run: RegisterImport, show: str) -> QuerySet[RegisterRow]:
    """Return rows of an import: of one fate, those of which something is told, those that were kept, or all."""
    rows: QuerySet[RegisterRow] = RegisterRow.objects.filter(run=run).select_related("home")
    if show in (fate.value for fate in RowFate):
        rows = rows.filter(fate=show)
    elif show == "told":
        rows = rows.exclude(said=[])
    elif show == "kept":
        rows = rows.exclude(kept_why="")
    return rows.order_by("row")


def returned_rows(run: RegisterImport) -> QuerySet[RegisterRow]:
    """Return the rows that were not taken, or of which a cell could not be read."""
    rows: QuerySet[RegisterRow] = RegisterRow.objects.filter(run=run).exclude(cells=[])
    return rows.order_by("row")


class ImportPage:
    """What the page of an import shows."""

    steps = ("ファイルを選ぶ", "列を確かめる", "試し読み", "取り込み", "済み")

    def __init__(self, run: RegisterImport) -> None:
        self.run = run
        self.state = ImportStatus.of(run.status)
        counted = RegisterRow.objects.filter(run=run).values_list("fate").annotate(count=Count("pk")).order_by()
        self._fates: dict[RowFate, int] = {RowFate.of(fate): count for fate, count in counted}

    @property
    def step(self) -> int:
        return _STEPS.get(self.state, 5)

    @property
    def kind(self) -> str:
        return _KINDS.get(self.state, "neutral")

    @property
    def working(self) -> bool:
        return self.state in WORKING

    @property
    def may_change(self) -> bool:
        return self.state in (ImportStatus.MAPPED, ImportStatus.TRIED)

    @property
    def may_start(self) -> bool:
        return self.state in (ImportStatus.TRIED, ImportStatus.FAILED) and self.taken > 0

    @property
    def may_undo(self) -> bool:
        return self.state in (ImportStatus.DONE, ImportStatus.FAILED)

    @property
    def taken(self) -> int:
        return self._fates.get(RowFate.NEW, 0)

    @property
    def returned(self) -> int:
        return sum(self._fates.get(fate, 0) for fate in RETURNED)

    @property
    def fates(self) -> list[tuple[RowFate, int]]:
        """Rows by fate; they add up to all rows of the table."""
        return [(fate, self._fates[fate]) for fate in RowFate if self._fates.get(fate)]


def told_in_words(row: RegisterRow) -> str:
    """Return why a row was not taken, or which of its cells could not be read."""
    return "\n".join(dict.fromkeys(said["text"] for said in row.said if said["kind"] == NoteKind.PROBLEM))
