"""Grants over fiscal years: what is planned and drawn, what is bound of it, what 債務負担行為 still allow."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet, Sum

from kayoi.engines.procedures.models import Application
from kayoi.kit.dates import fiscal_year_label
from kayoi.programmes.schemes.models import BudgetLine, Claim, Commitment, Grant, GrantYear, Payment, Provision
from kayoi.programmes.schemes.rules.years import Burden, Year, paying_year, planned
from kayoi.programmes.schemes.selectors.grants.before import terms_of
from kayoi.programmes.schemes.states.budget import YEAR, ProvisionKind
from kayoi.programmes.schemes.states.grants import ClaimStatus, GrantStatus, LaterYears, Shape, YearStatus
from kayoi.programmes.schemes.states.payments import UNPAID

IN_ORDER = (ClaimStatus.FIXED, ClaimStatus.PAID)


@dataclass(frozen=True)
class YearLine:
    """A year of a grant as its page shows it, with what is bound of it."""

    row: GrantYear
    drawn_yen: int
    bound_yen: int


@dataclass(frozen=True)
class Expected:
    """What grants over years are still to take of a budget line: decided and not bound, and not decided yet."""

    decided: int
    decided_yen: int
    planned: int
    planned_yen: int


def line_of(grant: Grant, year: int) -> BudgetLine | None:
    """Return the budget line that pays a grant in a fiscal year."""
    return BudgetLine.objects.filter(procedure=grant.procedure_id, fiscal_year=year).order_by("number").first()


def years_of(grant: Grant, *, beside: Claim | None = None) -> list[Year]:
    """Return the years of a grant in order, with what claims that are in order, beside one, have drawn of each."""
    drawn: dict[int, int] = {}
    for one in Claim.objects.filter(grant=grant, status__in=IN_ORDER):
        if one != beside:
            year = paying_year(one.fiscal_year, on=one.claimed_on)
            drawn[year] = drawn.get(year, 0) + one.amount_yen
    return [
        Year(one.fiscal_year, one.planned_yen, drawn.get(one.fiscal_year, 0), one.status == YearStatus.DECIDED)
        for one in GrantYear.objects.filter(grant=grant).order_by("fiscal_year")
    ]


def year_lines(grant: Grant) -> list[YearLine]:
    """Return the years of a grant as its page shows them."""
    drawn = {one.year: one.drawn_yen for one in years_of(grant)}
    rows = list(GrantYear.objects.filter(grant=grant).order_by("fiscal_year"))
    found = Commitment.objects.filter(cause=YEAR, reference__in=[str(one.pk) for one in rows]).order_by()
    bound = dict(found.values_list("reference").annotate(Sum("amount_yen")))
    return [YearLine(one, drawn[one.fiscal_year], bound.get(str(one.pk), 0)) for one in rows]


def drawable(claim: Claim) -> tuple[Year | None, int]:
    """Return the year in which a claim is paid, with what others have drawn of it, and what was carried into it."""
    grant, year = claim.grant, paying_year(claim.fiscal_year, on=claim.claimed_on)
    own = GrantYear.objects.filter(grant=grant, fiscal_year=year).first()
    row = next((one for one in years_of(grant, beside=claim) if one.year == year), None)
    carried = [one for one, _ in commitments_in(grant, year) if own is None or one.reference != str(own.pk)]
    return row, sum(one.amount_yen for one in carried)


def commitments_in(grant: Grant, year: int) -> list[tuple[Commitment, int]]:
    """Return what is bound for a grant in the budget of a year, what was carried into it first, and what is free of it.

    Payments that are on their way take their part.
    """
    own = [str(pk) for pk in GrantYear.objects.filter(grant=grant).values_list("pk", flat=True)]
    rows = Commitment.objects.filter(cause=YEAR, reference__in=own, line__fiscal_year=year)
    found = list(rows.select_related("line").order_by("committed_on", "pk"))
    waiting = Payment.objects.filter(commitment__in=found, status__in=UNPAID).order_by().values_list("commitment")
    on_the_way = dict(waiting.annotate(Sum("amount_yen")))
    return [(one, one.open_yen - on_the_way.get(one.pk, 0)) for one in found]


def years_to_decide(grant: Grant) -> list[GrantYear]:
    """Return the years that wait for their decision, the earliest first; not those before one that was decided.

    What went by undecided can be granted no more.
    """
    rows = list(GrantYear.objects.filter(grant=grant).order_by("fiscal_year"))
    decided = [one.fiscal_year for one in rows if one.status == YearStatus.DECIDED]
    last = max(decided, default=0)
    return [one for one in rows if one.fiscal_year > last and one.planned_yen]


def years_to_bind(year: int) -> list[Grant]:
    """Return the grants of which a fiscal year is decided and not bound, the earliest first."""
    rows = [one for one in _unbound(year) if one.status == YearStatus.DECIDED]
    return [one.grant for one in sorted(rows, key=lambda one: (one.decided_on, one.pk))]


def expected_of(line: BudgetLine) -> Expected | None:
    """Return what grants over years are still to take of a line; None where nothing is."""
    rows = [one for one in _unbound(line.fiscal_year) if one.grant.procedure_id == line.procedure_id]
    if not rows:
        return None
    decided = [one.planned_yen for one in rows if one.status == YearStatus.DECIDED]
    waiting = [one.planned_yen for one in rows if one.status == YearStatus.PLANNED]
    return Expected(len(decided), sum(decided), len(waiting), sum(waiting))


def _unbound(year: int) -> list[GrantYear]:
    rows = GrantYear.objects.filter(fiscal_year=year, planned_yen__gt=0, grant__status=GrantStatus.DECIDED)
    bound = set(Commitment.objects.filter(cause=YEAR, line__fiscal_year=year).values_list("reference", flat=True))
    return [one for one in rows.select_related("grant").order_by("pk") if str(one.pk) not in bound]


def plan_in_words(application: Application, *, on: date) -> list[str]:
    """Return what the letter of a decision says of a grant over several years: what each comes to, on what ground."""
    yen = (application.proposal or {}).get("amount_yen")
    if not yen or application.form is None:
        return []
    terms = terms_of(application.form.procedure)
    shape = Shape.of(terms.shape)
    if shape is Shape.ONCE:
        return []
    whole = yen * terms.years if shape is Shape.YEARLY else yen
    plan = planned(shape, whole, years=terms.years, months=terms.most_months, on=on)
    if len(plan) == 1:
        return []
    each = "、".join(f"{fiscal_year_label(year)} {yen:,}円" for year, yen in plan.items())
    ground = "債務負担行為により" if terms.later_years == LaterYears.BURDEN else "毎年度、予算の範囲内で決定して"
    return [f"年度ごとの予定額は、{each}です。次の年度からの分は、{ground}交付します。"]


def promised(*provisions: Provision) -> QuerySet[GrantYear]:
    """Return the years of grants that stand under 債務負担行為: those after the year whose budget pays itself."""
    rows = GrantYear.objects.filter(grant__provision__in=provisions)
    return rows.filter(fiscal_year__gt=F("grant__provision__line__fiscal_year"))


def burden_for(grant: Grant) -> Provision | None:
    """Return the 債務負担行為 of the budget from which a grant is decided; the one that reaches farthest."""
    rows = Provision.objects.filter(
        kind=ProvisionKind.BURDEN, line__procedure=grant.procedure_id, line__fiscal_year=grant.fiscal_year
    )
    return rows.order_by("last_year", "pk").last()


def burden_of(grant: Grant) -> Burden | None:
    """Return what 債務負担行為 still allows for a grant that stands under it: beside all others."""
    one = grant.provision
    if one is None:
        return None
    others = promised(one).exclude(grant=grant).aggregate(yen=Sum("planned_yen", default=0))["yen"]
    return Burden(one.voted_on, one.limit_yen - others, one.last_year)
