"""Tenancies as staff and the rules read them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Sum

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import protected_files
from kayoi.engines.followups.models import FollowUp
from kayoi.engines.reservations.states import BookingStatus as B
from kayoi.kit.dates import last_day, months_later
from kayoi.kit.verdict import Reason, Verdict, verdict
from kayoi.programmes.stays.models import (
    HeadLease,
    House,
    RentCharge,
    Room,
    SubletReceipt,
    SubletRent,
    Tenancy,
    Waiting,
)
from kayoi.programmes.stays.rules import legal
from kayoi.programmes.stays.rules import tenancies as rules
from kayoi.programmes.stays.rules.spans import Stay
from kayoi.programmes.stays.selectors.monthly import RENTS, Standing, ledger_income, standing, standings, unlike_ledger
from kayoi.programmes.stays.selectors.offers import price_of
from kayoi.programmes.stays.states import HouseKind
from kayoi.programmes.stays.states.tenancies import HAS_LIVED, KEEPS, LEASES, LIVES, TENANCY, Contract, TenancyStatus

T = TenancyStatus
BOOKINGS = {
    T.APPLIED: (B.HELD,), T.DECIDED: (B.CONFIRMED,), T.LIVING: (B.IN_USE,), T.LEAVING: (B.IN_USE,),
    T.ENDED: (B.FINISHED,), T.REFUSED: (B.CANCELLED,), T.WITHDRAWN: (B.CANCELLED,),
}  # fmt: skip


def term_of(row: Tenancy) -> rules.Term:
    """Return what is agreed on, as the rules look at it."""
    head = row.head_lease
    return rules.Term(
        HouseKind.of(row.room.house.kind), Contract.of(row.contract), row.starts_on, row.term_starts_on,
        row.ends_before, (head.starts_on, head.ends_before) if head else None, is_sublet(row),
    )  # fmt: skip


def is_sublet(row: Tenancy) -> bool:
    """Tell whether a partner lets the home under its own name: rent, deposit and damages are its own affair."""
    return row.head_lease is not None and row.head_lease.sub_lessor_id is not None


def may_note_of(row: Tenancy, *, also: Sequence[TenancyStatus] = ()) -> Verdict:
    """Answer whether a partner may write something of a home: it lets it, and the household lives or lived there."""
    against = [] if is_sublet(row) else [Reason("tenancies.not_sublet")]
    if row.status not in (*HAS_LIVED, *also):
        against.append(Reason("tenancies.not_lived"))
    return verdict(against)


def head_lease_for(house: House, on: date) -> HeadLease | None:
    """Return the head lease under which a house is let from a day on; None where the town owns it."""
    rows = HeadLease.objects.filter(house=house, starts_on__lte=on, ends_before__gt=on)
    return rows.order_by("-ends_before").first()


def head_leases_for(rooms: Sequence[Room], on: date) -> dict[int, HeadLease]:
    """Return the head lease of each house from a day on, by house, in one query; none where the town owns it."""
    rows = HeadLease.objects.filter(house__in={one.house_id for one in rooms}, starts_on__lte=on, ends_before__gt=on)
    return {row.house_id: row for row in rows.order_by("ends_before")}


def may_move_to(row: Tenancy, room: Room, head: HeadLease | None) -> Verdict:
    """Answer whether another room may be let for the days of a tenancy: its limit, its head lease, the same lessor."""
    term = replace(
        term_of(row), kind=HouseKind.of(room.house.kind), head=(head.starts_on, head.ends_before) if head else None,
        by_partner=head is not None and head.sub_lessor_id is not None,
    )  # fmt: skip
    against = [] if has_same_lessor(row, head) else [Reason("tenancies.other_lessor")]
    return verdict([*rules.may_live(term).reasons, *against])


def has_same_lessor(row: Tenancy, head: HeadLease | None) -> bool:
    """Tell whether who lets a home under that head lease is who lets the tenancy's: the town, or the same partner."""
    mine = row.head_lease.sub_lessor_id if row.head_lease else None
    return mine == (head.sub_lessor_id if head else None)


