"""All adopted rulesets of all towns, read once and kept until one of them changes (要件の本)."""

import json
import logging
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from typing import Any

from django.db.models import Count, F, Max, Sum

from kayoi.engines.rulesets.models import Version
from kayoi.engines.rulesets.rules.reading import read_ruleset
from kayoi.engines.rulesets.rules.reading_conditions import Shared
from kayoi.engines.rulesets.rules.reading_parts import BadRuleset
from kayoi.engines.rulesets.rules.versions import Ruleset
from kayoi.engines.rulesets.selectors import as_file
from kayoi.engines.rulesets.states import ROW, Fact, FactType, RulesetKind, VersionStatus, Words

logger = logging.getLogger(__name__)

# The column of received.grants that names a scheme; here it is chosen by its title.
SCHEME = "this.scheme"
NEITHER = {"none": Words("どれにも当てはまらない", "None of these")}
# Columns that times and monthly claims are read by without naming them.
IMPLIED = frozenset({"from", "until", "month", "months"})
# What a household may have; whether something is to be paid back or who is chosen is not for this page.
KINDS = (RulesetKind.GRANT, RulesetKind.STAY, RulesetKind.STATUS)


@dataclass(frozen=True)
class Book:
    """The rulesets by organization, and the facts that they speak of; of a list only the columns that one names."""

    rulesets: Mapping[int, tuple[Ruleset, ...]]
    facts: Mapping[str, Fact]


def book() -> Book:
    """Return the book as it stands, in one query unless something has changed (public scope)."""
    rows = Version.objects.filter(status=VersionStatus.ADOPTED, ruleset__kind__in=KINDS)
    # An adopted row never goes; each change of it or of its ruleset counts its version up.
    stamp = rows.aggregate(
        count=Count("pk"), last=Max("pk"), changes=Sum(F("version") + F("ruleset__version"))
    )  # fmt: skip
    return _book(tuple(stamp.values()))


@lru_cache(maxsize=1)
def _book(stamp: tuple[int | None, ...]) -> Book:
    rows = Version.objects.filter(status=VersionStatus.ADOPTED, ruleset__kind__in=KINDS)
    by_ruleset: dict[int, list[Version]] = defaultdict(list)
    for row in rows.select_related("ruleset").order_by("ruleset__key", "ruleset", "starts_on", "pk"):
        by_ruleset[row.ruleset_id].append(row)
    found: dict[int, list[Ruleset]] = defaultdict(list)
    shared, columns, schemes = Shared(), set[str](), set[str]()
    for versions in by_ruleset.values():
        data = _own_facts_apart(as_file(versions[0].ruleset, versions))
        try:
            ruleset = read_ruleset(data, shared=shared)
        except BadRuleset:
            # One unreadable row must not take the page from everybody; the log tells of it.
            logger.exception("ruleset %s cannot be read", versions[0].ruleset_id)
            continue
        found[versions[0].organization_id].append(ruleset)
        columns |= {text for text in _texts(data["versions"]) if text.startswith(ROW)}
        schemes |= set(_schemes(data["versions"]))
    rulesets = [one for some in found.values() for one in some]
    titles = {one.key: one.title for one in rulesets if one.key in schemes}
    facts = {key: fact for one in rulesets for key, fact in one.facts.items()}
    return Book(
        {organization: tuple(some) for organization, some in found.items()},
        {key: _as_asked(fact, columns, titles) for key, fact in facts.items()},
    )


def _as_asked(fact: Fact, columns: set[str], titles: Mapping[str, Words]) -> Fact:
    """Return a fact as it is asked: only columns that matter, schemes by their names, always a way to say none."""
    if fact.type is FactType.CHOICE and not {"none", "other"} & dict(fact.choices).keys():
        return replace(fact, choices=(*fact.choices, *NEITHER.items()))
    named = [one for one in fact.columns if one.key in IMPLIED or ROW + one.key in columns]
    schemes = (*titles.items(), *NEITHER.items())
    return replace(
        fact,
        columns=tuple(
            replace(one, type=FactType.CHOICE, choices=schemes) if ROW + one.key == SCHEME else one for one in named
        ),
    )


def _schemes(value: Any) -> Iterator[str]:
    """Yield the schemes that a rule asks about: received before, or not together with."""
    if isinstance(value, dict) and value.get("fact") == SCHEME:
        yield from _texts([one for word, one in value.items() if word in ("is", "is_not", "one_of", "none_of")])
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _schemes(one)


def _own_facts_apart(data: dict[str, Any]) -> dict[str, Any]:
    """Return a ruleset whose own facts carry their meaning in the key: other towns may call other things the same."""
    own = data.get("facts", [])
    names = {fact["key"]: f"{fact['key']}~{_digest(fact)}" for fact in own}
    versions = [{**version, "cases": []} for version in data["versions"]]
    return {**data, "facts": _renamed(own, names), "versions": _renamed(versions, names)}


def _digest(fact: Mapping[str, Any]) -> str:
    label = fact["label"]
    columns = [column["key"] for column in fact.get("columns") or ()]
    meaning = [
        fact["type"],
        label if isinstance(label, str) else label["ja"],
        sorted(fact.get("choices") or ()),
        columns,
    ]
    return sha256(json.dumps(meaning).encode()).hexdigest()[:8]


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _renamed(one, names) for key, one in value.items()}
    if isinstance(value, list):
        return [_renamed(one, names) for one in value]
    return names.get(value, value) if isinstance(value, str) else value


def _texts(value: Any) -> Iterator[str]:
    """Yield every text of a rule, at any depth."""
    if isinstance(value, str):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _texts(one)
