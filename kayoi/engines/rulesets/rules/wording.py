"""A rule in words, made from the rule itself (要件を言葉で): for staff, for applicants, for letters.

A condition that carries words of its own (`label`) is shown with them.
"""

from collections.abc import Mapping, Sequence
from copy import copy
from datetime import date
from typing import Any

from kayoi.engines.rulesets.rules.amounts import Step
from kayoi.engines.rulesets.rules.conditions import AllOf, AtLeast, Condition, Leaf, Not
from kayoi.engines.rulesets.rules.phrases import JOINTS, LIMITS, LIMITS_OF_DAYS, PHRASES, STEPS, UNITS
from kayoi.engines.rulesets.rules.versions import Ruleset
from kayoi.engines.rulesets.states import ROW, Fact, FactType
from kayoi.kit.dates import wareki

TERMS_OF_DAYS = ("year_end", "year_start", "shift")
TERMS = ("fact", "age", "year_end", "year_start", "shift", "sum", "times", "least")


def condition_in_words(condition: Condition, ruleset: Ruleset, language: str = "ja") -> str:
    """Return a condition as one sentence part, its groups in brackets.

    Source: docs/reference/rulesets.md (reasons, text)
    """
    return _Speaker(ruleset, language).condition(condition)


def step_in_words(step: Step, ruleset: Ruleset, language: str = "ja") -> str:
    """Return a step of an amount in words: its own, otherwise from what it says.

    Source: docs/reference/rulesets.md (working, step)
    """
    return _Speaker(ruleset, language).step(step)


def anchors_in_words(keys: Sequence[str], ruleset: Ruleset, language: str = "ja", *, missing: bool) -> str:
    """Return that no version is in force on the days that decide, or that such a day is missing.

    Source: docs/reference/rulesets.md (anchor)
    """
    speaker = _Speaker(ruleset, language)
    days = JOINTS[language]["list"].join(speaker.name(key) for key in keys)
    return speaker.say("no_anchor" if missing else "no_version", days=days)


def data_in_words(data: Mapping[str, Any], ruleset: Ruleset, language: str = "ja") -> str:
    """Return a condition as it stands in a file, in words.

    Source: docs/reference/rulesets.md (reasons, text)
    """
    return _Speaker(ruleset, language).tree(data)


def step_data_in_words(data: Mapping[str, Any], ruleset: Ruleset, language: str = "ja") -> str:
    """Return a step as it stands in a file, in words, without the condition under which it applies.

    Source: docs/reference/rulesets.md (working, step)
    """
    speaker = _Speaker(ruleset, language)
    return speaker.own(data) or speaker.step_data(data)


def value_in_words(value: Any, fact: Fact, ruleset: Ruleset, language: str = "ja") -> str:
    """Return a value of a fact in words.

    Source: docs/reference/rulesets.md (Facts)
    """
    speaker = _Speaker(ruleset, language)
    return speaker.value(value.isoformat() if isinstance(value, date) else value, fact)


