"""Give applications to the home bank back, withdraw and refuse them: application and house go together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.followups import services as followups
from kayoi.engines.procedures import services as procedures
from kayoi.engines.procedures.models import Application, Letter
from kayoi.engines.procedures.states import APPLICATION
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor, system
from kayoi.kit.dates import business_day_from, wareki
from kayoi.programmes.homes.selectors.applying import home_of
from kayoi.programmes.homes.services.homes import move_home
from kayoi.programmes.homes.states.applying import OFFER, HomeLetter


@dataclass(frozen=True)
class Return:
    """What is to be put right, by when, and whether a letter goes by post."""

    reasons: Sequence[str]
    due_on: date
    by_letter: bool = False


@transaction.atomic
def return_offer(
    *, organization: Organization, application: Application, what: Return, link: str, by: Actor, at: datetime
) -> Letter | None:
    """Give an application back with reasons (補正をお願いする), and the house with it; by mail, by letter, or both.

    Raises UnableToMove.
    """
    procedures.return_application(application=application, why="\n".join(what.reasons), by=by, at=at)
    if (home := home_of(application)) is not None:
        move_home(home=home, action="return_papers", by=by, at=at, why=application.why)
    file = _finish(application, by=by, at=at)
    followups.plan_follow_up(
        title="補正の返事を確かめる", due_on=business_day_from(what.due_on), case_file=file, owner=file.assigned_to,
        cause=APPLICATION, reference=str(application.pk), by=by, at=at,
    )  # fmt: skip
    procedures.tell_applicant(
        organization=organization, application=application, procedure=OFFER, news="returned", link=link, by=by, at=at
    )
    if not what.by_letter:
        return None
    values = {"receipt": application.receipt, "reasons": list(what.reasons), "due_on": wareki(what.due_on)}
    return procedures.issue_letter(
        application=application, case_file=file, template=HomeLetter.RETURNED, values=values, by=by, at=at
    )


@transaction.atomic
def withdraw_offer(
    *, organization: Organization, application: Application, why: str, link: str, by: Actor, at: datetime
) -> None:
    """Withdraw an application (登録申込みを取り下げる), and the house with it. Raises UnableToMove."""
    procedures.withdraw_application(application=application, why=why, by=by, at=at)
    if (home := home_of(application)) is not None:
        move_home(home=home, action="withdraw", by=by, at=at, why=why)
    _finish(application, by=system("homes.offer_withdrawn"), at=at)
    procedures.tell_applicant(
        organization=organization, application=application, procedure=OFFER, news="withdrawn", link=link, by=by, at=at
    )


@transaction.atomic
def refuse_offer(*, application: Application, why: str, by: Actor, at: datetime) -> None:
    """Refuse an application without a house of its own (却下する), such as of a lot that is on the register already.

    Raises UnableToMove. A house is decided on its own page, and its application with it.
    """
    procedures.refuse_application(application=application, why=why, by=by, at=at)
    _finish(application, by=by, at=at)


def _finish(application: Application, *, by: Actor, at: datetime) -> CaseFile:
    """Let nothing wait for this application any more; return whose file it is."""
    followups.finish_caused_by(cause=APPLICATION, reference=str(application.pk), by=by, at=at)
    assert application.case_file is not None
    return application.case_file
