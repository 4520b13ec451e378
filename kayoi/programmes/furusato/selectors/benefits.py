"""Reads of benefits: what would be published, what was used in a year, from which budget."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from kayoi.engines.ledger.models import Account
from kayoi.engines.ledger.selectors import accounts
from kayoi.kit.charts import About, Chart, Series, bar_chart
from kayoi.kit.dates import (
    JST,
    fiscal_year,
    fiscal_year_end,
    fiscal_year_label,
    fiscal_year_months,
    fiscal_year_start,
    local_date,
)
from kayoi.programmes.furusato.models import Benefit, BenefitUse, Registration, SignUp
from kayoi.programmes.furusato.rules.benefits import Counted, Offered
from kayoi.programmes.furusato.selectors.entitled import entitled
from kayoi.programmes.furusato.states import (
    BenefitKind,
    BenefitStatus,
    ProofNeeded,
    RegistrationStatus,
    SignUpStatus,
    UseStatus,
)
from kayoi.programmes.furusato.states.benefits import AT_COUNTERS

SHOWN: Final = 100
FEWEST: Final = 5  # of fewer than these, no share is said


def account_key(name: str, benefit: Benefit, year: int) -> str:
    """Return the key of an account of a benefit: `budget` (what is left), `spent`, or the `outside` of all of them."""
    return f"furusato:{name}" if name == "outside" else f"furusato:{benefit.pk}:{year}:{name}"


def offered(benefit: Benefit) -> Offered:
    """Return a benefit as it would be published."""
    kinds = list(benefit.registers.values_list("register__card_kind", flat=True))
    return Offered(
        registers=len(kinds), needs_card=benefit.proof != ProofNeeded.NOTHING, card_registers=sum(map(bool, kinds)),
        donation_linked=benefit.donation_linked, donation_yen=benefit.donation_yen, cost_yen=benefit.cost_yen,
        designated=bool(benefit.designated_on and benefit.designation), is_points=benefit.kind == BenefitKind.POINTS,
        takes_points=bool(benefit.points), at_counter=benefit.kind in AT_COUNTERS,
    )  # fmt: skip


def in_year(year: int) -> Q:
    """Return the condition of uses that count, in a fiscal year by the calendar of Japan."""
    return happened_in(year) & Q(status=UseStatus.USED)


def happened_in(year: int) -> Q:
    """Return the condition of uses in a fiscal year, taken back or not."""
    start, end = (datetime.combine(fiscal_year_start(one), time(), JST) for one in (year, year + 1))
    return Q(used_at__gte=start, used_at__lt=end)


def counted(benefit: Benefit, registration: Registration, *, year: int) -> Counted:
    """Return what has been used of a benefit in a fiscal year."""
    found = benefit.uses.filter(in_year(year)).aggregate(
        all=Sum("quantity", default=0), mine=Sum("quantity", filter=Q(registration=registration), default=0)
    )
    return Counted(found["all"], found["mine"])


def published() -> QuerySet[Benefit]:
    """Return the benefits that can be used now."""
    return Benefit.objects.filter(status=BenefitStatus.PUBLISHED).order_by("kind", "name", "pk")


def benefits_of(registration: Registration, *, at: datetime) -> list[Benefit]:
    """Return the benefits that a registration is good for now."""
    if registration.status != RegistrationStatus.REGISTERED:
        return []
    rows = list(published().filter(registers__register=registration.register_id).prefetch_related("registers"))
    found = entitled(rows, [registration], at=at)
    return [one for one in rows if found[one.pk]]


@dataclass(frozen=True)
class MyBenefit:
    """A benefit as its holder reads it: where, what has to be shown, how often it was used this year."""

    benefit: Benefit
    used: int

    @property
    def left(self) -> int | None:
        """How often it may still be used this year; None where that is not limited."""
        most = self.benefit.per_person
        return None if most is None else max(most - self.used, 0)

    @property
    def shows_homes(self) -> bool:
        """Whether it opens the houses that not everybody sees yet."""
        return self.benefit.kind == BenefitKind.HOMES_EARLY

    @property
    def opens_events(self) -> bool:
        """Whether by it one signs up for activities before others."""
        return self.benefit.kind == BenefitKind.EVENT


def my_benefits(registration: Registration, *, at: datetime) -> list[MyBenefit]:
    """Return the benefits of a registration with its own uses in this fiscal year."""
    year = Q(registration=registration) & in_year(fiscal_year(local_date(at)))
    used = dict(BenefitUse.objects.filter(year).values_list("benefit").annotate(used=Sum("quantity")))
    return [MyBenefit(one, used.get(one.pk, 0)) for one in benefits_of(registration, at=at)]


@dataclass(frozen=True)
class BenefitRow:
    """A benefit of the office's list, with its year so far."""

    benefit: Benefit
    registers: str
    uses: int
    persons: int
    yen: int
    budget_yen: int | None
    left_yen: int | None


