"""Rules about applications, on both sides of each boundary."""

import csv
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kayoi.engines.procedures.forms import REFUSALS
from kayoi.engines.procedures.rules.applying import may_act, may_approve
from kayoi.engines.procedures.rules.deciding import DraftLine, Proposed, draft_text, may_decide, may_propose
from kayoi.engines.procedures.rules.documents import may_use
from kayoi.engines.procedures.rules.letters import address_lines, head_of, may_say
from kayoi.engines.procedures.rules.opening import availability, next_period
from kayoi.engines.procedures.rules.routes import deputies_of, may_send_back, may_stamp, route_of
from kayoi.engines.procedures.states import ApplicationStatus, Availability, ProcedureStatus
from kayoi.kit.sentences import sentences
from kayoi.kit.verdict import Outcome

CASES = Path(__file__).parent / "cases"


def table(name: str) -> list[dict[str, str]]:
    with (CASES / f"{name}.csv").open(encoding="utf-8") as opened:
        return list(csv.DictReader(opened))


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize("row", table("may_act"), ids=lambda row: row["note"])
def test_may_act(row: dict[str, str]) -> None:
    answer = may_act(
        seen_on=day(row["seen_on"]),
        starts_on=date.fromisoformat(row["starts_on"]),
        ends_before=day(row["ends_before"]),
        on=date.fromisoformat(row["on"]),
    )
    assert answer.outcome == row["outcome"]
    assert all(sentences(answer, REFUSALS))


@pytest.mark.parametrize("row", table("may_say"), ids=lambda row: row["note"])
def test_may_say(row: dict[str, str]) -> None:
    answer = may_say(row["part"], row["text"], ApplicationStatus.of(row["outcome"]))
    assert [reason.params["names"] for reason in answer.reasons] == ([row["names"]] if row["names"] else [])
    assert all(row["names"] in sentence for sentence in sentences(answer, REFUSALS))


@pytest.mark.parametrize("row", table("may_approve"), ids=lambda row: row["note"])
def test_may_approve(row: dict[str, str]) -> None:
    papers = []
    for paper in row["papers"].split():
        label, needed, status, until = paper.split(":")
        papers.append((label, needed == "needed", status, day(until)))
    answer = may_approve(papers, on=date.fromisoformat(row["on"]))
    assert answer.outcome == row["outcome"]
    assert [reason.code for reason in answer.reasons] == row["reasons"].split()
    assert all(sentences(answer, REFUSALS))


def test_address_lines_leave_out_what_is_not_known() -> None:
    lines = address_lines(postal_code="396-8617", place="長野県伊那市", address="下新田3050", name="唐木 澄")
    assert lines == ["〒396-8617", "長野県伊那市下新田3050", "唐木 澄 様"]
    assert address_lines(postal_code="", place="", address="", name="唐木 澄") == ["唐木 澄 様"]


def test_a_body_is_addressed_with_who_represents_it() -> None:
    lines = address_lines(
        postal_code="", place="", address="伊那市長谷1", name="長谷の会", representative="会長 中山 正"
    )
    assert lines == ["伊那市長谷1", "長谷の会", "会長 中山 正 様"]


def test_head_of() -> None:
    assert head_of("伊那市", is_prefecture=False) == "伊那市長"
    assert head_of("長野県", is_prefecture=True) == "長野県知事"


def number(text: str) -> int | None:
    return int(text) if text else None


@pytest.mark.parametrize("row", table("availability"), ids=lambda row: row["note"])
def test_availability(row: dict[str, str]) -> None:
    months = [int(month) for month in row["season"].split()]
    found = availability(
        row["status"],
        opens_on=day(row["opens_on"]),
        closes_before=day(row["closes_before"]),
        season=(months[0], months[1]) if months else None,
        on=date.fromisoformat(row["on"]),
    )
    assert found == row["availability"]


@pytest.mark.parametrize("row", table("next_period"), ids=lambda row: row["note"])
def test_next_period(row: dict[str, str]) -> None:
    months = [int(month) for month in row["season"].split()]
    found = next_period(
        opens_on=day(row["opens_on"]),
        closes_before=day(row["closes_before"]),
        season=(months[0], months[1]) if months else None,
        on=date.fromisoformat(row["on"]),
    )
    expected = None if row["starts_on"] == "never" else (day(row["starts_on"]), day(row["ends_before"]))
    assert found == expected


DAYS = st.dates(date(2026, 1, 1), date(2029, 12, 31))
MONTHS = st.integers(1, 12)


@given(opens_on=st.none() | DAYS, closes_before=st.none() | DAYS, season=st.none() | st.tuples(MONTHS, MONTHS), on=DAYS)
def test_a_procedure_is_open_on_the_days_of_its_period(
    opens_on: date | None, closes_before: date | None, season: tuple[int, int] | None, on: date
) -> None:
    assume(opens_on is None or closes_before is None or opens_on < closes_before)
    said: Any = {"opens_on": opens_on, "closes_before": closes_before, "season": season}
    period = next_period(**said, on=on)
    is_open = availability(ProcedureStatus.PUBLISHED, **said, on=on) is Availability.OPEN
    assert is_open == (period is not None and (period[0] is None or period[0] <= on))
    if period is None:
        assert all(
            availability(ProcedureStatus.PUBLISHED, **said, on=on + timedelta(later)) is not Availability.OPEN
            for later in range(0, 1000, 13)
        )


