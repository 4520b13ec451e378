"""The national scheme and the ends of registrations, as tables that an official can read, on both sides."""

import csv
from datetime import date
from pathlib import Path

import pytest

from kayoi.kit.verdict import Outcome
from kayoi.programmes.furusato.rules.counting import Deed, Terms
from kayoi.programmes.furusato.rules.national import (
    Held,
    Known,
    Proof,
    Scheme,
    is_home,
    may_be_basic,
    may_be_premium,
    prefecture_of,
    prefectures_along,
    slots_taken,
    stays_basic,
)
from kayoi.programmes.furusato.rules.renewing import due, reminder, renewed_until, valid_until

CASES = Path(__file__).parent / "cases"
INA = "202096"
ON = date(2027, 6, 1)


def table(name: str) -> pytest.MarkDecorator:
    """Make a test of each row of a table."""
    with (CASES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return pytest.mark.parametrize("row", [pytest.param(row, id=row["場合"]) for row in csv.DictReader(file)])


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def deeds(text: str) -> list[Deed]:
    """Read days, with 指定外 or 不承認 behind."""
    return [
        Deed(
            date.fromisoformat(word[:10]), date.fromisoformat(word[:10]),
            "rejected" if word.endswith("不承認") else "confirmed", not word.endswith("指定外"),
        )
        for word in text.split()
    ]  # fmt: skip


def held(text: str) -> list[Held]:
    return [Held(word[:6], "ベーシック" not in word, "同時" in word) for word in text.split()]


def proof(text: str) -> Proof | None:
    if not text:
        return None
    level, on, *more = text.split()
    rest = " ".join(more)
    return Proof(int(level), date.fromisoformat(on), day(rest.partition("期限")[2]), "別人" not in rest)


@table("may_be_premium")
def test_premium(row: dict[str, str]) -> None:
    known = Known(
        row["住所"] or None, day(row["生年月日"]), bool(row["保護者"]), proof(row["本人確認"]), deeds(row["活動"]),
        held=held(row["ほかの団体"]), sees_all_held=bool(row["全部見える"]),
    )  # fmt: skip
    found = may_be_premium(known, body=INA, on=date.fromisoformat(row["日"]), scheme=Scheme())
    assert found.outcome == row["結果"]
    assert [reason.code for reason in found.reasons] == row["理由"].split()


@table("may_be_basic")
def test_basic(row: dict[str, str]) -> None:
    known = Known(row["住所"] or None, day(row["生年月日"]), bool(row["保護者"]), held=held(row["ほかの団体"]))
    scheme = Scheme(basic_at_home=bool(row["住所地でもよい"]))
    found = may_be_basic(known, body=INA, on=date.fromisoformat(row["日"]), scheme=scheme)
    assert found.outcome == row["結果"]
    assert [reason.code for reason in found.reasons] == row["理由"].split()


@table("activity_or_visit")
def test_activities_and_visits(row: dict[str, str]) -> None:
    visits = None if row["訪問"] == "不明" else [date(2027, 5, number + 1) for number in range(int(row["訪問"] or 0))]
    known = Known(
        "131041", date(1990, 1, 1), proof=Proof(3, ON), visits_on=visits, sees_all_held=True,
        deeds=[
            Deed(date(2027, 4, number + 1), date(2027, 4, number + 1), "confirmed")
            for number in range(int(row["活動"]))
        ],
    )  # fmt: skip
    scheme = Scheme(
        terms=Terms(needed=int(row["要る活動"])), visits_needed=int(row["要る訪問"]), visits_or=bool(row["どちらか"])
    )
    assert may_be_premium(known, body=INA, on=ON, scheme=scheme).outcome == row["結果"]


def test_prefectures_count_where_the_town_says_so() -> None:
    others = held("152242 012068 150002同時")
    known = Known("131041", date(1990, 1, 1), proof=Proof(3, ON), held=others, sees_all_held=True)
    for counts, outcome in ((False, Outcome.MET), (True, Outcome.NOT_MET)):
        scheme = Scheme(terms=Terms(needed=0), prefectures_count=counts)
        assert may_be_premium(known, body=INA, on=ON, scheme=scheme).outcome is outcome


@table("stays_basic")
def test_what_is_left_of_a_premium_registration(row: dict[str, str]) -> None:
    scheme = Scheme(falls_back=bool(row["戻す(設定)"]), basic_at_home=bool(row["住所地でもよい(設定)"]))
    found = stays_basic(is_over=bool(row["期限が過ぎた"]), at_home=bool(row["住所地"]), scheme=scheme)
    assert found == bool(row["結果"])


def test_codes_of_prefectures_and_homes() -> None:
    assert [prefecture_of(code) for code in ("202096", "200000", "012068")] == ["200000", "200000", "010006"]
    assert is_home("202096", "202096")
    assert not is_home("202100", "202096")
    assert is_home("202096", "200000")
    assert slots_taken(held("152242 322091ベーシック 150002同時 202096"), body=INA, scheme=Scheme()) == 1


def test_who_lives_in_a_prefecture_is_at_home_there() -> None:
    known = Known("202061", date(1990, 1, 1), proof=Proof(3, ON), sees_all_held=True)
    scheme = Scheme(terms=Terms(needed=0))
    assert may_be_premium(known, body="200000", on=ON, scheme=scheme).refused
    assert may_be_premium(known, body="150002", on=ON, scheme=scheme).met


@table("prefectures_along")
def test_prefectures_come_along(row: dict[str, str]) -> None:
    found = prefectures_along(row["市町村"].split(), by_itself=row["直接登録した都道府県"].split())
    assert sorted(found) == row["同時登録"].split()


@table("due")
def test_what_is_due(row: dict[str, str]) -> None:
    on, days = date.fromisoformat(row["日"]), int(row["何日前から"])
    assert due(day(row["期限"]), on=on, days_before=days, outcome=Outcome.of(row["判定"])) == row["仕事"]


@table("valid_until")
def test_how_long_it_lasts(row: dict[str, str]) -> None:
    months = int(row["月数"]) if row["月数"] else None
    assert valid_until(date.fromisoformat(row["登録した日"]), months) == day(row["期限"])


def test_a_renewal_follows_on_the_old_time() -> None:
    assert renewed_until(date(2027, 11, 19), 12) == date(2028, 11, 19)
    assert renewed_until(date(2028, 2, 28), 12) == date(2029, 2, 28)


@table("reminder")
def test_reminders(row: dict[str, str]) -> None:
    found = reminder(
        date.fromisoformat(row["期限"]), on=date.fromisoformat(row["日"]), days_before=int(row["何日前から"]),
        reminded_on=day(row["前の案内"]),
    )  # fmt: skip
    assert {None: "", False: "first", True: "last"}[found.is_last if found else None] == row["案内"]
