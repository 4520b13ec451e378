"""What budgets provide for beyond their year (予算の定め), and what was carried by it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet, Sum

from kayoi.programmes.schemes.models import BudgetEntry, BudgetLine, Commitment, Provision
from kayoi.programmes.schemes.selectors.budget.lines import place_of
from kayoi.programmes.schemes.selectors.grants.years import promised
from kayoi.programmes.schemes.states.budget import CarryKind, EntryKind, ProvisionKind

K = EntryKind


@dataclass(frozen=True)
class Provided:
    """What a budget provides for, how much of it is used."""

    provision: Provision
    used_yen: int

    @property
    def left_yen(self) -> int:
        return self.provision.limit_yen - self.used_yen


def locked_provision(provision: Provision | None) -> Provision | None:
    """Return what a budget provides for as it stands; nobody else uses or changes it until the transaction ends."""
    if provision is None:
        return None
    row: Provision = Provision.objects.select_for_update().get(pk=provision.pk)
    return row


def provisions_of(line: BudgetLine) -> QuerySet[Provision]:
    """Return what provides beyond a year for a line: of its own budget, and of an earlier one that reaches so far."""
    same = {f"line__{name}": value for name, value in place_of(line).items()}
    rows = Provision.objects.filter(line__fiscal_year__lte=line.fiscal_year, last_year__gte=line.fiscal_year, **same)
    return rows.select_related("line").order_by("voted_on", "pk")


def provisions_for(line: BudgetLine) -> QuerySet[Provision]:
    """Return what provides for money of a line to be carried over: 繰越明許費 and 継続費."""
    return provisions_of(line).exclude(kind=ProvisionKind.BURDEN)


def provided(line: BudgetLine) -> list[Provided]:
    """Return what provides beyond a year for a line, with what is used of it."""
    return _provided(provisions_of(line), line.fiscal_year)


def to_carry_by(line: BudgetLine) -> list[Provided]:
    """Return what provides for money of a line to be carried over, with what was carried by it."""
    return _provided(provisions_for(line), line.fiscal_year)


def provided_in(year: int) -> list[Provided]:
    """Return all that provides beyond a year, line by line."""
    rows = Provision.objects.filter(line__fiscal_year__lte=year, last_year__gte=year).select_related("line")
    return _provided(rows.order_by("line__number", "pk"), year)


def carried_yen(provisions: Iterable[Provision], year: int) -> dict[int, int]:
    """Return how much of the money of a year was carried by each of these."""
    rows = _gave(BudgetEntry.objects.filter(provision__in=list(provisions), line__fiscal_year=year))
    return dict(rows.order_by().values_list("provision").annotate(Sum("amount_yen")))


def used_yen(provision: Provision) -> int:
    """Return how much of it is used: promised for later years, or carried in the year in which it was most."""
    if provision.kind == ProvisionKind.BURDEN:
        return int(promised(provision).aggregate(yen=Sum("planned_yen", default=0))["yen"])
    rows = _gave(BudgetEntry.objects.filter(provision=provision)).order_by().values("line")
    return max(rows.annotate(yen=Sum("amount_yen")).values_list("yen", flat=True), default=0)


def came_by(commitment: Commitment) -> set[CarryKind]:
    """Return by what right a commitment came to its line; nothing where it was made there."""
    rows = BudgetEntry.objects.filter(commitment=commitment, kind=K.CARRIED, committed_yen__gt=0)
    return {CarryKind.of(one) for one in rows.values_list("carry", flat=True)}


def own_yen(line: BudgetLine) -> int:
    """Return what was appropriated for a line's own year and has not been carried into the next one."""
    rows = BudgetEntry.objects.filter(line=line)
    given = rows.filter(kind__in=(K.INITIAL, K.SUPPLEMENT, K.DIVERTED)).aggregate(yen=Sum("free_yen", default=0))
    gone = rows.filter(kind=K.CARRIED, free_yen__lt=0).aggregate(yen=Sum("free_yen", default=0))
    return int(given["yen"] + gone["yen"])


def rights_of(commitments: Iterable[int]) -> dict[int, str]:
    """Return by what right commitments came to their lines, in words, by commitment."""
    rows = BudgetEntry.objects.filter(commitment__in=commitments, kind=K.CARRIED, committed_yen__gt=0)
    found = rows.select_related("provision").order_by("pk")
    return {one.commitment_id: one.right_in_words for one in found if one.commitment_id}


def _provided(provisions: Iterable[Provision], year: int) -> list[Provided]:
    rows = list(provisions)
    sums = promised(*rows).order_by().values_list("grant__provision").annotate(Sum("planned_yen"))
    used = carried_yen(rows, year) | dict(sums)
    return [Provided(one, used.get(one.pk, 0)) for one in rows]


def _gave(rows: QuerySet[BudgetEntry]) -> QuerySet[BudgetEntry]:
    """Return the entries of lines that gave something to the next year."""
    return rows.filter(Q(free_yen__lt=0) | Q(committed_yen__lt=0), kind=K.CARRIED)
