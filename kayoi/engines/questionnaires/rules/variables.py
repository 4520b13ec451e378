"""What can be counted of answers: one variable with its categories, who was asked and who answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from kayoi.engines.questionnaires.rules.pairing import same_answers
from kayoi.engines.questionnaires.rules.questions import Answers, Form, Question, shown
from kayoi.engines.questionnaires.states import Kind
from kayoi.kit.dates import age_on

Marks: TypeAlias = NDArray[np.bool_]


class NotCountable(ValueError):
    """The question has no categories: a text, a date or a number without bands, a matrix without its line."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A sheet as it was handed in: what was asked, what was answered, and on which day."""

    form: Form
    answers: Answers
    on: date


@dataclass(frozen=True, slots=True)
class Variable:
    """Something to count by (集計の軸). `marks` has a row for each category and a column for each sheet."""

    name: str
    labels: tuple[str, ...]
    marks: Marks
    asked: Marks
    several: bool = False

    @property
    def answered(self) -> Marks:
        """Who gave an answer."""
        return np.asarray(self.marks.any(axis=0), dtype=np.bool_)


def variable(question: Question, sheets: Sequence[Answered], line: str = "") -> Variable:
    """Return a question, or one line of a matrix, as a variable over these sheets. Raises NotCountable.

    A sheet whose version asks it with other answers to give counts as not asked.

    Source: docs/reference/questionnaires.md (Tables)
    """
    keys, labels = _categories(question, line)
    place = {key: at for at, key in enumerate(keys)}
    marks = np.zeros((len(keys), len(sheets)), dtype=np.bool_)
    asked = np.zeros(len(sheets), dtype=np.bool_)
    for at, sheet in enumerate(sheets):
        mine = next((one for one in shown(sheet.form, sheet.answers) if one.key == question.key), None)
        if not same_answers(mine, question):
            continue
        asked[at] = True
        for key in _chosen(question, sheet.answers.get(question.key), line, sheet.on):
            marks[place[key], at] = True
    name = next((f"{question.text} {one.label}" for one in question.lines if one.key == line), question.text)
    return Variable(name, labels, marks, asked, question.kind is Kind.MULTIPLE)


def band_labels(bands: Sequence[int], unit: str) -> tuple[str, ...]:
    """Return how bands are called (階級): 29歳以下, 30~39歳, 40歳以上.

    Source: docs/reference/questionnaires.md (Tables)
    """
    between = (f"{low}{unit}" if low == high - 1 else f"{low}~{high - 1}{unit}" for low, high in pairwise(bands))
    return (f"{bands[0] - 1}{unit}以下", *between, f"{bands[-1]}{unit}以上")


def _categories(question: Question, line: str) -> tuple[list[str], tuple[str, ...]]:
    if question.kind is Kind.SCALE:
        steps = [str(step) for step in range(question.least, question.most + 1)]
        return steps, tuple(steps)
    if question.kind is Kind.PLACE:
        codes = [f"{number:02}" for number in range(1, 48)]
        return codes, tuple(codes)
    if question.kind in {Kind.NUMBER, Kind.DATE} and question.bands:
        unit = "歳" if question.kind is Kind.DATE else question.unit
        return [str(at) for at in range(len(question.bands) + 1)], band_labels(question.bands, unit)
    if question.options and (question.kind is not Kind.MATRIX or line in {one.key for one in question.lines}):
        return [one.key for one in question.options], tuple(one.label for one in question.options)
    raise NotCountable(question.key)


def _chosen(question: Question, answer: Any, line: str, on: date) -> list[str]:
    if not answer and answer != 0:
        return []
    match question.kind:
        case Kind.MULTIPLE:
            return list(answer)
        case Kind.MATRIX:
            return [answer[line]] if line in answer else []
        case Kind.PLACE:
            return [answer[:2]]
        case Kind.NUMBER:
            return [str(_band(question.bands, answer))]
        case Kind.DATE:
            birth = date.fromisoformat(answer)
            return [str(_band(question.bands, age_on(birth, on)))] if birth <= on else []
        case _:
            return [str(answer)]


def _band(bands: Sequence[int], value: int) -> int:
    return sum(value >= first for first in bands)
