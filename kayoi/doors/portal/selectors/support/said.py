"""What a visitor has said so far. It is kept by the visitor's own browser alone, signed (答えの控え)."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.core import signing

from kayoi.engines.rulesets.rules.reading_facts import read_value
from kayoi.engines.rulesets.rules.reading_parts import BadRuleset, Part
from kayoi.engines.rulesets.states import Fact

SALT = "portal.support"
# Browsers keep 4,096 bytes of a cookie, its name and attributes included.
LONGEST = 3800


class TooMuchSaid(Exception):
    """The answers are more than a browser keeps."""


@dataclass(frozen=True)
class Said:
    """Towns and kinds looked at (none: all); the answers as a facts file has them, in their order; None: not known.

    `skipped`: rulesets that the visitor does not want to be asked about, once `picked`. `apart`: questions that nearly
    everybody answers alike are to be asked one by one.
    """

    towns: Sequence[str] = ()
    kinds: Sequence[str] = ()
    answers: dict[str, Any] = field(default_factory=dict)
    skipped: Sequence[str] = ()
    picked: bool = False
    apart: bool = False

    @property
    def unsure(self) -> frozenset[str]:
        """Facts that the visitor does not know."""
        return frozenset(key for key, value in self.answers.items() if value is None)

    def answered(self, key: str, value: Any) -> "Said":
        """Return it with one answer more, or with another one in the same place."""
        return replace(self, answers=self.answers | {key: value})

    def readable(self, known: Mapping[str, Fact]) -> "Said":
        """Return it without answers to questions that are not asked any more, or not in that way."""
        return replace(self, answers={key: one for key, one in self.answers.items() if _fits(known.get(key), one)})

    def facts(self, known: Mapping[str, Fact]) -> dict[str, Any]:
        """Return the values of what is known."""
        return {key: read_value(Part(one), known[key]) for key, one in self.answers.items() if one is not None}


def _fits(fact: Fact | None, answer: Any) -> bool:
    try:
        return fact is not None and (answer is None or read_value(Part(answer), fact) is not None)
    except BadRuleset:
        return False


def written(said: Said) -> str:
    """Return it as the browser keeps it. Raises TooMuchSaid."""
    text = signing.dumps(asdict(said), salt=SALT, compress=True)
    if len(text) > LONGEST:
        raise TooMuchSaid
    return text


def read(text: str) -> Said:
    """Return what a browser has kept; nothing where it is not ours."""
    try:
        return Said(**signing.loads(text, salt=SALT))
    except signing.BadSignature:
        return Said()
