"""A procedure with its ruleset as one file."""

from datetime import date, timedelta
from typing import Any

from kayoi.engines.procedures.models import Procedure
from kayoi.engines.procedures.states import Applicants
from kayoi.engines.rulesets.selectors import as_file, living
from kayoi.engines.rulesets.states import FORMAT

# What a document says where its file says nothing.
USUAL: dict[str, Any] = {"is_needed": True, "valid_months": None, "least_pages": 1, "proves": []}


def pack_of(procedure: Procedure) -> dict[str, Any]:
    """Return a procedure and the ruleset that it stands on as one file (手続きの書き出し)."""
    ruleset = procedure.ruleset
    return {
        "format": FORMAT,
        "pack": procedure.key,
        "title": procedure.title,
        "rulesets": [as_file(ruleset, living(ruleset))] if ruleset else [],
        "procedures": [_procedure(procedure)],
    }


def _procedure(row: Procedure) -> dict[str, Any]:
    season = {"first": row.first_month, "last": row.last_month} if row.first_month else None
    words = {
        "key": row.key,
        "kind": row.kind,
        "applicants": row.applicants if row.applicants != Applicants.PERSON else None,
        "title": _words(row.title, row.title_en),
        "summary": _words(row.summary, row.summary_en),
        "ruleset": row.ruleset.key if row.ruleset else None,
        "from": _day(row.opens_on),
        "until": _day(row.closes_before - timedelta(days=1)) if row.closes_before else None,
        "season": season,
        "days_needed": row.days_needed,
        "conditions": [line for line in row.conditions.splitlines() if line.strip()],
        "questions": row.questions,
        "documents": [_document(one) for one in row.documents],
        "letters": row.letters,
        "limits": row.limits,
        "steps": row.steps,
    }
    return {word: value for word, value in words.items() if value not in (None, "", [], {})}


def _words(ja: str, en: str) -> dict[str, str] | str:
    return {"ja": ja, "en": en} if en else ja


def _document(one: dict[str, Any]) -> dict[str, Any]:
    return {word: value for word, value in one.items() if word not in USUAL or value != USUAL[word]}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
