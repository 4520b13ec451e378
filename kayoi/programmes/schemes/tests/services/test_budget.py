"""Money of lines: never more than there is, in its year, each step once, the parts the whole."""

from datetime import date, datetime

import pytest

from kayoi.engines.ledger.models import Account
from kayoi.engines.ledger.selectors import checks as ledger_checks
from kayoi.engines.ledger.services import KeyReused, UnableToTransfer
from kayoi.engines.procedures.tests.factories import make_procedure
from kayoi.foundation.audit.models import Entry
from kayoi.kit.dates import local_date
from kayoi.programmes.schemes.models import BudgetEntry, Commitment
from kayoi.programmes.schemes.selectors.budget import checks
from kayoi.programmes.schemes.selectors.budget.closing import closing
from kayoi.programmes.schemes.selectors.budget.forecasts import explained, forecasts
from kayoi.programmes.schemes.selectors.budget.lines import line_named
from kayoi.programmes.schemes.selectors.budget.summary import summaries
from kayoi.programmes.schemes.services import budget
from kayoi.programmes.schemes.services.budget import UnableToBook
from kayoi.programmes.schemes.tests.budgets import (
    BY,
    commit,
    line_fields,
    make_line,
    make_payee,
    make_payment,
    permit,
    pots,
)

pytestmark = pytest.mark.usefixtures("in_ina")
LAST, FIRST = date(2027, 3, 31), date(2027, 4, 1)
CLOSING, CLOSED = date(2027, 5, 31), date(2027, 6, 1)


def codes(error: pytest.ExceptionInfo[UnableToBook]) -> list[str]:
    return [reason.code for reason in error.value.verdict.reasons]


def sound() -> bool:
    ledger = ledger_checks.balances_unlike_transfers() + ledger_checks.unbalanced()
    return ledger + checks.lines_unlike_ledger() + checks.commitments_unlike_entries() == 0


def test_a_line_begins_empty_and_is_given_its_money_once(at: datetime) -> None:
    line = make_line(10_000_000, at=at)
    budget.appropriate(line=line, amount_yen=10_000_000, by=BY, at=at)
    with pytest.raises(KeyReused):
        budget.appropriate(line=line, amount_yen=1, by=BY, at=at)
    assert pots(line) == (10_000_000, 0, 0)
    assert (line.number, make_line(0, at=at, label="別の事業").number, make_line(0, at=at, year=2027).number) == (
        1,
        2,
        1,
    )
    assert BudgetEntry.objects.get().on == date(2026, 4, 1)
    assert sound()


def test_the_same_line_twice_and_shares_above_the_whole_are_refused(at: datetime) -> None:
    make_line(0, at=at)
    with pytest.raises(UnableToBook) as refused:
        make_line(0, at=at)
    assert codes(refused) == ["schemes.line_twice"]
    too_much = [{"payer": "national", "rate": "2/3"}, {"payer": "prefecture", "rate": "1/2"}]
    with pytest.raises(UnableToBook):
        budget.open_line(fields=line_fields(2026, label="別", sources=too_much), by=BY, at=at)


def test_the_council_raises_and_lowers_but_not_below_what_is_bound(at: datetime) -> None:
    line = make_line(1_000_000, at=at)
    commit(line, 700_000, at=at)
    for _ in range(2):
        budget.supplement(line=line, change_yen=500_000, on=LAST, key="9月補正", by=BY, at=at)
    budget.supplement(line=line, change_yen=-800_000, on=LAST, key="3月補正", by=BY, at=at)
    assert pots(line) == (0, 700_000, 0)
    with pytest.raises(UnableToTransfer):
        budget.supplement(line=line, change_yen=-1, on=LAST, key="x", by=BY, at=at)
    with pytest.raises(UnableToBook) as refused:
        budget.supplement(line=line, change_yen=1, on=FIRST, key="y", by=BY, at=at)
    assert codes(refused) == ["schemes.year_over"]
    assert sound()


