"""What the ground of a house asks for: guests written into the register, intent confirmed, leases explained, signed."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from kayoi.engines.procedures import services as procedures
from kayoi.engines.procedures.models import Letter
from kayoi.foundation.audit import services as audit
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.sealing import seal
from kayoi.kit.verdict import Refused
from kayoi.programmes.stays.models import Guest, IntentRecord, Lease, Stay
from kayoi.programmes.stays.rules import legal
from kayoi.programmes.stays.rules.checking_in import may_sign
from kayoi.programmes.stays.selectors.duties import register, register_sheet
from kayoi.programmes.stays.selectors.letters import lease_values
from kayoi.programmes.stays.states import SEALED_PASSPORT, Intent

EXPLANATION, CONTRACT = "stays/letters/explanation", "stays/letters/contract"


class UnableToRecord(Refused):
    """Something that the law asks for is still lacking."""


@dataclass(frozen=True)
class Written:
    """A row of the guest register as somebody writes it."""

    name: str
    address: str
    contact: str
    from_abroad: bool = False
    nationality: str = ""
    passport_number: str = ""
    passport_copied: bool = False


@transaction.atomic
def write_guest(*, stay: Stay, guest: Written, by: Actor, at: datetime) -> Guest:
    """Write somebody into the guest register (宿泊者名簿に記入する), for three years from the end of the stay.

    The number of a passport is sealed. Raises UnableToRecord with what is lacking.
    """
    answer = legal.register_is_complete(
        legal.Guest(
            guest.name, guest.address, guest.contact, guest.from_abroad, guest.nationality, guest.passport_number
        )
    )
    if answer.refused:
        raise UnableToRecord(answer)
    number = guest.passport_number
    row = Guest.objects.create(
        stay=stay, name=guest.name, address=guest.address, contact=guest.contact, from_abroad=guest.from_abroad,
        nationality=guest.nationality, passport_sealed=seal(number, purpose=SEALED_PASSPORT) if number else "",
        passport_copied=guest.passport_copied, written_at=at, kept_until=legal.register_kept_until(stay.leaves_on),
    )  # fmt: skip
    audit.record("stays.write_guest", row, by=by, at=at, after={"stay": stay, "from_abroad": guest.from_abroad})
    return row


@transaction.atomic
def strike_guest(*, guest: Guest, why: str, by: Actor, at: datetime) -> None:
    """Take a row out of the guest register that was written by mistake (名簿の記入を取り消す)."""
    audit.record("stays.strike_guest", guest, by=by, at=at, why=why, before={"stay": guest.stay_id})
    guest.delete()


@transaction.atomic
def forget_guests(*, by: Actor, at: datetime) -> int:
    """Delete the rows of the guest register that need not be kept any more (保存期間を過ぎた名簿を消す)."""
    old = Guest.objects.filter(kept_until__lt=local_date(at))
    audit.record_each("stays.forget_guest", [(row, {"stay": row.stay_id}, {}) for row in old], by=by, at=at)
    return old.delete()[0]


@transaction.atomic
def confirm_intent(*, stay: Stay, intent: Intent, said: str, asked_on: date, by: Actor, at: datetime) -> IntentRecord:
    """Keep whether somebody means to buy or rent a home here, as they have said it (意思を確かめて記録する)."""
    assert by.membership_id is not None
    row, _ = IntentRecord.objects.update_or_create(
        stay=stay,
        defaults={
            "intent": intent, "said": said, "asked_on": asked_on, "asked_by_id": by.membership_id, "written_at": at
        },
    )  # fmt: skip
    audit.record("stays.confirm_intent", row, by=by, at=at, after={"stay": stay, "intent": intent})
    return row


@transaction.atomic
def issue_explanation(*, stay: Stay, by: Actor, at: datetime) -> Letter:
    """Make the paper that explains a lease before it is signed (事前説明書を作る)."""
    letter = _issue(stay, EXPLANATION, by=by, at=at)
    audit.change(_lease_of(stay), {"explanation": letter}, version=None, by=by, at=at)
    return letter


@transaction.atomic
def issue_contract(*, stay: Stay, by: Actor, at: datetime) -> Letter:
    """Make the contract of a lease on a fixed term (定期建物賃貸借契約書を作る)."""
    letter = _issue(stay, CONTRACT, by=by, at=at)
    audit.change(_lease_of(stay), {"contract": letter}, version=None, by=by, at=at)
    return letter


@transaction.atomic
def note_explained(*, stay: Stay, explained_on: date, by: Actor, at: datetime) -> None:
    """Note when the paper was handed over and explained (事前説明をした日を記録する)."""
    audit.change(_lease_of(stay), {"explained_on": explained_on}, version=None, by=by, at=at)


@transaction.atomic
def note_signed(*, stay: Stay, signed_on: date, by: Actor, at: datetime) -> None:
    """Note when the lease was signed (契約した日を記録する). Raises UnableToRecord before it was explained."""
    lease = _lease_of(stay)
    answer = may_sign(basis=stay.room.house.basis, explained_on=lease.explained_on, signed_on=signed_on)
    if answer.refused:
        raise UnableToRecord(answer)
    audit.change(lease, {"signed_on": signed_on}, version=None, by=by, at=at)


def _lease_of(stay: Stay) -> Lease:
    lease, _ = Lease.objects.get_or_create(stay=stay)
    found: Lease = Lease.objects.select_for_update(of=("self",)).get(pk=lease.pk)
    return found


def _issue(stay: Stay, template: str, *, by: Actor, at: datetime) -> Letter:
    assert stay.case_file is not None
    return procedures.issue_letter(
        application=stay.application, case_file=stay.case_file, template=template, values=lease_values(stay, at=at),
        by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def hand_over_register(*, organization: Organization, by: Actor, at: datetime) -> bytes:
    """Hand the guest register out as a workbook (宿泊者名簿を取り出す), and keep who has taken it."""
    audit.record("stays.hand_over_register", organization, by=by, at=at, after={"guests": register().count()})
    return register_sheet(register())