def rent_by_rule(row: Tenancy, *, on: date) -> int | None:
    """Return the rent of a whole month by the house's prices; else what the house itself says; None if neither does."""
    first = months_later(row.starts_on.replace(day=1), 1)
    whole = Stay(first, last_day(months_later(first, 1)))
    price = price_of(row.room.house, whole, {}, on=on)
    return price.total_yen if price else row.room.house.rate_yen


def rent_of_month(row: Tenancy, month: date) -> rules.Month | None:
    """Return what the rent of a month is by what was agreed; None where nobody lives there then."""
    rent = rules.Rent(row.rent_yen or 0, row.reduced_yen, row.reduced_until)
    return rules.rent_of(rent, starts_on=row.starts_on, ends_before=row.ends_before, month=month)


@dataclass(frozen=True)
class Debt:
    """What a tenancy owes: month by month, all, and what is overdue on a day; paid too much is negative."""

    tenancy: Tenancy
    open: Sequence[rules.Owed]
    balance_yen: int
    late_yen: int


def debts(rows: Sequence[Tenancy], *, on: date) -> list[Debt]:
    """Return what each tenancy owes, rent and damages, in a fixed number of queries (家賃などの残り).

    What a partner is owed for the homes that it lets is read from its own book.
    """
    theirs = {row.pk for row in rows if is_sublet(row)}
    owed = standings(RENTS, [row.pk for row in rows if row.pk not in theirs], on=on)
    if theirs:
        owed |= _of_partners(sorted(theirs), on=on)
    return [Debt(row, *owed[row.pk]) for row in rows]


def _of_partners(ids: Sequence[int], *, on: date) -> dict[int, Standing]:
    among = {"tenancy__in": ids, "taken_back_at": None}
    charged: dict[int, list[rules.Charged]] = {pk: [] for pk in ids}
    for one in SubletRent.objects.filter(**among):
        charged[one.tenancy_id].append(rules.Charged(one.month, one.due_on, one.amount_yen))
    sums = SubletReceipt.objects.filter(**among).order_by().values("tenancy").annotate(total=Sum("amount_yen"))
    paid = {one["tenancy"]: one["total"] for one in sums}
    return {pk: standing(rows, paid_yen=paid.get(pk, 0), on=on) for pk, rows in charged.items()}


def arrears(*, on: date) -> list[Debt]:
    """Return the tenancies with rent of the town that is overdue, the largest debt first (滞納)."""
    owed_to_town = rows_to_show().filter(head_lease__sub_lessor=None)
    rows = list(owed_to_town.exclude(status__in=[T.APPLIED, T.REFUSED, T.WITHDRAWN]))
    return sorted((one for one in debts(rows, on=on) if one.late_yen), key=lambda one: -one.late_yen)


@dataclass(frozen=True)
class Line:
    """A tenancy in the list: what is due next, what is overdue; the name only for whoever may read it."""

    tenancy: Tenancy
    name: str
    next: FollowUp | None
    late_yen: int


def lines(*, on: date, may_read_protected: bool) -> list[Line]:
    """Return those who live in homes or have asked to, what is due first at the top (入居の一覧)."""
    rows = list(rows_to_show().filter(status__in=KEEPS))
    late = {one.tenancy.pk: one.late_yen for one in debts(rows, on=on)}
    planned = FollowUp.objects.open().filter(cause=TENANCY, reference__in=[str(row.pk) for row in rows])
    due = {one.reference: one for one in planned.order_by("-due_on", "-pk")}
    hidden = hidden_from(may_read_protected=may_read_protected, on=on)
    found = [
        Line(row, name_of(row.case_file, hidden), due.get(str(row.pk)), late[row.pk]) for row in rows
    ]  # fmt: skip
    return sorted(found, key=lambda one: one.next.due_on if one.next else date.max)


def name_of(file: CaseFile, hidden: set[int]) -> str:
    """Return a name as a list shows it; the number instead for whoever is under protection."""
    return f"個票{file.number}" if file.pk in hidden else file.shown_name


def hidden_from(*, may_read_protected: bool, on: date) -> set[int]:
    """Return the files whose names a list does not show to the reader."""
    return set() if may_read_protected else protected_files(on=on)


