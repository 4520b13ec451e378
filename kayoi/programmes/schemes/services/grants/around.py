"""What staff say of a scheme and of an application before its decision: terms, talks, house, early start, visits."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.procedures import services as procedures
from kayoi.engines.procedures.models import Application, Procedure
from kayoi.engines.procedures.selectors.applications import addressee_of
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date, wareki
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.schemes.models import EarlyStart, FieldNote, GrantTerms, LinkedHouse, PriorConsultation
from kayoi.programmes.schemes.states.enquiries import Living
from kayoi.programmes.schemes.states.grants import LETTERS, Side


class UnableToConsent(Refused):
    """Work that has begun is not consented to afterwards."""


@transaction.atomic
def define_terms(*, procedure: Procedure, fields: dict[str, Any], version: int, by: Actor, at: datetime) -> GrantTerms:
    """Say on which terms a procedure grants (交付の条件を定める). Grants that were decided keep theirs.

    Raises ChangedMeanwhile.
    """
    known = GrantTerms.objects.filter(procedure=procedure).first()
    if known is not None:
        audit.change(known, fields, version=version, by=by, at=at)
        return known
    terms = GrantTerms.objects.create(procedure=procedure, **fields)
    audit.record("schemes.define_terms", terms, by=by, at=at, after=fields | {"procedure": procedure})
    return terms


@transaction.atomic
def note_consultation(
    *, procedure: Procedure, case_file: CaseFile, consulted_on: date, channel: Channel, text: str, by: Actor,
    at: datetime,
) -> PriorConsultation:  # fmt: skip
    """Note what somebody asked about a grant before applying (事前相談を記録する)."""
    note = PriorConsultation.objects.create(
        procedure=procedure, case_file=case_file, consulted_on=consulted_on, channel=channel, text=text,
        noted_by=by.name, noted_at=at,
    )  # fmt: skip
    audit.record(
        "schemes.note_consultation", note, by=by, at=at, after={"case_file": case_file, "procedure": procedure}
    )
    return note


@transaction.atomic
def link_house(
    *, application: Application, number: str, side: Side, contract_on: date | None, by: Actor, at: datetime
) -> LinkedHouse:
    """Say which house an application is about (対象の家をつなぐ)."""
    house, _ = LinkedHouse.objects.update_or_create(
        application=application, defaults={"number": number, "side": side, "contract_on": contract_on}
    )
    audit.record("schemes.link_house", application, by=by, at=at, after={"house": number, "contract_on": contract_on})
    return house


@transaction.atomic
def allow_early_start(*, application: Application, allowed_from: date, why: str, by: Actor, at: datetime) -> EarlyStart:
    """Consent in writing that work begins before the decision (事前着手を承認する), from today on at the earliest.

    Raises UnableToConsent.
    """
    if allowed_from < local_date(at) or by.membership_id is None:
        raise UnableToConsent(verdict([Reason("schemes.begun_already")]))
    assert application.form is not None
    values = {"allowed_from": allowed_from, "why": why, "consented_on": local_date(at)}
    early, _ = EarlyStart.objects.update_or_create(
        application=application, defaults=values | {"consented_by_id": by.membership_id}
    )
    audit.record("schemes.allow_early_start", application, by=by, at=at, why=why, after=values)
    words = {
        "procedure": application.form.procedure.title, "receipt": application.receipt,
        "allowed_from": wareki(allowed_from), "reasons": [why],
    }  # fmt: skip
    procedures.issue_letter(
        application=application, case_file=addressee_of(application), template=LETTERS["early_start"], values=words,
        by=by, at=at,
    )  # fmt: skip
    return early


@transaction.atomic
def note_visit(
    *, application: Application, visited_on: date, finding: Living, text: str, by: Actor, at: datetime
) -> FieldNote:
    """Note what was seen on a visit (居住実態の現地確認を記録する)."""
    note = FieldNote.objects.create(
        application=application, visited_on=visited_on, finding=finding, text=text, noted_by=by.name, noted_at=at
    )
    audit.record("schemes.note_visit", note, by=by, at=at, after={"application": application, "finding": finding})
    return note
