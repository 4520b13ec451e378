"""A file with one ruleset, or a pack of several."""

from typing import Any

from kayoi.engines.rulesets.rules.reading_parts import Part
from kayoi.engines.rulesets.states import FORMAT

KNOWN = ("format", "pack", "title", "rulesets")


def rulesets_in(data: Any) -> tuple[list[Part], list[str]]:
    """Return the rulesets of a file, and the names of its other parts that hold something. Raises BadRuleset.

    Source: docs/reference/rulesets.md (packs)
    """
    whole = Part(data)
    if "rulesets" not in whole:
        return [whole], []
    if whole["format"].value != FORMAT:
        raise whole["format"].fail(f"expected {FORMAT}")
    return list(whole["rulesets"].items()), [word for word in whole.mapping() if word not in KNOWN and data[word]]
