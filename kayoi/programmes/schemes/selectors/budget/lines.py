"""The lines of a year with what was given, decided, paid and is left; one line with its entries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q, QuerySet, Sum

from kayoi.kit.charts import About, Chart, Series, bar_chart
from kayoi.kit.dates import fiscal_year_label
from kayoi.programmes.schemes.models import BudgetEntry, BudgetLine
from kayoi.programmes.schemes.rules.budget import sources_of
from kayoi.programmes.schemes.states.budget import EntryKind

# What makes lines of several years one.
_SAME = ("account_code", "kan_code", "kou_code", "moku_code", "setsu_code", "label")


@dataclass(frozen=True)
class Totals:
    """What became of the money of a line, in yen."""

    line: BudgetLine
    initial: int
    supplement: int
    moved: int

    @property
    def total(self) -> int:
        """What may be spent now (現計)."""
        return self.initial + self.supplement + self.moved

    @property
    def waiting(self) -> int:
        """What is decided and not paid yet."""
        return self.line.committed.balance

    @property
    def paid(self) -> int:
        return self.line.paid.balance

    @property
    def decided(self) -> int:
        return self.waiting + self.paid

    @property
    def left(self) -> int:
        return self.line.free.balance

    @property
    def left_percent(self) -> int:
        """How much of it is left, cut off to whole percent."""
        return self.left * 100 // self.total if self.total else 0

    @property
    def is_few(self) -> bool:
        """Whether so little is left that the town wants to say so."""
        return self.left > 0 and self.left * 100 < self.total * self.line.few_percent


def budget_lines(year: int) -> QuerySet[BudgetLine]:
    """Return the lines of a fiscal year in the order of their codes."""
    rows = BudgetLine.objects.filter(fiscal_year=year).select_related("free", "committed", "paid", "procedure")
    return rows.order_by("account_code", "kan_code", "kou_code", "moku_code", "setsu_code", "number")


def line_named(pk: int) -> QuerySet[BudgetLine]:
    """Return a line with its accounts, as a query for get_object_or_404."""
    rows: QuerySet[BudgetLine] = BudgetLine.objects.filter(pk=pk)
    return rows.select_related("free", "committed", "paid", "procedure")


def same_line_in(year: int, fields: Mapping[str, Any]) -> BudgetLine | None:
    """Return the line of a year that has the same codes and name."""
    return BudgetLine.objects.filter(fiscal_year=year, **{name: fields[name] for name in _SAME}).first()


def next_line_of(line: BudgetLine) -> BudgetLine | None:
    """Return the line of the next fiscal year for the same thing."""
    return same_line_in(line.fiscal_year + 1, fields_of(line))


def place_of(line: BudgetLine) -> dict[str, Any]:
    """Return what makes lines of several years one: codes and name."""
    return {name: getattr(line, name) for name in _SAME}


def fields_of(line: BudgetLine) -> dict[str, Any]:
    """Return year, codes, name and shares of a line."""
    return place_of(line) | {"fiscal_year": line.fiscal_year, "sources": line.sources}


def totals_of(found: Iterable[BudgetLine]) -> list[Totals]:
    """Return what became of the money of lines, which have their accounts with them."""
    lines = list(found)
    moved = Q(kind__in=(EntryKind.DIVERTED, EntryKind.CARRIED))
    rows = (
        BudgetEntry.objects.filter(line__in=lines)
        .order_by()
        .values_list("line")
        .annotate(
            initial=Sum("free_yen", filter=Q(kind=EntryKind.INITIAL), default=0),
            supplement=Sum("free_yen", filter=Q(kind=EntryKind.SUPPLEMENT), default=0),
            free=Sum("free_yen", filter=moved, default=0),
            committed=Sum("committed_yen", filter=moved, default=0),
        )
    )
    sums = {pk: (initial, supplement, free + committed) for pk, initial, supplement, free, committed in rows}
    return [Totals(line, *sums.get(line.pk, (0, 0, 0))) for line in lines]


def years_with_lines() -> list[int]:
    """Return the fiscal years that have lines, the latest first."""
    return list(BudgetLine.objects.order_by("-fiscal_year").values_list("fiscal_year", flat=True).distinct())


def entries_of(line: BudgetLine) -> QuerySet[BudgetEntry]:
    """Return what happened to a line, the latest first."""
    return BudgetEntry.objects.filter(line=line).select_related("commitment", "provision").order_by("-on", "-pk")


def budget_chart(year: int, totals: Sequence[Totals]) -> Chart:
    """Draw the lines of a year, which have money, as bars: paid, waiting to be paid, left."""
    about = About(title=f"{fiscal_year_label(year)}の予算の使い方", unit="千円", base="細事業ごとの現計予算")
    whole, decided = sum(one.total for one in totals), sum(one.decided for one in totals)
    summary = (
        f"合わせて{whole:,}円のうち、{decided:,}円を決定しました({decided * 100 // whole}%)。"
        f"残りは{whole - decided:,}円です。"
    )
    drawn = bar_chart(
        about=about,
        labels=[one.line.label for one in totals],
        series=[
            Series("支払済み", [one.paid // 1000 for one in totals]),
            Series("決定済み(支払待ち)", [one.waiting // 1000 for one in totals]),
            Series("残り", [one.left // 1000 for one in totals]),
        ],
        horizontal=True,
        stacked=True,
    )
    return replace(drawn, summary=summary)


def shares_in_words(line: BudgetLine) -> list[tuple[str, str]]:
    """Return who else than the town bears which share of a line, in words."""
    return [
        (one.payer.label, f"{one.rate}" if one.rate is not None else f"1件につき{one.yen:,}円")
        for one in sources_of(line.sources)
    ]
