"""What partners and staff do with homes that a partner lets: each service, its refusals, its marks in the ledger."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.followups.models import FollowUp
from kayoi.engines.ledger.models import Account
from kayoi.foundation.identity.models import Invitation
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization, Partnership
from kayoi.kit.moves import UnableToMove
from kayoi.kit.verdict import Refused
from kayoi.programmes.stays.models import SubLessor, SubletInspection, SubletReceipt, SubletRent
from kayoi.programmes.stays.selectors import tenancies as selectors
from kayoi.programmes.stays.selectors.sublets import partners_unlike_ledger
from kayoi.programmes.stays.selectors.tenancies import head_lease_for, may_move_to
from kayoi.programmes.stays.services import sublessors as partners
from kayoi.programmes.stays.services import sublets as services
from kayoi.programmes.stays.services import sublets_rent as rents
from kayoi.programmes.stays.services import tenancies
from kayoi.programmes.stays.services.sublessors import Money
from kayoi.programmes.stays.services.sublets_rent import Received, UnableToSublet
from kayoi.programmes.stays.services.tenancies_head import UnableToLease, add_head_lease, change_head_end
from kayoi.programmes.stays.services.tenancies_moving import UnableToMoveHome, move_tenancy
from kayoi.programmes.stays.services.tenancies_rent import charge_rents
from kayoi.programmes.stays.states import PaidBy
from kayoi.programmes.stays.states.sublets import PROPOSAL, Found, InspectedWhen, PartnerMoney
from kayoi.programmes.stays.states.tenancies import HEAD_LEASE, Afterwards
from kayoi.programmes.stays.tests.sublets import a_lessor, a_proposal, a_sublet, a_sublet_home
from kayoi.programmes.stays.tests.tenancies import FIRST, a_head_lease, a_home, a_tenancy, an_application, morning
from tests.cast import Member


@pytest.fixture(autouse=True)
def in_town(in_ina: Organization) -> None:
    return None


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [one.code for one in refused.value.verdict.reasons]


def test_rent_of_a_partner_is_in_its_book_and_put_right_at_the_end(
    in_ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    by, last = officer.actor, date(2027, 1, 15)
    row = a_sublet(a_lessor(in_ina, by=head.actor), by=by, head=head.actor, at=at)
    assert rents.charge_sublets(by=by, at=morning(date(2027, 1, 4))) == 2
    assert rents.charge_sublets(by=by, at=morning(date(2027, 1, 4))) == 0
    assert charge_rents(by=by, at=morning(date(2027, 1, 4))) == 0
    assert not Account.objects.filter(key__startswith="stays.rent").exists()
    assert selectors.debts([row], on=date.max)[0].balance_yen == 76_000
    receipt = rents.note_receipt(
        tenancy=row, paid=Received(38_000, FIRST, PaidBy.TRANSFER), key=uuid4(), by=by, at=at
    )  # fmt: skip
    rents.take_receipt_back(receipt=receipt, why="別の人", by=by, at=at)
    with pytest.raises(UnableToSublet) as refused:
        rents.take_receipt_back(receipt=receipt, why="別の人", by=by, at=at)
    assert codes(refused) == ["tenancies.taken_back_before"]
    tenancies.give_notice(tenancy=row, notice_on=FIRST, ends_on=last, inspection_on=last, by=by, at=at)
    ending: Any = {"left_on": last, "afterwards": Afterwards.LEFT, "by": by, "at": morning(last)}
    with pytest.raises(tenancies.UnableToLet) as unable:
        tenancies.end_tenancy(tenancy=row, damage_yen=1, **ending)
    assert codes(unable) == ["tenancies.partner_keeps"]
    tenancies.end_tenancy(tenancy=row, damage_yen=0, **ending)
    assert selectors.debts([row], on=date.max)[0].balance_yen == 38_000 + 38_000 * 15 // 31
    assert SubletRent.objects.count() == 3
    assert rents.correct_sublets(tenancy=row, why="なし", by=by, at=at) == 0
    assert selectors.rents_unlike_ledger() == selectors.outlasting_head_lease() == 0


def test_only_what_a_partner_lets(in_ina: Organization, officer: Member, head: Member, at: datetime) -> None:
    by = officer.actor
    row = a_tenancy(by=by, head=head.actor, at=at)
    with pytest.raises(UnableToSublet) as refused:
        rents.note_receipt(tenancy=row, paid=Received(1, FIRST, PaidBy.COUNTER), key=uuid4(), by=by, at=at)
    assert codes(refused) == ["tenancies.not_sublet"]
    looked = services.Looked(InspectedWhen.DURING, FIRST, Found.GOOD)
    with pytest.raises(UnableToSublet):
        services.inspect_sublet(tenancy=row, looked=looked, key=uuid4(), by=by, at=at)
    assert not SubletReceipt.objects.exists()
    assert not SubletInspection.objects.exists()
    lessor, key = a_lessor(in_ina, by=head.actor), uuid4()
    with pytest.raises(UnableToSublet) as refused:
        a_proposal(lessor, a_home("managed", at=at), first=FIRST, by=by, at=at)
    assert codes(refused) == ["tenancies.not_their_room"]
    let = a_sublet(lessor, by=by, head=head.actor, at=at)
    made = [services.inspect_sublet(tenancy=let, looked=looked, key=key, by=by, at=at).pk for _ in range(2)]
    assert made[0] == made[1]


def test_a_proposal_waits_for_an_answer(in_ina: Organization, officer: Member, head: Member, at: datetime) -> None:
    by = officer.actor
    lessor = a_lessor(in_ina, by=head.actor)
    room = a_sublet_home(lessor, by=by, at=at)
    first, second = (a_proposal(lessor, room, first=FIRST, by=by, at=at) for _ in range(2))
    assert FollowUp.objects.open().filter(cause=PROPOSAL).count() == 2
    made = services.take_proposal(proposal=first, case_file=make_file(), by=by, at=at)
    assert (made.contract, made.head_lease is not None, made.persons) == ("sublease", True, 2)
    services.decline_proposal(proposal=second, why="先の世帯に決まった", by=by, at=at)
    with pytest.raises(UnableToMove):
        services.decline_proposal(proposal=second, why="もう一度", by=by, at=at)
    assert not FollowUp.objects.open().filter(cause=PROPOSAL).exists()
    assert services.propose_household.__doc__


def test_a_head_lease_ends_no_earlier_than_what_is_let(
    in_ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    by = officer.actor
    row = a_sublet(a_lessor(in_ina, by=head.actor), by=by, head=head.actor, at=at)
    assert row.head_lease is not None
    due = FollowUp.objects.open().filter(cause=HEAD_LEASE).order_by("due_on").values_list("due_on", flat=True)
    assert list(due) == [date(2028, 11, 30), date(2029, 3, 30)]
    with pytest.raises(UnableToLease) as refused:
        change_head_end(head_lease=row.head_lease, ends_before=row.ends_on, why="解約", by=by, at=at)
    assert codes(refused) == ["tenancies.let_beyond"]
    change_head_end(head_lease=row.head_lease, ends_before=row.ends_before, why="解約", by=by, at=at)
    assert list(due.all())[-1] == date(2028, 4, 3)
    with pytest.raises(UnableToLease) as refused:
        a_head_lease(row.room.house, starts_on=FIRST, by=by, at=at)
    assert codes(refused) == ["tenancies.leased_already"]
    assert add_head_lease.__doc__


def test_a_partner_is_invited_paid_and_shut_out(in_ina: Organization, head: Member, at: datetime) -> None:
    by = head.actor
    fields: Any = {
        "name": "空き家ラボ", "representative": "代表", "address": "島", "phone": "0", "email": "", "pay_to": "",
        "agreed_on": at.date(),
    }  # fmt: skip
    lessor = partners.add_sub_lessor(fields=fields, by=by, at=at)
    partners.change_sub_lessor(
        sub_lessor=lessor,
        fields=fields | {"phone": "1"},
        version=lessor.version,
        by=by,
        at=at,
    )
    people = {"name": "島 窓口", "email": "lab@example.org", "link": "https://example.org/{token}/"}
    for _ in range(2):
        partners.invite_sub_lessor(organization=in_ina, sub_lessor=lessor, **people, by=by, at=at)
    partner = SubLessor.objects.get().partner
    assert partner is not None
    partnership = Partnership.objects.get(partner=partner)
    key, money = uuid4(), Money(PartnerMoney.GUARANTEE, 20_000, at.date())
    first, again = (partners.note_money(sub_lessor=lessor, money=money, key=key, by=by, at=at) for _ in range(2))
    assert first.pk == again.pk
    back = partners.note_money(
        sub_lessor=lessor, money=Money(PartnerMoney.RETURNED, 5_000, at.date()), key=uuid4(), by=by, at=at
    )
    assert Account.objects.get(key=f"stays.partner:{lessor.pk}").balance == 15_000
    assert partners_unlike_ledger() == 0
    partners.take_money_back(payment=back, why="二重", by=by, at=at)
    with pytest.raises(partners.UnableToPayPartner):
        partners.take_money_back(payment=back, why="二重", by=by, at=at)
    assert partners_unlike_ledger() == 0
    partners.close_sub_lessor(partnership=partnership, by=by, at=at)
    with scope.of_organization(partner.pk):
        assert not Invitation.objects.filter(accepted_at=None, withdrawn_at=None).exists()


def test_of_a_household_that_comes_to_nothing_nothing_is_kept(
    in_ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    by = officer.actor
    lessor = a_lessor(in_ina, by=head.actor)
    room = a_sublet_home(lessor, by=by, at=at)
    declined, waits = (a_proposal(lessor, room, first=FIRST, by=by, at=at) for _ in range(2))
    services.decline_proposal(proposal=declined, why="先の世帯", by=by, at=at)
    declined.refresh_from_db()
    assert (declined.name, declined.words) == ("", "")
    assert services.lapse_proposals(by=by, at=at + timedelta(days=90)) == 0
    assert services.lapse_proposals(by=by, at=at + timedelta(days=91)) == 1
    waits.refresh_from_db()
    assert (waits.status, waits.name, waits.phone, waits.words) == ("lapsed", "", "", "")
    assert not FollowUp.objects.open().filter(cause=PROPOSAL).exists()


def test_a_household_is_moved_within_the_homes_of_its_lessor(
    in_ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    by = officer.actor
    mine, theirs = a_lessor(in_ina, by=head.actor), a_lessor(in_ina, "よその団体", by=head.actor)
    row = an_application(a_sublet_home(mine, by=by, at=at), contract="sublease", by=by, at=at)
    other, near = (a_sublet_home(one, by=by, at=at, name=name) for one, name in ((theirs, "よそ"), (mine, "うち")))
    refused_for = may_move_to(row, other, head_lease_for(other.house, FIRST))
    assert [one.code for one in refused_for.reasons] == ["tenancies.other_lessor"]
    with pytest.raises(UnableToMoveHome) as refused:
        move_tenancy(tenancy=row, room=other, why="避難", by=by, at=at)
    assert codes(refused) == ["tenancies.other_lessor"]
    move_tenancy(tenancy=row, room=near, why="避難", by=by, at=at)
    row.refresh_from_db()
    assert row.room_id == near.pk


def test_a_head_lease_is_held_while_a_home_on_it_is_decided(
    in_ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    lessor = a_lessor(in_ina, by=head.actor)
    row = an_application(a_sublet_home(lessor, by=head.actor, at=at), contract="sublease", by=officer.actor, at=at)
    with CaptureQueriesContext(connection) as asked:
        tenancies.decide_tenancy(tenancy=row, by=head.actor, at=at)
    locks = [one["sql"] for one in asked if "FOR NO KEY UPDATE" in one["sql"] and "stays_headlease" in one["sql"]]
    assert len(locks) == 1
