"""Read a ruleset from its file (JSON): every word known, every fact declared, or one clear line of what is wrong."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from kayoi.engines.rulesets.rules.places import CODE_DIGITS, PlaceSet
from kayoi.engines.rulesets.rules.reading_amounts import read_shares, read_steps
from kayoi.engines.rulesets.rules.reading_conditions import ConditionReader, Shared
from kayoi.engines.rulesets.rules.reading_facts import read_fact
from kayoi.engines.rulesets.rules.reading_parts import (
    Part,
    read_certainty,
    read_enum,
    read_optional_day,
    read_words,
)
from kayoi.engines.rulesets.rules.versions import Adoption, Ruleset, TestCase, Version
from kayoi.engines.rulesets.states import FORMAT, ROW, Adding, Fact, FactType, RulesetKind
from kayoi.engines.rulesets.states.vocabulary import VOCABULARY
from kayoi.kit.dates import CountingMethod
from kayoi.kit.verdict import Outcome

RULESET_KEYS = ("format", "key", "kind", "title", "summary", "publisher", "facts", "places", "versions")
VERSION_KEYS = (
    "key", "from", "until", "anchor", "counting", "adding", "source", "certainty", "adopted", "condition", "amount",
    "shares", "cases",
)  # fmt: skip
CASE_KEYS = ("name", "like", "facts", "on", "verdict", "amount_yen", "why")


def read_ruleset(data: Any, *, shared: Shared | None = None, path: str = "") -> Ruleset:
    """Return the ruleset that a file holds. Raises BadRuleset with the place in the file and what is wrong.

    `path` is where it stands in a larger file.

    Rulesets that are read with the same `shared` have their equal conditions in common.

    Source: docs/reference/rulesets.md (The file)
    """
    part = Part(data, path)
    part.only(*RULESET_KEYS)
    if part["format"].value != FORMAT:
        raise part["format"].fail(f"expected {FORMAT}")
    facts = {**VOCABULARY, **_own_facts(part.get("facts"))}
    places = _places(part.get("places"))
    used: set[str] = set()
    versions = tuple(_version(one, facts, places, shared or Shared(), used) for one in part["versions"].items())
    keys = [version.key for version in versions]
    if not keys or len(set(keys)) < len(keys):
        raise part["versions"].fail("at least one version, each with a key of its own")
    publisher = part.get("publisher")
    return Ruleset(
        key=part["key"].text(),
        kind=read_enum(part["kind"], RulesetKind),
        title=read_words(part["title"]),
        summary=read_words(part.get("summary")),
        publisher=publisher.text() if publisher else "",
        facts={key: fact for key, fact in facts.items() if key in used},
        places=places,
        versions=tuple(sorted(versions, key=lambda version: version.starts_on or date.min)),
    )


def _own_facts(part: Part | None) -> dict[str, Fact]:
    """Return the facts that a file declares beside the standard ones, which it may not make into something else."""
    found: dict[str, Fact] = {}
    for one in part.items() if part else ():
        fact = read_fact(one)
        if fact.key in VOCABULARY or fact.key in found or fact.key.startswith(ROW):
            raise one["key"].fail(f"'{fact.key}' is there already")
        found[fact.key] = fact
    return found


def _places(part: Part | None) -> dict[str, PlaceSet]:
    """Return the sets of places of a file; a set may be taken out of another one that stands before it."""
    found: dict[str, PlaceSet] = {}
    for name in part.mapping() if part else ():
        assert part is not None
        one = part[name]
        one.only("label", "codes", "prefectures", "excepting", "doubtful", "source")
        excepting = one.get("excepting")
        if excepting and excepting.text() not in found:
            raise excepting.fail(f"no set '{excepting.value}' stands before this one")
        source = one.get("source")
        found[name] = PlaceSet(
            read_words(one["label"]),
            _codes(one.get("codes"), CODE_DIGITS),
            _codes(one.get("prefectures"), 2),
            found[excepting.text()] if excepting else None,
            _codes(one.get("doubtful"), CODE_DIGITS),
            source.text() if source else "",
        )
    return found


def _codes(part: Part | None, digits: int) -> frozenset[str]:
    codes = []
    for one in part.items() if part else ():
        if len(one.text()) != digits or not one.text().isdecimal():
            raise one.fail(f"expected a code of {digits} digits")
        codes.append(one.text())
    return frozenset(codes)


def _version(
    part: Part, facts: Mapping[str, Fact], places: Mapping[str, PlaceSet], shared: Shared, used: set[str]
) -> Version:
    part.only(*VERSION_KEYS)
    counting, adding, source = part.get("counting"), part.get("adding"), part.get("source")
    reader = ConditionReader(
        facts, used, places=places, shared=shared,
        counting=read_enum(counting, CountingMethod) if counting else None,
        adding=read_enum(adding, Adding) if adding else None,
    )  # fmt: skip
    anchor = part["anchor"].text()
    if anchor not in facts or facts[anchor].type is not FactType.DATE:
        raise part["anchor"].fail(f"'{anchor}' is not a fact that is a day")
    used.add(anchor)
    starts_on, last_on = read_optional_day(part.get("from")), read_optional_day(part.get("until"))
    if starts_on and last_on and last_on < starts_on:
        raise part["until"].fail("the last day lies before the first")
    cases = part.get("cases")
    return Version(
        key=part["key"].text(), starts_on=starts_on, last_on=last_on, anchor=anchor,
        condition=reader.condition(part["condition"]),
        steps=read_steps(part.get("amount"), reader), shares=read_shares(part.get("shares")),
        counting=reader.counting, adding=reader.adding,
        source=source.text() if source else "", certainty=read_certainty(part.get("certainty")),
        adoption=_adoption(part.get("adopted")),
        cases=_cases(cases) if cases else (),
    )  # fmt: skip


def _adoption(part: Part | None) -> Adoption | None:
    if part is None:
        return None
    part.only("ordinance", "number", "on")
    number = part.get("number")
    return Adoption(part["ordinance"].text(), number.text() if number else "", part["on"].day())


def _cases(part: Part) -> tuple[TestCase, ...]:
    found: dict[str, TestCase] = {}
    for one in part.items():
        case = _case(one, found)
        if case.name in found:
            raise one.fail(f"a case '{case.name}' stands before this one")
        found[case.name] = case
    return tuple(found.values())


def _case(part: Part, before: Mapping[str, TestCase]) -> TestCase:
    part.only(*CASE_KEYS)
    amount, why, like = part.get("amount_yen"), part.get("why"), part.get("like")
    if like and like.text() not in before:
        raise like.fail(f"no case '{like.value}' stands before this one")
    return TestCase(
        name=part["name"].text(),
        facts={**(before[like.text()].facts if like else {}), **part["facts"].mapping()},
        verdict=read_enum(part["verdict"], Outcome).value,
        amount_yen=amount.whole() if amount else None,
        on=read_optional_day(part.get("on")),
        why=why.text() if why else "",
    )