def tenancy_page(row: Tenancy, *, on: date, may_read_protected: bool) -> dict[str, Any]:
    """Return what the page of a tenancy shows (入居のページ)."""
    [debt] = debts([row], on=on)
    kind = HouseKind.of(row.room.house.kind)
    lease_end = legal.end_notice_between(Stay(row.term_starts_on, row.ends_on)) if row.contract in LEASES else None
    return {
        "row": row, "debt": debt, "rents": list(row.rents.order_by("month", "pk")),
        "payments": list(row.rent_payments.order_by("paid_on", "pk")),
        "claims": list(row.damage_claims.order_by("due_on", "pk")),
        "guarantees": list(row.guarantees.order_by("starts_on", "pk")), "keeps": row.status in KEEPS,
        "takes_claims": row.status in (*LIVES, T.ENDED), "sublet": is_sublet(row),
        "is_charged": row.rents.exists() or row.damage_claims.exists(),
        "name": name_of(row.case_file, hidden_from(may_read_protected=may_read_protected, on=on)),
        "limit": rules.latest_end(kind, row.starts_on), "notice": lease_end,
        "todos": FollowUp.objects.open().filter(cause=TENANCY, reference=str(row.pk)).order_by("due_on", "pk"),
    }  # fmt: skip


def month_page(month: date, *, on: date, may_read_protected: bool) -> dict[str, Any]:
    """Return the rents of a month, and what is overdue on a day (家賃の月締めと滞納)."""
    rows, total, kept = closing(month)
    hidden = hidden_from(may_read_protected=may_read_protected, on=on)
    late = arrears(on=on)
    return {
        "month": month, "today": on, "total_yen": total, "ledger_yen": kept,
        "rows": [(row, name_of(row.tenancy.case_file, hidden)) for row in rows],
        "arrears": [(debt, name_of(debt.tenancy.case_file, hidden)) for debt in late],
        "late_yen": sum(debt.late_yen for debt in late),
    }  # fmt: skip


def closing(month: date) -> tuple[list[RentCharge], int, int]:
    """Return the rents of a month, their sum, and what the ledger says of it: both are the same (月締め)."""
    rows = RentCharge.objects.filter(month=month, reversal=None)
    found = list(
        rows.select_related("tenancy__room__house", "tenancy__case_file").order_by("tenancy__room__house", "pk")
    )
    return found, sum(row.amount_yen for row in found), ledger_income(RENTS, month)


def wants_of(row: Waiting) -> rules.Wants:
    """Return a row of a waiting list as the order looks at it."""
    return rules.Wants(row.asked_at, row.is_mover, row.children, row.persons)


def rows_to_show() -> Any:
    """Return tenancies with what every page shows of them."""
    return Tenancy.objects.select_related("room__house", "room__unit", "case_file", "head_lease__sub_lessor")


def run_out(*, on: date) -> list[Tenancy]:
    """Return those who live on in a home though their contract has run out, with nothing planned (満了後の放置)."""
    planned = FollowUp.objects.open().filter(cause=TENANCY).values_list("reference", flat=True)
    rows = rows_to_show().filter(status__in=LIVES, ends_before__lte=on)
    known = set(planned.filter(reference__in=[str(row.pk) for row in rows]))
    return [row for row in rows if str(row.pk) not in known]


# Checks for `manage.py verify`.


def days_unlike_bookings() -> int:
    """Count tenancies whose days or state are not those of their booking."""
    rows = Tenancy.objects.select_related("booking")
    return sum(
        (row.starts_on, row.ends_before) != (row.booking.arrives_on, row.booking.leaves_on)
        or row.booking.status not in BOOKINGS[TenancyStatus.of(row.status)]
        for row in rows.iterator()
    )


def outlasting_head_lease() -> int:
    """Count tenancies that last longer than the lease on which they rest, or that lack one."""
    rows = Tenancy.objects.filter(status__in=KEEPS).select_related("room__house", "head_lease")
    bad = {"tenancies.beyond_head_lease", "tenancies.before_head_lease", "tenancies.no_head_lease"}
    return sum(bool(bad & {one.code for one in rules.may_live(term_of(row)).reasons}) for row in rows.iterator())


def rents_unlike_ledger() -> int:
    """Count tenancies and months of rent that the ledger keeps otherwise."""
    rows = Tenancy.objects.filter(head_lease__sub_lessor=None)  # a partner keeps its own book
    return unlike_ledger(RENTS, list(rows.values_list("pk", flat=True)))
