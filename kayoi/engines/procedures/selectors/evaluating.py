"""What a rule says of applications, with what has been judged: live, and as it was frozen with a decision."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kayoi.engines.procedures.models import Application, Judgement, Procedure
from kayoi.engines.procedures.rules import evaluating
from kayoi.engines.procedures.rules.questions import still_asked, typed
from kayoi.engines.procedures.selectors.procedures import own_keys, questions_of, rules_in_force
from kayoi.engines.rulesets.rules.answers import Answer
from kayoi.engines.rulesets.rules.versions import Ruleset as Rules
from kayoi.kit.dates import local_date
from kayoi.kit.verdict import Outcome


@dataclass(frozen=True)
class Evaluated:
    """An application under the rules of its procedure; `answer` is None where the procedure has none."""

    application: Application
    rules: Rules | None
    facts: Mapping[str, Any]
    on: date
    judged: Mapping[int, bool]
    answer: Answer | None

    @property
    def outcome(self) -> Outcome | None:
        """Met, not met, not yet known; None without rules."""
        return self.answer.outcome if self.answer else None

    def findings(self, language: str = "ja") -> list[evaluating.Finding]:
        """Return condition by condition what came out."""
        if self.answer is None:
            return []
        return evaluating.findings(self.answer, self.facts, on=self.on, judged=self.judged, language=language)


def evaluated(application: Application, *, today: date) -> Evaluated:
    """Return what the rules say of an application, by the day on which it was handed in, or today."""
    procedure = _procedure(application)
    return _evaluated(application, rules_in_force(procedure), _judged([application]).get(application.pk, []), today)


def evaluated_each(applications: Iterable[Application], *, today: date) -> list[Evaluated]:
    """Return the same of many applications; the rules of each procedure are read once."""
    rows = list(applications)
    judged, known = _judged(rows), {procedure.pk: procedure for procedure in map(_procedure, rows)}
    rules = {pk: rules_in_force(procedure) for pk, procedure in known.items()}
    return [_evaluated(row, rules[_procedure(row).pk], judged.get(row.pk, []), today) for row in rows]


def questions_left(found: Evaluated) -> list[str]:
    """Return the questions that an application has still to answer, without those that decide nothing any more."""
    form = found.application.form
    assert form is not None
    return still_asked(
        questions_of(form), own_keys(form), found.rules, found.facts, on=found.on,
        not_again=found.application.answers.get("unknown", []),
    )  # fmt: skip


def _procedure(application: Application) -> Procedure:
    assert application.form is not None
    return application.form.procedure


def _judged(rows: Sequence[Application]) -> dict[int, list[Judgement]]:
    found: dict[int, list[Judgement]] = {}
    for one in Judgement.objects.filter(application__in=rows).select_related("version"):
        found.setdefault(one.application_id, []).append(one)
    return found


def _evaluated(
    application: Application, rules: Rules | None, judgements: Sequence[Judgement], today: date
) -> Evaluated:
    assert application.form is not None
    facts = typed(application.answers.get("facts", {}), questions_of(application.form))
    on = local_date(application.submitted_at) if application.submitted_at else today
    if rules is None:
        return Evaluated(application, None, facts, on, {}, None)
    answer = evaluating.evaluate(rules, facts, on=on, judged={})
    key = answer.version.key if answer.version else ""
    judged = {one.number: one.holds for one in judgements if one.version.key == key}
    if judged:
        answer = evaluating.evaluate(rules, facts, on=on, judged=judged)
    return Evaluated(application, rules, facts, on, judged, answer)
