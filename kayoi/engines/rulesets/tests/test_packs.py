"""The rulesets that come with the platform: each answers its own cases, speaks plainly, leaves no day out."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from django.conf import settings

from kayoi.engines.rulesets.rules.answers import Answer, Found, evaluate
from kayoi.engines.rulesets.rules.conditions import Condition, Leaf, Undecided
from kayoi.engines.rulesets.rules.reading import read_ruleset
from kayoi.engines.rulesets.rules.reading_facts import read_facts
from kayoi.engines.rulesets.rules.versions import Ruleset, Version, breaks
from kayoi.engines.rulesets.rules.versions import TestCase as Stated
from kayoi.engines.rulesets.rules.wording import condition_in_words, step_in_words
from kayoi.engines.rulesets.states import APPLIED_ON, Certainty, Words
from kayoi.engines.rulesets.states.vocabulary import VOCABULARY

FILES: Final = sorted((settings.ROOT / "data" / "rulesets").glob("*.json"))
every_file = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
JAPANESE: Final = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
# Keys of facts, and what Python shows of itself, are no words for people.
CODE: Final = re.compile(r"[a-z]_[a-z]|[a-z]\.[a-z]|None|True|False|[{}]")


@cache
def ruleset(file: Path) -> Ruleset:
    return read_ruleset(json.loads(file.read_text(encoding="utf-8")))


def cases() -> Iterator[object]:
    for file in FILES:
        for version in ruleset(file).versions:
            for case in version.cases:
                yield pytest.param(ruleset(file), version, case, id=f"{file.stem}-{version.key}-{case.name}")


def answered(rules: Ruleset, version: Version, case: Stated) -> Answer:
    facts = read_facts(case.facts, {**VOCABULARY, **rules.facts})
    return evaluate(rules, facts, on=case.on or facts.get(APPLIED_ON) or version.starts_on or date(2025, 4, 1))


@pytest.mark.parametrize(("rules", "version", "case"), list(cases()))
def test_a_version_answers_its_cases(rules: Ruleset, version: Version, case: Stated) -> None:
    answer = answered(rules, version, case)
    assert answer.outcome.value == case.verdict, [condition_in_words(one.condition, rules) for one in answer.against]
    assert answer.version in (version, None)
    if case.amount_yen is not None:
        assert answer.amount is not None
        assert answer.amount.yen == case.amount_yen
    # A reason that is not a sentence is the source of a condition.
    if case.why and not case.why.endswith("。"):
        assert case.why in {leaf.note.source for one in answer.against for leaf in leaves(one.condition)}


@every_file
def test_a_file_is_named_after_its_ruleset(file: Path) -> None:
    assert ruleset(file).key == file.stem


@every_file
def test_each_version_has_a_source_and_cases_with_different_answers(file: Path) -> None:
    for version in ruleset(file).versions:
        assert version.source
        assert len({case.verdict for case in version.cases}) > 1, version.key


@every_file
def test_no_day_lies_between_versions_or_in_two(file: Path) -> None:
    """Otherwise a version beside it says that its days are not certain."""
    uncertain = {one.key for one in ruleset(file).versions if one.certainty is Certainty.UNCERTAIN}
    assert not [one for one in breaks(ruleset(file).versions) if not uncertain & {one.before, one.after}]


@every_file
def test_samples_are_not_adopted(file: Path) -> None:
    assert not any(version.adoption for version in ruleset(file).versions)


@every_file
def test_conditions_and_steps_have_words_in_both_languages(file: Path) -> None:
    rules = ruleset(file)
    for version in rules.versions:
        told = [(condition_in_words(one, rules, "ja"), condition_in_words(one, rules, "en")) for one in parts(version)]
        told += [(step_in_words(one, rules, "ja"), step_in_words(one, rules, "en")) for one in version.steps]
        for ja, en in told:
            assert JAPANESE.search(ja), ja
            assert not JAPANESE.search(en), en
            assert not CODE.search(ja), ja
            assert not CODE.search(en), en


@every_file
def test_labels_are_plain(file: Path) -> None:
    """No full stop inside of a rule, no blanks around it, nothing said twice, and no half-width brackets left open."""
    for version in ruleset(file).versions:
        labels: list[Words] = [one.note.label for one in (*parts(version), *version.steps)]
        for text in (text for label in labels for text in (label.ja, label.en)):
            assert text == text.strip()
            assert not text.endswith(("。", "、", ".")), text
            assert not re.search("ことこと|のの|をを|がが|  ", text), text
            assert text.count("(") == text.count(")"), text


@every_file
def test_every_condition_is_seen_to_hold_and_not_to_hold(file: Path) -> None:
    """In the cases of some version that has it; but for what the source does not say, which no case can decide."""
    rules, seen = ruleset(file), defaultdict[str, set[bool | None]](set)
    for version in rules.versions:
        for case in version.cases:
            for one in everything(answered(rules, version, case).found):
                seen[key_of(one.condition)] |= {one.value}
    stated = [leaf for version in rules.versions for leaf in leaves(version.condition)]
    decidable = [leaf for leaf in stated if not isinstance(leaf, Undecided)]
    assert not [condition_in_words(leaf, rules) for leaf in decidable if not seen[key_of(leaf)] >= {True, False}]


def key_of(condition: Condition) -> str:
    """Return what equal conditions of different versions share: all that stands in the file."""
    assert isinstance(condition, Leaf)
    return json.dumps(condition.data, sort_keys=True)


def everything(found: Found | None) -> Iterator[Found]:
    """Yield the answers of all leaves."""
    if found is None:
        return
    if isinstance(found.condition, Leaf):
        yield found
    for part in found.parts:
        yield from everything(part)


def parts(version: Version) -> Iterator[Condition]:
    """Yield a condition and all that stand in it."""
    waiting = [version.condition]
    while waiting:
        yield (one := waiting.pop())
        waiting.extend(() if isinstance(one, Leaf) else one.of)


def leaves(condition: Condition) -> Iterator[Leaf]:
    if isinstance(condition, Leaf):
        yield condition
    else:
        for part in condition.of:
            yield from leaves(part)
