"""Homes for a longer time as those who live there see them: term, rent, what is left to pay, their papers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from kayoi.engines.casefiles.selectors import protected_files
from kayoi.foundation.identity.models import Person
from kayoi.foundation.tenancy.models import Organization
from kayoi.programmes.stays.models import (
    Guarantee,
    RentCharge,
    RentPayment,
    SubLessor,
    SubletReceipt,
    Tenancy,
    TenancyPaper,
)
from kayoi.programmes.stays.rules.tenancies import Owed
from kayoi.programmes.stays.selectors.letters import address_of
from kayoi.programmes.stays.selectors.tenancies import debts, rows_to_show
from kayoi.programmes.stays.selectors.words import either
from kayoi.programmes.stays.states.tenancies import KEEPS, TenancyStatus

# Months and payments that are shown; all of them are in the copy of one's own data.
MOST = 12


@dataclass(frozen=True)
class OwnHome:
    """A home of somebody: what was agreed on, what was charged and paid, what is left, the papers."""

    tenancy: Tenancy
    house: str
    address: str
    rent_yen: int
    open: Sequence[Owed]
    balance_yen: int
    late_yen: int
    rents: Sequence[RentCharge]
    payments: Sequence[RentPayment | SubletReceipt]
    papers: Sequence[TenancyPaper]
    guarantees: Sequence[Guarantee]
    lessor: SubLessor | None


def towns_lived_in() -> list[Organization]:
    """Return the towns that let a home to the person whose scope is open, or are asked to."""
    rows = Tenancy.objects.filter(status__in=KEEPS).select_related("organization").order_by("organization_id")
    return list({row.organization_id: row.organization for row in rows}.values())


def tenancies_of(person: Person, *, on: date) -> QuerySet[Tenancy]:
    """Return the tenancies of somebody in this town; none of people under protection measures: they call."""
    rows: QuerySet[Tenancy] = rows_to_show().filter(case_file__person=person)
    return rows.exclude(case_file__in=protected_files(on=on)).order_by("-starts_on", "-pk")


def own_homes(person: Person, *, on: date) -> list[OwnHome]:
    """Return the homes of somebody, the latest first; no address before it was decided."""
    rows = list(tenancies_of(person, on=on).prefetch_related(
        Prefetch("rents", RentCharge.objects.filter(reversal=None).order_by("-month", "-pk")),
        Prefetch("rent_payments", RentPayment.objects.filter(reversal=None).order_by("-paid_on", "-pk")),
        Prefetch("sublet_receipts", SubletReceipt.objects.filter(taken_back_at=None).order_by("-paid_on", "-pk")),
        Prefetch("papers", TenancyPaper.objects.order_by("-pk")),
        Prefetch("guarantees", Guarantee.objects.filter(ends_before__gt=on).order_by("starts_on", "pk")),
    ))  # fmt: skip
    found = []
    for debt in debts(rows, on=on):
        row, house = debt.tenancy, debt.tenancy.room.house
        is_theirs = row.status in KEEPS and row.status != TenancyStatus.APPLIED
        found.append(
            OwnHome(
                row, either(house.name, house.name_en), address_of(house) if is_theirs else "",
                (row.rent_yen or 0) - row.reduced_yen, debt.open, debt.balance_yen, debt.late_yen,
                list(row.rents.all())[:MOST],
                _received(row), list(row.papers.all()),
                list(row.guarantees.all()), row.head_lease.sub_lessor if row.head_lease else None,
            )
        )  # fmt: skip
    return found


def _received(row: Tenancy) -> Sequence[RentPayment | SubletReceipt]:
    """Return what was paid of a home: to the town, or to the partner that lets it."""
    paid: list[RentPayment | SubletReceipt] = [*row.rent_payments.all(), *row.sublet_receipts.all()]
    return paid[:MOST]
