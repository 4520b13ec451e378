"""Procedures in a file, beside the rulesets that they stand on."""

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import timedelta
from typing import Any

from kayoi.engines.procedures.rules.letters import may_say
from kayoi.engines.procedures.states import (
    LETTER_PARTS,
    LETTER_PLACES,
    MANDATE,
    MOST_LINES,
    QUESTION_TYPES,
    Applicants,
    ApplicationStatus,
    ProcedureKind,
)
from kayoi.engines.rulesets.rules.reading_facts import read_fact
from kayoi.engines.rulesets.rules.reading_parts import Part, read_enum, read_optional_day, read_words
from kayoi.engines.rulesets.states import APPLIED_ON, FORMAT, Words

# What a programme says of a procedure beyond what is known here; whoever knows it reads it.
TERMS = "terms"
PACK_KEYS = ("format", "pack", "title", "rulesets", "procedures")
PROCEDURE_KEYS = (
    "key", "kind", "applicants", "title", "summary", "ruleset", "from", "until", "season", "days_needed", "conditions",
    "questions", "documents", "letters", "limits", "steps", TERMS,
)  # fmt: skip
DOCUMENT_KEYS = ("code", "label", "is_needed", "valid_months", "least_pages", "proves")
KEY, CODE = re.compile(r"[a-z0-9-]{1,40}"), re.compile(r"[a-z0-9_]{1,30}")
OWN_KEY = re.compile(r"own\.[a-z0-9_.]{1,40}")
MOST_YEN = 10**11


def procedures_in(data: Any) -> list[Part]:
    """Return the procedures of a file, each of another key. Raises BadRuleset.

    Source: docs/reference/packs.md
    """
    whole = Part(data)
    whole.only(*PACK_KEYS)
    if whole["format"].value != FORMAT:
        raise whole["format"].fail(f"expected {FORMAT}")
    parts = list(whole["procedures"].items())
    _each_once(part["key"] for part in parts)
    return parts


def read_procedure(
    part: Part, *, facts: Collection[str], roles: Collection[str], taken: Collection[str]
) -> dict[str, Any]:
    """Return the fields of a procedure of a file, but for its ruleset. Raises BadRuleset with the place in the file.

    `facts` are what its ruleset asks about, `roles` who may decide at all, `taken` keys that are pages of their own.

    Source: docs/reference/packs.md
    """
    part.only(*PROCEDURE_KEYS)
    key = _matching(part["key"], KEY)
    if key in taken:
        raise part["key"].fail(f"'{key}' cannot be the key of a procedure")
    title, summary = _words(part["title"], 60, 100), _words(part.get("summary"), 1000, 1000)
    questions = _questions(part.get("questions"))
    provable = {*facts, *(one["key"] for one in questions)} - {APPLIED_ON}
    days = part.get("days_needed")
    return {
        "key": key,
        "kind": read_enum(part["kind"], ProcedureKind).value,
        "applicants": (read_enum(part["applicants"], Applicants) if "applicants" in part else Applicants.PERSON).value,
        "title": title.ja,
        "title_en": title.en,
        "summary": summary.ja,
        "summary_en": summary.en,
        **_period(part),
        "days_needed": _whole(days, 1, 365) if days else 30,
        "conditions": _conditions(part.get("conditions")),
        "questions": questions,
        "documents": _documents(part.get("documents"), provable),
        "letters": _letters(part.get("letters")),
        "limits": _limits(part.get("limits"), roles),
        "steps": _steps(part.get("steps"), roles),
    }


def _period(part: Part) -> dict[str, Any]:
    opens_on, last_on = read_optional_day(part.get("from")), read_optional_day(part.get("until"))
    if opens_on and last_on and last_on < opens_on:
        raise part["until"].fail("the last day lies before the first")
    season = part.get("season")
    if season:
        season.only("first", "last")
    return {
        "opens_on": opens_on,
        "closes_before": last_on + timedelta(days=1) if last_on else None,
        "first_month": _whole(season["first"], 1, 12) if season else None,
        "last_month": _whole(season["last"], 1, 12) if season else None,
    }


def _conditions(part: Part | None) -> str:
    lines = [_text(one, 300) for one in part.items()] if part else []
    text = "\n".join(line.replace("\n", " ") for line in lines)
    if part and len(text) > 1000:
        raise part.fail("at most 1000 characters in all")
    return text


