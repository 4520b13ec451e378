"""Read a questionnaire from JSON: every word known, every value of its kind; what is wrong is said in one line."""

import re
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from kayoi.engines.questionnaires.rules.questions import Condition, Form, Option, Question, Quota
from kayoi.engines.questionnaires.states import AtQuota, Kind

T = TypeVar("T")
FORMAT = "kayoi-questionnaire-1"
KEY = re.compile(r"[a-z][a-z0-9_]{0,29}", re.ASCII)
TEXT = 300
WRITTEN = 4_000  # signs of a free text
OPTIONS = 60
QUESTIONS = 200
LOWEST, HIGHEST = -1_000_000_000, 1_000_000_000
CHOSEN = frozenset({Kind.SINGLE, Kind.MULTIPLE})
MEASURED = frozenset({Kind.SCALE, Kind.NUMBER})
# Which words a question of each kind may have beside key, kind, text, must and shown_if; options and lines must be.
WORDS: dict[Kind, frozenset[str]] = {
    Kind.SINGLE: frozenset({"options"}),
    Kind.MULTIPLE: frozenset({"options", "least", "most"}),
    Kind.MATRIX: frozenset({"options", "lines"}),
    Kind.SCALE: frozenset({"least", "most"}),
    Kind.NUMBER: frozenset({"least", "most", "unit", "bands"}),
    Kind.DATE: frozenset({"bands"}),
    Kind.TEXT: frozenset({"most"}),
    Kind.PLACE: frozenset(),
}


class BadQuestionnaire(ValueError):
    """A questionnaire that cannot be read; the message is one line that says where and why."""


def read_form(data: Any) -> Form:
    """Read what one version asks. Raises BadQuestionnaire.

    A condition may name an earlier question only: so there are no circles.

    Source: docs/reference/questionnaires.md (The file)
    """
    found = _object(data, "file", must={"format", "questions"}, may={"format", "questions", "quotas"})
    if found["format"] != FORMAT:
        raise BadQuestionnaire(f"format: expected '{FORMAT}'")
    before: dict[str, Question] = {}

    def read(one: Any, where: str) -> Question:
        question = _question(one, where, before)
        if question.key in before:
            raise BadQuestionnaire(f"{where}.key: {question.key!r} twice")
        before[question.key] = question
        return question

    questions = tuple(_each(found["questions"], "questions", read, most=QUESTIONS))
    if not questions:
        raise BadQuestionnaire("questions: at least one")
    quotas = tuple(_each(found.get("quotas", []), "quotas", lambda one, where: _quota(one, where, before)))
    _once([quota.key for quota in quotas], "quotas")
    return Form(questions, quotas)


def _question(data: Any, where: str, before: dict[str, Question]) -> Question:
    if not isinstance(data, dict):
        raise BadQuestionnaire(f"{where}: expected an object")
    kind = _member(Kind, data.get("kind"), f"{where}.kind")
    must = {"key", "kind", "text"} | (WORDS[kind] & {"options", "lines"})
    if kind is Kind.SCALE:
        must |= {"least", "most"}
    found = _object(data, where, must=must, may=must | WORDS[kind] | {"must", "shown_if"})
    options = _options(found, "options", where)
    least, most = _bounds(found, kind, len(options), where)
    together = sum(not option.alone for option in options)
    if kind is not Kind.MULTIPLE and together < len(options):
        raise BadQuestionnaire(f"{where}.options: 'alone' is for questions of several choices")
    if kind is Kind.MULTIPLE and least > together:
        raise BadQuestionnaire(f"{where}.least: more than can be chosen together")
    required = found.get("must", False)
    if not isinstance(required, bool):
        raise BadQuestionnaire(f"{where}.must: expected true or false")
    conditions = _each(found.get("shown_if", []), f"{where}.shown_if", lambda one, at: read_condition(one, at, before))
    return Question(
        _key(found["key"], f"{where}.key"), kind, _text(found["text"], f"{where}.text"), required, options,
        _options(found, "lines", where), least, most, _text(found.get("unit", ""), f"{where}.unit", least=0),
        _bands(found.get("bands", []), f"{where}.bands"), tuple(conditions),
    )  # fmt: skip


def _options(found: dict[str, Any], word: str, where: str) -> tuple[Option, ...]:
    if word not in found:
        return ()
    may = {"key", "label", "alone"} if word == "options" else {"key", "label"}

    def read(one: Any, at: str) -> Option:
        option = _object(one, at, must={"key", "label"}, may=may)
        alone = option.get("alone", False)
        if not isinstance(alone, bool):
            raise BadQuestionnaire(f"{at}.alone: expected true or false")
        return Option(_key(option["key"], f"{at}.key"), _text(option["label"], f"{at}.label"), alone)

    options = tuple(_each(found[word], f"{where}.{word}", read, most=OPTIONS))
    _once([option.key for option in options], f"{where}.{word}")
    least = 2 if word == "options" else 1
    if len(options) < least:
        raise BadQuestionnaire(f"{where}.{word}: at least {least}")
    return options