class _Speaker:
    """Speaks of one ruleset in one language."""

    def __init__(self, ruleset: Ruleset, language: str) -> None:
        self.facts: dict[str, Fact] = dict(ruleset.facts)
        for fact in ruleset.facts.values():
            self.facts |= {ROW + column.key: column for column in fact.columns}
        self.places = ruleset.places
        self.language = language
        self.phrases: Mapping[str, str] = PHRASES[language]

    def say(self, phrase: str, **values: Any) -> str:
        return self.phrases[phrase].format(**values)

    def condition(self, condition: Condition) -> str:
        own = condition.note.label.in_language(self.language)
        if own:
            return own
        if isinstance(condition, Leaf):
            return self.leaf(condition.data)
        if isinstance(condition, Not):
            return self.negated(condition.of[0])
        parts = [self.condition(part) for part in condition.of]
        if len(parts) == 1:
            return parts[0]
        if isinstance(condition, AtLeast):
            return self.say("at_least_of", count=condition.count, of=JOINTS[self.language]["list"].join(parts))
        joint = JOINTS[self.language]["all" if isinstance(condition, AllOf) else "any"]
        return self.say("group", of=joint.join(parts))

    def negated(self, condition: Condition) -> str:
        if isinstance(condition, Leaf) and isinstance(condition.data.get("is"), bool) and not condition.note.label.ja:
            return self.leaf({**condition.data, "is": not condition.data["is"]})
        return self.say("not", of=self.condition(condition))

    def tree(self, data: Mapping[str, Any]) -> str:
        """Return a condition as it stands in a file, inside of a leaf."""
        own = self.own(data)
        if own:
            return own
        if "not" in data:
            return self.say("not", of=self.tree(data["not"]))
        if "at_least_of" in data:
            parts = JOINTS[self.language]["list"].join(self.tree(one) for one in data["of"])
            return self.say("at_least_of", count=data["at_least_of"], of=parts)
        for word in ("all", "any"):
            if word in data:
                return JOINTS[self.language][word].join(self.tree(one) for one in data[word])
        return self.leaf(data)

    def words(self, text: Any) -> str:
        """Return a text of a file in the language, in Japanese where it has none."""
        return str(text if isinstance(text, str) else text.get(self.language) or text["ja"])

    def own(self, data: Mapping[str, Any]) -> str:
        """Return the words that a condition or step gives itself; none where it does not."""
        return self.words(data.get("label") or "")

    def leaf(self, data: Mapping[str, Any]) -> str:
        if "unknown" in data:
            return self.say("unknown", what=self.words(data["unknown"]))
        if "place" in data:
            places = self.places[data["in"]].label.in_language(self.language)
            return self.say("place", fact=self.name(data["place"]), places=places)
        if "count" in data:
            word = next(key for key in LIMITS[self.language] if key in data)
            count = self.limit(word, self.say("count_unit", count=data[word]))
            return self.say("count", rows=self.rows(data, "count"), limit=count)
        if "every" in data:
            holds = self.inside(data["every"]).tree(data["holds"])
            return self.say("every", list=self.name(data["every"]), holds=holds)
        if "spans" in data:
            return self.spans(data)
        if "yearly" in data:
            first, last = self.day_of_year(data["first"]), self.day_of_year(data["last"])
            return self.say("yearly", day=self.term(data["yearly"]), first=first, last=last)
        if "from" in data:
            word = next(key for key in LIMITS[self.language] if key in data)
            return self.say(
                "elapsed", start=self.term(data["from"]), end=self.term(data["to"]),
                limit=self.limit(word, self.length(data[word])),
            )  # fmt: skip
        return self.compare(data)

    def spans(self, data: Mapping[str, Any]) -> str:
        rows, before = self.rows(data, "spans"), self.term(data["before"])
        if "add_up_to" in data:
            return self.say(
                "add_up", rows=rows, before=before, window=self.length(data["within"]),
                length=self.length(data["add_up_to"]),
            )  # fmt: skip
        told = self.say("unbroken", rows=rows, before=before, length=self.length(data["unbroken"]))
        return told + (self.say("tolerance", length=self.length(data["tolerance"])) if "tolerance" in data else "")

    def rows(self, data: Mapping[str, Any], word: str) -> str:
        name = self.name(data[word])
        if not data.get("where"):
            return name
        return self.say("rows", list=name, where=self.inside(data[word]).tree(data["where"]))

    def inside(self, key: str) -> "_Speaker":
        """Return who speaks of the rows of a list, whose columns another list may call the same."""
        speaker = copy(self)
        columns = self.facts[key].columns if key in self.facts else ()
        speaker.facts = self.facts | {ROW + column.key: column for column in columns}
        return speaker

    def compare(self, data: Mapping[str, Any]) -> str:
        word = next(key for key in LIMITS[self.language] if key in data)
        left = self.term({key: value for key, value in data.items() if key in (*TERMS, "on", "by", "minus")})
        fact = self.facts.get(data["fact"]) if "fact" in data else None
        if fact is not None and fact.type is FactType.YES_NO and isinstance(data[word], bool):
            wanted = data[word] is (word == "is")
            return self.say("yes" if wanted else "no", fact=left)
        limits = data[word] if isinstance(data[word], list) else [data[word]]
        value = JOINTS[self.language]["list"].join(self.value(one, fact, aged="age" in data) for one in limits)
        of_days = (fact is not None and fact.type is FactType.DATE) or any(key in data for key in TERMS_OF_DAYS)
        return self.say("compare", left=left, limit=self.limit(word, value, of_days=of_days))

    def day_of_year(self, text: str) -> str:
        month, day = text.split("-")
        return self.say("day_of_year", month=int(month), day=int(day))

    def limit(self, word: str, value: str, *, of_days: bool = False) -> str:
        phrases = LIMITS[self.language] | (LIMITS_OF_DAYS[self.language] if of_days else {})
        return phrases[word].format(value=value)

    def term(self, value: Any) -> str:
        if not isinstance(value, dict):
            return self.value(value, None)
        if "fact" in value:
            return self.name(value["fact"])
        if "age" in value:
            return self.say("age", on=self.term(value["on"]), who=self.name(value["age"]))
        if "shift" in value:
            return self.say("shift", of=self.term(value["shift"]), by=self.shift(value["by"]))
        for word in ("year_end", "year_start"):
            if word in value:
                return self.say(word, of=self.term(value[word]))
        for word in ("sum", "times", "least"):
            if word in value:
                told = JOINTS[self.language][word].join(self.term(one) for one in value[word])
                less = "".join(JOINTS[self.language]["minus"] + self.term(one) for one in value.get("minus", ()))
                return self.say("least", of=told) if word == "least" else told + less
        raise KeyError(f"no words for {value}")

    def shift(self, by: Mapping[str, int]) -> str:
        back = any(number < 0 for number in by.values())
        length = self.length({key: abs(number) for key, number in by.items()})
        return self.say("earlier" if back else "later", length=length)

    def length(self, data: Mapping[str, int]) -> str:
        return "".join(self._counted(unit, data[unit]) for unit in UNITS[self.language] if unit in data).strip()

    def _counted(self, unit: str, number: float) -> str:
        one, many = UNITS[self.language][unit]
        return (one if number == 1 else many).format(number=number)

    def name(self, key: str) -> str:
        return self.facts[key].label.in_language(self.language) if key in self.facts else key

    def value(self, value: Any, fact: Fact | None, *, aged: bool = False) -> str:
        if isinstance(value, dict):
            return self.term(value)
        if aged:
            return self.say("years_old", number=value)
        if fact is not None and value in dict(fact.choices):
            return self.say("choice", choice=dict(fact.choices)[value].in_language(self.language))
        if isinstance(value, str) and (fact is None or fact.type is FactType.DATE) and _is_day(value):
            return wareki(date.fromisoformat(value)) if self.language == "ja" else value
        if isinstance(value, bool):
            return self.say("true" if value else "false")
        if not isinstance(value, int | float):
            return str(value)
        if fact is None or fact.type is FactType.YEN:
            return self.say("yen", number=f"{value:,}")
        if fact.unit in UNITS[self.language]:
            return self._counted(fact.unit, value)
        return f"{value:,}{fact.unit}" if self.language == "ja" else f"{value:,} {fact.unit}".strip()

    def step(self, step: Step) -> str:
        own = step.note.label.in_language(self.language)
        told = own or self.step_data(step.data)
        if step.when is None or own:
            return told
        return self.say("step_if", when=self.condition(step.when), step=told)

    def step_tree(self, data: Mapping[str, Any]) -> str:
        """Return a step as it stands in a file, inside of another one."""
        own = self.own(data)
        told = own or self.step_data(data)
        return told if own or "if" not in data else self.say("step_if", when=self.tree(data["if"]), step=told)

    def monthly(self, data: Mapping[str, Any]) -> str:
        inside = self.inside(data["monthly"])
        steps = JOINTS[self.language]["list"].join(inside.step_tree(one) for one in data["steps"])
        most, gap = self.length({"months": data["most_months"]}), data.get("gap_months")
        told = self.say("step_monthly", rows=self.rows(data, "monthly"), steps=steps, most=most)
        if gap == "any":
            return told + self.say("gap_any")
        return told + (self.say("gap_months", gap=self.length({"months": gap})) if gap else "")

    def step_data(self, data: Mapping[str, Any]) -> str:
        if "monthly" in data:
            return self.monthly(data)
        word = next(key for key in STEPS[self.language] if key in data)
        values: dict[str, Any] = {"value": ""}
        if word in ("start", "subtract", "cap", "floor", "add"):
            values["value"] = self.term(data[word])
        elif word == "round":
            values = {"value": self.say(f"round_{data['round']}", unit=f"{data['to']:,}")}
        else:
            values = {"value": data[word]}
        told = STEPS[self.language][word].format(**values)
        if data.get("per"):
            rows = self.rows({"per": data["per"], "where": data.get("where")}, "per")
            told = self.say("step_per", rows=rows, step=told)
        if data.get("most"):
            told += self.say("step_most", count=data["most"])
        return told


def _is_day(text: str) -> bool:
    return len(text) == len("2026-04-01") and text[4] == "-" and text[7] == "-"
