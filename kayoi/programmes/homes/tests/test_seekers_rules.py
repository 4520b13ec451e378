"""Who may ask, who may be chosen, what may be reported, when a house can be seen: on both sides of each boundary."""

import csv
from datetime import date, datetime
from pathlib import Path

import pytest

from kayoi.kit.verdict import Verdict
from kayoi.programmes.homes.rules.inquiries import HouseFacts, may_ask, may_choose, may_report, term_end
from kayoi.programmes.homes.rules.viewings import may_ask_viewing, may_finish, may_fix
from kayoi.programmes.homes.states import ChooseBy, ContractKind, SeekerStatus

CASES = Path(__file__).parent / "cases"


def table(name: str) -> list[dict[str, str]]:
    with (CASES / f"{name}.csv").open(encoding="utf-8") as opened:
        return list(csv.DictReader(opened))


def why(row: dict[str, str]) -> str:
    return row["なぜ"]


def codes(answer: Verdict) -> str:
    return " ".join(reason.code for reason in answer.reasons)


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def house(row: dict[str, str], *, is_shown: bool = True) -> HouseFacts:
    return HouseFacts(is_shown, ChooseBy.of(row["選び方"]), day(row["締切"]))


@pytest.mark.parametrize("row", table("may_ask"), ids=why)
def test_may_ask_and_may_ask_viewing(row: dict[str, str]) -> None:
    is_shown, today = row["公開"] == "はい", date.fromisoformat(row["きょう"])
    seeker, ends = SeekerStatus.of(row["登録"]), day(row["期間の終わりの翌日"])
    answer = may_ask(house(row, is_shown=is_shown), seeker=seeker, term_ends_before=ends, today=today)
    assert codes(answer) == row["理由"]
    viewing = may_ask_viewing(seeker=seeker, term_ends_before=ends, is_shown=is_shown, today=today)
    assert codes(viewing) == row["理由"].replace("homes.window_over", "")


@pytest.mark.parametrize("row", table("may_choose"), ids=why)
def test_may_choose(row: dict[str, str]) -> None:
    today = date.fromisoformat(row["きょう"])
    assert codes(may_choose(house(row), is_first=row["一番目"] == "はい", today=today)) == row["理由"]


@pytest.mark.parametrize("row", table("may_report"), ids=why)
def test_may_report(row: dict[str, str]) -> None:
    contracted_on, today = date.fromisoformat(row["契約日"]), date.fromisoformat(row["きょう"])
    answer = may_report(
        ContractKind.of(row["種類"]), offer=row["物件区分"], has_inquiry=row["商談"] == "はい",
        contracted_on=contracted_on, today=today,
    )  # fmt: skip
    assert codes(answer) == row["理由"]


@pytest.mark.parametrize("row", table("term_end"), ids=why)
def test_term_end(row: dict[str, str]) -> None:
    ends = term_end(registered_on=date.fromisoformat(row["登録日"]), years=int(row["年"]))
    assert ends == date.fromisoformat(row["期間の終わりの翌日"])


@pytest.mark.parametrize("row", table("may_fix"), ids=why)
def test_may_fix_and_may_finish(row: dict[str, str]) -> None:
    starts_at, ends_before, now = (datetime.fromisoformat(row[name]) for name in ("始まり", "終わり", "いま"))
    assert codes(may_fix(starts_at=starts_at, ends_before=ends_before, now=now)) == row["理由"]
    assert may_finish(starts_at=starts_at, now=now).met == (starts_at <= now)
    assert may_finish(starts_at=None, now=now).refused