def test_money_is_diverted_between_lines(at: datetime) -> None:
    giver, taker = make_line(1_000_000, at=at), make_line(0, at=at, label="起業支援金")
    far = make_line(0, at=at, label="定住促進", kou_code="03")
    for _ in range(2):
        budget.divert(giver=giver, taker=taker, amount_yen=300_000, on=LAST, key="1", by=BY, at=at)
    assert (pots(giver)[0], pots(taker)[0]) == (700_000, 300_000)
    with pytest.raises(UnableToBook) as refused:
        budget.divert(giver=giver, taker=far, amount_yen=1, on=LAST, key="2", by=BY, at=at)
    assert codes(refused) == ["schemes.other_item"]
    budget.divert(giver=giver, taker=far, amount_yen=1, on=LAST, key="2", provision="予算総則第5条", by=BY, at=at)
    with pytest.raises(UnableToTransfer):
        budget.divert(giver=giver, taker=taker, amount_yen=700_000, on=LAST, key="3", by=BY, at=at)
    assert sound()


def test_a_grant_is_bound_once_with_who_bears_it(at: datetime) -> None:
    line = make_line(2_000_000, at=at)
    commitment = commit(line, 1_000_001, at=at)
    assert commit(line, 1_000_001, at=at) == commitment
    assert commitment.number == "令和8-負001-0001"
    entry = BudgetEntry.objects.get(commitment=commitment)
    assert list(entry.parts.values()) == [500_000, 250_000, 0, 250_001]
    with pytest.raises(KeyReused):
        commit(line, 5, at=at)
    with pytest.raises(UnableToTransfer) as refused:
        commit(line, 1_000_000, "2", at=at)
    assert dict(refused.value.verdict.reasons[0].params) == {"left": "999,999", "amount": "1,000,000"}
    assert (pots(line), Commitment.objects.count()) == ((999_999, 1_000_001, 0), 1)
    assert Entry.objects.filter(action="schemes.commit").count() == 1
    assert sound()


@pytest.mark.parametrize(("on", "met"), [(date(2026, 3, 31), False), (date(2026, 4, 1), True), (LAST, True),
                                         (FIRST, False)])  # fmt: skip
def test_decisions_bind_money_of_their_own_year_only(at: datetime, on: date, met: bool) -> None:
    line = make_line(1_000_000, at=at)
    if met:
        commit(line, 1, on=on, at=at)
    else:
        with pytest.raises(UnableToBook) as refused:
            commit(line, 1, on=on, at=at)
        assert codes(refused) == ["schemes.other_year"]
    assert Commitment.objects.count() == met


@pytest.mark.parametrize(("on", "met"), [(LAST, True), (FIRST, True), (CLOSING, True), (CLOSED, False)])
def test_the_old_year_pays_until_its_books_are_closed(at: datetime, on: date, met: bool) -> None:
    line = make_line(1_000_000, at=at)
    commitment = commit(line, 600_000, at=at)
    if met:
        budget.pay_commitment(commitment=commitment, amount_yen=600_000, key="1", on=on, by=BY, at=at)
    else:
        with pytest.raises(UnableToBook) as refused:
            budget.pay_commitment(commitment=commitment, amount_yen=600_000, key="1", on=on, by=BY, at=at)
        assert codes(refused) == ["schemes.books_closed"]
    assert pots(line) == (400_000, 600_000 * (not met), 600_000 * met)


