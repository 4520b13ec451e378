"""Rules about applications, on both sides of each boundary."""

import csv
from datetime import date
from pathlib import Path

import pytest

from kayoi.engines.procedures.forms import REFUSALS
from kayoi.engines.procedures.rules import address_lines, head_of, may_act, may_approve
from kayoi.kit.sentences import sentences

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


def test_head_of() -> None:
    assert head_of("伊那市", is_prefecture=False) == "伊那市長"
    assert head_of("長野県", is_prefecture=True) == "長野県知事"
