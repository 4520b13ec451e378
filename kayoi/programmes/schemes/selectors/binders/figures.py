"""The figures of a scheme and a year: counted in its cases, tied to its budget lines and their ledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import sub

from django.db.models import Q, Sum

from kayoi.programmes.schemes.models import BudgetEntry, BudgetLine, Commitment
from kayoi.programmes.schemes.rules.budget import Split
from kayoi.programmes.schemes.rules.gaps import Books, Gap, gaps_of_books
from kayoi.programmes.schemes.selectors.binders.facts import changed, outcome_of
from kayoi.programmes.schemes.selectors.binders.reading import Case
from kayoi.programmes.schemes.selectors.budget.lines import Totals, totals_of
from kayoi.programmes.schemes.states.binders import Outcome
from kayoi.programmes.schemes.states.budget import EntryKind

PARTS = ("national_yen", "prefecture_yen", "other_yen", "town_yen")
GIVES, TAKES = (EntryKind.PAID, EntryKind.TAKEN_OUT), (EntryKind.REOPENED, EntryKind.TAKEN_BACK)


@dataclass(frozen=True)
class Figure:
    """How many cases, and how much money; None where no money belongs to it."""

    label: str
    count: int
    yen: int | None = None


@dataclass(frozen=True)
class LineFigures:
    """A budget line: what became of its money, who bears what was paid, what of it the cases of the binder are."""

    totals: Totals
    paid: Split
    cases_bound_yen: int
    cases_paid_yen: int
    strangers: tuple[str, ...]

    @property
    def books(self) -> Books:
        """Ledger and cases side by side."""
        return Books(
            self.totals.line.label, self.totals.waiting, self.totals.paid, self.cases_bound_yen, self.cases_paid_yen,
            self.strangers,
        )  # fmt: skip

    @property
    def gaps(self) -> list[Gap]:
        """Where ledger and cases do not agree."""
        return list(gaps_of_books(self.books))


def figures(cases: Sequence[Case]) -> list[Figure]:
    """Return how many cases there are of each kind, with their money."""
    outcomes = [outcome_of(case) for case in cases]
    grants = [case.grant for case in cases if case.grant]
    decided = [case.decision.amount_yen or 0 for case in cases if case.grant and case.decision]
    fixed = [one.fixed_yen for one in grants if one.fixed_yen is not None]
    paid = [one.paid_yen for one in grants if one.paid_yen]
    asked_back = [one.to_return_yen for one in grants if one.to_return_yen]
    returned = [one.returned_yen for one in grants if one.returned_yen]
    return [
        Figure("申請", len(cases)),
        Figure("交付決定", len(decided), sum(decided)),
        Figure("却下", outcomes.count(Outcome.REFUSED)),
        Figure("取下げ", outcomes.count(Outcome.WITHDRAWN)),
        Figure("未決定", outcomes.count(Outcome.OPEN)),
        Figure("変更・中止の承認", sum(changed(case) for case in cases)),
        Figure("額の確定", len(fixed), sum(fixed)),
        Figure("支払", len(paid), sum(paid)),
        Figure("返還の請求", len(asked_back), sum(asked_back)),
        Figure("返還", len(returned), sum(returned)),
    ]


def line_figures(lines: Sequence[BudgetLine], cases: Sequence[Case]) -> list[LineFigures]:
    """Return what became of the money of lines, beside what the cases say."""
    known = {one.pk for case in cases for one in case.commitments}
    bound: dict[int, list[Commitment]] = {}
    for one in Commitment.objects.filter(line__in=lines).order_by("pk"):
        bound.setdefault(one.line_id, []).append(one)
    paid = _paid(lines)
    found = []
    for totals in totals_of(lines):
        mine = [one for one in bound.get(totals.line.pk, []) if one.pk in known]
        strangers = tuple(one.number for one in bound.get(totals.line.pk, []) if one.pk not in known)
        found.append(LineFigures(
            totals, paid.get(totals.line.pk, Split()), sum(one.open_yen for one in mine),
            sum(one.paid_yen for one in mine), strangers,
        ))  # fmt: skip
    return found


def _paid(lines: Sequence[BudgetLine]) -> dict[int, Split]:
    """Return who bears what was paid of each line and not sent or taken back."""
    given = {f"more_{name}": Sum(name, filter=Q(kind__in=GIVES), default=0) for name in PARTS}
    taken = {f"less_{name}": Sum(name, filter=Q(kind__in=TAKES), default=0) for name in PARTS}
    rows = BudgetEntry.objects.filter(line__in=lines).order_by().values_list("line").annotate(**given, **taken)
    half = len(PARTS)
    return {pk: Split(*map(sub, sums[:half], sums[half:])) for pk, *sums in rows}
