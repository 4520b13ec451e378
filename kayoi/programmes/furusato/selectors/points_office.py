"""The town's points for the office: what was given, spent and ran out in each fiscal year; the same as a file."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Q, QuerySet, Sum

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.ledger.models import Transfer
from kayoi.kit.dates import fiscal_year, fiscal_year_end, fiscal_year_label, fiscal_year_start
from kayoi.kit.sheets import Column, ColumnKind, OutRow, write_csv
from kayoi.programmes.furusato.models import ActivityKind, BenefitUse, PointsEarned, PointsScheme, Register
from kayoi.programmes.furusato.rules.points import WHOLE
from kayoi.programmes.furusato.selectors.benefits import in_year
from kayoi.programmes.furusato.selectors.points import account_key, kind_of, schemes, unit_on
from kayoi.programmes.furusato.states import EXPIRED, ISSUED, SPENT

KINDS: Final = {
    "earned": "付けた", "withdrawn": "確認の取消し", "spent": "使われた", "returned": "利用の取消し",
    "expired": "期限切れ",
}  # fmt: skip
SHOWN: Final = 100
COLUMNS: Final = (
    Column("日付"), Column("個票の番号"), Column("内容"), Column("増減", ColumnKind.INTEGER), Column("活動・特典"),
    Column("段階"), Column("割合(%)"), Column("上限で付かなかった数"),
)  # fmt: skip


@dataclass(frozen=True)
class YearOfPoints:
    """A fiscal year of points, and what people had at its end, or have today."""

    year: int
    issued: int
    spent: int
    expired: int
    outstanding: int

    @property
    def label(self) -> str:
        return fiscal_year_label(self.year)


@dataclass(frozen=True)
class PointsPage:
    """The town's points: terms, figures by fiscal year, uses that were not covered, what could not be taken back."""

    schemes: Sequence[PointsScheme]
    now: PointsScheme | None
    unit: str
    years: Sequence[YearOfPoints]
    uncovered: Sequence[BenefitUse]
    short: Sequence[PointsEarned]
    today: date
    changeable: frozenset[int]  # terms that have given nothing yet


def points_page(*, on: date) -> PointsPage:
    """Return the town's points as the office sees them on a day."""
    found = list(schemes())
    rows = BenefitUse.objects.filter(in_year(fiscal_year(on)), beyond__contains="furusato.use_not_covered")
    uncovered = rows.select_related("benefit", "registration").order_by("-used_at", "-pk")[:SHOWN]
    short = PointsEarned.objects.filter(short__gt=0).select_related("sign_up__kind", "sign_up__activity")
    return PointsPage(
        found, next((one for one in found if one.starts_on <= on), None), unit_on(on)[0], years_of_points(),
        list(uncovered), list(short.order_by("-taken_back_at")[:SHOWN]), on,
        frozenset(PointsScheme.objects.filter(earned=None, starts_on__gte=on).values_list("pk", flat=True)),
    )  # fmt: skip


def years_of_points() -> list[YearOfPoints]:
    """Return what was given (less what was taken back), spent and ran out in each fiscal year, the latest first.

    All from the ledger: given less spent less run out is what people have.
    """
    names = {account_key(name): name for name in (ISSUED, SPENT, EXPIRED)}
    sums: dict[int, dict[str, int]] = defaultdict(lambda: dict.fromkeys((ISSUED, SPENT, EXPIRED), 0))
    rows = Transfer.objects.filter(Q(debit__key__in=names) | Q(credit__key__in=names))
    for on, debit, credit, amount in (
        rows.values_list("on", "debit__key", "credit__key").annotate(total=Sum("amount")).order_by("on")
    ):
        of_year = sums[fiscal_year(on)]
        if debit in names:
            of_year[names[debit]] += amount
        if credit in names:
            of_year[names[credit]] -= amount
    found, outstanding = [], 0
    for year in sorted(sums):
        issued, spent, expired = -sums[year][ISSUED], sums[year][SPENT], sums[year][EXPIRED]
        outstanding += issued - spent - expired
        found.append(YearOfPoints(year, issued, spent, expired, outstanding))
    return found[::-1]


def points_csv(*, year: int) -> bytes:
    """Return every line of the points of a fiscal year (ポイントの増減), by number of the case file, nobody's name."""
    rows = Transfer.objects.filter(
        Q(debit__key__startswith=account_key("of:")) | Q(credit__key__startswith=account_key("of:")),
        on__range=(fiscal_year_start(year), fiscal_year_end(year)),
    )  # fmt: skip
    return write_csv(_lines(rows.select_related("debit", "credit").order_by("pk")), columns=COLUMNS, name="ポイント")


def _lines(rows: QuerySet[Transfer]) -> list[OutRow]:
    transfers = [(row, row.debit.key.startswith(account_key("of:"))) for row in rows]
    files = [int((row.debit if comes else row.credit).key.rpartition(":")[2]) for row, comes in transfers]
    numbers = dict(CaseFile.objects.filter(pk__in=set(files)).values_list("pk", "number"))
    kinds = [kind_of(row.cause, row.amount if comes else -row.amount) for row, comes in transfers]
    ids = [int(row.reference) for row, _ in transfers]
    earned = _in_bulk(PointsEarned.objects.select_related("sign_up__activity", "sign_up__kind"), ids, kinds, "earned")
    uses = _in_bulk(BenefitUse.objects.select_related("benefit"), ids, kinds, "spent")
    found: list[OutRow] = []
    for (row, comes), file, kind, reference in zip(transfers, files, kinds, ids, strict=True):
        of, use = (earned.get(reference) if kind in {"earned", "withdrawn"} else None), uses.get(reference)
        what = str(of.sign_up.activity or of.sign_up.kind) if of else ""
        found.append([
            row.on.isoformat(), numbers.get(file, ""), KINDS[kind], row.amount if comes else -row.amount,
            what or (use.benefit.name if use and kind in {"spent", "returned"} else ""),
            str(of.step) if of and of.step is not None else "", str(of.percent) if of else "",
            of.cut if of and kind == "earned" else None,
        ])  # fmt: skip
    return found


def _in_bulk(rows: QuerySet[Any], ids: Sequence[int], kinds: Sequence[str], kind: str) -> dict[int, Any]:
    both = {"earned": {"earned", "withdrawn"}, "spent": {"spent", "returned"}}[kind]
    return rows.in_bulk({pk for pk, one in zip(ids, kinds, strict=True) if one in both})


@dataclass(frozen=True)
class Asked:
    """What the form of the terms asks for: points by kind of activity, percents by step of the town's registers."""

    kinds: Sequence[ActivityKind]
    steps: Sequence[tuple[int, str]]


def asked() -> Asked:
    """Return the kinds of activities and the steps for which the terms are written."""
    names: dict[int, list[str]] = defaultdict(list)
    for register in Register.objects.order_by("step", "pk"):
        names[register.step].append(register.name)
    kinds = ActivityKind.objects.order_by("position", "name")
    return Asked(list(kinds), [(step, "・".join(some)) for step, some in sorted(names.items())])


def given_before(scheme: PointsScheme | None, wanted: Asked) -> dict[str, int]:
    """Return what the form begins with: the terms that are changed, or the latest ones."""
    scheme = scheme or schemes().first()
    if scheme is None:
        return {f"step_{step}": WHOLE for step, _ in wanted.steps}
    rates = {f"kind_{one.kind_id}": one.points for one in scheme.rates.all()}
    percents = {one.step: one.percent for one in scheme.steps.all()}
    return rates | {f"step_{step}": percents.get(step, WHOLE) for step, _ in wanted.steps}
