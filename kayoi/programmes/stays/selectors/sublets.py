"""Homes that a partner lets, as its counter and the town's staff read them.

What a partner may see is found in its own scope first; these read, in the town's, what belongs to those rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Sum

from kayoi.engines.casefiles.selectors import protected_files
from kayoi.engines.ledger.models import Account
from kayoi.foundation.identity.models import Invitation, Membership
from kayoi.foundation.identity.selectors import members, pending_invitations
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.foundation.tenancy.selectors import partnership_between
from kayoi.kit.dates import local_date, months_later
from kayoi.programmes.stays.models import (
    HeadLease,
    PartnerPayment,
    Proposal,
    Room,
    SubLessor,
    SubletReceipt,
    SubletRent,
    Tenancy,
)
from kayoi.programmes.stays.selectors.tenancies import Debt, debts, hidden_from, name_of, rows_to_show
from kayoi.programmes.stays.selectors.tenancies_papers import BY_LESSOR
from kayoi.programmes.stays.states.sublets import PAID_OUT, PARTNER_MONEY, ProposalStatus
from kayoi.programmes.stays.states.tenancies import HAS_LIVED, KEEPS


@dataclass(frozen=True)
class Let:
    """A household in a home that a partner lets: what it owes, its name unless it is under protection."""

    row: Tenancy
    debt: Debt
    name: str


def lets(ids: Sequence[int], *, on: date, may_read_protected: bool) -> list[Let]:
    """Return the households of those tenancies, those that live there first (貸している住まい)."""
    rows = list(rows_to_show().filter(pk__in=ids).order_by("room__house__name", "-starts_on"))
    hidden = hidden_from(may_read_protected=may_read_protected, on=on)
    found = [Let(one.tenancy, one, name_of(one.tenancy.case_file, hidden)) for one in debts(rows, on=on)]
    return sorted(found, key=lambda one: one.row.status not in KEEPS)


def counter_page(lessor: SubLessor, ids: Sequence[int], *, on: date) -> dict[str, Any]:
    """Return what a partner sees first: its houses with the end of each head lease, households, proposals, money."""
    heads = HeadLease.objects.filter(sub_lessor=lessor, ends_before__gt=on).select_related("house")
    found = lets(ids, on=on, may_read_protected=False)
    proposals = lessor.proposals.select_related("room__house", "room__unit").order_by("-proposed_at")
    return {
        "lessor": lessor, "heads": list(heads.order_by("ends_before", "pk")), "lets": found,
        "soon": months_later(on, 12), "late_yen": sum(one.debt.late_yen for one in found),
        "proposals": list(proposals[:30]),
        "payments": list(lessor.payments.filter(reversal=None).order_by("-paid_on", "-pk")[:30]),
    }  # fmt: skip


def book_of(row: Tenancy) -> dict[str, Any]:
    """Return a partner's book of one home: rent of each month, what was received, how it was found."""
    return {
        "sublet_rents": list(row.sublet_rents.order_by("-month", "-pk")),
        "receipts": list(row.sublet_receipts.order_by("-paid_on", "-pk")),
        "inspections": list(row.sublet_inspections.order_by("-inspected_on", "-pk")),
    }  # fmt: skip


def let_page(pk: int, *, on: date) -> dict[str, Any]:
    """Return what a partner sees of one home and its household; papers of people under protection it does not."""
    [let] = lets([pk], on=on, may_read_protected=False)
    is_hidden = let.row.case_file_id in protected_files(on=on)
    papers = [] if is_hidden else let.row.papers.filter(kind__in=BY_LESSOR).select_related("letter").order_by("-pk")
    return {
        "let": let, "row": let.row, "debt": let.debt, "name": let.name, "papers": papers,
        "has_lived": let.row.status in HAS_LIVED, **book_of(let.row),
    }  # fmt: skip