def test_a_commitment_goes_up_and_down_and_what_is_not_used_is_free_again(at: datetime) -> None:
    line = make_line(1_000_000, at=at)
    commitment = commit(line, 600_000, at=at)
    for _ in range(2):
        budget.raise_commitment(commitment=commitment, by_yen=100_000, key="up", on=LAST, by=BY, at=at)
        budget.reduce_commitment(commitment=commitment, by_yen=50_001, key="down", on=LAST, by=BY, at=at)
        budget.pay_commitment(commitment=commitment, amount_yen=500_000, key="pay", on=CLOSING, by=BY, at=at)
    with pytest.raises(UnableToBook) as refused:
        budget.reduce_commitment(commitment=commitment, by_yen=150_000, key="more", on=CLOSING, by=BY, at=at)
    assert codes(refused) == ["schemes.more_than_open"]
    with pytest.raises(UnableToBook):
        budget.pay_commitment(commitment=commitment, amount_yen=150_000, key="more", on=CLOSING, by=BY, at=at)
    with pytest.raises(UnableToBook):
        budget.raise_commitment(commitment=commitment, by_yen=1, key="late", on=FIRST, by=BY, at=at)
    assert pots(line) == (350_001, 149_999, 500_000)
    released = budget.release_commitment(commitment=commitment, key="rest", on=CLOSING, by=BY, at=at)
    assert released == budget.release_commitment(commitment=commitment, key="rest", on=CLOSING, by=BY, at=at)
    assert budget.release_commitment(commitment=commitment, key="again", on=CLOSING, by=BY, at=at) is None
    assert pots(line) == (500_000, 0, 500_000)
    commitment.refresh_from_db()
    assert (commitment.amount_yen, commitment.paid_yen, commitment.open_yen) == (500_000, 500_000, 0)
    assert sound()


def test_what_the_bank_sent_back_is_bound_again(at: datetime) -> None:
    line = make_line(1_000_000, at=at)
    commitment = commit(line, 600_000, at=at)
    paid = budget.pay_commitment(commitment=commitment, amount_yen=600_000, key="1", on=LAST, by=BY, at=at)
    back = budget.reopen_payment(entry=paid, on=CLOSING, by=BY, at=at)
    assert budget.reopen_payment(entry=paid, on=CLOSING, by=BY, at=at) == back
    assert pots(line) == (400_000, 600_000, 0)
    assert back.parts == paid.parts
    budget.pay_commitment(commitment=commitment, amount_yen=600_000, key="2", on=CLOSING, by=BY, at=at)
    assert pots(line) == (400_000, 0, 600_000)
    assert sound()


@pytest.mark.parametrize(("on", "kind"), [(LAST, "taken_back"), (CLOSING, "taken_back"), (CLOSED, "revenue")])
def test_what_is_paid_back_goes_to_the_line_or_to_revenue(at: datetime, on: date, kind: str) -> None:
    line = make_line(2_000_000, at=at)
    commitment = commit(line, 1_000_001, at=at)
    budget.pay_commitment(commitment=commitment, amount_yen=1_000_001, key="1", on=LAST, by=BY, at=at)
    for _ in range(2):
        entry = budget.take_back_payment(commitment=commitment, amount_yen=500_001, key="r", on=on, by=BY, at=at)
    assert (entry.kind, list(entry.parts.values())) == (kind, [250_000, 125_000, 0, 125_001])
    with pytest.raises(UnableToBook) as refused:
        budget.take_back_payment(commitment=commitment, amount_yen=500_001, key="s", on=on, by=BY, at=at)
    assert codes(refused) == ["schemes.more_than_paid"]
    if kind == "taken_back":
        assert pots(line) == (1_500_000, 0, 500_000)
    else:
        assert pots(line) == (999_999, 0, 1_000_001)
        assert Account.objects.get(key="budget:2027:revenue").balance == 500_001
    assert sound()


def test_a_refund_goes_back_to_each_as_they_have_borne_it(at: datetime) -> None:
    fixed = [{"payer": "national", "yen": 500_000}, {"payer": "prefecture", "yen": 250_000}]
    line = make_line(2_000_000, at=at, sources=fixed)
    commitment = commit(line, 1_000_000, at=at)
    paid = budget.pay_commitment(commitment=commitment, amount_yen=600_000, key="1", on=LAST, by=BY, at=at)
    back = budget.take_back_payment(commitment=commitment, amount_yen=120_000, key="a", on=LAST, by=BY, at=at)
    rest = budget.pay_commitment(commitment=commitment, amount_yen=400_000, key="2", on=LAST, by=BY, at=at)
    late = budget.take_back_payment(commitment=commitment, amount_yen=380_000, key="b", on=CLOSED, by=BY, at=at)
    found = [list(entry.parts.values()) for entry in (paid, back, rest, late)]
    assert found[0] == [500_000, 100_000, 0, 0]
    assert found[1] == [100_000, 20_000, 0, 0]
    assert found[2] == [0, 150_000, 0, 250_000]
    assert [one + other for one, other in zip(found[1], found[3], strict=True)] == [250_000, 125_000, 0, 125_000]
    assert sound()