@pytest.mark.parametrize("row", table("may_use"), ids=lambda row: row["note"])
def test_may_use(row: dict[str, str]) -> None:
    answer = may_use(
        issued_on=day(row["issued_on"]),
        valid_months=number(row["valid_months"]),
        pages=number(row["pages"]),
        least_pages=int(row["least_pages"]),
        on=date.fromisoformat(row["on"]),
    )
    assert answer.outcome == row["outcome"]
    assert all(sentences(answer, REFUSALS))


@pytest.mark.parametrize("row", table("may_decide"), ids=lambda row: row["note"])
def test_may_decide(row: dict[str, str]) -> None:
    limits = dict(limit.split(":") for limit in row["limits"].split())
    answer = may_decide(
        examiner=number(row["examiner"]),
        decider=number(row["decider"]),
        role=row["role"],
        limits={role: number(yen) for role, yen in limits.items()},
        amount_yen=number(row["amount"]),
    )
    assert (answer.outcome, [reason.code for reason in answer.reasons]) == (row["outcome"], row["reasons"].split())
    assert all(sentences(answer, REFUSALS))


@pytest.mark.parametrize("row", table("route_of"), ids=lambda row: row["note"])
def test_route_of(row: dict[str, str]) -> None:
    limits = dict(limit.split(":") for limit in row["limits"].split())
    yen = {role: number(most) for role, most in limits.items()}
    assert route_of(row["steps"].split(), yen, number(row["amount"])) == row["route"].split()


@pytest.mark.parametrize("row", table("deputies_of"), ids=lambda row: row["note"])
def test_deputies_of(row: dict[str, str]) -> None:
    assert deputies_of(row["role"], row["steps"].split()) == row["deputies"].split()


@pytest.mark.parametrize("row", table("may_stamp"), ids=lambda row: row["note"])
def test_may_stamp(row: dict[str, str]) -> None:
    answer = may_stamp(
        waits_for=row["waits_for"],
        steps=row["steps"].split(),
        role=row["role"],
        member=number(row["member"]),
        stamped=[int(one) for one in row["stamped"].split()],
        why=row["why"],
    )
    assert (answer.outcome, [reason.code for reason in answer.reasons]) == (row["outcome"], row["reasons"].split())
    assert all(sentences(answer, REFUSALS))


@pytest.mark.parametrize("row", table("may_send_back"), ids=lambda row: row["note"])
def test_may_send_back(row: dict[str, str]) -> None:
    answer = may_send_back(
        route=row["route"].split(),
        role=row["role"],
        member=number(row["member"]),
        examiner=number(row["examiner"]),
    )
    assert answer.outcome == row["outcome"]
    assert all(sentences(answer, REFUSALS))


@pytest.mark.parametrize("row", table("may_propose"), ids=lambda row: row["note"])
def test_may_propose(row: dict[str, str]) -> None:
    proposed = Proposed(
        ApplicationStatus.of(row["outcome"]),
        number(row["amount"]),
        row["reasons_given"].split(),
        Outcome.of(row["answer"]) if row["answer"] else None,
        number(row["least"]),
        number(row["most"]),
    )
    answer = may_propose(proposed, open_conditions=row["open"].split())
    assert (answer.outcome, [one.code for one in answer.reasons]) == (row["outcome_of_rule"], row["reasons"].split())
    assert all(sentences(answer, REFUSALS))


def test_a_draft_for_decision_names_grounds_amounts_and_the_list() -> None:
    stamps = ["起案 佐藤(令和8年11月20日)", "係長 (未)"]
    lines = [
        DraftLine("K7QM-3XTR-9WPA", "蔵持 実", ApplicationStatus.APPROVED, 650_000, [], stamps),
        DraftLine("B7QM-3XTR-9WPA", "縁側 進", ApplicationStatus.REFUSED, None, ["40歳以上です。"]),
    ]
    text = draft_text(
        title="定住補助金", ordinances=["交付要綱(告示第1号)"], lines=lines, day="令和8年11月20日", office="地域創造課"
    )
    assert "件名 定住補助金の決定について(伺い)" in text
    assert "根拠 交付要綱(告示第1号)" in text
    assert "件数 2件(承認 1件、不承認 1件)" in text
    assert "金額 合計 650,000円" in text
    assert "1 K7QM-3XTR-9WPA 蔵持 実 承認 650,000円\n  決裁欄 起案 佐藤(令和8年11月20日)、係長 (未)\n2 " in text
    assert "2 B7QM-3XTR-9WPA 縁側 進 不承認(理由 40歳以上です。)" in text
