"""Papers of a home in their order; the deposit in the ledger; nobody lives on without a contract unnoticed."""

from datetime import date, datetime
from uuid import uuid4

import pytest

from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.followups.models import FollowUp
from kayoi.engines.ledger.models import Transfer
from kayoi.engines.procedures.models import Letter
from kayoi.engines.procedures.selectors.letters import letter_pdf
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.tests.pdf_text import words_of_pages
from kayoi.kit.verdict import Refused
from kayoi.programmes.stays.models import RentPayment, Tenancy
from kayoi.programmes.stays.selectors import tenancies as selectors
from kayoi.programmes.stays.selectors.tenancies_deposit import deposit_held, deposit_lines, deposits_unsettled
from kayoi.programmes.stays.selectors.tenancies_papers import papers_page
from kayoi.programmes.stays.services import tenancies as services
from kayoi.programmes.stays.services import tenancies_rent as rents
from kayoi.programmes.stays.services.tenancies_deposit import UnableToKeep, note_deposit, take_deposit_back
from kayoi.programmes.stays.services.tenancies_end import chase_run_out
from kayoi.programmes.stays.services.tenancies_papers import UnableToWrite, write_paper
from kayoi.programmes.stays.states.tenancies import DAMAGE_CLAIM, DEPOSIT, TENANCY, Afterwards, PaperKind
from kayoi.programmes.stays.tests.tenancies import FIRST, LAST, a_head_lease, a_home, a_tenancy, an_application, morning
from tests.cast import Member

K = PaperKind


@pytest.fixture(autouse=True)
def in_town(in_ina: Organization) -> None:
    return None


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [one.code for one in refused.value.verdict.reasons]


def words(letter: Letter) -> str:
    (page,) = words_of_pages(letter_pdf(letter))
    return page


def test_the_explanation_comes_before_the_contract(officer: Member, head: Member, at: datetime) -> None:
    room, by = a_home("managed", at=at, name="長谷の家"), officer.actor
    a_head_lease(room.house, by=by, at=at)
    row = an_application(room, contract="sublease", file=make_file(name="鈴木 一"), by=by, at=at)
    with pytest.raises(UnableToWrite) as refused:
        write_paper(tenancy=row, kind=K.CONTRACT, by=by, at=at)
    assert codes(refused) == ["tenancies.paper_not_now", "tenancies.explain_first"]
    services.decide_tenancy(tenancy=row, by=head.actor, at=at)
    row.refresh_from_db()
    assert papers_page(row)["to_write"] == [K.EXPLANATION]
    explained = write_paper(tenancy=row, kind=K.EXPLANATION, by=by, at=at)
    assert "令和10年11月30日に期間が満了すると" in words(explained.letter)
    assert papers_page(row)["to_write"] == [K.EXPLANATION, K.CONTRACT]
    contract = words(write_paper(tenancy=row, kind=K.CONTRACT, by=by, at=at).letter)
    for said in ("鈴木 一", "月額 金38,000円、毎月25日まで", "金76,000円", "令和20年11月30日まで借り上げている"):
        assert said in contract
    with pytest.raises(UnableToWrite) as refused:
        write_paper(tenancy=row, kind=K.PERMIT, by=by, at=at)
    assert codes(refused) == ["tenancies.other_paper"]
    allowed = Letter.objects.get(template="stays/letters/home_allowed")
    assert "契約の前に、更新がなく" in words(allowed)
    assert "審査請求" not in words(allowed)  # a lease is no disposition
    assert row.papers.count() == 3


def test_a_permit_says_how_to_appeal(officer: Member, head: Member, at: datetime) -> None:
    row = an_application(a_home("municipal", at=at), contract="use_permit", by=officer.actor, at=at)
    services.decide_tenancy(tenancy=row, by=head.actor, at=at)
    permit = words(write_paper(tenancy=row, kind=K.PERMIT, by=officer.actor, at=at).letter)
    assert "許可を取り消すことがあります" in permit
    assert "審査請求" in permit


def test_who_is_refused_reads_why(officer: Member, head: Member, at: datetime) -> None:
    row = an_application(by=officer.actor, at=at)
    services.refuse_tenancy(tenancy=row, why="住む人数が部屋の定員より多い", by=head.actor, at=at)
    assert "住む人数が部屋の定員より多い" in words(Letter.objects.get())


def test_the_next_contract_is_explained_anew(officer: Member, head: Member, at: datetime) -> None:
    row, by = a_tenancy(last=date(2027, 11, 30), by=officer.actor, head=head.actor, at=at), officer.actor
    write_paper(tenancy=row, kind=K.EXPLANATION, by=by, at=at)
    with pytest.raises(UnableToWrite) as refused:
        write_paper(tenancy=row, kind=K.CONTRACT, ends_on=LAST, by=by, at=at)
    assert codes(refused) == ["tenancies.explain_first"]
    with pytest.raises(UnableToWrite) as refused:
        write_paper(tenancy=row, kind=K.EXPLANATION, ends_on=date(2028, 12, 1), by=by, at=at)
    assert codes(refused) == ["tenancies.beyond_limit"]
    write_paper(tenancy=row, kind=K.EXPLANATION, ends_on=LAST, by=by, at=at)
    made = write_paper(tenancy=row, kind=K.CONTRACT, ends_on=LAST, by=by, at=at)
    assert (made.term_starts_on, "令和9年12月1日から令和10年11月30日まで" in words(made.letter)) == (
        date(2027, 12, 1),
        True,
    )