def test_money_is_carried_over_free_or_bound(at: datetime) -> None:
    old, new = make_line(1_000_000, at=at), make_line(0, year=2027, at=at)
    commitment, voted = commit(old, 700_000, at=at), permit(old, 900_000, at=at)
    budget.pay_commitment(commitment=commitment, amount_yen=100_000, key="1", on=LAST, by=BY, at=at)
    for _ in range(2):
        budget.carry_over(giver=old, taker=new, amount_yen=300_000, provision=voted, on=LAST, key="繰越", by=BY, at=at)
        carried = budget.carry_commitment_over(commitment=commitment, taker=new, provision=voted, on=LAST, by=BY, at=at)
    assert (pots(old), pots(new)) == ((0, 0, 100_000), (300_000, 600_000, 0))
    assert (carried.line, carried.amount_yen, carried.committed_on) == (new, 600_000, commitment.committed_on)
    budget.pay_commitment(commitment=carried, amount_yen=600_000, key="1", on=date(2028, 5, 31), by=BY, at=at)
    with pytest.raises(UnableToBook) as refused:
        budget.carry_over(giver=old, taker=new, amount_yen=1, provision=None, on=CLOSED, key="x", by=BY, at=at)
    assert codes(refused) == [
        "schemes.books_closed", "schemes.accident_needs_bound", "schemes.accident_needs_reason",
    ]  # fmt: skip
    assert sound()


def test_shares_count_for_decisions_to_come_and_parts_stay_whole_over_years(at: datetime) -> None:
    old, new = make_line(1_000_001, at=at), make_line(0, year=2027, at=at)
    commitment = commit(old, 1_000_001, at=at)
    paid = budget.pay_commitment(commitment=commitment, amount_yen=333_333, key="1", on=LAST, by=BY, at=at)
    changes = {"sources": [{"payer": "prefecture", "yen": 100_000}]}
    budget.change_line(line=old, changes=changes, version=1, by=BY, at=at)
    carried = budget.carry_commitment_over(
        commitment=commitment, taker=new, provision=None, on=LAST, note="豪雪", by=BY, at=at
    )
    rest = budget.pay_commitment(commitment=carried, amount_yen=666_668, key="1", on=FIRST, by=BY, at=at)
    sums = [one + other for one, other in zip(paid.parts.values(), rest.parts.values(), strict=True)]
    assert sums == [500_000, 250_000, 0, 250_001]
    entry = BudgetEntry.objects.get(line=old, kind="committed")
    assert list(entry.parts.values()) == sums


def test_the_checks_see_an_entry_that_is_missing(at: datetime) -> None:
    line = make_line(1_000_000, at=at)
    commitment = commit(line, 700_000, at=at)
    Commitment.objects.filter(pk=commitment.pk).update(amount_yen=700_001)
    assert checks.commitments_unlike_entries() == 1
    Account.objects.filter(pk=line.free_id).update(balance=299_999)
    assert checks.lines_unlike_ledger() == 1


@pytest.mark.parametrize(
    ("on", "carries"), [(date(2027, 1, 31), False), (date(2027, 2, 1), True), (CLOSING, True), (CLOSED, False)]
)
def test_the_closing_list(at: datetime, on: date, carries: bool) -> None:
    procedure = make_procedure(at=at)
    line = make_line(1_000_000, at=at, procedure=procedure)
    paid, unpaid, moving = (commit(line, 100_000, str(number), at=at) for number in range(3))
    budget.pay_commitment(commitment=paid, amount_yen=100_000, key="1", on=LAST, by=BY, at=at)
    make_payment(moving, make_payee(at), 50_000, at=at)
    page = closing(2026, on=on)
    assert (page.decide_by, page.pay_by, page.carries) == (LAST, CLOSING, carries)
    assert [(one.commitment, one.on_the_way) for one in page.unpaid] == [(unpaid, False), (moving, True)]
    assert (page.unpaid_yen, list(page.to_decide)) == (200_000, [])