def rows_of(benefits: Sequence[Benefit], *, year: int) -> list[BenefitRow]:
    """Return benefits with what was used of each in a fiscal year, in a few queries."""
    used: dict[int, Any] = {
        row["benefit"]: row
        for row in BenefitUse.objects.filter(in_year(year), benefit__in=benefits)
        .values("benefit")
        .annotate(uses=Sum("quantity"), persons=Count("registration", distinct=True), yen=Sum("yen"))
    }
    money = accounts(account_key(name, one, year) for one in benefits for name in ("budget", "spent"))
    return [_row(one, used.get(one.pk, {}), money, year) for one in benefits]


def _row(one: Benefit, used: Mapping[str, int], money: dict[str, Account], year: int) -> BenefitRow:
    left, spent = (money.get(account_key(name, one, year)) for name in ("budget", "spent"))
    budget = left.balance + spent.balance if left and spent else None
    return BenefitRow(
        one, "・".join(link.register.name for link in one.registers.all()), used.get("uses", 0),
        used.get("persons", 0), used.get("yen", 0), budget, left.balance if left else None,
    )  # fmt: skip


def by_month(benefit: Benefit, *, year: int) -> list[int]:
    """Return how often a benefit was used in each month of a fiscal year, April first."""
    found = dict(
        benefit.uses.filter(in_year(year))
        .annotate(month=TruncMonth("used_at", tzinfo=JST))
        .values_list("month")
        .annotate(uses=Sum("quantity"))
    )
    counts = {month.date(): uses for month, uses in found.items()}
    return [counts.get(month, 0) for month in fiscal_year_months(year)]


@dataclass(frozen=True)
class Effect:
    """How those who used a benefit, and those who did not, go on: which comes from which, this does not say."""

    label: str
    persons: int
    active: int

    @property
    def percent(self) -> int | None:
        """How many of a hundred took part in an activity in that year; None where too few are compared."""
        return round(100 * self.active / self.persons) if self.persons >= FEWEST else None


@dataclass(frozen=True)
class BenefitPage:
    """A benefit with a fiscal year of uses."""

    row: BenefitRow
    year: int
    years: Sequence[int]
    chart: Chart | None
    uses: Sequence[BenefitUse]
    effect: Sequence[Effect]


def benefit_page(benefit: Benefit, *, year: int, on: date) -> BenefitPage:
    """Return a benefit, its uses of a fiscal year by month, the latest uses, and its effect."""
    (row,) = rows_of([benefit], year=year)
    uses = benefit.uses.filter(happened_in(year)).select_related("registration__case_file").order_by("-used_at", "-pk")
    first = benefit.uses.order_by("used_at").values_list("used_at", flat=True).first()
    years = range(fiscal_year(on), fiscal_year(local_date(first)) - 1 if first else fiscal_year(on) - 1, -1)
    return BenefitPage(
        row, year, list(years), _chart(benefit, year) if row.uses else None, list(uses[:SHOWN]), _effect(benefit, year)
    )  # fmt: skip


def _chart(benefit: Benefit, year: int) -> Chart:
    labels = [f"{month.month}月" for month in fiscal_year_months(year)]
    about = About(f"{benefit.name} 月ごとの利用", unit="回", as_of=fiscal_year_label(year), source="窓口の記録")
    return bar_chart(about=about, labels=labels, series=[Series("利用", by_month(benefit, year=year))], over_time=True)


def _effect(benefit: Benefit, year: int) -> list[Effect]:
    """Return how many of those entitled took part in an activity in a year, by whether they used the benefit."""
    registers = benefit.registers.values("register")
    files = set(
        Registration.objects.filter(register__in=registers, status=RegistrationStatus.REGISTERED).values_list(
            "case_file", flat=True
        )
    )
    used = set(benefit.uses.filter(in_year(year)).values_list("registration__case_file", flat=True)) & files
    first, last = fiscal_year_start(year), fiscal_year_end(year)
    done = set(
        SignUp.objects.filter(
            case_file__in=files, status=SignUpStatus.CONFIRMED, starts_on__range=(first, last)
        ).values_list("case_file", flat=True)
    )
    return [
        Effect(label, len(group), len(group & done))
        for label, group in (("利用した人", used), ("利用していない人", files - used))
    ]
