"""Rules of case files, by tables that an official can read."""

import csv
from datetime import date
from pathlib import Path

import pytest

from kayoi.engines.casefiles import rules
from kayoi.engines.casefiles.states import Likeness, Retention
from kayoi.kit.text import email_key, kana_key, name_key, phone_key

CASES = Path(__file__).parent / "cases"


def rows(name: str) -> list[dict[str, str]]:
    with (CASES / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def identifying(row: dict[str, str], side: str) -> rules.Identifying:
    birth = row[f"生年月日{side}"]
    return rules.Identifying(
        name_key(row[f"氏名{side}"]),
        kana_key(row[f"よみ{side}"]),
        date.fromisoformat(birth) if birth else None,
        phone_key(row[f"電話{side}"]),
        email_key(row[f"メール{side}"]),
    )


@pytest.mark.parametrize("row", rows("compare"), ids=lambda row: row["なぜ"])
def test_compare(row: dict[str, str]) -> None:
    one, other = identifying(row, "1"), identifying(row, "2")
    assert rules.compare(one, other).likeness is Likeness.of(row["判定"])
    assert rules.compare(other, one).likeness is rules.compare(one, other).likeness


@pytest.mark.parametrize("row", rows("kept_until"), ids=lambda row: row["なぜ"])
def test_kept_until(row: dict[str, str]) -> None:
    kept = rules.kept_until(ended_on=date.fromisoformat(row["終わった日"]), retention=Retention.of(row["保存年限"]))
    assert kept == date.fromisoformat(row["満了日"])


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        ({}, []),
        ({"target_id": 1}, ["casefiles.merge_itself"]),
        ({"source_merged": True}, ["casefiles.merge_already"]),
        ({"target_merged": True}, ["casefiles.merge_already"]),
        ({"both_linked": True}, ["casefiles.merge_two_logins"]),
        ({"both_linked": True, "source_merged": True}, ["casefiles.merge_already", "casefiles.merge_two_logins"]),
    ],
)
def test_may_merge(facts: dict[str, bool], codes: list[str]) -> None:
    given = {"source_id": 1, "target_id": 2, "source_merged": False, "target_merged": False, "both_linked": False}
    verdict = rules.may_merge(**(given | facts))  # type: ignore[arg-type]  # ids and booleans by name
    assert [reason.code for reason in verdict.reasons] == codes
    assert verdict.met == (codes == [])


def test_longest_term_wins() -> None:
    assert rules.longest([Retention.YEARS_1, Retention.YEARS_10, Retention.YEARS_5]) is Retention.YEARS_10
    assert rules.longest([]) is None


def test_searchable_leaves_out_what_is_empty() -> None:
    assert rules.searchable(["山田", "", "090"]) == "山田 090"