def test_what_became_of_the_money_of_a_year(at: datetime) -> None:
    line, following = make_line(1_000_000, at=at), make_line(0, year=2027, at=at)
    paid, carried, let_go, lowered = (commit(line, 100_000, str(number), at=at) for number in range(4))
    budget.pay_commitment(commitment=paid, amount_yen=100_000, key="1", on=LAST, by=BY, at=at)
    budget.carry_commitment_over(
        commitment=carried, taker=following, provision=None, on=LAST, note="豪雪", by=BY, at=at
    )  # fmt: skip
    budget.carry_over(
        giver=line, taker=following, amount_yen=50_000, provision=permit(line, at=at), on=LAST, key="free", by=BY,
        at=at,
    )  # fmt: skip
    budget.release_commitment(commitment=let_go, key="1", on=LAST, by=BY, at=at)
    budget.reduce_commitment(commitment=lowered, by_yen=30_000, key="1", on=LAST, by=BY, at=at)
    (row,) = summaries(2026)
    assert (row.given, row.totals.paid, row.totals.waiting) == (1_000_000, 100_000, 70_000)
    assert (row.carried, row.totals.left, row.let_go) == (150_000, 680_000, 130_000)
    assert row.rights == [("繰越明許費", 50_000), ("事故繰越", 100_000)]
    (taker,) = summaries(2027)
    assert (taker.given, taker.carried, taker.totals.waiting, taker.totals.left) == (150_000, 0, 100_000, 50_000)


def test_what_is_expected_is_told_from_past_years_of_the_same_thing(at: datetime) -> None:
    for year, yens in ((2024, (400_000, 100_000)), (2025, (200_000, 300_000))):
        line = make_line(5_000_000, year=year, at=at)
        for number, (on, yen) in enumerate(zip((date(year, 5, 1), date(year + 1, 1, 10)), yens, strict=True)):
            commit(line, yen, str(number), on=on, at=at)
    line = make_line(900_000, at=at)
    make_line(900_000, at=at, label="別の事業")
    commit(line, 600_000, on=date(2026, 4, 20), at=at)
    row = line_named(line.pk).get()
    found = forecasts([row], on=date(2026, 11, 20))[line.pk]
    assert (found.years, found.past_so_far_yen, found.past_later_yen) == (2, 300_000, 200_000)
    assert (found.runs_out_on, found.left_yen) == (date(2027, 1, 10), 0)
    told = "".join(explained(found, year=2026, on=date(2026, 11, 20)))
    assert "令和9年1月10日ごろに予算がなくなります" in told
    assert list(explained(found, year=2025, on=date(2026, 11, 20))) == []


def test_what_is_let_go_after_a_part_came_back_is_borne_as_if_nothing_had(at: datetime) -> None:
    line = make_line(2_000_000, at=at, sources=[{"payer": "national", "yen": 500_000}])
    commitment = commit(line, 1_000_000, at=at)
    budget.pay_commitment(commitment=commitment, amount_yen=600_000, key="p", on=local_date(at), by=BY, at=at)
    budget.take_back_payment(commitment=commitment, amount_yen=300_000, key="b", on=local_date(at), by=BY, at=at)
    let_go = budget.release_commitment(commitment=commitment, key="l", on=local_date(at), by=BY, at=at)
    assert let_go is not None
    # Of 1,000,000 yen 国 bears 500,000, of the 600,000 that were paid as well: all that is let go is the town's.
    assert (let_go.national_yen, let_go.town_yen) == (0, 400_000)
    assert sound()
