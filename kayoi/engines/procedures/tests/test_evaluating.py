"""Rules with judgements, questions and frozen inputs, without a database."""

from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from kayoi.engines.procedures.rules.documents import last_day_of
from kayoi.engines.procedures.rules.evaluating import (
    answer_again,
    evaluate,
    findings,
    fingerprint,
    frozen_inputs,
    judged_again,
)
from kayoi.engines.procedures.rules.questions import fact_as_data, facts_of, generated, still_asked, typed
from kayoi.engines.procedures.tests.factories import BODY, GREEN, OWN_QUESTION
from kayoi.engines.rulesets.rules.reading import read_ruleset
from kayoi.engines.rulesets.rules.reading_parts import BadRuleset
from kayoi.engines.rulesets.states.vocabulary import VOCABULARY
from kayoi.kit.verdict import Outcome

ON = date(2026, 11, 20)
FILE: dict[str, Any] = {
    "format": 1, "key": "settling", "kind": "grant", "title": "定住補助金",
    "versions": [
        {**BODY, "key": "2026", "from": "2026-04-01", "until": "2027-03-31", "cases": []},
        {**BODY, "key": "2027", "from": "2027-04-01", "cases": []},
    ],
}  # fmt: skip
RULES = read_ruleset(FILE)
OPEN = GREEN | {"house.in_bank": False}


def facts(values: dict[str, Any]) -> dict[str, Any]:
    return typed(values, RULES.facts)


def test_a_judgement_decides_what_the_rule_does_not_know() -> None:
    found = evaluate(RULES, facts(OPEN), on=ON, judged={})
    rows = findings(found, facts(OPEN), on=ON, judged={})
    assert found.outcome is Outcome.UNKNOWN
    assert [row.number for row in rows if row.outcome is Outcome.UNKNOWN] == [4]
    assert [row.number for row in rows if row.stands_against] == [4]
    for holds, outcome in ((True, Outcome.MET), (False, Outcome.NOT_MET)):
        assert evaluate(RULES, facts(OPEN), on=ON, judged={4: holds}).outcome is outcome


def test_what_must_not_be_is_judged_as_it_is_read() -> None:
    values = facts({key: value for key, value in GREEN.items() if key != "applicant.tax_unpaid"})
    for holds, outcome in ((True, Outcome.MET), (False, Outcome.NOT_MET)):  # 滞納がないこと
        judged = {1: holds}
        found = evaluate(RULES, values, on=ON, judged=judged)
        assert found.outcome is outcome
        row = findings(found, values, on=ON, judged=judged)[1]
        assert (row.judged, row.outcome is Outcome.MET, row.source) == (True, holds, "第3条第2号")


def test_what_was_judged_goes_with_its_condition_into_another_version() -> None:
    age, unpaid, intends, special = BODY["condition"]["all"]  # type: ignore[index]  # as it stands in the factory
    moved = deepcopy(FILE)
    moved["versions"] = [
        FILE["versions"][0]
        | {"condition": {"all": [special, {**unpaid, "source": "第9条"}, age, unpaid["not"], intends]}}
    ]
    before, after = RULES.versions[0], read_ruleset(moved).versions[0]
    # 市長が特に必要と認める事情 is now the second; 滞納がない stands elsewhere, 滞納がある is something else.
    assert judged_again({4: True, 1: False}, before, after) == {1: True, 2: False}
    assert judged_again({}, before, after) == {}


def test_without_a_version_in_force_there_is_nothing_to_find() -> None:
    values = facts(GREEN | {"move.moved_in_on": "2025-10-01"})
    found = evaluate(RULES, values, on=ON, judged={4: True})
    assert (found.outcome, found.version) == (Outcome.NOT_MET, None)
    assert findings(found, values, on=ON, judged={}) == []


def test_frozen_inputs_give_the_same_answer_again() -> None:
    inputs = frozen_inputs(ruleset_file=FILE, used="2026", facts=facts(OPEN), on=ON, judged={4: True})
    assert [version["key"] for version in inputs["ruleset"]["versions"]] == ["2026"]
    answer = answer_again(inputs)
    assert (answer["verdict"], answer["version"], answer["amount_yen"]) == ("met", "2026", 650_000)
    assert answer_again(deepcopy(inputs)) == answer
    seal = fingerprint(inputs, answer)
    assert fingerprint({key: inputs[key] for key in reversed(inputs)}, answer) == seal
    for spoilt in (inputs | {"on": "2026-11-21"}, inputs | {"judged": {}}, inputs | {"facts": {}}):
        assert fingerprint(spoilt, answer) != seal
    whole = frozen_inputs(ruleset_file=FILE, used=None, facts={}, on=ON, judged={})
    assert len(whole["ruleset"]["versions"]) == 2


def test_questions_are_those_of_the_rule_in_groups_and_then_the_own_ones() -> None:
    form = generated(RULES, [OWN_QUESTION])
    assert [one["key"] for one in form] == [
        "applicant.born_on", "applicant.tax_unpaid", "move.moved_in_on", "move.intends_5_years", "house.in_bank",
        "house.cost_yen", "own.why",
    ]  # fmt: skip
    assert [one["key"] for one in form if one.get("own")] == ["own.why"]
    assert generated(None, []) == []
    with pytest.raises(BadRuleset, match="asked twice"):
        generated(RULES, [{"key": "house.in_bank", "type": "yes_no", "label": "x"}])
    with pytest.raises(BadRuleset):
        generated(RULES, [{"key": "own.x", "type": "choice", "label": "x"}])


def test_every_fact_is_read_again_as_it_was_written() -> None:
    for fact in VOCABULARY.values():
        assert facts_of([fact_as_data(fact)]) == {fact.key: fact}


def test_answers_to_questions_of_an_older_form_are_left_out() -> None:
    known = facts_of(generated(RULES, []))
    assert typed({"own.why": "前の版の答え", "house.cost_yen": 5}, known) == {"house.cost_yen": 5}


def test_what_can_no_longer_decide_is_not_asked() -> None:
    asked, begun = facts_of(generated(RULES, [OWN_QUESTION])), {"move.moved_in_on": date(2026, 10, 1)}

    def left(values: dict[str, Any], not_again: tuple[str, ...] = ()) -> list[str]:
        return still_asked(asked, ["own.why"], RULES, values, on=ON, not_again=not_again)

    assert left({}) == ["move.moved_in_on", "own.why"]
    assert "house.cost_yen" in left(begun)
    assert left(begun | {"applicant.tax_unpaid": True}) == ["own.why"]
    assert "applicant.tax_unpaid" not in left(begun, not_again=("applicant.tax_unpaid",))
    assert still_asked(asked, ["own.why"], None, {}, on=ON, not_again=()) == ["own.why"]


def test_last_day_of() -> None:
    assert last_day_of(date(2026, 8, 20), 3) == date(2026, 11, 20)
    assert last_day_of(date(2026, 8, 20), None) is last_day_of(None, 3) is None
