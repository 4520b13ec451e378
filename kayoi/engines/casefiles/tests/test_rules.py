"""Rules of case files, by tables that an official can read."""

import csv
from datetime import date
from pathlib import Path

import pytest

from kayoi.engines.casefiles import rules
from kayoi.engines.casefiles.states import CollectedFor, IdentityFact, Likeness, Retention
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
        ({"of_two_kinds": True}, ["casefiles.merge_two_kinds"]),
        ({"both_linked": True, "source_merged": True}, ["casefiles.merge_already", "casefiles.merge_two_logins"]),
    ],
)
def test_may_merge(facts: dict[str, bool], codes: list[str]) -> None:
    given = dict.fromkeys(("source_merged", "target_merged", "both_linked", "of_two_kinds"), False)
    ids = {"source_id": 1, "target_id": 2}
    verdict = rules.may_merge(**(ids | given | facts))  # type: ignore[arg-type]  # ids and booleans by name
    assert [reason.code for reason in verdict.reasons] == codes
    assert verdict.met == (codes == [])


@pytest.mark.parametrize("row", rows("corporate_number"), ids=lambda row: row["なぜ"])
def test_corporate_number(row: dict[str, str]) -> None:
    if row["法人番号"]:
        assert rules.corporate_number(row["書かれた番号"]) == row["法人番号"]
    else:
        with pytest.raises(ValueError, match="法人番号"):
            rules.corporate_number(row["書かれた番号"])


def test_longest_term_wins() -> None:
    assert rules.longest([Retention.YEARS_1, Retention.YEARS_10, Retention.YEARS_5]) is Retention.YEARS_10
    assert rules.longest([]) is None


def test_search_terms_are_of_every_part_and_of_the_sound() -> None:
    terms = rules.search_terms(name="山田 花", kana="", phone="0265-78-1111", others=["", "西春近"])
    assert {"山田", "花", "02", "西春", "春近"} <= set(terms)
    assert not any(term.startswith("=") for term in terms), "nobody can hear kanji"
    assert {"=やまた", "~やた", "=やまたはな"} <= set(
        rules.search_terms(name="山田", kana="やまだ はな", phone="", others=[])
    )
    assert "=やまたはな" in rules.search_terms(name="ヤマダ ハナ", kana="", phone="", others=[]), (
        "a name in kana sounds too"
    )


@pytest.mark.parametrize("row", rows("misheard_by"), ids=lambda row: row["なぜ"])
def test_misheard_by(row: dict[str, str]) -> None:
    off = rules.misheard_by(kana=row["ふりがな"], heard=row["聞こえた名前"])
    assert off == (int(row["違い"]) if row["違い"] else None)


@pytest.mark.parametrize("row", rows("identity_confirmed"), ids=lambda row: row["なぜ"])
def test_identity_confirmed(row: dict[str, str]) -> None:
    facts = [{IdentityFact.of(fact) for fact in row[column].split()} for column in ("個票にあること", "一致したこと")]
    verdict = rules.identity_confirmed(on_file=facts[0], matched=facts[1], spoken=row["相手が聞いている"] == "はい")
    assert [reason.code for reason in verdict.reasons] == row["理由"].split()


@pytest.mark.parametrize("row", rows("still_open"), ids=lambda row: row["なぜ"])
def test_still_open(row: dict[str, str]) -> None:
    since = float(row["始めた秒"]) if row["始めた秒"] else None
    assert rules.still_open(since=since, now=float(row["いまの秒"])) is (row["開いている"] == "はい")


def test_nothing_is_to_be_done_on_a_donor() -> None:
    assert [rules.status_at_first(each) for each in CollectedFor] == ["open", "closed", "closed"]
