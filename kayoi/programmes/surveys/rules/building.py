"""Change one question of a questionnaire that is being written: the rest stays as it is."""

from collections.abc import Mapping, Sequence
from typing import Any

from kayoi.engines.questionnaires.rules.reading import FORMAT

Body = dict[str, Any]
Words = dict[str, Any]


def new_body(questions: Sequence[Words]) -> Body:
    """Return what a version holds that asks these questions.

    Source: docs/reference/questionnaires.md (The file)
    """
    return {"format": FORMAT, "questions": list(questions)}


def new_key(body: Body) -> str:
    """Return a key that no question of it has: q1, q2, …

    Source: docs/reference/questionnaires.md (The file)
    """
    taken = {question["key"] for question in body["questions"]}
    return next(key for key in (f"q{number}" for number in range(1, len(taken) + 2)) if key not in taken)


def put(body: Body, question: Words) -> Body:
    """Return it with the question in the place of the one with its key, or at the end.

    Source: docs/reference/questionnaires.md (Versions)
    """
    keys = [one["key"] for one in body["questions"]]
    questions = list(body["questions"])
    if question["key"] in keys:
        questions[keys.index(question["key"])] = question
    else:
        questions.append(question)
    return {**body, "questions": questions}


def removed(body: Body, key: str) -> Body:
    """Return it without a question; conditions on it go too, so that what it hid is asked of everybody. A quota for
    those who answered it goes as a whole: without its condition it would count everybody.

    Source: docs/reference/questionnaires.md (Branching)
    """
    questions = [_free_of(one, key) for one in body["questions"] if one["key"] != key]
    quotas = [one for one in quotas_of(body) if all(condition["question"] != key for condition in one["if"])]
    return _with_quotas({**body, "questions": questions}, quotas)


def moved(body: Body, key: str, *, steps: int) -> Body:
    """Return it with a question so many places further down; at either end it stays.

    Source: docs/reference/questionnaires.md (The file)
    """
    questions = list(body["questions"])
    at = next(place for place, one in enumerate(questions) if one["key"] == key)
    question = questions.pop(at)
    questions.insert(min(max(at + steps, 0), len(questions)), question)
    return {**body, "questions": questions}


def options_of(lines: str, before: Sequence[Words], alone: str = "") -> list[Words]:
    """Return options from words, one a line; words that were there keep their key, so that answers stay comparable.

    Source: docs/reference/questionnaires.md (Before and after)
    """
    keys = {one["label"]: one["key"] for one in before}
    taken, options = set(keys.values()), []
    for label in dict.fromkeys(line.strip() for line in lines.splitlines() if line.strip()):
        key = keys.get(label) or next(key for key in (f"o{number}" for number in range(1, 200)) if key not in taken)
        taken.add(key)
        options.append({"key": key, "label": label} | ({"alone": True} if label == alone else {}))
    return options


def conditions_of(chosen: Sequence[str]) -> list[Words]:
    """Return conditions from `question.option` words: options of one question are alternatives, questions are not.

    Source: docs/reference/questionnaires.md (Branching)
    """
    found: dict[str, list[str]] = {}
    for one in chosen:
        question, _, option = one.partition(".")
        found.setdefault(question, []).append(option)
    return [{"question": question, "is": options} for question, options in found.items()]


def measured_of(bounds: Mapping[str, tuple[int | None, int | None]]) -> list[Words]:
    """Return conditions on numbers from where each begins and ends; a question without either has none.

    Source: docs/reference/questionnaires.md (Branching)
    """
    said = (
        {"question": key} | {end: value for end, value in (("least", least), ("most", most)) if value is not None}
        for key, (least, most) in bounds.items()
    )
    return [one for one in said if len(one) > 1]


def quotas_of(body: Body) -> list[Words]:
    """Return the quotas.

    Source: docs/reference/questionnaires.md (Quotas)
    """
    return list(body.get("quotas", []))


def new_quota_key(body: Body) -> str:
    """Return a key that no quota of it has: k1, k2, …

    Source: docs/reference/questionnaires.md (Quotas)
    """
    taken = {one["key"] for one in quotas_of(body)}
    return next(key for key in (f"k{number}" for number in range(1, len(taken) + 2)) if key not in taken)


def put_quota(body: Body, quota: Words) -> Body:
    """Return it with the quota in the place of the one with its key, or at the end.

    Source: docs/reference/questionnaires.md (Quotas)
    """
    known = quotas_of(body)
    if quota["key"] in {one["key"] for one in known}:
        return _with_quotas(body, [quota if one["key"] == quota["key"] else one for one in known])
    return _with_quotas(body, [*known, quota])


def without_quota(body: Body, key: str) -> Body:
    """Return it without a quota.

    Source: docs/reference/questionnaires.md (Quotas)
    """
    return _with_quotas(body, [one for one in quotas_of(body) if one["key"] != key])


def _with_quotas(body: Body, quotas: Sequence[Words]) -> Body:
    rest = {word: value for word, value in body.items() if word != "quotas"}
    return rest | ({"quotas": list(quotas)} if quotas else {})


def _free_of(question: Words, key: str) -> Words:
    conditions = [one for one in question.get("shown_if", []) if one["question"] != key]
    rest = {word: value for word, value in question.items() if word != "shown_if"}
    return rest | ({"shown_if": conditions} if conditions else {})
