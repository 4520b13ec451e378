"""Terms, rents, debts, what is due at the end, and the order of a waiting list: the tables of cases."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kayoi.kit.dates import JST, months_later
from kayoi.programmes.stays.rules import tenancies as rules
from kayoi.programmes.stays.rules.tenancies import Rent, Term, Wants
from kayoi.programmes.stays.rules.tenancies_end import Settled, deposit_settled, ends_by_notice, may_write, papers_of
from kayoi.programmes.stays.states import LIVED_IN, HouseKind
from kayoi.programmes.stays.states.tenancies import Contract, PaperKind, TenancyStatus
from kayoi.programmes.stays.tests.test_rules import cases

Row = dict[str, str]
ONE_DAY = timedelta(days=1)
K = PaperKind


def day(text: str) -> date:
    return date.fromisoformat(text)


def after(text: str) -> date:
    return day(text) + ONE_DAY


@cases("tenancies_may_live")
def test_how_long_a_home_may_be_let(row: Row) -> None:
    head = (day(row["借上げの初日"]), after(row["借上げの最終日"])) if row["借上げの初日"] else None
    term = Term(
        HouseKind.of(row["種類"]), Contract.of(row["契約"]), day(row["最初の日"]), day(row["契約の初日"]),
        after(row["契約の最終日"]), head, bool(row["団体が貸す"]),
    )  # fmt: skip
    assert " ".join(one.code for one in rules.may_live(term).reasons) == row["理由"]


@cases("tenancies_rent_of")
def test_the_rent_of_a_month(row: Row) -> None:
    until = day(row["減額の最終日"]) if row["減額の最終日"] else None
    rent = Rent(int(row["家賃"]), int(row["減額"]), until)
    found = rules.rent_of(
        rent, starts_on=day(row["入居の初日"]), ends_before=after(row["最終日"]), month=day(row["月"])
    )  # fmt: skip
    expected = (int(row["日数"]), int(row["金額"])) if row["金額"] else None
    assert (found and (found.days, found.yen)) == expected


@cases("tenancies_due_on")
def test_by_when_rent_is_paid(row: Row) -> None:
    found = rules.due_on(day(row["月"]), day=int(row["日"]), starts_on=day(row["入居の初日"]))
    assert found == day(row["納期限"])


@cases("tenancies_todos")
def test_what_has_to_be_done_before_the_end(row: Row) -> None:
    found = rules.todos_at_end(Contract.of(row["契約"]), starts_on=day(row["初日"]), ends_before=after(row["最終日"]))
    assert " ".join(one.due_on.isoformat() for one in found) == row["いつ"]
    assert ("借地借家法38条6項" in str(found)) == (len(found) == 3)


def test_a_contract_is_written_after_its_explanation() -> None:
    lease, decided = Contract.FIXED_LEASE, TenancyStatus.DECIDED
    assert papers_of(Contract.SUBLEASE) == papers_of(lease) == (K.EXPLANATION, K.CONTRACT, K.END_NOTICE)
    assert papers_of(Contract.USE_PERMIT) == (K.PERMIT,)
    assert not may_write(K.CONTRACT, lease, status=decided, is_explained=True).refused
    for kind, contract, status, expected in (
        (K.CONTRACT, lease, decided, "tenancies.explain_first"),
        (K.EXPLANATION, lease, TenancyStatus.APPLIED, "tenancies.paper_not_now"),
        (K.END_NOTICE, lease, decided, "tenancies.paper_not_now"),
        (K.EXPLANATION, Contract.USE_PERMIT, decided, "tenancies.other_paper"),
    ):
        [reason] = may_write(kind, contract, status=status, is_explained=False).reasons
        assert reason.code == expected


@cases("tenancies_ends_by_notice")
def test_when_a_lease_ends_by_its_notice(row: Row) -> None:
    found = ends_by_notice(starts_on=day(row["初日"]), ends_on=day(row["最終日"]), noticed_on=day(row["通知の日"]))
    assert found == day(row["終わる日"])


@cases("tenancies_deposit_settled")
def test_where_a_deposit_goes(row: Row) -> None:
    found = deposit_settled(held_yen=int(row["敷金"]), damage_yen=int(row["原状回復"]), rent_yen=int(row["未納"]))
    assert found == Settled(*(int(row[one]) for one in ("原状回復へ", "家賃へ", "返す", "足りない")))
    assert found.damage_yen + found.rent_yen + found.back_yen == int(row["敷金"])


@cases("tenancies_works")
def test_works_come_back_out_of_the_rent(row: Row) -> None:
    found = rules.works_recovered(
        works_yen=int(row["工事費"]), monthly_yen=int(row["月の額"]), starts_on=day(row["初日"]),
        ends_before=after(row["最終日"]), on=day(row["いつ"]),
    )  # fmt: skip
    expected = (int(row["回収した"]), int(row["終わりまでに"]), int(row["足りない"]))
    assert (found.recovered_yen, found.by_end_yen, found.short_yen) == expected


@pytest.mark.parametrize(
    ("kind", "first", "last"),
    [
        (HouseKind.PREPARING, "2026-04-01", "2028-03-31"),
        (HouseKind.PREPARING, "2028-02-29", "2030-02-28"),
        (HouseKind.MANAGED, "2026-01-31", "2038-01-30"),
        (HouseKind.MUNICIPAL, "2026-04-01", ""),
        (HouseKind.SHARED, "2026-04-01", ""),
    ],
)
def test_the_last_day_by_kind(kind: HouseKind, first: str, last: str) -> None:
    assert rules.latest_end(kind, day(first)) == (day(last) if last else None)


@pytest.mark.parametrize(
    ("rent", "by_the_same", "last", "codes"),
    [
        (0, False, "2028-03-31", []),
        (None, False, "2028-03-31", ["tenancies.rent_open"]),
        (38_000, True, "2028-03-31", ["tenancies.same_person"]),
        (None, True, "2028-04-01", ["tenancies.beyond_limit", "tenancies.rent_open", "tenancies.same_person"]),
    ],
)
def test_who_may_decide(rent: int | None, by_the_same: bool, last: str, codes: list[str]) -> None:
    first = day("2026-04-01")
    term = Term(HouseKind.PREPARING, Contract.FIXED_LEASE, first, first, after(last))
    answer = rules.may_decide(term, rent_yen=rent, by_the_same=by_the_same)
    assert [one.code for one in answer.reasons] == codes


MAY, JUNE, JULY = (date(2026, month, 1) for month in (5, 6, 7))
CHARGED = [
    rules.Charged(JUNE, date(2026, 6, 25), 20_000),
    rules.Charged(MAY, date(2026, 5, 25), 20_000),
    rules.Charged(JULY, date(2026, 7, 27), 20_000),
]


@pytest.mark.parametrize(
    ("paid", "left"),
    [
        (0, {MAY: 20_000, JUNE: 20_000, JULY: 20_000}),
        (19_999, {MAY: 1, JUNE: 20_000, JULY: 20_000}),
        (20_000, {JUNE: 20_000, JULY: 20_000}),
        (20_001, {JUNE: 19_999, JULY: 20_000}),
        (60_000, {}),
        (70_000, {}),
    ],
)
def test_the_oldest_debt_is_settled_first(paid: int, left: dict[date, int]) -> None:
    found = rules.open_rents(CHARGED, paid_yen=paid)
    assert {one.month: one.left_yen for one in found} == left
    assert [one.month for one in found] == sorted(left)


@pytest.mark.parametrize(
    ("contract", "explained", "signed", "codes"),
    [
        ("fixed_lease", "2026-03-01", "2026-03-01", []),
        ("fixed_lease", "2026-03-02", "2026-03-01", ["tenancies.not_explained"]),
        ("fixed_lease", "", "2026-03-01", ["tenancies.not_explained"]),
        ("sublease", "", "", ["tenancies.not_explained", "tenancies.not_signed"]),
        ("use_permit", "", "2026-03-01", []),
        ("use_permit", "", "", ["tenancies.not_signed"]),
    ],
)
def test_papers_before_the_key(contract: str, explained: str, signed: str, codes: list[str]) -> None:
    answer = rules.may_move_in(
        Contract.of(contract), explained_on=day(explained) if explained else None,
        signed_on=day(signed) if signed else None,
    )  # fmt: skip
    assert [one.code for one in answer.reasons] == codes


@pytest.mark.parametrize(
    ("on", "months"), [("2026-01-30", 0), ("2026-01-31", 1), ("2026-02-01", 2), ("2026-03-31", 3), ("2026-12-31", 3)]
)
def test_months_are_charged_from_their_first_day(on: str, months: int) -> None:
    found = rules.months_until(date(2026, 1, 31), date(2026, 3, 31), on=day(on))
    assert found == [date(2026, month, 1) for month in range(1, months + 1)]


def wants(hour: int, *, is_mover: bool = False, children: int = 0, persons: int = 2) -> Wants:
    return Wants(datetime(2026, 4, 1, hour, tzinfo=JST), is_mover, children, persons)


LOCAL, FAMILY, MOVER, MOVERS = (
    wants(8), wants(9, children=1), wants(10, is_mover=True), wants(11, is_mover=True, children=2, persons=4)
)  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "order"),
    [
        (HouseKind.PREPARING, [MOVERS, MOVER, FAMILY, LOCAL]),
        (HouseKind.MUNICIPAL, [MOVERS, MOVER, FAMILY, LOCAL]),
        (HouseKind.SUBLEASE, [MOVER, MOVERS, LOCAL, FAMILY]),
        (HouseKind.SHARED, [LOCAL, FAMILY, MOVER, MOVERS]),
    ],
)
def test_who_is_next(kind: HouseKind, order: list[Wants]) -> None:
    found = sorted([MOVER, LOCAL, MOVERS, FAMILY], key=lambda one: rules.order_key(kind, one))
    assert found == order


def test_whoever_a_room_is_too_small_for_does_not_stand_in_the_way() -> None:
    kind = HouseKind.PREPARING
    assert [one.code for one in rules.may_offer(kind, MOVER, ahead=[MOVERS, LOCAL], capacity=4).reasons] == [
        "tenancies.others_first"
    ]
    assert rules.may_offer(kind, MOVER, ahead=[MOVERS, LOCAL], capacity=3).met
    assert [one.code for one in rules.may_offer(kind, MOVERS, ahead=[], capacity=3).reasons] == ["tenancies.too_many"]


def test_every_kind_of_home_has_its_order() -> None:
    assert set(rules.ORDERS) == set(LIVED_IN)


@given(
    starts_on=st.dates(date(2024, 1, 1), date(2030, 12, 31)), length=st.integers(1, 4500), rent=st.integers(0, 90_000)
)
def test_all_months_together_are_every_day_once(starts_on: date, length: int, rent: int) -> None:
    ends_before = starts_on + timedelta(days=length)
    months = rules.months_until(starts_on, ends_before, on=date.max - ONE_DAY)
    found = [
        rules.rent_of(Rent(rent), starts_on=starts_on, ends_before=ends_before, month=month) for month in months
    ]  # fmt: skip
    assert sum(one.days for one in found if one) == length
    assert all(one and one.yen <= rent and (one.yen == rent) >= (one.days == one.of_days) for one in found)
    assert rules.rent_of(
        Rent(rent), starts_on=starts_on, ends_before=ends_before, month=months_later(months[-1], 1)
    ) is None  # fmt: skip
