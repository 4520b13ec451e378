"""A grant over fiscal years: plans that are the whole, claims within them, limits of 債務負担行為."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kayoi.programmes.schemes.rules import years
from kayoi.programmes.schemes.rules.years import Burden, Year
from kayoi.programmes.schemes.states.grants import Shape
from kayoi.programmes.schemes.tests.test_budget_rules import Row, cases, refused


def plan(text: str) -> dict[int, int]:
    return {int(year): int(yen) for year, yen in (one.split("=") for one in text.split())}


def known(text: str) -> list[Year]:
    """Read years as 2026=planned/drawn."""
    pairs = ((one.split("=")[0], *one.split("=")[1].split("/")) for one in text.split())
    return [Year(int(year), int(yen), int(drawn)) for year, yen, drawn in pairs]


@cases("planned")
def test_planned(row: Row) -> None:
    months = int(row["月数"]) if row["月数"] else None
    on = date.fromisoformat(row["決定の日"])
    found = years.planned(
        Shape.of(row["交付のしかた"]), int(row["決定額"]), years=int(row["年数"]), months=months, on=on
    )
    assert found == plan(row["予定額"])


@given(yen=st.integers(1, 10**8), months=st.integers(1, 60), on=st.dates(date(2020, 1, 1), date(2035, 1, 1)))
def test_months_are_the_whole(yen: int, months: int, on: date) -> None:
    found = years.planned(Shape.MONTHLY, yen, years=1, months=months, on=on)
    assert sum(found.values()) == yen
    assert min(found.values()) >= 0
    assert list(found) == list(range(min(found), max(found) + 1))


@cases("may_draw")
def test_may_draw(row: Row) -> None:
    year = None
    if row["予定額"]:
        year = Year(2027, int(row["予定額"]), int(row["使った額"]), is_decided=bool(row["決定した"]))
    refused(years.may_draw(year, int(row["額"]), carried_yen=int(row["繰り越した額"] or 0)), row["理由"])


@cases("may_plan")
def test_may_plan(row: Row) -> None:
    on = date.fromisoformat(row["日"])
    answer = years.may_plan(known(row["前の予定"]), plan(row["後の予定"]), decided_yen=int(row["決定額"]), on=on)
    refused(answer, row["理由"])


@cases("may_burden")
def test_may_burden(row: Row) -> None:
    burden = None
    if row["議決の日"]:
        burden = Burden(date.fromisoformat(row["議決の日"]), int(row["残りの限度額"]), int(row["最終年度"]))
    refused(years.may_burden(burden, plan(row["次の年度からの分"]), on=date.fromisoformat(row["日"])), row["理由"])


@cases("planned_anew")
def test_planned_anew(row: Row) -> None:
    assert years.planned_anew(known(row["前の予定"]), int(row["決定額"])) == plan(row["予定額"])


@cases("paying_year")
def test_paying_year(row: Row) -> None:
    of_year = int(row["請求の年度"]) if row["請求の年度"] else None
    assert years.paying_year(of_year, on=date.fromisoformat(row["請求の日"])) == int(row["支払う年度"])


def test_planned_yearly_leaves_what_was_claimed() -> None:
    before = known("2026=650/650 2027=650/0 2028=600/0")
    assert years.planned_yearly(before, 500, claimed={2026}) == {2026: 650, 2027: 500, 2028: 500}
    assert years.planned_yearly(before, 700, claimed=set()) == {2026: 700, 2027: 700, 2028: 700}
