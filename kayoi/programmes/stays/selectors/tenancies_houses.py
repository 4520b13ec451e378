"""Homes for a longer time, house by house: from whom they are leased, who lives there, who waits."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_noop

from kayoi.programmes.stays.models import HeadLease, House, Waiting
from kayoi.programmes.stays.rules import tenancies as rules
from kayoi.programmes.stays.selectors.tenancies import hidden_from, name_of, rows_to_show, wants_of
from kayoi.programmes.stays.states import LIVED_IN, HouseKind, HouseStatus
from kayoi.programmes.stays.states.tenancies import KEEPS, LIVES, WaitingStatus

# Kinds of homes and orders of lists, so that the public page says them in English too.
SAID = (
    gettext_noop("移住準備住宅・移住支援住宅"), gettext_noop("中間管理住宅"), gettext_noop("サブリース"),
    gettext_noop("市町村営住宅(移住者優先)"), gettext_noop("シェアハウス"), gettext_noop("移住者が先"),
    gettext_noop("18歳までの子どもがいる世帯が先"), gettext_noop("申込みの順"),
)  # fmt: skip
WAITS = (WaitingStatus.WAITING, WaitingStatus.OFFERED)


@dataclass(frozen=True)
class Waits:
    """Somebody in a waiting list, with the place in it."""

    row: Waiting
    place: int
    name: str


def waiting_list(house: House, *, on: date, may_read_protected: bool) -> list[Waits]:
    """Return who waits for a house, in the order of its kind (空き待ちの一覧)."""
    rows = list(Waiting.objects.filter(house=house, status__in=[*WAITS])
                .select_related("case_file", "room__unit"))  # fmt: skip
    kind = HouseKind.of(house.kind)
    rows.sort(key=lambda row: (*rules.order_key(kind, wants_of(row)), row.pk))
    hidden = hidden_from(may_read_protected=may_read_protected, on=on)
    return [Waits(row, place, name_of(row.case_file, hidden)) for place, row in enumerate(rows, start=1)]


@dataclass(frozen=True)
class Lease:
    """A head lease in the list, and how far the works have come back."""

    row: HeadLease
    recovery: rules.Recovery
    let: int


def head_leases(*, on: date) -> list[Lease]:
    """Return all head leases that have not ended, those that end first at the top (借上げの一覧)."""
    rows = (
        HeadLease.objects.filter(ends_before__gt=on).select_related("house", "sub_lessor").order_by("ends_before", "pk")
    )
    counted = rows.annotate(let=Count("tenancies", filter=Q(tenancies__status__in=KEEPS)))
    return [Lease(row, recovery_of(row, on=on), row.let) for row in counted]


def recovery_of(row: HeadLease, *, on: date) -> rules.Recovery:
    """Return how far the works of a head lease have come back."""
    return rules.works_recovered(
        works_yen=row.works_yen, monthly_yen=row.recovered_yen, starts_on=row.starts_on, ends_before=row.ends_before,
        on=on,
    )  # fmt: skip


def chain(row: HeadLease, *, on: date, may_read_protected: bool) -> dict[str, Any]:
    """Return from whom a house is leased and to whom it is let (借上げと転貸のつながり)."""
    hidden = hidden_from(may_read_protected=may_read_protected, on=on)
    let = rows_to_show().filter(head_lease=row).order_by("-starts_on")
    return {
        "row": row, "recovery": recovery_of(row, on=on),
        "let": [(one, name_of(one.case_file, hidden)) for one in let],
    }  # fmt: skip


def waiting_page(house: House, *, on: date, may_read_protected: bool) -> dict[str, Any]:
    """Return who waits for a house, by which order, and who was asked before."""
    over = Waiting.objects.filter(house=house).exclude(status__in=WAITS).select_related("case_file")
    hidden = hidden_from(may_read_protected=may_read_protected, on=on)
    return {
        "house": house, "order": rules.ORDERS[HouseKind.of(house.kind)],
        "rows": waiting_list(house, on=on, may_read_protected=may_read_protected),
        "over": [(row, name_of(row.case_file, hidden)) for row in over.order_by("-asked_at")[:50]],
    }  # fmt: skip


def share_house(house: House, *, on: date, may_read_protected: bool) -> dict[str, Any]:
    """Return the rooms of a house with who lives in them, and what the community manager did (日誌)."""
    hidden = hidden_from(may_read_protected=may_read_protected, on=on)
    living = {row.room_id: row for row in rows_to_show().filter(room__house=house, status__in=LIVES)}
    rooms = house.rooms.select_related("unit").order_by("position", "pk")
    found = [(room, living.get(room.pk)) for room in rooms]
    return {
        "house": house, "notes": house.manager_notes.order_by("-on", "-pk")[:100],
        "rooms": [(room, row, name_of(row.case_file, hidden) if row else "") for room, row in found],
    }  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """A home as the public sees it."""

    house: House
    years: int | None
    order: tuple[str, ...]
    waits: int


def shown_homes() -> list[Shown]:
    """Return the homes that the public sees, by kind and name (長く住める住まい)."""
    rows = House.objects.filter(status=HouseStatus.PUBLISHED, kind__in=LIVED_IN).order_by("kind", "name")
    counted = rows.annotate(waits=Count("waiting", filter=Q(waiting__status__in=WAITS)))
    return [
        Shown(row, rules.LIMITS.get(HouseKind.of(row.kind)), tuple(rules.ORDERS[HouseKind.of(row.kind)]), row.waits)
        for row in counted
    ]  # fmt: skip
