"""When a party may be let in, and what a house lacks, by tables that an official can read."""

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kayoi.programmes.stays.rules.charging import kept_less, may_add, may_relieve
from kayoi.programmes.stays.rules.checking_in import Arrival, may_check_in, may_sign, must
from kayoi.programmes.stays.rules.legal import Duty
from kayoi.programmes.stays.rules.publishing import House, may_publish
from kayoi.programmes.stays.states import Relief, StayStatus

CASES = Path(__file__).parent / "cases"
Row = dict[str, str]


def cases(name: str) -> pytest.MarkDecorator:
    """Run a test once for each line of a table."""
    with (CASES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file, strict=True))
    assert lines
    return pytest.mark.parametrize("row", lines, ids=[line["場合"] for line in lines])


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@cases("may_check_in")
def test_may_check_in(row: Row) -> None:
    arrival = Arrival(
        status=row["状態"], arrives_on=date.fromisoformat(row["初日"]), basis=row["根拠"], persons=int(row["人数"]),
        registered=int(row["名簿"]), intent_confirmed=bool(row["意思"]), explained_on=day(row["説明"]),
        signed_on=day(row["契約"]),
    )  # fmt: skip
    answer = may_check_in(arrival, on=date.fromisoformat(row["きょう"]))
    assert " ".join(one.code for one in answer.reasons) == row["理由"]


@pytest.mark.parametrize(
    ("basis", "duty", "owed"),
    [
        ("inn", Duty.REGISTER, True), ("fixed_lease", Duty.CONTRACT, True), ("public_facility", Duty.REMEDY, True),
        ("public_facility", Duty.REGISTER, False), ("none_needed", Duty.REGISTER, False),
    ],
)  # fmt: skip
def test_must(basis: str, duty: Duty, owed: bool) -> None:
    assert must(basis, duty) is owed


@pytest.mark.parametrize(
    ("basis", "explained_on", "ok"),
    [
        ("fixed_lease", date(2026, 11, 20), True), ("fixed_lease", date(2026, 11, 25), True),
        ("fixed_lease", date(2026, 11, 26), False), ("fixed_lease", None, False), ("special_zone", None, True),
    ],
)  # fmt: skip
def test_may_sign(basis: str, explained_on: date | None, ok: bool) -> None:
    answer = may_sign(basis=basis, explained_on=explained_on, signed_on=date(2026, 11, 25))
    assert answer.met is ok


WHOLE = House("trial", "inn", "第12号", "紹介", "坂が急です", "案内", "0265", "1番地", 1, 1, True, True)


@cases("may_publish")
def test_may_publish(row: Row) -> None:
    empty = {name: type(getattr(WHOLE, name))() for name in row["足りないもの"].split()}
    answer = may_publish(replace(WHOLE, **empty))
    assert " ".join(one.code for one in answer.reasons) == row["理由"]


def test_what_people_live_in_needs_no_prices_of_stays_and_a_lease_no_number() -> None:
    house = replace(WHOLE, kind="managed", basis="fixed_lease", basis_detail="", procedure_is_open=False, prices=False)
    assert may_publish(house).met


def yen(text: str) -> int | None:
    return int(text) if text else None


@cases("may_relieve")
def test_may_relieve(row: Row) -> None:
    answer = may_relieve(
        StayStatus.of(row["状態"]), relief=Relief.of(row["減免"]), before_yen=yen(row["いまの料金"]),
        by_rule_yen=yen(row["決まりどおり"]), amount_yen=yen(row["決める額"]),
    )  # fmt: skip
    assert " ".join(one.code for one in answer.reasons) == row["理由"]


@cases("kept_less")
def test_what_was_let_off_stays_let_off(row: Row) -> None:
    found = kept_less(int(row["減免の額"]), before_yen=int(row["前の料金"]), after_yen=int(row["今の料金"]))
    assert found == int(row["減免"])


@cases("may_add")
def test_may_add(row: Row) -> None:
    answer = may_add(StayStatus.of(row["状態"]), persons=int(row["人数"]), capacity=int(row["定員"]))
    assert " ".join(one.code for one in answer.reasons) == row["理由"]
