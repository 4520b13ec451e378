"""The page of one import: where it stands in words, what was counted, what comes next."""

from dataclasses import dataclass
from typing import Any

from kayoi.engines.casefiles.states import Channel
from kayoi.engines.imports.models import ImportRun
from kayoi.engines.imports.rules.totals import CELL_WORDS, CELLS, rows_of
from kayoi.engines.imports.states import IMPORTED, RETURNED, WORKING, Fate, Ledger, RunStatus

_KINDS = {RunStatus.DONE: "success", RunStatus.FAILED: "danger", RunStatus.TRIED: "info", RunStatus.MAPPED: "warning"}
_DOING = {
    RunStatus.TRYING: "試し読みをしています",
    RunStatus.RUNNING: "取り込んでいます",
    RunStatus.UNDOING: "取り消しています",
}
_STEPS = {RunStatus.MAPPED: 2, RunStatus.TRYING: 3, RunStatus.TRIED: 3, RunStatus.RUNNING: 4, RunStatus.FAILED: 4}


@dataclass(frozen=True)
class Count:
    """One line of a count: words, figure before and after, and the filter that shows the rows."""

    label: str
    value: int
    after: int | None = None
    show: str = ""


class RunPage:
    """What the page of an import shows."""

    steps = ("ファイルを選ぶ", "列を確かめる", "試し読み", "取り込み", "済み")

    def __init__(self, run: ImportRun) -> None:
        self.run = run
        self.state = RunStatus.of(run.status)
        self.donors = run.ledger == Ledger.DONORS
        self._fates: dict[str, int] = run.totals.get("fates", {})

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
    def doing(self) -> str:
        return _DOING.get(self.state, self.state.label)

    @property
    def may_start(self) -> bool:
        return self.state in (RunStatus.TRIED, RunStatus.FAILED) and self.imported > 0

    @property
    def may_change(self) -> bool:
        return self.state in (RunStatus.MAPPED, RunStatus.TRIED)

    @property
    def may_undo(self) -> bool:
        return self.state in (RunStatus.DONE, RunStatus.FAILED)

    @property
    def rows(self) -> int:
        """How many rows are records."""
        return rows_of(self._fates)

    @property
    def imported(self) -> int:
        return sum(self._fates.get(fate, 0) for fate in IMPORTED)

    @property
    def not_imported(self) -> int:
        return sum(self._fates.get(fate, 0) for fate in RETURNED)

    @property
    def returned_cells(self) -> int:
        return int(self.run.totals.get("cells", {}).get("returned", 0))

    @property
    def repairs(self) -> int:
        return int(self.run.totals.get("repairs", 0))

    @property
    def likely(self) -> int:
        return int(self.run.totals.get("likely", 0))

    @property
    def fates(self) -> list[Count]:
        """Rows by fate; they add up to all rows."""
        return [
            Count(fate.label if fate in IMPORTED else f"{fate.label}(取り込みません)", count, show=fate)
            for fate in Fate
            if (count := self._fates.get(fate, 0))
        ]

    @property
    def cells(self) -> list[Count]:
        """Filled cells by what became of them; they add up to all cells of the workbook."""
        cells: dict[str, int] = self.run.totals.get("cells", {})
        return [Count(CELL_WORDS[name], cells.get(name, 0)) for name in CELLS if cells.get(name)]

    @property
    def all_cells(self) -> int:
        return sum(count.value for count in self.cells)

    @property
    def years(self) -> list[Count]:
        """Events by fiscal year, in the workbook and in the town."""
        return _by_year(self.run.totals.get("months", {}), self.run.after.get("months") if self.run.after else None)

    @property
    def channels(self) -> list[Count]:
        """Consultations by channel, in the workbook and in the town."""
        before: dict[str, int] = self.run.totals.get("channels", {})
        after = self.run.after.get("channels") if self.run.after else None
        words = dict(Channel.choices()) | {"": "方法の記載なし"}
        return [
            Count(words[name], before.get(name, 0), None if after is None else after.get(name, 0))
            for name in words
            if before.get(name) or (after or {}).get(name)
        ]

    @property
    def yen(self) -> int:
        """What was donated in all, as the workbook says."""
        return int(self.run.totals.get("yen", 0))

    @property
    def differences(self) -> list[str]:
        found: list[str] = self.run.after.get("differences", []) if self.run.after else []
        return found

    @property
    def kept(self) -> int:
        return int(self.run.after.get("kept", 0)) if self.run.after else 0


def _by_year(before: dict[str, int], after: dict[str, Any] | None) -> list[Count]:
    sums: dict[int, list[int]] = {}
    for side, months in enumerate((before, after or {})):
        for month, count in months.items():
            year, _, number = month.partition("-")
            sums.setdefault(int(year) - (int(number) < 4), [0, 0])[side] += count
    return [
        Count(f"{year}年度", here, there if after is not None else None) for year, (here, there) in sorted(sums.items())
    ]
