"""A version's condition and amount as indented lines in Japanese, each with the way to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kayoi.engines.rulesets.rules.editing import GROUPS, Way, written
from kayoi.engines.rulesets.rules.versions import Ruleset
from kayoi.engines.rulesets.rules.wording import data_in_words, step_data_in_words
from kayoi.engines.rulesets.states import Certainty

HEADS = {
    "all": "次のすべてに当てはまること",
    "any": "次のいずれかに当てはまること",
    "of": "次のうち{count}つ以上に当てはまること",
    "not": "次に当てはまらないこと",
    "if": "次のときだけ",
    "where": "数えるのは、次に当てはまるもの",
    "holds": "それぞれが、次に当てはまること",
    "steps": "月ごとの計算",
}


@dataclass(frozen=True)
class Line:
    """A condition or a step in words; its parts; the place at which a further part would stand."""

    way: str
    words: str
    source: str
    doubt: str
    parts: Sequence["Line"] = ()
    add_at: str = ""
    is_head: bool = False

    @property
    def anchor(self) -> str:
        """The id of the line on the page."""
        return f"at-{self.way.replace('.', '-')}"


def condition_line(data: Mapping[str, Any], way: Way, ruleset: Ruleset, *, deep: bool = False) -> Line:
    """Return a condition as a line with those of its parts; `deep` also shows what is said of the rows of a list."""
    word = next((word for word in (*GROUPS, "not") if word in data), "")
    if not word:
        parts = _inside(data, way, ruleset) if deep else []
        return _line(data, way, data_in_words(data, ruleset), parts)
    if word == "not":
        parts = [condition_line(data["not"], (*way, "not"), ruleset, deep=deep)]
        return _line(data, way, _head(data, word), parts, is_head=True)
    parts = [condition_line(one, (*way, word, at), ruleset, deep=deep) for at, one in enumerate(data[word])]
    add_at = written((*way, word, len(parts)))
    return _line(data, way, _head(data, word), parts, add_at=add_at, is_head=True)


def step_lines(steps: Sequence[Mapping[str, Any]], way: Way, ruleset: Ruleset) -> list[Line]:
    """Return the steps of an amount as lines."""
    return [step_line(step, (*way, at), ruleset) for at, step in enumerate(steps)]


def step_line(step: Mapping[str, Any], way: Way, ruleset: Ruleset) -> Line:
    """Return a step as a line, with the condition under which it applies and what it does with rows."""
    return _line(step, way, step_data_in_words(step, ruleset), _inside(step, way, ruleset))


def _inside(data: Mapping[str, Any], way: Way, ruleset: Ruleset) -> list[Line]:
    """Return what stands in a condition or step beside its own words, each under a head of its own."""
    found = []
    for word in ("if", "where", "holds"):
        if data.get(word):
            part = condition_line(data[word], (*way, word), ruleset, deep=True)
            found.append(Line("", HEADS[word], "", "", [part], is_head=True))
    if "steps" in data:
        parts = step_lines(data["steps"], (*way, "steps"), ruleset)
        add_at = written((*way, "steps", len(parts)))
        found.append(Line("", HEADS["steps"], "", "", parts, add_at=add_at, is_head=True))
    return found


def _head(data: Mapping[str, Any], word: str) -> str:
    label = data.get("label") or ""
    own = label if isinstance(label, str) else label["ja"]
    head = HEADS[word].format(count=data.get("at_least_of"))
    return f"{own}({head})" if own else head


def _line(data: Mapping[str, Any], way: Way, words: str, parts: Sequence[Line], **more: Any) -> Line:
    certainty = Certainty.of(data.get("certainty") or Certainty.CHECKED.value)
    doubt = "" if certainty is Certainty.CHECKED else certainty.label
    return Line(written(way), words, data.get("source") or "", doubt, parts, **more)
