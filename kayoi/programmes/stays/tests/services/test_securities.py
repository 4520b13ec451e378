"""Guarantees are followed up before they end; damages are claimed once and put right by their opposite."""

from datetime import date, datetime
from uuid import uuid4

import pytest

from kayoi.engines.followups.models import FollowUp
from kayoi.engines.ledger.selectors import checks as ledger
from kayoi.engines.procedures.models import Letter
from kayoi.engines.procedures.selectors.letters import letter_pdf
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.tests.pdf_text import words_of_pages
from kayoi.kit.verdict import Refused
from kayoi.programmes.stays.models import DamageClaim
from kayoi.programmes.stays.rules.securities import claim_due_on
from kayoi.programmes.stays.selectors import tenancies as selectors
from kayoi.programmes.stays.services import tenancies as services
from kayoi.programmes.stays.services.tenancies_damage import (
    Damage,
    UnableToClaim,
    claim_damage,
    take_claim_back,
)
from kayoi.programmes.stays.services.tenancies_deposit import note_deposit
from kayoi.programmes.stays.services.tenancies_guarantee import (
    UnableToGuarantee,
    add_guarantee,
    ask_what_then,
    end_guarantee,
)
from kayoi.programmes.stays.services.tenancies_papers import UnableToWrite, write_paper
from kayoi.programmes.stays.states.tenancies import DAMAGE_CLAIM, GUARANTEE, Afterwards, Guarantor, PaperKind
from kayoi.programmes.stays.tests.tenancies import (
    FIRST,
    LAST,
    ONE_DAY,
    a_guarantee,
    a_home,
    a_tenancy,
    an_application,
    morning,
)
from tests.cast import Member


@pytest.fixture(autouse=True)
def in_town(in_ina: Organization) -> None:
    return None


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [one.code for one in refused.value.verdict.reasons]


def words(letter: Letter) -> str:
    return "".join(words_of_pages(letter_pdf(letter)))


def test_a_persons_guarantee_stands_in_the_contract(officer: Member, head: Member, at: datetime) -> None:
    by = officer.actor
    row = an_application(a_home(at=at, guaranty="either"), by=by, at=at)
    services.decide_tenancy(tenancy=row, by=head.actor, at=at)
    allowed = Letter.objects.get(template="stays/letters/home_allowed")
    assert "連帯保証人か保証会社のどちらかの保証が要ります" in words(allowed)
    write_paper(tenancy=row, kind=PaperKind.EXPLANATION, by=by, at=at)
    with pytest.raises(UnableToWrite) as refused:
        write_paper(tenancy=row, kind=PaperKind.CONTRACT, by=by, at=at)
    assert codes(refused) == ["tenancies.no_guarantee"]
    with pytest.raises(UnableToGuarantee) as unable:
        a_guarantee(row, most_yen=None, ends_before=row.starts_on, by=by, at=at)
    assert codes(unable) == ["tenancies.guarantee_without_most", "tenancies.not_forward"]
    a_guarantee(row, by=by, at=at)
    assert not FollowUp.objects.filter(cause=GUARANTEE).exists()
    contract = words(write_paper(tenancy=row, kind=PaperKind.CONTRACT, by=by, at=at).letter)
    for said in ("鈴木 稔", "極度額 金912,000円", "民法第465条の2", "令和10年11月30日まで"):
        assert said in contract, said


def test_a_guarantee_that_ends_before_the_contract_is_followed_up(officer: Member, head: Member, at: datetime) -> None:
    by = officer.actor
    row = a_tenancy(by=by, head=head.actor, at=at)
    fields: dict[str, object] = {"kind": Guarantor.COMPANY, "name": "保証株式会社", "most_yen": None}
    year = a_guarantee(row, **fields, ends_before=date(2027, 12, 1), by=by, at=at)
    assert FollowUp.objects.open().get(cause=GUARANTEE).due_on == date(2027, 9, 30)
    with pytest.raises(UnableToGuarantee) as refused:
        end_guarantee(guarantee=year, ends_on=date(2027, 11, 30), why="同じ日", by=by, at=at)
    assert codes(refused) == ["tenancies.guarantee_ends"]
    end_guarantee(guarantee=year, ends_on=date(2027, 11, 29), why="解約", by=by, at=at)
    assert FollowUp.objects.open().get(cause=GUARANTEE).due_on == date(2027, 9, 29)
    again = a_guarantee(row, **fields, starts_on=date(2027, 11, 30), by=by, at=at)
    ask_what_then(guarantee=year, tenancy=row, by=by, at=at)
    assert not FollowUp.objects.open().filter(cause=GUARANTEE).exists()  # another one follows
    assert again.ends_before == row.ends_before
    withdrawn = an_application(by=by, at=at)
    services.withdraw_tenancy(tenancy=withdrawn, why="転勤", by=by, at=at)
    with pytest.raises(UnableToGuarantee) as refused:
        a_guarantee(withdrawn, by=by, at=at)
    assert codes(refused) == ["tenancies.guarantee_not_now"]
    assert add_guarantee.__doc__


