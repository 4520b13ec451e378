"""One procedure as the public reads it before applying."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kayoi.engines.procedures.models import Form, Procedure
from kayoi.engines.procedures.selectors.procedures import availability_of, papers_of_form, questions_of, rules_in_force
from kayoi.engines.procedures.selectors.words import language
from kayoi.engines.procedures.states import Availability, PaperKind
from kayoi.engines.rulesets.rules.conditions import AllOf
from kayoi.engines.rulesets.rules.versions import Version
from kayoi.engines.rulesets.rules.wording import condition_in_words, step_in_words
from kayoi.programmes.schemes.selectors.budget.left import Left, left_of_each
from kayoi.programmes.schemes.selectors.grants.before import terms_of

# How long a question takes, roughly.
SECONDS_A_QUESTION, SECONDS_TO_BEGIN = 20, 120


@dataclass(frozen=True)
class About:
    """What a procedure is, whether it is open, what it asks and needs."""

    procedure: Procedure
    availability: Availability
    title: str
    summary: str
    conditions: Sequence[str]
    amount: Sequence[str]
    papers: Sequence[PaperKind]
    questions: int
    minutes: int
    last_on: date | None
    left: Left | None
    talk_first: bool


def about(procedure: Procedure, form: Form, *, on: date) -> About:
    """Return one procedure as it stands on a day."""
    english = language() == "en"
    questions = len(questions_of(form))
    conditions, amount = _rule(procedure, on)
    return About(
        procedure=procedure,
        availability=availability_of(procedure, on=on),
        title=(procedure.title_en if english else "") or procedure.title,
        summary=(procedure.summary_en if english else "") or procedure.summary,
        conditions=conditions,
        amount=amount,
        papers=papers_of_form(form, by_proxy=False),
        questions=questions,
        minutes=max(1, round((SECONDS_TO_BEGIN + questions * SECONDS_A_QUESTION) / 60)),
        last_on=procedure.closes_before - timedelta(days=1) if procedure.closes_before else None,
        left=left_of_each([procedure], on=on).get(procedure.pk),
        talk_first=terms_of(procedure).needs_consultation,
    )


def _rule(procedure: Procedure, on: date) -> tuple[list[str], list[str]]:
    """Return the conditions and the amount in words, as they are in force on a day."""
    rules = rules_in_force(procedure)
    version: Version | None = rules.in_force(on) if rules else None
    if rules is None or version is None:
        return [], []
    parts = version.condition.of if isinstance(version.condition, AllOf) else (version.condition,)
    conditions = [condition_in_words(part, rules, language()) for part in parts]
    return conditions, [step_in_words(step, rules, language()) for step in version.steps]
