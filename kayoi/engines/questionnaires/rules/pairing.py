"""Before and after (事前・事後): which two sheets are of the same respondent."""

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from kayoi.engines.questionnaires.rules.questions import Form, Question

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Pairs(Generic[K, T]):
    """Who answered both, who only one of them, and whose sheets cannot be told apart."""

    matched: tuple[tuple[T, T], ...]
    only_before: tuple[K, ...]
    only_after: tuple[K, ...]
    unclear: tuple[K, ...]


def paired(before: Iterable[tuple[K, T]], after: Iterable[tuple[K, T]]) -> Pairs[K, T]:
    """Match sheets by their keys, in the order of the first list; a key that one list has twice is not guessed at.

    Source: docs/reference/questionnaires.md (Before and after)
    """
    first, second = list(before), list(after)
    twice = {key for rows in (first, second) for key, count in Counter(key for key, _ in rows).items() if count > 1}
    earlier, later = dict(first), dict(second)
    return Pairs(
        tuple((one, later[key]) for key, one in earlier.items() if key in later and key not in twice),
        tuple(key for key in earlier if key not in later and key not in twice),
        tuple(key for key in later if key not in earlier and key not in twice),
        tuple(key for key in dict.fromkeys([*earlier, *later]) if key in twice),
    )


def comparable(before: Form, after: Form) -> list[Question]:
    """Return the questions of the second form that the first asks too, with the same answers to give.

    Source: docs/reference/questionnaires.md (Before and after)
    """
    return [question for question in after.questions if same_answers(before.question(question.key), question)]


def same_answers(one: Question | None, other: Question) -> bool:
    """Tell whether two versions of a question can be counted together: its wording and place may differ.

    Source: docs/reference/questionnaires.md (Before and after)
    """
    return one is not None and _frame(one) == _frame(other)


def _frame(question: Question) -> tuple[object, ...]:
    return (question.kind, question.options, question.lines, question.least, question.most, question.bands)
