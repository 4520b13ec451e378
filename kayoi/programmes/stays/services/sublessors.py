"""Partners that let homes under their own name: registered, invited to the counter, paid by the town."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypedDict
from uuid import UUID

from django.db import transaction

from kayoi.engines.ledger import services as ledger
from kayoi.engines.messages import services as messages
from kayoi.foundation.audit import services as audit
from kayoi.foundation.identity import services as identity
from kayoi.foundation.identity.models import Invitation, Membership
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization, Partnership
from kayoi.foundation.tenancy.states import OrganizationKind
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date, wareki
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.stays.models import PartnerPayment, SubLessor
from kayoi.programmes.stays.states.sublets import (
    PAID_OUT,
    PARTNER_MONEY,
    SUB_LESSOR,
    SUBLESSOR_ROLE,
    TOWN_SIDE,
    PartnerMoney,
)


class UnableToPayPartner(Refused):
    """It was taken back before."""


class SubLessorFields(TypedDict):
    """Who a partner is, as its contracts name it."""

    name: str
    representative: str
    address: str
    phone: str
    email: str
    pay_to: str
    agreed_on: date


@dataclass(frozen=True)
class Money:
    """What the town paid or received: for what, how much, when."""

    kind: PartnerMoney
    amount_yen: int
    paid_on: date
    note: str = ""


@transaction.atomic
def add_sub_lessor(*, fields: SubLessorFields, by: Actor, at: datetime) -> SubLessor:
    """Register a body that lets homes under its own name (転貸する団体を登録する)."""
    row: SubLessor = SubLessor.objects.create(**fields)
    audit.record("stays.add_sub_lessor", row, by=by, at=at, after=dict(fields))
    return row


@transaction.atomic
def change_sub_lessor(*, sub_lessor: SubLessor, fields: SubLessorFields, version: int, by: Actor, at: datetime) -> None:
    """Write who a partner is now (団体の内容を変える); papers stay as given. Raises ChangedMeanwhile."""
    changes: dict[str, Any] = dict(fields)
    audit.change(sub_lessor, changes, version=version, by=by, at=at)


@transaction.atomic
def invite_sub_lessor(
    *, organization: Organization, sub_lessor: SubLessor, name: str, email: str, link: str, by: Actor, at: datetime
) -> Invitation:
    """Invite somebody of a partner to its counter (団体の人を窓口に招く). `link` has {token} in it.

    The first invitation opens the partner's organization.
    """
    row = SubLessor.objects.select_for_update(of=("self",)).select_related("partner").get(pk=sub_lessor.pk)
    partner = row.partner
    if partner is None:
        partner = identity.open_partner(kind=OrganizationKind.HOST, name=row.name, by=by, at=at)
        audit.change(row, {"partner": partner}, version=None, by=by, at=at)
    identity.begin_partnership(town=organization, partner=partner, by=by, at=at)
    with scope.of_organization(partner.pk):
        invitation, token = identity.invite_member(email=email, name=name, title="", role=SUBLESSOR_ROLE, by=by, at=at)
    values = {
        "name": name, "partner": row.name, "organization": organization.name, "link": link.replace("{token}", token),
        "until": wareki(local_date(invitation.expires_at)), "phone": organization.phone,
    }  # fmt: skip
    messages.send(
        template="stays/mail/sub_lessor_invited", language="ja", to_address=invitation.email, values=values,
        cause=SUB_LESSOR, reference=str(row.pk), by=by, at=at,
    )  # fmt: skip
    return invitation


@transaction.atomic
def close_sub_lessor(*, partnership: Partnership, by: Actor, at: datetime) -> None:
    """Close the counter to a partner (団体に窓口を閉じる): all its people at once; invitations are withdrawn.

    Whoever is to come again when it is opened anew is invited anew.
    """
    identity.end_partnership(partnership=partnership, by=by, at=at)
    with scope.of_organization(partnership.partner_id):
        for membership in Membership.objects.active(local_date(at)):
            identity.end_membership(membership=membership, ends_before=local_date(at), by=by, at=at)
        for invitation in Invitation.objects.filter(accepted_at=None, withdrawn_at=None):
            identity.withdraw_invitation(invitation=invitation, by=by, at=at)


@transaction.atomic
def note_money(*, sub_lessor: SubLessor, money: Money, key: UUID, by: Actor, at: datetime) -> PartnerPayment:
    """Note what the town paid a partner or received from it (町と団体の間のお金を記録する); the same key is one."""
    row = SubLessor.objects.select_for_update(of=("self",)).get(pk=sub_lessor.pk)
    known: PartnerPayment | None = PartnerPayment.objects.filter(key=key).first()
    if known is not None:
        return known
    label = f"転貸する団体 {row.name}"[:60]
    theirs = ledger.open_account(key=f"{PARTNER_MONEY}:{row.pk}", label=label, least=None, by=by, at=at).pk
    ours = ledger.open_account(key=TOWN_SIDE, label="転貸する団体との出入り", least=None, by=by, at=at).pk
    debit, credit = (theirs, ours) if money.kind in PAID_OUT else (ours, theirs)
    transfer = ledger.transfer(
        debit=int(debit), credit=int(credit), amount=money.amount_yen, key=f"partner:{key}", cause=PARTNER_MONEY,
        reference=str(row.pk), on=money.paid_on, by=by, at=at,
    )  # fmt: skip
    made: PartnerPayment = PartnerPayment.objects.create(
        sub_lessor=row, kind=money.kind, amount_yen=money.amount_yen, paid_on=money.paid_on, note=money.note, key=key,
        transfer_id=transfer, noted_by=by.name, noted_at=at,
    )  # fmt: skip
    after = {"kind": money.kind, "amount_yen": money.amount_yen, "paid_on": money.paid_on}
    audit.record("stays.note_money", made, by=by, at=at, after=after)
    return made


@transaction.atomic
def take_money_back(*, payment: PartnerPayment, why: str, by: Actor, at: datetime) -> None:
    """Take a note back that was a mistake (記録を取り消す). Raises UnableToPayPartner."""
    row = PartnerPayment.objects.select_for_update(of=("self",)).select_related("transfer").get(pk=payment.pk)
    if row.reversal_id is not None:
        raise UnableToPayPartner(verdict([Reason("tenancies.taken_back_before")]))
    back = ledger.reverse(
        original=row.transfer, key=f"partner-back:{row.pk}", cause=PARTNER_MONEY, reference=str(row.sub_lessor_id),
        on=row.paid_on, by=by, at=at,
    )  # fmt: skip
    audit.change(row, {"reversal_id": back, "why": why}, version=None, by=by, at=at, why=why)
