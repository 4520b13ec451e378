"""What of a version may not change once it was adopted, and its fingerprint."""

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

# A later version may end this one; cases and the town's own words for it decide nothing.
NOT_FROZEN = ("key", "until", "cases", "adopted")


def fingerprint(file: Mapping[str, Any]) -> str:
    """Return the SHA-256 of what the versions of a ruleset file decide (施行した内容の指紋).

    Of the ruleset's own facts and sets of places those go into it that the versions name.

    Source: docs/reference/rulesets.md (adopted)
    """
    frozen = [_frozen(version) for version in file["versions"]]
    names = frozen_names(file)
    facts = [fact for fact in file.get("facts") or () if fact["key"] in names]
    places = {name: one for name, one in (file.get("places") or {}).items() if name in names}
    plain = json.dumps([frozen, facts, places], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(plain.encode()).hexdigest()


def frozen_names(file: Mapping[str, Any]) -> set[str]:
    """Return the own facts and sets of places that the versions of a file name, and the sets those are taken out of.

    Source: docs/reference/rulesets.md (adopted)
    """
    named = {text for version in file["versions"] for text in _texts(_frozen(version))}
    names = {fact["key"] for fact in file.get("facts") or () if fact["key"] in named}
    # A set is taken out of one that stands before it.
    for name, one in reversed((file.get("places") or {}).items()):
        if name in named:
            names.add(name)
            named.add(one.get("excepting") or "")
    return names


def _frozen(version: Mapping[str, Any]) -> dict[str, Any]:
    return {word: value for word, value in version.items() if word not in NOT_FROZEN and value is not None}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list):
        for one in value.values() if isinstance(value, Mapping) else value:
            yield from _texts(one)