def _questions(part: Part | None) -> list[dict[str, Any]]:
    questions = []
    for one in _lines(part):
        fact = read_fact(one)
        _matching(one["key"], OWN_KEY)
        if fact.type not in QUESTION_TYPES:
            known = ", ".join(kind.value for kind in QUESTION_TYPES)
            raise one["type"].fail(f"'{fact.type.value}' is not one of: {known}")
        if len(fact.label.ja) > 200 or len(fact.question.ja) > 200:
            raise one["label"].fail("at most 200 characters")
        written = {word: _as_words(one[word].value) for word in ("label", "question", "help") if one.get(word)}
        choices = {code: _as_words(words) for code, words in (one.value.get("choices") or {}).items()}
        questions.append({**one.value, **written, **({"choices": choices} if choices else {})})
    _each_once(one["key"] for one in _lines(part))
    return questions


def _documents(part: Part | None, provable: Collection[str]) -> list[dict[str, Any]]:
    documents = []
    for one in _lines(part):
        one.only(*DOCUMENT_KEYS)
        code = _matching(one["code"], CODE)
        if code == MANDATE.code:
            raise one["code"].fail(f"'{code}' is added by itself where somebody applies for another")
        needed, months, pages = one.get("is_needed"), one.get("valid_months"), one.get("least_pages")
        proves = sorted({fact.text() for fact in one["proves"].items()}) if "proves" in one else []
        if unknown := [key for key in proves if key not in provable]:
            raise one["proves"].fail(f"'{unknown[0]}' is no fact that the ruleset or a question asks about")
        documents.append(
            {
                "code": code, "label": _text(one["label"], 100), "is_needed": needed.flag() if needed else True,
                "valid_months": _whole(months, 1, 60) if months else None,
                "least_pages": _whole(pages, 1, 50) if pages else 1, "proves": proves,
            }
        )  # fmt: skip
    _each_once(one["code"] for one in _lines(part))
    return documents


def _letters(part: Part | None) -> dict[str, dict[str, str]]:
    if part is None:
        return {}
    part.only(*(outcome.value for outcome in LETTER_PLACES))
    return {outcome: _letter(part[outcome], ApplicationStatus.of(outcome)) for outcome in part.mapping()}


def _letter(part: Part, outcome: ApplicationStatus) -> dict[str, str]:
    part.only(*LETTER_PARTS)
    words = {}
    for name in part.mapping():
        words[name] = _text(part[name], LETTER_PARTS[name])
        for reason in may_say(name, words[name], outcome).reasons:
            raise part[name].fail(f"'{reason.params['names']}' is no place that is filled")
    return words


def _limits(part: Part | None, roles: Collection[str]) -> dict[str, int | None]:
    if part is None:
        return {}
    part.only(*roles)
    return {role: None if most is None else _whole(part[role], 0, MOST_YEN) for role, most in part.mapping().items()}


def _steps(part: Part | None, roles: Collection[str]) -> list[str]:
    steps = list(part.items()) if part else []
    _each_once(iter(steps))
    for step in steps:
        if step.text() not in roles:
            raise step.fail(f"expected one of {', '.join(sorted(roles))}")
    return [step.text() for step in steps]


def _lines(part: Part | None) -> list[Part]:
    lines = list(part.items()) if part else []
    if part and len(lines) > MOST_LINES:
        raise part.fail(f"at most {MOST_LINES}")
    return lines


def _each_once(parts: Iterator[Part]) -> None:
    seen: set[str] = set()
    for part in parts:
        if part.text() in seen:
            raise part.fail(f"'{part.value}' stands before this one")
        seen.add(part.value)


def _matching(part: Part, pattern: re.Pattern[str]) -> str:
    if not pattern.fullmatch(part.text()):
        raise part.fail(f"expected {pattern.pattern}")
    return part.text()


def _text(part: Part, most: int) -> str:
    if len(part.text()) > most:
        raise part.fail(f"at most {most} characters")
    return part.text()


def _words(part: Part | None, most: int, most_en: int) -> Words:
    words = read_words(part)
    if part and not words.ja:
        raise part.fail("expected a text")
    if part and (len(words.ja) > most or len(words.en) > most_en):
        raise part.fail(f"at most {most} characters, {most_en} in English")
    return words


def _as_words(text: str | Mapping[str, str]) -> Mapping[str, str]:
    return {"ja": text} if isinstance(text, str) else text


def _whole(part: Part, least: int, most: int) -> int:
    number = part.whole(least=least)
    if number > most:
        raise part.fail(f"expected a whole number from {least} to {most}")
    return number
