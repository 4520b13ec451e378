"""Define procedures without code; freeze their questions for those who apply; open, pause and end them."""

from datetime import datetime
from typing import Any

from django.db import transaction

from kayoi.engines.procedures.models import Form, Procedure
from kayoi.engines.procedures.rules.questions import generated
from kayoi.engines.procedures.selectors.procedures import form_of, rules_in_force
from kayoi.engines.procedures.services.openings import renew_opening
from kayoi.engines.rulesets.rules.reading_parts import BadRuleset
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.verdict import Reason, Refused, verdict


class UnableToPublish(Refused):
    """What the procedure asks cannot be asked yet."""


@transaction.atomic
def open_procedure(*, fields: dict[str, Any], by: Actor, at: datetime) -> Procedure:
    """Begin to define a procedure (手続きを作る); nobody sees it before it is published."""
    procedure = Procedure.objects.create(**fields)
    audit.record("procedures.open_procedure", procedure, by=by, at=at, after={"key": procedure.key})
    return procedure


@transaction.atomic
def change_procedure(*, procedure: Procedure, changes: dict[str, Any], version: int, by: Actor, at: datetime) -> None:
    """Change what a procedure says (手続きを書き換える), which then is the town's own.

    Its questions and documents reach applicants by a new form. Raises ChangedMeanwhile.
    """
    audit.change(procedure, {"is_sample": False, **changes}, version=version, by=by, at=at)
    renew_opening(procedure=procedure, by=by, at=at)


@transaction.atomic
def publish_procedure(*, procedure: Procedure, by: Actor, at: datetime) -> None:
    """Open a procedure to the public (公開する), also after a pause. Raises UnableToPublish or UnableToMove."""
    renew_form(procedure=procedure, by=by, at=at)
    audit.move(procedure, "publish", by=by, at=at)
    renew_opening(procedure=procedure, by=by, at=at)


@transaction.atomic
def renew_form(*, procedure: Procedure, by: Actor, at: datetime) -> Form:
    """Freeze questions and documents as new applicants get them (様式を改める); unchanged, the version stays.

    Those who have begun keep the version that they began with. Raises UnableToPublish.
    """
    Procedure.objects.select_for_update(of=["self"]).get(pk=procedure.pk)
    rules, latest = rules_in_force(procedure), form_of(procedure)
    if procedure.ruleset_id is not None and rules is None:
        raise UnableToPublish(verdict([Reason("procedures.rules_not_adopted")]))
    try:
        questions = generated(rules, procedure.questions)
    except BadRuleset as error:
        raise UnableToPublish(verdict([Reason("procedures.question_unreadable", {"why": str(error)})])) from error
    if latest and (latest.questions, latest.documents) == (questions, procedure.documents):
        return latest
    number = latest.number + 1 if latest else 1
    form = Form.objects.create(
        procedure=procedure, number=number, questions=questions, documents=procedure.documents, made_at=at
    )
    audit.record("procedures.renew_form", procedure, by=by, at=at, after={"number": number})
    return form


@transaction.atomic
def pause_procedure(*, procedure: Procedure, why: str, by: Actor, at: datetime) -> None:
    """Take no applications for a while (休止する). Raises UnableToMove."""
    audit.move(procedure, "pause", by=by, at=at, why=why)
    renew_opening(procedure=procedure, by=by, at=at)


@transaction.atomic
def end_procedure(*, procedure: Procedure, why: str, by: Actor, at: datetime) -> None:
    """Take no applications any more (終了する). Raises UnableToMove."""
    audit.move(procedure, "end", by=by, at=at, why=why)
    renew_opening(procedure=procedure, by=by, at=at)