def test_a_late_notice_says_when_it_holds(officer: Member, head: Member, at: datetime) -> None:
    row, by = a_tenancy(by=officer.actor, head=head.actor, at=at), officer.actor
    in_time = write_paper(tenancy=row, kind=K.END_NOTICE, by=by, at=morning(date(2028, 5, 30)))
    assert "6か月を経過した" not in words(in_time.letter)
    late = write_paper(tenancy=row, kind=K.END_NOTICE, by=by, at=morning(date(2028, 8, 1)))
    assert "令和11年2月1日までにお願いします" in words(late.letter)


def test_a_deposit_comes_once_and_no_more_than_was_agreed(officer: Member, head: Member, at: datetime) -> None:
    row, by, day, key = an_application(by=officer.actor, at=at), officer.actor, at.date(), uuid4()
    with pytest.raises(UnableToKeep) as refused:
        note_deposit(tenancy=row, amount_yen=76_001, paid_on=day, key=key, by=by, at=at)
    assert codes(refused) == ["tenancies.paper_not_now", "tenancies.deposit_over"]
    services.decide_tenancy(tenancy=row, by=head.actor, at=at)
    for _ in range(2):
        note_deposit(tenancy=row, amount_yen=50_000, paid_on=day, key=key, by=by, at=at)
    assert deposit_held(row) == 50_000
    note = Transfer.objects.get(cause=DEPOSIT)
    take_deposit_back(tenancy=row, note=note, why="別の人", by=by, at=at)
    with pytest.raises(UnableToKeep) as refused:
        take_deposit_back(tenancy=row, note=note, why="別の人", by=by, at=at)
    assert codes(refused) == ["tenancies.taken_back_before"]
    assert Entry.objects.filter(action="stays.take_deposit_back").count() == 1
    assert ([(one.words, one.yen, one.transfer) for one in deposit_lines(row)], deposit_held(row)) == (
        [("入金", 50_000, None), ("入金の取消し", -50_000, None)], 0,
    )  # fmt: skip
    note_deposit(tenancy=row, amount_yen=76_000, paid_on=day, key=uuid4(), by=by, at=at)
    Tenancy.objects.filter(pk=row.pk).update(deposit_yen=10)
    assert deposits_unsettled() == 1


def test_who_does_not_come_gets_the_deposit_back(officer: Member, head: Member, at: datetime) -> None:
    row, by = an_application(by=officer.actor, at=at), officer.actor
    services.decide_tenancy(tenancy=row, by=head.actor, at=at)
    note_deposit(tenancy=row, amount_yen=76_000, paid_on=at.date(), key=uuid4(), by=by, at=at)
    note = Transfer.objects.get(cause=DEPOSIT)
    services.withdraw_tenancy(tenancy=row, why="転勤がなくなった", by=by, at=at)
    assert (deposit_held(row), deposits_unsettled()) == (0, 0)
    assert FollowUp.objects.open().get(cause=TENANCY).title.startswith("敷金の残り76,000円を返す")
    row.refresh_from_db()
    assert [one.transfer for one in deposit_lines(row)] == [None, None]
    with pytest.raises(UnableToKeep) as refused:
        take_deposit_back(tenancy=row, note=note, why="別の人", by=by, at=at)
    assert codes(refused) == ["tenancies.paper_not_now"]


def test_a_damage_beyond_the_deposit_is_demanded(officer: Member, head: Member, at: datetime) -> None:
    row, by, last = a_tenancy(by=officer.actor, head=head.actor, at=at), officer.actor, date(2026, 12, 31)
    note_deposit(tenancy=row, amount_yen=76_000, paid_on=at.date(), key=uuid4(), by=by, at=at)
    rents.charge_rents(by=by, at=morning(FIRST))
    services.give_notice(tenancy=row, notice_on=FIRST, ends_on=last, inspection_on=last, by=by, at=at)
    services.end_tenancy(
        tenancy=row, left_on=last, damage_yen=80_000, afterwards=Afterwards.LEFT, by=by, at=morning(last)
    )
    assert FollowUp.objects.open().get(cause=DAMAGE_CLAIM).title.startswith("原状回復の費用4,000円の請求書を渡す")
    assert selectors.debts([row], on=last)[0].balance_yen == 42_000  # the rent stays in the statement
    assert not RentPayment.objects.exists()


def test_a_contract_that_ran_out_is_noticed_once(officer: Member, head: Member, at: datetime) -> None:
    row, by = a_tenancy(last=date(2027, 11, 30), by=officer.actor, head=head.actor, at=at), officer.actor
    after = morning(date(2027, 12, 1))
    assert chase_run_out(by=by, at=after) == 0  # what was planned at the beginning is still open
    FollowUp.objects.filter(cause=TENANCY).delete()
    assert len(selectors.run_out(on=LAST)) == 1
    assert chase_run_out(by=by, at=morning(date(2027, 11, 30))) == 0
    assert [chase_run_out(by=by, at=after) for _ in range(2)] == [1, 0]
    assert selectors.run_out(on=LAST) == []
    assert row.status == "living"
