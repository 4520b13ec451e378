"""The contents of a binder: figures, gaps first, then every case; the same for the page, the PDF and the book."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kayoi.engines.procedures.models import Procedure
from kayoi.programmes.schemes.models import BudgetLine
from kayoi.programmes.schemes.rules.gaps import Gap
from kayoi.programmes.schemes.selectors.binders.facts import Around, gaps_of, kinds_asked
from kayoi.programmes.schemes.selectors.binders.figures import Figure, LineFigures, figures, line_figures
from kayoi.programmes.schemes.selectors.binders.reading import Case, cases_in, lines_of, read_cases
from kayoi.programmes.schemes.selectors.grants.before import terms_of
from kayoi.programmes.schemes.states.gaps import GAPS, GapKind


@dataclass(frozen=True)
class ToldGap:
    """A gap in words: of a case, or of a budget line."""

    kind: GapKind
    words: str
    case: Case | None = None
    line: BudgetLine | None = None


@dataclass(frozen=True)
class Contents:
    """All that a binder says."""

    procedure: Procedure
    year: int
    on: date
    cases: Sequence[Case]
    figures: Sequence[Figure]
    lines: Sequence[LineFigures]
    gaps: Sequence[ToldGap]

    @property
    def kinds(self) -> list[tuple[GapKind, int]]:
        """How often each kind of gap is found, in the order of a case's life."""
        counts = Counter(gap.kind for gap in self.gaps)
        return [(kind, counts[kind]) for kind in GapKind if counts[kind]]

    def gaps_in(self, case: Case) -> list[ToldGap]:
        """Return the gaps of one case."""
        return [gap for gap in self.gaps if gap.case is case]


def contents(procedure: Procedure, year: int, *, on: date) -> Contents:
    """Return the binder of a procedure and a fiscal year as it stands on a day."""
    return bound(procedure, year, read_cases(cases_in(procedure, year), on=on), on=on)


def bound(procedure: Procedure, year: int, cases: Sequence[Case], *, on: date) -> Contents:
    """Return the binder of cases that are read already."""
    lines = lines_of(procedure)
    around = Around(terms_of(procedure), {one.fiscal_year for one in lines}, kinds_asked(cases), on)
    of_lines = line_figures([one for one in lines if one.fiscal_year == year], cases)
    gaps = [gap for one in of_lines for gap in _told(one.gaps, line=one.totals.line)]
    gaps += [gap for case in cases for gap in _told(gaps_of(case, around), case=case)]
    return Contents(procedure, year, on, cases, figures(cases), of_lines, gaps)


def _told(gaps: Sequence[Gap], *, case: Case | None = None, line: BudgetLine | None = None) -> list[ToldGap]:
    return [ToldGap(one.kind, GAPS[one.kind] % one.params, case, line) for one in gaps]
