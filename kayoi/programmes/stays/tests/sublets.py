"""Partners that let homes under their own name, for tests and for the walk."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from kayoi.engines.casefiles.models import CaseFile
from kayoi.foundation.identity import services as identity
from kayoi.foundation.identity.models import Membership
from kayoi.foundation.tenancy.models import Organization
from kayoi.foundation.tenancy.states import OrganizationKind
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date, months_later
from kayoi.programmes.stays.models import Proposal, Room, SubLessor, Tenancy, TenancyPaper
from kayoi.programmes.stays.services.sublessors import Money, add_sub_lessor, note_money
from kayoi.programmes.stays.services.sublets import Looked, Proposed, inspect_sublet, propose_household
from kayoi.programmes.stays.services.sublets_rent import Received, charge_sublets, note_receipt
from kayoi.programmes.stays.services.tenancies_papers import write_paper
from kayoi.programmes.stays.states import PaidBy
from kayoi.programmes.stays.states.sublets import Found, InspectedWhen, PartnerMoney
from kayoi.programmes.stays.states.tenancies import PaperKind
from kayoi.programmes.stays.tests.tenancies import FIRST, a_head_lease, a_home, a_tenancy
from tests.clock import NOW


def a_lessor(town: Organization, name: str = "空き家ラボ", *, by: Actor, at: datetime = NOW) -> SubLessor:
    """Register a body that lets homes, whose people may come to the counter of the town."""
    fields: Any = {
        "name": name, "representative": "代表理事 島 守", "address": "島内1番地", "phone": "0997-00-0000",
        "email": "", "pay_to": "島の信用組合 普通 1234567", "agreed_on": at.date(),
    }  # fmt: skip
    row = add_sub_lessor(fields=fields, by=by, at=at)
    partner = identity.open_partner(kind=OrganizationKind.HOST, name=name, by=by, at=at)
    identity.begin_partnership(town=town, partner=partner, by=by, at=at)
    SubLessor.objects.filter(pk=row.pk).update(partner=partner)
    row.refresh_from_db()
    return row


def a_sublet_home(lessor: SubLessor, *, by: Actor, at: datetime = NOW, first: date = FIRST, **fields: Any) -> Room:
    """Give a partner a house that it has leased for three years."""
    room = a_home("sublease", at=at, **fields)
    a_head_lease(room.house, sub_lessor=lessor, starts_on=first, ends_before=months_later(first, 36), by=by, at=at)
    return room


def a_sublet(
    lessor: SubLessor, *, by: Actor, head: Actor, at: datetime = NOW, first: date = FIRST, name: str = "",
    **fields: Any,
) -> Tenancy:  # fmt: skip
    """Let a partner's home to a household for two years."""
    room = a_sublet_home(lessor, by=by, at=at, first=first, **({"name": name} if name else {}))
    return a_tenancy(
        room=room, contract="sublease", first=first, last=months_later(first, 24), by=by, head=head, at=at, **fields
    )


def a_proposal(
    lessor: SubLessor, room: Room, *, words: str = "漁協で働く人", first: date, by: Actor, at: datetime = NOW
) -> Proposal:
    """Propose a household of two for a year."""
    proposed = Proposed(room, "島 渚", "090-0000-0000", 2, first, months_later(first, 12), words)
    return propose_household(sub_lessor=lessor, proposed=proposed, key=uuid4(), by=by, at=at)


def rows_of_sublets(
    town: Organization, file: CaseFile, *, words: str, by: Actor, head: Actor, at: datetime
) -> dict[str, Any]:
    """Give a town a partner with a home that is let, another that is not, and what a partner writes; return ids."""
    day = local_date(at)
    lessor = a_lessor(town, f"団体{words}"[:100], by=head, at=at)
    let = a_sublet(lessor, by=by, head=head, at=at, first=day, file=file, name=f"転貸{words}"[:60])
    write_paper(tenancy=let, kind=PaperKind.EXPLANATION, by=by, at=at)
    charge_sublets(by=by, at=at)
    receipt = note_receipt(
        tenancy=let, paid=Received(1_000, day, PaidBy.TRANSFER, words), key=uuid4(), by=by, at=at
    )  # fmt: skip
    looked = Looked(InspectedWhen.BEFORE, day, Found.GOOD, words)
    inspect_sublet(tenancy=let, looked=looked, key=uuid4(), by=by, at=at)
    free = a_sublet_home(lessor, by=by, at=at, first=day)
    proposal = a_proposal(lessor, free, words=words, first=day, by=by, at=at)
    money = Money(PartnerMoney.AGENCY, 30_000, day, words)
    payment = note_money(sub_lessor=lessor, money=money, key=uuid4(), by=head, at=at)
    paper = TenancyPaper.objects.get(tenancy=let, kind=PaperKind.EXPLANATION)
    assert lessor.partner is not None
    return {
        "sub_lessor": lessor.pk, "sublet": let.pk, "sublet_receipt": receipt.pk, "proposal": proposal.pk,
        "partner_payment": payment.pk, "sublet_paper": paper.pk, "sublet_partner": lessor.partner.pk,
    }  # fmt: skip


def people_of(lessor: SubLessor) -> list[Membership]:
    """Return who comes to the counter of a partner."""
    return list(Membership.across.filter(organization=lessor.partner_id))