def month_of_sublets(ids: Sequence[int], month: date) -> dict[str, Any]:
    """Return the rents of a month and what was received in it, with both sums (家賃の月の一覧)."""
    shown = ("tenancy__room__house", "tenancy__room__unit")
    rents = SubletRent.objects.filter(tenancy__in=ids, month=month, taken_back_at=None).select_related(*shown)
    until = months_later(month, 1)
    received = SubletReceipt.objects.filter(
        tenancy__in=ids, paid_on__gte=month, paid_on__lt=until, taken_back_at=None
    ).select_related(*shown)  # fmt: skip
    due, got = list(rents.order_by("tenancy", "pk")), list(received.order_by("paid_on", "pk"))
    return {
        "month": month, "before": months_later(month, -1), "after": until, "rents": due, "receipts": got,
        "due_yen": sum(one.amount_yen for one in due), "received_yen": sum(one.amount_yen for one in got),
    }  # fmt: skip


def rooms_of(lessor: SubLessor, *, on: date) -> Any:
    """Return the rooms that a partner may propose a household for."""
    heads = HeadLease.objects.filter(sub_lessor=lessor, ends_before__gt=on)
    rows = Room.objects.filter(house__in=heads.values("house")).select_related("house", "unit")
    return rows.order_by("house__name", "position", "pk")


@dataclass(frozen=True)
class Lessor:
    """A partner in the staff's list: houses, households, proposals that wait."""

    row: SubLessor
    houses: int
    households: int
    waiting: int


def sub_lessors(*, on: date) -> list[Lessor]:
    """Return the bodies that let homes under their own name (転貸する団体の一覧), in four queries."""

    def counted(rows: Any, key: str) -> dict[int, int]:
        found: dict[int, int] = {}
        for (pk,) in rows.values_list(key):
            found[pk] = found.get(pk, 0) + 1
        return found

    heads = counted(HeadLease.objects.filter(ends_before__gt=on, sub_lessor__isnull=False), "sub_lessor")
    kept = Tenancy.objects.filter(status__in=KEEPS, head_lease__sub_lessor__isnull=False)
    homes = counted(kept, "head_lease__sub_lessor")
    waiting = counted(Proposal.objects.filter(status=ProposalStatus.PROPOSED), "sub_lessor")
    return [
        Lessor(row, heads.get(row.pk, 0), homes.get(row.pk, 0), waiting.get(row.pk, 0))
        for row in SubLessor.objects.order_by("name")
    ]  # fmt: skip


def sub_lessor_page(row: SubLessor, *, town: Organization, at: datetime, may_read_protected: bool) -> dict[str, Any]:
    """Return what staff see of a partner: chain, households, its book, proposals, money, who comes to the counter."""
    on = local_date(at)
    ids = list(Tenancy.objects.filter(head_lease__sub_lessor=row).values_list("pk", flat=True))
    people: list[Membership] = []
    invited: list[Invitation] = []
    is_open = False
    if row.partner is not None:
        is_open = partnership_between(town, row.partner, on=on) is not None
        with scope.of_organization(row.partner.pk):
            people, invited = list(members(on=on)), list(pending_invitations(at=at))
    return {
        "row": row, "heads": list(row.head_leases.select_related("house").order_by("ends_before", "pk")),
        "lets": lets(ids, on=on, may_read_protected=may_read_protected), "people": people, "invited": invited,
        "is_open": is_open,
        "proposals": list(row.proposals.select_related("room__house", "room__unit").order_by("-proposed_at")[:50]),
        "payments": list(row.payments.order_by("-paid_on", "-pk")),
    }  # fmt: skip


def partners_unlike_ledger() -> int:
    """Count partners whose money with the town the ledger keeps otherwise (for `verify`)."""
    kept = {one.key: one.balance for one in Account.objects.filter(key__startswith=f"{PARTNER_MONEY}:")}
    rows = PartnerPayment.objects.filter(reversal=None).values("sub_lessor", "kind").order_by()
    sums: dict[str, int] = {}
    for one in rows.annotate(total=Sum("amount_yen")):
        key = f"{PARTNER_MONEY}:{one['sub_lessor']}"
        sums[key] = sums.get(key, 0) + (one["total"] if one["kind"] in PAID_OUT else -one["total"])
    return sum(kept.get(key, 0) != total for key, total in sums.items())
