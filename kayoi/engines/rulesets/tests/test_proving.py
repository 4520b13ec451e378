"""Cases of a version, and who may put it into force."""

from dataclasses import replace
from datetime import date

from kayoi.engines.rulesets.rules.proving import ended_by, may_adopt, may_end, may_propose, prove
from kayoi.engines.rulesets.rules.reading import read_ruleset
from kayoi.engines.rulesets.rules.versions import Version
from kayoi.engines.rulesets.tests.factories import house
from kayoi.kit.verdict import Verdict

RULES = read_ruleset(house())
(VERSION,) = RULES.versions
GOOD = prove(RULES, VERSION)
FIRST = house()["versions"][0]["cases"][0]


def codes(answer: Verdict) -> list[str]:
    return [reason.code for reason in answer.reasons]


def version(key: str, first: date | None, last: date | None) -> Version:
    return replace(VERSION, key=key, starts_on=first, last_on=last)


def test_answer_and_amount_must_be_as_stated() -> None:
    assert [one.holds for one in GOOD] == [True, True]
    wrong = read_ruleset(house(cases=[FIRST | {"amount_yen": 1}, FIRST | {"name": "x", "verdict": "unknown"}]))
    assert [one.holds for one in prove(wrong, wrong.versions[0])] == [False, False]
    assert codes(may_propose(prove(wrong, wrong.versions[0]))) == ["rulesets.case_fails"] * 2
    assert codes(may_propose([])) == ["rulesets.no_cases"]


def test_facts_of_another_type_are_a_problem_of_the_case() -> None:
    bad = read_ruleset(house(cases=[FIRST | {"facts": {"own.meeting": "ja"}}]))
    (one,) = prove(bad, bad.versions[0])
    assert (one.holds, one.problem) == (False, "own.meeting: expected true or false")


def test_version_is_adopted_by_a_second_person() -> None:
    assert may_adopt(GOOD, VERSION, [], adopter=1, proposer=2).met
    assert codes(may_adopt(GOOD, VERSION, [], adopter=1, proposer=1)) == ["rulesets.own_proposal"]
    assert codes(may_adopt(GOOD, VERSION, [], adopter=None, proposer=2)) == ["rulesets.own_proposal"]


def test_former_version_ends_the_day_before_if_its_end_was_open() -> None:
    new = version("new", date(2026, 4, 1), None)
    open_end = version("old", date(2025, 4, 1), None)
    assert ended_by(open_end, new) == date(2026, 3, 31)
    assert ended_by(version("old", date(2025, 4, 1), date(2026, 9, 30)), new) is None
    assert ended_by(version("old", date(2026, 4, 1), None), new) is None, "it would have no day left"
    assert ended_by(replace(open_end, anchor="move.moved_in_on"), new) is None
    assert may_adopt(GOOD, new, [open_end], adopter=1, proposer=2).met
    for other in (version("old", date(2025, 4, 1), date(2026, 9, 30)), version("old", date(2026, 4, 1), None)):
        answer = may_adopt(GOOD, new, [other], adopter=1, proposer=2)
        assert [(reason.code, reason.params) for reason in answer.reasons] == [("rulesets.overlap", {"version": "old"})]


def test_end_of_a_version() -> None:
    assert may_end("adopted", date(2025, 4, 1), date(2025, 4, 1)).met
    assert codes(may_end("draft", date(2025, 4, 1), date(2025, 3, 31))) == [
        "rulesets.not_in_force", "rulesets.ends_too_early",
    ]  # fmt: skip
