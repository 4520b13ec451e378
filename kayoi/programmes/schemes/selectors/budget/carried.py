"""The papers on what passed into the next fiscal year (繰越計算書) and on 継続費 whose years are over."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.db.models import Q

from kayoi.engines.procedures.selectors.letters import sender_of
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import fiscal_year_label
from kayoi.kit.documents import pdf
from kayoi.programmes.schemes.models import BudgetEntry, Provision
from kayoi.programmes.schemes.rules.budget import Split, sources_of, split
from kayoi.programmes.schemes.selectors.budget.lines import place_of
from kayoi.programmes.schemes.states.budget import CarryKind, EntryKind, Payer, ProvisionKind

TEMPLATE = Path(__file__).parents[2] / "templates" / "schemes" / "carried.typ"
SHARES = ("国支出金", "県支出金", "その他", "一般財源")
TITLES: Final[Mapping[CarryKind, str]] = {
    CarryKind.PERMITTED: "繰越明許費繰越計算書",
    CarryKind.CONTINUED: "継続費繰越計算書",
    CarryKind.ACCIDENT: "事故繰越し繰越計算書",
}
PLACE, NEXT_YEAR = ("款", "項", "事業名"), "翌年度繰越額"
HEADS: Final[Mapping[CarryKind, tuple[str, ...]]] = {
    CarryKind.PERMITTED: (*PLACE, "金額", NEXT_YEAR, *SHARES),
    CarryKind.CONTINUED: (*PLACE, "総額", "翌年度逓次繰越額", *SHARES),
    CarryKind.ACCIDENT: (*PLACE, "支出負担行為額", "支出済額", NEXT_YEAR, *SHARES, "説明"),
}


SETTLED: Final = "継続費精算報告書"
SETTLED_HEAD: Final = (*PLACE, "総額", "支出済額", "比較(総額−支出済額)", *SHARES)


@dataclass(frozen=True)
class Row:
    """A line of the paper: where it stands, figures in yen in the order of the head, why (of 事故繰越)."""

    place: tuple[str, ...]
    figures: tuple[int, ...]
    why: str = ""


def carried_rows(year: int) -> dict[CarryKind, list[Row]]:
    """Return what of a fiscal year's money passed into the next one, by its right, line by line (繰越計算書).

    What is bound for a grant is borne as its grant is; what is free, by the shares of its line.
    """
    rows = BudgetEntry.objects.filter(Q(free_yen__lt=0) | Q(committed_yen__lt=0), kind=EntryKind.CARRIED)
    rows = rows.filter(line__fiscal_year=year).select_related("line", "provision", "commitment")
    groups: dict[tuple[CarryKind, Any], list[BudgetEntry]] = {}
    for entry in rows.order_by("line__number", "pk"):
        kind = CarryKind.of(entry.carry)
        # 事故繰越 is told of decision by decision, each with its reason.
        groups.setdefault((kind, (entry.line_id, entry.provision_id or entry.pk)), []).append(entry)
    found: dict[CarryKind, list[Row]] = {}
    for (kind, _), entries in groups.items():
        found.setdefault(kind, []).append(_row(kind, entries))
    return found


def _row(kind: CarryKind, entries: Sequence[BudgetEntry]) -> Row:
    first = entries[0]
    line, provision, carried = first.line, first.provision, sum(one.amount_yen for one in entries)
    shares = _shares(entries)
    borne = (shares.national_yen, shares.prefecture_yen, shares.other_yen, shares.town_yen)
    matter = provision.matter if provision else line.label
    before: tuple[int, ...] = (provision.limit_yen,) if provision else ()
    if kind is CarryKind.ACCIDENT:
        paid = first.commitment.paid_yen if first.commitment else 0
        before = (paid + carried, paid)
    return Row((line.kan_name, line.kou_name, matter), (*before, carried, *borne), first.note if not provision else "")


def _shares(entries: Iterable[BudgetEntry]) -> Split:
    found = [one.split if one.parts else split(one.amount_yen, sources_of(one.line.sources)) for one in entries]
    return Split(
        sum(one.national_yen for one in found), sum(one.prefecture_yen for one in found),
        sum(one.other_yen for one in found), sum(one.town_yen for one in found),
    )  # fmt: skip


def settled_rows(year: int) -> list[Row]:
    """Return of each 継続費 whose last year this is what was voted and what its years have paid, with who bears it.

    Source: 地方自治法施行令 145条2項 (継続年度が終了したとき、継続費精算報告書)
    """
    ended = Provision.objects.filter(kind=ProvisionKind.CONTINUED, last_year=year).select_related("line")
    return [_settled(one) for one in ended.order_by("line__number", "pk")]


def _settled(provision: Provision) -> Row:
    line = provision.line
    same = {f"line__{name}": value for name, value in place_of(line).items()}
    rows = BudgetEntry.objects.filter(line__fiscal_year__range=(line.fiscal_year, provision.last_year), **same)
    # What came back counts against what was paid.
    paid = [(1 if one.paid_yen > 0 else -1, one) for one in rows.exclude(paid_yen=0)]
    paid_yen = sum(one.paid_yen for _, one in paid)
    borne = [sum(sign * one.parts[payer] for sign, one in paid) for payer in Payer]
    figures = (provision.limit_yen, paid_yen, provision.limit_yen - paid_yen, *borne)
    return Row((line.kan_name, line.kou_name, provision.matter), figures)


def _cells(row: Row) -> list[str]:
    return [*row.place, *(f"{yen:,}" for yen in row.figures), *([row.why] if row.why else [])]


def _table(title: str, head: Sequence[str], rows: Sequence[Row]) -> dict[str, Any]:
    totals = [f"{sum(figures):,}" for figures in zip(*(row.figures for row in rows), strict=True)]
    return {"title": title, "head": head, "rows": [_cells(row) for row in rows], "total": totals}


def carried_paper(year: int, organization: Organization) -> bytes:
    """Return the paper as a PDF (繰越計算書), a table for each right by which something passed. Raises NoFont.

    Where the years of 継続費 are over, it says what they have paid (継続費精算報告書).
    """
    carried = sorted(carried_rows(year).items(), key=lambda one: list(CarryKind).index(one[0]))
    tables = [_table(TITLES[kind], HEADS[kind], rows) for kind, rows in carried]
    if settled := settled_rows(year):
        tables.append(_table(SETTLED, SETTLED_HEAD, settled))
    head = sender_of(organization)["head"]
    values = {"title": f"{fiscal_year_label(year)} 繰越計算書", "head": head, "tables": tables}
    return pdf(TEMPLATE.read_text(encoding="utf-8"), values)
