"""What was done of what the ground of a house asks for; the guest register as rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from kayoi.engines.casefiles.selectors import protected_families
from kayoi.kit.dates import local_date
from kayoi.kit.sealing import unseal
from kayoi.kit.sheets import Column, ColumnKind, OutRow, Table, write_xlsx
from kayoi.kit.verdict import Verdict
from kayoi.programmes.stays.models import Guest, IntentRecord, Lease, Stay
from kayoi.programmes.stays.rules.checking_in import Arrival, may_check_in, must
from kayoi.programmes.stays.rules.legal import Duty
from kayoi.programmes.stays.states import INTENDED, SEALED_PASSPORT

DAY = ColumnKind.DATE
COLUMNS = (
    Column("施設"), Column("部屋"), Column("利用の初日", DAY), Column("利用の最終日", DAY), Column("氏名"),
    Column("住所"), Column("連絡先(職業)"), Column("国籍"), Column("旅券番号", ColumnKind.CODE), Column("旅券の写し"),
    Column("記入した日", DAY), Column("保存の期限", DAY),
)  # fmt: skip


@dataclass(frozen=True)
class Duties:
    """What a stay still needs before the key may be given, and what of it applies to its house."""

    guests: Sequence[Guest]
    intent: IntentRecord | None
    lease: Lease | None
    owes_register: bool
    owes_intent: bool
    owes_lease: bool
    may_check_in: Verdict


def duties_of(stay: Stay, *, on: date) -> Duties:
    """Return what was done of the duties of a stay."""
    basis = stay.room.house.basis
    guests = list(stay.guests.order_by("pk"))
    intent = stay.intents.select_related("asked_by").first()
    lease = stay.leases.select_related("explanation", "contract").first()
    return Duties(
        guests=guests,
        intent=intent,
        lease=lease,
        owes_register=must(basis, Duty.REGISTER),
        owes_intent=must(basis, Duty.WILL),
        owes_lease=must(basis, Duty.CONTRACT),
        may_check_in=may_check_in(arrival_of(stay, guests=len(guests), intent=intent, lease=lease), on=on),
    )


def arrival_of(stay: Stay, *, guests: int, intent: IntentRecord | None, lease: Lease | None) -> Arrival:
    """Return a party as the rule on letting it in sees it."""
    return Arrival(
        status=stay.status,
        arrives_on=stay.arrives_on,
        basis=stay.room.house.basis,
        persons=stay.persons,
        registered=guests,
        intent_confirmed=intent is not None and intent.intent in INTENDED,
        explained_on=lease.explained_on if lease else None,
        signed_on=lease.signed_on if lease else None,
    )


def check_in_allowed(stay: Stay, *, on: date) -> Verdict:
    """Return whether a party may be given the key on a day, with all that is lacking."""
    return duties_of(stay, on=on).may_check_in


def register() -> QuerySet[Guest]:
    """Return the guest register, the latest stay first."""
    rows = Guest.objects.select_related("stay__room__house", "stay__room__unit", "stay__case_file")
    return rows.order_by("-stay__arrives_on", "stay", "pk")


def register_sheet(rows: Iterable[Guest]) -> bytes:
    """Return the guest register as a workbook; the law asks for everybody, under protection measures or not."""
    lines: list[OutRow] = [
        (
            row.stay.room.house.name, row.stay.room.unit.name, row.stay.arrives_on, row.stay.leaves_on, row.name,
            row.address, row.contact, row.nationality, passport_of(row), "あり" if row.passport_copied else "",
            local_date(row.written_at), row.kept_until,
        )
        for row in rows
    ]  # fmt: skip
    return write_xlsx([Table("宿泊者名簿", COLUMNS, lines)])


def passport_of(guest: Guest) -> str:
    """Return the number of a passport."""
    return unseal(guest.passport_sealed, purpose=SEALED_PASSPORT) if guest.passport_sealed else ""


def protected_of(rows: Sequence[Guest], *, on: date) -> set[int]:
    """Return the case files of people under protection measures among some guests."""
    return protected_families({row.stay.case_file_id for row in rows if row.stay.case_file_id}, on=on)
