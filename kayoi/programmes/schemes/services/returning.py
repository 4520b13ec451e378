"""Give applications back to be put right, withdraw them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from kayoi.engines.followups import services as followups
from kayoi.engines.procedures import services as procedures
from kayoi.engines.procedures.models import Application
from kayoi.engines.procedures.selectors.applications import addressee_of
from kayoi.engines.procedures.states import RETURN_LETTER
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor, system
from kayoi.kit.dates import business_day_from, wareki
from kayoi.programmes.schemes.states import REQUEST


@dataclass(frozen=True)
class Return:
    """What is to be put right, by when, and whether a letter goes by post."""

    reasons: Sequence[str]
    due_on: date
    by_letter: bool = False


@transaction.atomic
def return_application(
    *, organization: Organization, application: Application, what: Return, link: str, by: Actor, at: datetime
) -> None:
    """Give an application back with reasons (補正をお願いする): by mail, by letter, or both. Raises UnableToMove."""
    assert application.form is not None
    procedure, file = application.form.procedure, application.case_file
    assert file is not None
    procedures.return_application(application=application, why="\n".join(what.reasons), by=by, at=at)
    followups.finish_caused_by(cause=REQUEST, reference=str(application.pk), by=by, at=at)
    followups.plan_follow_up(
        title="補正の返事を確かめる", due_on=business_day_from(what.due_on), case_file=file, owner=file.assigned_to,
        cause=REQUEST, reference=str(application.pk), by=by, at=at,
    )  # fmt: skip
    procedures.tell_applicant(
        organization=organization, application=application, procedure=procedure.words, news="returned", link=link,
        by=by, at=at,
    )  # fmt: skip
    if what.by_letter:
        values = {
            "procedure": procedure.title, "receipt": application.receipt, "reasons": list(what.reasons),
            "due_on": wareki(what.due_on),
        }  # fmt: skip
        procedures.issue_letter(
            application=application, case_file=addressee_of(application), template=RETURN_LETTER, values=values, by=by,
            at=at,
        )  # fmt: skip


@transaction.atomic
def withdraw_application(
    *, organization: Organization, application: Application, why: str, link: str, by: Actor, at: datetime
) -> None:
    """Withdraw an application (申請を取り下げる). Raises UnableToMove."""
    assert application.form is not None
    procedures.withdraw_application(application=application, why=why, by=by, at=at)
    withdrawn = system("schemes.withdrawn")
    followups.finish_caused_by(cause=REQUEST, reference=str(application.pk), by=withdrawn, at=at)
    procedures.tell_applicant(
        organization=organization, application=application, procedure=application.form.procedure.words,
        news="withdrawn", link=link, by=by, at=at,
    )  # fmt: skip