def _bounds(found: dict[str, Any], kind: Kind, options: int, where: str) -> tuple[int, int]:
    lowest, highest = {
        Kind.MULTIPLE: (0, options),
        Kind.SCALE: (0, 10),
        Kind.NUMBER: (LOWEST, HIGHEST),
        Kind.TEXT: (0, WRITTEN),
    }.get(kind, (0, 0))
    least = _whole(found.get("least", max(lowest, 0)), f"{where}.least", lowest, highest)
    most = _whole(found.get("most", highest), f"{where}.most", lowest, highest)
    if most < least or (most == least and kind is Kind.SCALE):
        raise BadQuestionnaire(f"{where}.most: not more than the least")
    return least, most


def _bands(data: Any, where: str) -> tuple[int, ...]:
    bands = tuple(_each(data, where, lambda one, at: _whole(one, at, LOWEST, HIGHEST), most=OPTIONS - 1))
    if list(bands) != sorted(set(bands)):
        raise BadQuestionnaire(f"{where}: expected rising numbers")
    return bands


def _quota(data: Any, where: str, known: dict[str, Question]) -> Quota:
    words = {"key", "label", "if", "most", "then"}
    found = _object(data, where, must=words, may=words)
    conditions = _each(found["if"], f"{where}.if", lambda one, at: read_condition(one, at, known))
    return Quota(
        _key(found["key"], f"{where}.key"), _text(found["label"], f"{where}.label"), tuple(conditions),
        _whole(found["most"], f"{where}.most", 0, HIGHEST), _member(AtQuota, found["then"], f"{where}.then"),
    )  # fmt: skip


def read_condition(data: Any, where: str, before: dict[str, Question]) -> Condition:
    """Read one condition on a question that is known there. Raises BadQuestionnaire.

    Source: docs/reference/questionnaires.md (Branching)
    """
    found = _object(data, where, must={"question"}, may={"question", "is", "least", "most"})
    question = before.get(_key(found["question"], f"{where}.question"))
    if question is None:
        raise BadQuestionnaire(f"{where}.question: {found['question']!r} is no earlier question")
    if question.kind in CHOSEN and set(found) == {"question", "is"}:
        options = frozenset(_each(found["is"], f"{where}.is", _key))
        unknown = sorted(options - {option.key for option in question.options})
        if unknown or not options:
            raise BadQuestionnaire(f"{where}.is: expected options of {question.key!r}, not {unknown}")
        return Condition(question.key, options)
    if question.kind in MEASURED and "is" not in found:
        least = _whole(found.get("least", question.least), f"{where}.least", LOWEST, HIGHEST)
        return Condition(
            question.key, least=least, most=_whole(found.get("most", question.most), f"{where}.most", least, HIGHEST)
        )
    raise BadQuestionnaire(f"{where}: expected 'is' after a choice, 'least' and 'most' after a scale or a number")


def _object(data: Any, where: str, *, must: set[str], may: set[str]) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise BadQuestionnaire(f"{where}: expected an object")
    for word in data:
        if word not in may:
            raise BadQuestionnaire(f"{where}: unknown word {word!r} (known here: {', '.join(sorted(may))})")
    for word in sorted(must):
        if word not in data:
            raise BadQuestionnaire(f"{where}: {word!r} is missing")
    return data


def _each(data: Any, where: str, read: Callable[[Any, str], T], most: int = OPTIONS) -> list[T]:
    if not isinstance(data, list) or len(data) > most:
        raise BadQuestionnaire(f"{where}: expected a list of at most {most}")
    return [read(one, f"{where}[{place}]") for place, one in enumerate(data)]


def _key(data: Any, where: str) -> str:
    if not isinstance(data, str) or not KEY.fullmatch(data):
        raise BadQuestionnaire(f"{where}: expected small letters, digits and _, beginning with a letter, up to 30")
    return data


def _text(data: Any, where: str, least: int = 1) -> str:
    if not isinstance(data, str) or not least <= len(data) <= TEXT or not data.isprintable():
        raise BadQuestionnaire(f"{where}: expected a text of {least} to {TEXT} signs")
    return data


def _whole(data: Any, where: str, least: int, most: int) -> int:
    if not isinstance(data, int) or isinstance(data, bool) or not least <= data <= most:
        raise BadQuestionnaire(f"{where}: expected a whole number from {least} to {most}")
    return data


def _member(kind: type[Any], data: Any, where: str) -> Any:
    known = [member.value for member in kind]
    if data not in known:
        raise BadQuestionnaire(f"{where}: expected one of {', '.join(known)}")
    return kind.of(data)


def _once(keys: Iterable[str], where: str) -> None:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise BadQuestionnaire(f"{where}: {key!r} twice")
        seen.add(key)
