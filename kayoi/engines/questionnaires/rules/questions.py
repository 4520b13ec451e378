"""Questions as values, and which of them are shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kayoi.engines.questionnaires.states import AtQuota, Kind

Answers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose, or a line of a matrix. `alone`: nothing else may be chosen beside it (特になし)."""

    key: str
    label: str
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """The answer to an earlier question is, or holds, one of the options; or lies from `least` to `most`."""

    question: str
    options: frozenset[str] = frozenset()
    least: int = 0
    most: int = 0

    def holds(self, answer: Any) -> bool:
        """Tell whether the answer meets it; what was not answered meets nothing."""
        if isinstance(answer, str):
            return answer in self.options
        if isinstance(answer, list):
            return any(isinstance(key, str) and key in self.options for key in answer)
        return isinstance(answer, int) and not isinstance(answer, bool) and self.least <= answer <= self.most


@dataclass(frozen=True, slots=True)
class Question:
    """One question (設問). `least` and `most` bound a scale, a number, how many are chosen, or the signs of a text.

    `bands` are the first values of the bands of a number; of a date, which is then a birthday, of the ages.
    """

    key: str
    kind: Kind
    text: str
    must: bool = False
    options: tuple[Option, ...] = ()
    lines: tuple[Option, ...] = ()
    least: int = 0
    most: int = 0
    unit: str = ""
    bands: tuple[int, ...] = ()
    shown_if: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Quota:
    """At most so many answers that meet all conditions (枠)."""

    key: str
    label: str
    conditions: tuple[Condition, ...]
    most: int
    then: AtQuota


@dataclass(frozen=True, slots=True)
class Form:
    """All that one version asks (調査票)."""

    questions: tuple[Question, ...]
    quotas: tuple[Quota, ...] = ()

    def question(self, key: str) -> Question | None:
        """Return the question with that key."""
        return next((question for question in self.questions if question.key == key), None)


def shown(form: Form, answers: Answers) -> list[Question]:
    """Return the questions that are asked after these answers (分岐), in their order.

    Conditions name earlier questions only, so one pass is enough, and what is hidden counts as not answered.

    Source: docs/reference/questionnaires.md (Branching)
    """
    asked: dict[str, Question] = {}
    for question in form.questions:
        if all(one.question in asked and one.holds(answers.get(one.question)) for one in question.shown_if):
            asked[question.key] = question
    return list(asked.values())


def kept(form: Form, answers: Answers) -> dict[str, Any]:
    """Return what remains of answers once hidden questions and empty answers are left out (提出される回答).

    Whoever goes back and answers otherwise leaves answers behind that nobody asked for; an unknown key stays, to be
    refused.

    Source: docs/reference/questionnaires.md (Branching)
    """
    known = {question.key for question in form.questions}
    asked = {question.key for question in shown(form, answers)}
    return {key: value for key, value in answers.items() if (key in asked or key not in known) and not is_empty(value)}


def is_empty(value: Any) -> bool:
    """Tell whether an answer is none: nothing, blanks, or nothing chosen.

    Source: docs/reference/questionnaires.md (Answers)
    """
    return value is None or value in ([], {}) or (isinstance(value, str) and not value.strip())


def unreachable(form: Form) -> list[str]:
    """Return the keys of questions that no answers can bring up (届かない設問).

    Source: docs/reference/questionnaires.md (Branching)
    """
    needs: dict[str, set[Condition]] = {}
    lost = []
    for question in form.questions:
        needs[question.key] = set(question.shown_if).union(*(needs[one.question] for one in question.shown_if))
        by_question: dict[str, list[Condition]] = {}
        for one in needs[question.key]:
            by_question.setdefault(one.question, []).append(one)
        if not all(_together(form.question(key), conditions) for key, conditions in by_question.items()):
            lost.append(question.key)
    return lost


def _together(question: Question | None, conditions: list[Condition]) -> bool:
    """Tell whether one answer to the question can meet all these conditions."""
    assert question is not None
    if question.kind in {Kind.SCALE, Kind.NUMBER}:
        lowest = max([question.least, *(one.least for one in conditions)])
        return lowest <= min([question.most, *(one.most for one in conditions)])
    if question.kind is Kind.SINGLE:
        return bool(frozenset.intersection(*(one.options for one in conditions)))
    alone = {option.key for option in question.options if option.alone}
    if question.least <= 1 and frozenset.intersection(*(one.options for one in conditions)) & alone:
        return True
    return _hit([one.options - alone for one in conditions], question.most)


def _hit(wanted: Iterable[frozenset[str]], most: int) -> bool:
    """Tell whether so many options are enough to have one of each set."""
    left = list(wanted)
    if not left:
        return True
    return most > 0 and any(_hit([one for one in left if option not in one], most - 1) for option in left[0])
