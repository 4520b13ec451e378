"""Reads of benefits: what would be published, what was used in a year, from which budget."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from kayoi.engines.ledger.models import Account
from kayoi.engines.ledger.selectors import accounts
from kayoi.kit.dates import JST, fiscal_year_months, fiscal_year_start
from kayoi.programmes.furusato.models import Benefit, BenefitUse, Registration
from kayoi.programmes.furusato.rules.benefits import Counted, Offered
from kayoi.programmes.furusato.states import BenefitStatus, ProofNeeded, UseStatus


def account_key(name: str, benefit: Benefit, year: int) -> str:
    """Return the key of an account of a benefit: `budget` (what is left), `spent`, or the `outside` of all of them."""
    return f"furusato:{name}" if name == "outside" else f"furusato:{benefit.pk}:{year}:{name}"


def offered(benefit: Benefit) -> Offered:
    """Return a benefit as it would be published."""
    kinds = list(benefit.registers.values_list("register__card_kind", flat=True))
    return Offered(
        registers=len(kinds), needs_card=benefit.proof != ProofNeeded.NOTHING, card_registers=sum(map(bool, kinds)),
        donation_linked=benefit.donation_linked, donation_yen=benefit.donation_yen, cost_yen=benefit.cost_yen,
        designated=bool(benefit.designated_on and benefit.designation),
    )  # fmt: skip


def in_year(year: int) -> Q:
    """Return the condition of uses that count, in a fiscal year by the calendar of Japan."""
    start = datetime.combine(fiscal_year_start(year), time(), JST)
    return Q(
        used_at__gte=start,
        used_at__lt=datetime.combine(fiscal_year_start(year + 1), time(), JST),
        status=UseStatus.USED,
    )


def counted(benefit: Benefit, registration: Registration, *, year: int) -> Counted:
    """Return what has been used of a benefit in a fiscal year."""
    found = benefit.uses.filter(in_year(year)).aggregate(
        all=Sum("quantity", default=0), mine=Sum("quantity", filter=Q(registration=registration), default=0)
    )
    return Counted(found["all"], found["mine"])


def published() -> QuerySet[Benefit]:
    """Return the benefits that can be used now."""
    return Benefit.objects.filter(status=BenefitStatus.PUBLISHED).order_by("kind", "name", "pk")


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
