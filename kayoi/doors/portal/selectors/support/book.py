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
from kayoi.engines.rulesets.states import ROW, Fact, FactType, RulesetKind, VersionStatus

logger = logging.getLogger(__name__)

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
    facts: dict[str, Fact] = {}
    named: set[str] = set()
    shared = Shared()
    for versions in by_ruleset.values():
        data = _own_facts_apart(as_file(versions[0].ruleset, versions))
        try:
            ruleset = read_ruleset(data, shared=shared)
        except BadRuleset:
            # One unreadable row must not take the page from everybody; the log tells of it.
            logger.exception("ruleset %s cannot be read", versions[0].ruleset_id)
            continue
        found[versions[0].organization_id].append(ruleset)
        facts |= ruleset.facts
        named |= {text for text in _texts(data["versions"]) if text.startswith(ROW)}
    return Book(
        {organization: tuple(rulesets) for organization, rulesets in found.items()},
        {key: _with_named_columns(fact, named) for key, fact in facts.items()},
    )


def _with_named_columns(fact: Fact, named: set[str]) -> Fact:
    if fact.type is not FactType.LIST:
        return fact
    return replace(fact, columns=tuple(one for one in fact.columns if one.key in IMPLIED or ROW + one.key in named))


def _own_facts_apart(data: dict[str, Any]) -> dict[str, Any]:
    """Return a ruleset whose own facts carry their meaning in the key: other towns may call other things the same."""
    names = {fact["key"]: f"{fact['key']}~{_digest(fact)}" for fact in data["facts"]}
    versions = [{**version, "cases": []} for version in data["versions"]]
    return {**data, "facts": _renamed(data["facts"], names), "versions": _renamed(versions, names)}


def _digest(fact: Mapping[str, Any]) -> str:
    label = fact["label"]
    columns = [column["key"] for column in fact.get("columns") or ()]
    meaning = [fact["type"], label if isinstance(label, str) else label["ja"], sorted(fact.get("choices") or ()), columns]
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
