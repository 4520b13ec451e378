"""Read a ruleset from its file (JSON): every word known, every fact declared, or one clear line of what is wrong."""

from collections.abc import Mapping
from typing import Any

from kayoi.engines.rulesets.rules.places import PlaceSet
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
from kayoi.engines.rulesets.states import FORMAT, Adding, Fact, FactType, RulesetKind
from kayoi.engines.rulesets.states.vocabulary import VOCABULARY
from kayoi.kit.dates import CountingMethod
from kayoi.kit.verdict import Outcome

RULESET_KEYS = ("format", "key", "kind", "title", "summary", "publisher", "facts", "places", "versions")
VERSION_KEYS = (
    "key", "from", "until", "anchor", "counting", "adding", "source", "certainty", "adopted", "condition", "amount",
    "shares", "cases",
)  # fmt: skip
CASE_KEYS = ("name", "facts", "on", "verdict", "amount_yen", "why")


def read_ruleset(data: Any, *, shared: Shared | None = None, path: str = "") -> Ruleset:
    """Return the ruleset that a file holds. Raises BadRuleset with the place in the file and what is wrong.

    `path` is where it stands in a larger file.

    Rulesets that are read with the same `shared` have their equal conditions in common.
    """
    part = Part(data, path)
    part.only(*RULESET_KEYS)
    if part["format"].value != FORMAT:
        raise part["format"].fail(f"expected {FORMAT}")
    own = part.get("facts")
    facts = {**VOCABULARY, **{fact.key: fact for fact in map(read_fact, own.items() if own else ())}}
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
        versions=versions,
    )


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
            _codes(one.get("codes"), 5),
            _codes(one.get("prefectures"), 2),
            found[excepting.text()] if excepting else None,
            _codes(one.get("doubtful"), 5),
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
        facts, places, read_enum(counting, CountingMethod) if counting else None,
        read_enum(adding, Adding) if adding else None, shared, used,
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
        cases=tuple(_case(one) for one in cases.items()) if cases else (),
    )  # fmt: skip


def _adoption(part: Part | None) -> Adoption | None:
    if part is None:
        return None
    part.only("ordinance", "number", "on")
    return Adoption(part["ordinance"].text(), part["number"].text(), part["on"].day())


def _case(part: Part) -> TestCase:
    part.only(*CASE_KEYS)
    amount, why = part.get("amount_yen"), part.get("why")
    return TestCase(
        name=part["name"].text(),
        facts=part["facts"].mapping(),
        verdict=read_enum(part["verdict"], Outcome).value,
        amount_yen=amount.whole() if amount else None,
        on=read_optional_day(part.get("on")),
        why=why.text() if why else "",
    )