def test_the_next_contract_asks_for_a_guarantee_anew(officer: Member, head: Member, at: datetime) -> None:
    by = officer.actor
    room = a_home(at=at, guaranty="person")
    row = an_application(room, last=date(2027, 11, 30), by=by, at=at)
    services.decide_tenancy(tenancy=row, by=head.actor, at=at)
    a_guarantee(row, by=by, at=at)
    day = at.date()
    services.sign_tenancy(tenancy=row, explained_on=day, signed_on=day, by=by, at=at)
    services.move_in(tenancy=row, by=by, at=morning(FIRST))
    with pytest.raises(services.UnableToLet) as refused:
        services.renew_tenancy(
            tenancy=row, ends_before=LAST + ONE_DAY, explained_on=day, signed_on=day, by=by, at=morning(FIRST)
        )
    assert codes(refused) == ["tenancies.no_guarantee"]
    a_guarantee(row, starts_on=date(2027, 12, 1), ends_before=LAST + ONE_DAY, by=by, at=at)
    services.renew_tenancy(
        tenancy=row, ends_before=LAST + ONE_DAY, explained_on=day, signed_on=day, by=by, at=morning(FIRST)
    )


def test_what_the_deposit_does_not_reach_is_a_debt(officer: Member, head: Member, at: datetime) -> None:
    row, by, last = a_tenancy(by=officer.actor, head=head.actor, at=at), officer.actor, date(2026, 12, 31)
    note_deposit(tenancy=row, amount_yen=76_000, paid_on=at.date(), key=uuid4(), by=by, at=at)
    services.give_notice(tenancy=row, notice_on=FIRST, ends_on=last, inspection_on=last, by=by, at=at)
    services.end_tenancy(
        tenancy=row, left_on=last, damage_yen=80_000, damage="壁の穴", afterwards=Afterwards.LEFT, by=by,
        at=morning(last),
    )  # fmt: skip
    claim = DamageClaim.objects.get()
    assert (claim.amount_yen, claim.words, claim.due_on) == (4_000, "壁の穴", date(2027, 2, 1))
    [debt] = selectors.debts([row], on=date(2027, 2, 2))
    assert (debt.balance_yen, debt.late_yen) == (4_000, 4_000)
    assert [one.tenancy.pk for one in selectors.arrears(on=date(2027, 2, 2))] == [row.pk]
    paper = words(Letter.objects.get(template="stays/letters/damage_claim"))
    for said in ("壁の穴", "のうち、敷金で足りない額", "金4,000円", "令和9年2月1日"):
        assert said in paper, said
    take_claim_back(claim=claim, why="話合い", by=by, at=morning(last))
    with pytest.raises(UnableToClaim) as refused:
        take_claim_back(claim=claim, why="もう一度", by=by, at=morning(last))
    assert codes(refused) == ["tenancies.taken_back_before"]
    assert selectors.debts([row], on=last)[0].balance_yen == 0
    assert selectors.rents_unlike_ledger() == ledger.balances_unlike_transfers() == ledger.unbalanced() == 0


def test_nothing_is_claimed_of_who_never_lived_there(officer: Member, at: datetime) -> None:
    row = an_application(by=officer.actor, at=at)
    damage = Damage(1_000, "鍵", at.date() - ONE_DAY)
    with pytest.raises(UnableToClaim) as refused:
        claim_damage(tenancy=row, damage=damage, key=uuid4(), by=officer.actor, at=at)
    assert codes(refused) == ["tenancies.claim_not_now", "tenancies.due_past"]
    assert claim_due_on(date(2026, 12, 31)) == date(2027, 2, 1)  # 31 January is a Sunday


def test_a_guarantee_noted_by_mistake_is_in_nobodys_way(officer: Member, head: Member, at: datetime) -> None:
    by = officer.actor
    row = a_tenancy(by=by, head=head.actor, at=at)
    wrong = a_guarantee(row, most_yen=1, by=by, at=at)
    with pytest.raises(UnableToGuarantee) as refused:
        a_guarantee(row, by=by, at=at)
    assert codes(refused) == ["tenancies.guaranteed_before"]
    end_guarantee(guarantee=wrong, ends_on=row.starts_on - ONE_DAY, why="極度額の誤り", by=by, at=at)
    assert not FollowUp.objects.open().filter(cause=GUARANTEE).exists()
    assert a_guarantee(row, by=by, at=at).most_yen == 912_000


def test_a_contract_renewed_beyond_its_guarantee_is_asked_about(officer: Member, head: Member, at: datetime) -> None:
    by, day = officer.actor, at.date()
    row = a_tenancy(last=date(2027, 11, 30), by=by, head=head.actor, at=at)
    a_guarantee(row, by=by, at=at)
    assert not FollowUp.objects.open().filter(cause=GUARANTEE).exists()
    services.renew_tenancy(
        tenancy=row, ends_before=LAST + ONE_DAY, explained_on=day, signed_on=day, by=by, at=morning(FIRST)
    )
    assert FollowUp.objects.open().get(cause=GUARANTEE).due_on == date(2027, 9, 30)


def test_a_claim_names_the_deposit_only_where_it_was_settled(officer: Member, head: Member, at: datetime) -> None:
    row, by = a_tenancy(by=officer.actor, head=head.actor, at=at), officer.actor
    claim = claim_damage(tenancy=row, damage=Damage(1_000, "鍵", LAST), key=uuid4(), by=by, at=at)
    assert "敷金で足りない額" not in words(Letter.objects.get(template="stays/letters/damage_claim"))
    assert FollowUp.objects.open().filter(cause=DAMAGE_CLAIM, reference=str(claim.pk)).count() == 1
    take_claim_back(claim=claim, why="誤り", by=by, at=at)
    assert not FollowUp.objects.open().filter(cause=DAMAGE_CLAIM).exists()
