"""Many households at once get the amounts that each of them gets alone."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.conf import settings as site
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kayoi.engines.rulesets.rules.answers import Answer, evaluate
from kayoi.engines.rulesets.rules.columns.assessing import Assessed, assess
from kayoi.engines.rulesets.rules.columns.bits import pack
from kayoi.engines.rulesets.rules.columns.filling import households_of
from kayoi.engines.rulesets.rules.columns.outcomes import BLOCK, OUTCOMES
from kayoi.engines.rulesets.rules.reading import read_ruleset
from kayoi.engines.rulesets.rules.reading_facts import read_facts
from kayoi.engines.rulesets.rules.versions import Ruleset
from kayoi.engines.rulesets.rules.yen import shares
from kayoi.engines.rulesets.tests.random_amounts import STEPS, giving
from kayoi.engines.rulesets.tests.random_rulesets import CONDITIONS, HOUSEHOLDS, PLAIN, Data, file_of

ON = date(2024, 9, 30)
SOME = st.lists(HOUSEHOLDS, min_size=3, max_size=8)
QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large]
AMOUNTS = ("to the yen", "within limits", "without a limit", "none")
Reached = Counter[str]


def alone(ruleset: Ruleset, found: Answer) -> tuple[Any, ...]:
    """Return what the answer to one household says: outcome, version, amount, who bears what it is at least."""
    version = ruleset.versions.index(found.version) if found.version else -1
    if found.amount is None:
        return found.outcome, version, None, None
    least, most = found.amount.least, found.amount.most
    borne = shares(least, found.version.shares) if found.version else {}
    return found.outcome, version, (least, most), borne


def at_once(table: Assessed, place: int) -> tuple[Any, ...]:
    """Return the same of one of many households."""
    outcome, version = OUTCOMES[table.outcomes[place]], int(table.versions[place])
    values = [int(column[place]) for column in (table.least, table.most, *table.shares.values())]
    if not table.given[place]:
        assert not any(values)
        return outcome, version, None, None
    most = int(table.most[place]) if table.limited[place] else None
    borne = {payer: int(yen[place]) for payer, yen in table.shares.items()}
    return outcome, version, (int(table.least[place]), most), borne


def compared(
    book: Sequence[Ruleset], cases: Sequence[Mapping[str, Any]], *, on: date = ON, block: int = BLOCK
) -> Reached:
    """Answer all cases by all rulesets in both ways; return how often each kind of amount came."""
    known = {key: fact for ruleset in book for key, fact in ruleset.facts.items()}
    facts = [read_facts(case, known, strict=False) for case in cases]
    reached: Reached = Counter()
    for ruleset, table in zip(book, assess(book, households_of(facts, known), on=on, block=block), strict=True):
        for place, one in enumerate(facts):
            outcome, version, amount, borne = alone(ruleset, evaluate(ruleset, one, on=on))
            found = at_once(table, place)
            # The payers of other versions bear nothing.
            others = {payer: yen for payer, yen in (found[3] or {}).items() if payer not in (borne or {})}
            assert found[:3] == (outcome, version, amount)
            assert (borne is None) is (found[3] is None)
            assert (borne or {}) | others == (found[3] or {})
            assert not any(others.values())
            assert table.certain[place] == (amount is not None and amount[0] == amount[1])
            reached[kind_of(amount)] += 1
    return reached


def kind_of(amount: tuple[int, int | None] | None) -> str:
    to_the_yen, within_limits, without_a_limit, none = AMOUNTS
    if amount is None:
        return none
    least, most = amount
    return without_a_limit if most is None else to_the_yen if least == most else within_limits


@pytest.mark.parametrize("kind", STEPS)
def test_every_kind_of_step_gives_the_same(kind: str) -> None:
    reached: Reached = Counter()

    @settings(max_examples=80, suppress_health_check=QUIET)
    @given(giving(PLAIN["facts"](False), STEPS[kind]), SOME)
    def check(version: Data, cases: list[Data]) -> None:
        reached.update(compared([read_ruleset(file_of([version]))], cases))

    check()
    assert all(reached[name] for name in AMOUNTS), reached


def test_whole_books_give_the_same() -> None:
    version = giving(CONDITIONS, st.one_of(*STEPS.values()))

    @settings(max_examples=60, suppress_health_check=QUIET)
    @given(st.lists(st.lists(version, min_size=1, max_size=2), min_size=1, max_size=2), SOME, st.integers(1, 9))
    def check(books: list[list[Data]], cases: list[Data], block: int) -> None:
        dated = [
            [one | {"key": str(number), "from": f"{2020 + 3 * number}-04-01"} for number, one in enumerate(book)]
            for book in books
        ]
        compared([read_ruleset(file_of(one)) for one in dated], cases, block=block)

    check()


def test_the_rulesets_that_come_with_the_platform_give_the_same() -> None:
    reached: Reached = Counter()
    for file in (site.ROOT / "data" / "rulesets").glob("*.json"):
        ruleset = read_ruleset(json.loads(file.read_text(encoding="utf-8")))
        cases = [case.facts for version in ruleset.versions for case in version.cases]
        # The same with every third fact missing.
        less = [
            {key: one[key] for number, key in enumerate(one) if (number + place) % 3} for place, one in enumerate(cases)
        ]
        for on in (date(2023, 12, 1), date(2026, 5, 1)):
            reached.update(compared([ruleset], [*cases, *less], on=on))
    assert min(reached[name] for name in AMOUNTS) > 10, reached


@pytest.mark.parametrize("steps", [
    [{"start": {"fact": "x.yen"}}, {"times": "11/10"}, {"times": "7/9"}, {"round": "half_up", "to": 1000}],
    # Every fourth of them is half a yen.
    [{"start": {"fact": "x.yen"}}, {"times": "1/4"}, {"round": "half_up", "to": 1}],
    [{"start": {"fact": "x.yen"}}, {"without_tax": 10}, {"cap": 818_181_818_181_818_200}, {"subtract": 1}],
    [{"start": {"fact": "x.yen"}}, {"add": {"fact": "x.yen"}, "per": "x.rows"}, {"times": "1/7"}],
    [{"monthly": "x.claims", "steps": [{"start": {"fact": "this.yen"}}], "most_months": 7}],
])  # fmt: skip
def test_amounts_that_have_no_room_in_64_bits_on_the_way_are_exact(steps: list[Data]) -> None:
    # A part of a claim for 1, 2, … 41 months has a denominator of 16 digits.
    claims = [[{"month": "2024-04-05", "months": months, "yen": 10**9 + months}] for months in range(1, 42)]
    cases = [{"x.yen": 9 * 10**17 + place, "x.rows": [{}, {}], "x.claims": one} for place, one in enumerate(claims)]
    assert compared([giver(steps)], [*cases, {}])["to the yen"] > 30


def test_amounts_that_have_no_room_at_all_are_refused() -> None:
    book = [giver([{"start": {"fact": "x.yen"}}, {"times": 100}])]
    cases = [read_facts({"x.yen": 9 * 10**17}, book[0].facts)]
    with pytest.raises(OverflowError):
        assess(book, households_of(cases, book[0].facts), on=ON)


def test_what_stands_in_a_list_that_is_not_known_does_not_matter() -> None:
    book = [giver([{"start": 1}, {"add": 2, "per": "x.rows"}, {"monthly": "x.claims", "steps": [{"start": 4}],
                                                               "most_months": 9}])]  # fmt: skip
    claim = {"month": "2024-04-05", "months": 1}
    cases = [read_facts({"x.rows": [{}], "x.claims": [claim]}, book[0].facts)]
    known = households_of(cases, book[0].facts)
    (told,) = assess(book, known, on=ON)
    lists = {key: replace(table, known=pack(False, 1)) for key, table in known.lists.items()}
    (hidden,) = assess(book, replace(known, lists=lists), on=ON)
    assert [(int(one.least[0]), bool(one.limited[0])) for one in (told, hidden)] == [(7, True), (1, False)]


def giver(steps: list[Data]) -> Ruleset:
    """Return a ruleset that always gives an amount."""
    return read_ruleset(
        file_of([{"key": "only", "anchor": "application.on", "condition": {"all": []}, "amount": steps}])
    )


def test_a_change_of_a_cap_shows_who_gains() -> None:
    old, new = (giver([{"start": {"fact": "x.yen"}}, {"times": "1/2"}, {"cap": cap}]) for cap in (750_000, 1_000_000))
    cases = [{"x.yen": yen} for yen in (1_000_000, 1_500_002, 3_000_000)] + [{}]
    before, after = assess([old, new], households_of(cases, old.facts), on=ON)
    assert list(before.least) == [500_000, 750_000, 750_000, 0]
    assert list((after.least - before.least)[after.certain]) == [0, 1, 250_000]
    assert list(after.certain) == [True, True, True, False]
    assert list(after.most) == [500_000, 750_001, 1_000_000, 1_000_000]
