"""Applications for stays: given back, proposed, sent back, approved and decided; what follows from a decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from kayoi.engines.followups import services as followups
from kayoi.engines.procedures import services as procedures
from kayoi.engines.procedures.models import Application
from kayoi.engines.procedures.services import Decided, Passed
from kayoi.engines.procedures.states import RETURN_LETTER, ApplicationStatus
from kayoi.engines.reservations import services as reservations
from kayoi.engines.reservations.states import AHEAD
from kayoi.foundation.audit import services as audit
from kayoi.foundation.identity.models import Membership
from kayoi.foundation.identity.selectors import role_label
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import business_day_from, business_days_later, local_date, wareki
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.stays.models import Stay
from kayoi.programmes.stays.selectors.deciding import application_of, may_allow
from kayoi.programmes.stays.selectors.letters import says_allowed, says_refused
from kayoi.programmes.stays.selectors.own import locked
from kayoi.programmes.stays.services.applying import LOOK_WITHIN_DAYS
from kayoi.programmes.stays.services.charging import charge_allowed
from kayoi.programmes.stays.states import STAY


class UnableToAllow(Refused):
    """The law does not let the house be lent for these days, the price is open, or the room was let go."""


@dataclass(frozen=True)
class Return:
    """What is to be put right, by when, and whether a letter goes by post."""

    reasons: Sequence[str]
    due_on: date
    by_letter: bool = False


@transaction.atomic
def return_stay(*, organization: Organization, stay: Stay, what: Return, link: str, by: Actor, at: datetime) -> None:
    """Give an application back with reasons (補正をお願いする): by mail, by letter, or both. Raises UnableToMove."""
    application = application_of(stay)
    file = application.case_file
    assert file is not None
    procedures.return_application(application=application, why="\n".join(what.reasons), by=by, at=at)
    _plan(stay, "補正の返事を確かめる", due_on=business_day_from(what.due_on), by=by, at=at)
    _tell(organization, application, "returned", link, by=by, at=at)
    if what.by_letter:
        values = {
            "procedure": _procedure(application).title, "receipt": application.receipt,
            "reasons": list(what.reasons), "due_on": wareki(what.due_on),
        }  # fmt: skip
        procedures.issue_letter(
            application=application, case_file=file, template=RETURN_LETTER, values=values, by=by, at=at
        )


@transaction.atomic
def propose_stay(
    *, stay: Stay, outcome: ApplicationStatus, reasons: Sequence[str] = (), remark: str = "", by: Actor, at: datetime
) -> None:
    """Put a decision on a stay before whoever decides (決裁に回す), with its price.

    Raises UnableToAllow, UnableToPropose or UnableToMove.
    """
    row = locked(stay)
    if outcome is ApplicationStatus.APPROVED:
        _check(row, at=at)
    application = application_of(row)
    procedures.propose(
        application=application, outcome=outcome, amount_yen=row.price_yen, reasons=reasons, remark=remark, by=by,
        at=at,
    )  # fmt: skip
    _ask_next(row, application, by=by, at=at)


@transaction.atomic
def send_back_stay(*, stay: Stay, why: str, version: int | None = None, by: Actor, at: datetime) -> None:
    """Give a proposal back to the examiner, who has to look again (審査に戻す). Raises as procedures.send_back."""
    application = application_of(stay)
    examiner = application.examined_by
    procedures.send_back(application=application, why=why, version=version, by=by, at=at)
    _plan(stay, "戻された滞在の申請を審査する", owner=examiner, by=by, at=at)


@transaction.atomic
def sign_stay(
    *, organization: Organization, stay: Stay, link: str, why: str = "", version: int | None = None, by: Actor,
    at: datetime,
) -> Decided | Passed:  # fmt: skip
    """Approve a proposal on a stay, or decide it at the last step (承認・決裁する).

    Allowed: the booking is confirmed, the price asked for. Refused: the room is free again, the letter says where and
    when else. Raises UnableToAllow, or as procedures.sign.
    """
    row = locked(stay)
    application = application_of(row)
    allows = (application.proposal or {}).get("outcome") == ApplicationStatus.APPROVED
    if allows:
        _check(row, at=at)
        if (application.proposal or {}).get("amount_yen") != row.price_yen:
            raise UnableToAllow(verdict([Reason("stays.price_changed")]))
    says = says_allowed(row, on=local_date(at)) if allows else says_refused(row, at=at)
    done = procedures.sign(application=application, why=why, version=version, says=says, by=by, at=at)
    if isinstance(done, Passed):
        _ask_next(row, done.application, by=by, at=at)
        return done
    if allows:
        _allow(row, by=by, at=at)
    else:
        _refuse(row, why="\n".join(done.decision.reasons)[:400], by=by, at=at)
    followups.finish_caused_by(cause=STAY, reference=str(row.pk), by=by, at=at)
    _tell(organization, application, "decided", link, by=by, at=at)
    stay.refresh_from_db()
    return done


def _check(stay: Stay, *, at: datetime) -> None:
    answer = may_allow(stay, at=at)
    if answer.refused:
        raise UnableToAllow(answer)


def _allow(stay: Stay, *, by: Actor, at: datetime) -> None:
    try:
        reservations.confirm(booking=stay.booking, by=by, at=at)
    except reservations.UnableToProceed as refused:
        raise UnableToAllow(refused.verdict) from refused
    audit.move(stay, "allow", by=by, at=at)
    charge_allowed(stay=stay, by=by, at=at)


def _refuse(stay: Stay, *, why: str, by: Actor, at: datetime) -> None:
    if stay.booking.status in AHEAD:
        reservations.cancel(booking=stay.booking, why="不許可", by=by, at=at)
    audit.move(stay, "refuse", by=by, at=at, why=why, also={"why": why})


def _procedure(application: Application) -> Any:
    assert application.form is not None
    return application.form.procedure


def _ask_next(stay: Stay, application: Application, *, by: Actor, at: datetime) -> None:
    """Plan what the next step of the route has to do."""
    assert application.proposal is not None
    role, route = application.waits_for, application.proposal["route"]
    words = "承認する" if role and role != route[-1] else "決裁する"
    whom = f"({role_label(role)})" if role else ""
    _plan(stay, f"滞在の申請を{words}{whom}", by=by, at=at)


def _plan(
    stay: Stay, words: str, *, due_on: date | None = None, owner: Membership | None = None, by: Actor, at: datetime
) -> None:
    reference = str(stay.pk)
    followups.finish_caused_by(cause=STAY, reference=reference, by=by, at=at)
    followups.plan_follow_up(
        title=f"{words}: {stay.room.house.name} {stay.arrives_on:%-m月%-d日}から",
        due_on=due_on or business_days_later(local_date(at), LOOK_WITHIN_DAYS), case_file=stay.case_file,
        owner=owner, cause=STAY, reference=reference, by=by, at=at,
    )  # fmt: skip


def _tell(
    organization: Organization, application: Application, news: str, link: str, *, by: Actor, at: datetime
) -> None:
    procedures.tell_applicant(
        organization=organization, application=application, procedure=_procedure(application).words, news=news,
        link=link, by=by, at=at,
    )  # fmt: skip
