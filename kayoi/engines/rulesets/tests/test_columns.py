"""Many households at once get the answers that each of them gets alone."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pytest
from django.conf import settings as site
from hypothesis import given, settings
from hypothesis import strategies as st

from kayoi.engines.rulesets.rules.answers import evaluate
from kayoi.engines.rulesets.rules.columns.filling import households_of
from kayoi.engines.rulesets.rules.columns.outcomes import BLOCK, OUTCOMES, outcomes
from kayoi.engines.rulesets.rules.reading import read_ruleset
from kayoi.engines.rulesets.rules.reading_conditions import Shared
from kayoi.engines.rulesets.rules.reading_facts import read_facts
from kayoi.engines.rulesets.rules.versions import Ruleset
from kayoi.engines.rulesets.tests.random_rulesets import (
    CONDITIONS,
    HOUSEHOLDS,
    LEAVES,
    Data,
    dated_versions,
    file_of,
    versions,
)
from kayoi.kit.verdict import Outcome

ON = date(2024, 9, 30)
SOME = st.lists(HOUSEHOLDS, min_size=3, max_size=8)


def compared(
    book: Sequence[Ruleset], cases: Sequence[Mapping[str, Any]], *, on: date = ON, block: int = BLOCK
) -> Counter[Outcome]:
    """Answer all cases by all rulesets in both ways; return how often each outcome came."""
    known = {key: fact for ruleset in book for key, fact in ruleset.facts.items()}
    facts = [read_facts(case, known, strict=False) for case in cases]
    alone = [[evaluate(ruleset, one, on=on).outcome for one in facts] for ruleset in book]
    table = outcomes(book, households_of(facts, known), on=on, block=block)
    assert [[OUTCOMES[place] for place in row] for row in table] == alone
    return Counter(outcome for row in alone for outcome in row)


@pytest.mark.parametrize("kind", LEAVES)
def test_every_kind_of_condition_is_answered_alike(kind: str) -> None:
    reached: Counter[Outcome] = Counter()

    @settings(max_examples=50)
    @given(versions(LEAVES[kind]), SOME)
    def check(version: Data, cases: list[Data]) -> None:
        reached.update(compared([read_ruleset(file_of([version]))], cases))

    check()
    assert min(reached[outcome] for outcome in Outcome) > 3, reached


def test_whole_books_are_answered_alike() -> None:
    reached: Counter[Outcome] = Counter()

    @given(st.lists(dated_versions(CONDITIONS), min_size=1, max_size=3), SOME, st.integers(1, 9))
    def check(rulesets: list[list[Data]], cases: list[Data], block: int) -> None:
        shared = Shared()
        book = [read_ruleset(file_of(one), shared=shared) for one in rulesets]
        reached.update(compared(book, cases, block=block))

    check()
    assert min(reached[outcome] for outcome in Outcome) > 50, reached


def test_the_rulesets_that_come_with_the_platform_are_answered_alike() -> None:
    reached: Counter[Outcome] = Counter()
    for file in (site.ROOT / "data" / "rulesets").glob("*.json"):
        ruleset = read_ruleset(json.loads(file.read_text(encoding="utf-8")))
        cases = [case.facts for version in ruleset.versions for case in version.cases]
        for on in (date(2023, 12, 1), date(2026, 5, 1)):
            reached.update(compared([ruleset], cases, on=on))
    assert min(reached[outcome] for outcome in Outcome) > 50, reached


def test_numbers_that_have_no_room_are_refused() -> None:
    condition = {"times": [{"fact": "x.yen"}, {"fact": "x.yen"}], "at_least": 0}
    version = {"key": "only", "anchor": "application.on", "condition": condition}
    book = [read_ruleset(file_of([version]))]
    cases = [read_facts({"x.yen": 10**10}, book[0].facts)]
    with pytest.raises(OverflowError):
        outcomes(book, households_of(cases, book[0].facts), on=ON)
