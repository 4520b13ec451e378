"""Judging by several judges: points under criteria, the mean of those who judged, places, prizes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from kayoi.kit.verdict import Reason, Verdict, verdict


@dataclass(frozen=True, slots=True)
class Criterion:
    """What is looked at: its key and name, the most points, how much they weigh."""

    key: str
    label: str
    most: int
    weight: int


@dataclass(frozen=True, slots=True)
class Prize:
    """What is given: its name, to how many, and the least mean in hundredths of the whole (0: to whom comes first)."""

    label: str
    places: int
    least_percent: int = 0


@dataclass(frozen=True, slots=True)
class Terms:
    """What is named before anybody judges; `ties` are the criteria that decide between equals, the first first."""

    criteria: tuple[Criterion, ...]
    ties: tuple[str, ...]
    prizes: tuple[Prize, ...]
    least_judges: int = 2


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one judge gave one entry; None for a judge who stepped back from it (利害関係)."""

    judge: int
    number: str
    scores: Mapping[str, int] | None


@dataclass(frozen=True, slots=True)
class Result:
    """Where an entry came: its place, the mean of its judges, how many those were, its prize."""

    number: str
    rank: int
    mean: Fraction
    judges: int
    prize: str = ""


def whole_of(terms: Terms) -> int:
    """Return the most that a judge can give (満点).

    Source: docs/reference/selections.md (Judging)
    """
    return sum(one.most * one.weight for one in terms.criteria)


def may_open_judging(terms: Terms) -> Verdict:
    """Answer whether terms can be judged by (審査の条件がそろったか): criteria, ties among them, prizes.

    Source: docs/reference/selections.md (Judging)
    """
    keys = [one.key for one in terms.criteria]
    against = []
    if not keys or len(set(keys)) != len(keys) or any(one.most < 1 or one.weight < 1 for one in terms.criteria):
        against.append(Reason("judging.bad_criteria"))
    if any(key not in keys for key in terms.ties):
        against.append(Reason("judging.bad_ties"))
    if not terms.prizes or any(one.places < 1 or not 0 <= one.least_percent <= 100 for one in terms.prizes):
        against.append(Reason("judging.bad_prizes"))
    return verdict(against)


def may_score(terms: Terms, scores: Mapping[str, int]) -> Verdict:
    """Answer whether a table of points is whole (点がそろったか): each criterion once, from none to its most.

    Source: docs/reference/selections.md (Judging)
    """
    against = []
    for one in terms.criteria:
        given = scores.get(one.key)
        if given is None:
            against.append(Reason("judging.no_score", {"criterion": one.label}))
        elif not 0 <= given <= one.most:
            against.append(Reason("judging.score_beyond", {"criterion": one.label, "most": one.most}))
    if set(scores) - {one.key for one in terms.criteria}:
        against.append(Reason("judging.bad_criteria"))
    return verdict(against)


def may_close_judging(
    terms: Terms, *, judges: Sequence[int], numbers: Sequence[str], sheets: Sequence[Sheet]
) -> Verdict:  # fmt: skip
    """Answer whether the result can be worked out (審査を締め切れるか): no table lacks, enough judges for each entry.

    Source: docs/reference/selections.md (Judging)
    """
    there = {(one.judge, one.number) for one in sheets}
    lacking = sum((judge, number) not in there for judge in judges for number in numbers)
    against = []
    if not numbers:
        against.append(Reason("judging.no_entries"))
    if lacking:
        against.append(Reason("judging.lacking", {"count": lacking}))
    for number in numbers:
        scored = sum(one.number == number and one.scores is not None for one in sheets)
        if scored < terms.least_judges and not lacking:
            against.append(Reason("judging.few_judges", {"number": number, "least": terms.least_judges}))
    return verdict(against)


def means_of(terms: Terms, sheets: Sequence[Sheet], number: str) -> tuple[Fraction, dict[str, Fraction], int]:
    """Return the mean of all points of an entry, that of each criterion, and how many judges gave them.

    Source: docs/reference/selections.md (Judging)
    """
    given = [one.scores for one in sheets if one.number == number and one.scores is not None]
    if not given:
        return Fraction(0), {}, 0
    of = {one.key: Fraction(sum(scores[one.key] for scores in given), len(given)) for one in terms.criteria}
    return sum((of[one.key] * one.weight for one in terms.criteria), Fraction(0)), of, len(given)


def judged(terms: Terms, numbers: Sequence[str], sheets: Sequence[Sheet]) -> list[Result]:
    """Return the places (審査の結果): by the mean, then by the criteria that decide ties, then who applied earlier.

    `numbers` are in the order in which they applied. Who has no place in a prize before may have one in the next.

    Source: docs/reference/selections.md (Judging)
    """
    means = {number: means_of(terms, sheets, number) for number in numbers}

    def key(number: str) -> tuple[Any, ...]:
        mean, of, _ = means[number]
        return (-mean, *(-of.get(tie, Fraction(0)) for tie in terms.ties), numbers.index(number))

    order = sorted(numbers, key=key)
    left = [[one, one.places] for one in terms.prizes]
    found = []
    for rank, number in enumerate(order, 1):
        mean, _, count = means[number]
        prize = _take(left, mean, whole_of(terms))
        found.append(Result(number, rank, mean, count, prize))
    return found


def _take(left: list[list[Any]], mean: Fraction, whole: int) -> str:
    for one in left:
        prize, places = one
        if places and mean * 100 >= prize.least_percent * whole:
            one[1] -= 1
            return str(prize.label)
    return ""


def terms_as_data(terms: Terms) -> dict[str, Any]:
    """Return the terms as they are kept and published.

    Source: docs/reference/selections.md (Judging)
    """
    return {
        "criteria": [{"key": c.key, "label": c.label, "most": c.most, "weight": c.weight} for c in terms.criteria],
        "ties": list(terms.ties), "least_judges": terms.least_judges,
        "prizes": [
            {"label": one.label, "places": one.places, "least_percent": one.least_percent} for one in terms.prizes
        ],
    }  # fmt: skip


def read_judging(data: Mapping[str, Any]) -> Terms:
    """Return the terms that were kept.

    Source: docs/reference/selections.md (Judging)
    """
    return Terms(
        tuple(Criterion(**one) for one in data["criteria"]), tuple(data["ties"]),
        tuple(Prize(**one) for one in data["prizes"]), data["least_judges"],
    )  # fmt: skip
