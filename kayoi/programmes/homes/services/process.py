"""From the checks to the decision: check, survey, register or reject (審査・現地調査・決定)."""

from datetime import date, datetime

from django.db import transaction

from kayoi.foundation.audit import services as audit
from kayoi.foundation.tenancy.models import Organization
from kayoi.foundation.tenancy.selectors import setting
from kayoi.kit.actor import Actor
from kayoi.kit.dates import business_days_later, local_date
from kayoi.kit.verdict import Refused, Verdict
from kayoi.programmes.homes.models import Broker, Check, Home, Survey
from kayoi.programmes.homes.rules import process as rules
from kayoi.programmes.homes.selectors.listings import consented
from kayoi.programmes.homes.selectors.process import facts_of, may_take_step, planned_survey
from kayoi.programmes.homes.services.assignments import end_assignments
from kayoi.programmes.homes.services.deciding import (
    approve_application_of,
    refuse_application_of,
    tell_decision,
)
from kayoi.programmes.homes.services.homes import move_home
from kayoi.programmes.homes.services.tasks import finish_task, plan_task
from kayoi.programmes.homes.states import CheckKind, CheckResult, HomeStatus, Step, SurveyedBy, Task
from kayoi.programmes.homes.states.applying import HomeLetter
from kayoi.programmes.homes.states.houses import ON_REGISTER, SHOWN
from kayoi.programmes.homes.states.process import TERM_YEARS

DECIDE_WITHIN_DAYS = 5


class UnableToTakeStep(Refused):
    """The rules do not allow this step now."""


class UnableToCheck(Refused):
    """This check may not be made."""


def allow(*, step: Step, home: Home, by: Actor, at: datetime) -> Verdict:
    """Lock a house and ask whether a step may be taken (手続きを進められるか確かめる); return the answer to be kept.

    Raises UnableToTakeStep with all reasons.
    """
    Home.objects.select_for_update(no_key=True).get(pk=home.pk)
    home.refresh_from_db()
    answer = may_take_step(step, facts_of(home, on=local_date(at)), by=by)
    if answer.refused:
        raise UnableToTakeStep(answer)
    return answer


@transaction.atomic
def begin_checks(*, home: Home, why: str = "", by: Actor, at: datetime) -> None:
    """Begin to check a house (審査を始める): one row a kind; of a house that comes again, all are open anew."""
    allow(step=Step.CHECK, home=home, by=by, at=at)
    move_home(home=home, action="check", by=by, at=at, why=why)
    known = {row.kind: row for row in Check.objects.filter(home=home)}
    Check.objects.bulk_create(Check(home=home, kind=kind) for kind in CheckKind if kind not in known)
    for row in known.values():
        audit.change(row, {"result": CheckResult.OPEN, "checked_on": None}, version=None, by=by, at=at)


@transaction.atomic
def record_check(
    *, check: Check, result: CheckResult, ground: str, checked_on: date | None, remark: str = "", by: Actor,
    at: datetime,
) -> None:  # fmt: skip
    """Write down what a check has found, on what ground (審査の結果を記録する). Raises UnableToCheck.

    A house that turns out to be dangerous while it is on the register leaves the public pages at once; somebody who
    may decide is to take it off the register.
    """
    home = Home.objects.select_for_update(no_key=True).get(pk=check.home_id)
    answer = rules.may_record_check(CheckKind.of(check.kind), consents=consented(home))
    if answer.refused and result is not CheckResult.OPEN:
        raise UnableToCheck(answer)
    found = {"result": result, "ground": ground, "checked_on": checked_on, "remark": remark}
    audit.change(check, found, version=None, by=by, at=at)
    if check.kind == CheckKind.HAZARDOUS and result is CheckResult.FAILED and home.status in ON_REGISTER:
        if home.status in SHOWN:
            move_home(home=home, action="suspend", by=by, at=at, why=CheckKind.HAZARDOUS.label)
        plan_task(home=home, task=Task.DELIST, due_on=local_date(at), by=by, at=at)


@transaction.atomic
def plan_survey(
    *, home: Home, planned_at: datetime, by_whom: SurveyedBy, broker: Broker | None = None, surveyor: str = "",
    by: Actor, at: datetime,
) -> Survey:  # fmt: skip
    """Say when who looks at a house (現地調査の日を決める); another day replaces the first. Raises UnableToMove."""
    move_home(home=home, action="plan_survey", by=by, at=at)
    fields = {"planned_at": planned_at, "by_whom": by_whom, "broker": broker, "surveyor": surveyor}
    survey = planned_survey(home)
    if survey is None:
        survey = Survey.objects.create(home=home, **fields)
        audit.record("homes.plan_survey", survey, by=by, at=at, after={"home": home, **fields})
    else:
        audit.change(survey, fields, version=None, by=by, at=at)
    finish_task(home=home, task=Task.SURVEY, by=by, at=at)
    plan_task(home=home, task=Task.SURVEY, due_on=local_date(planned_at), by=by, at=at)
    return survey


@transaction.atomic
def finish_survey(*, home: Home, by: Actor, at: datetime) -> None:
    """Take a house on that waited for its survey (調査済みにする); any other stays where it is."""
    finish_task(home=home, task=Task.SURVEY, by=by, at=at)
    if home.status in {HomeStatus.CHECKING, HomeStatus.SURVEY_SCHEDULED}:
        move_home(home=home, action="survey", by=by, at=at)
        decide_by = business_days_later(local_date(at), DECIDE_WITHIN_DAYS)
        plan_task(home=home, task=Task.DECIDE, due_on=decide_by, by=by, at=at)


@transaction.atomic
def register_home(*, organization: Organization, home: Home, why: str = "", by: Actor, at: datetime) -> None:
    """Decide that a house is registered (登録を決定する): day, term, notice. Raises UnableToTakeStep."""
    answer = allow(step=Step.REGISTER, home=home, by=by, at=at)
    today = local_date(at)
    term = {
        "registered_on": today,
        "term_ends_before": rules.term_end(today, years=setting(TERM_YEARS, on=today)),
        "term_told_days": None,
    }
    move_home(home=home, action="register", by=by, at=at, why=why, verdict=answer, also=term)
    finish_task(home=home, task=Task.DECIDE, by=by, at=at)
    approve_application_of(home=home, by=by, at=at)
    tell_decision(
        organization=organization, home=home, template="registered", letter=HomeLetter.REGISTERED, by=by, at=at
    )


@transaction.atomic
def reject_home(*, organization: Organization, home: Home, why: str, by: Actor, at: datetime) -> None:
    """Decide that a house is not registered, with the reasons (登録しないと決定する). Raises UnableToTakeStep."""
    allow(step=Step.REJECT, home=home, by=by, at=at)
    answer = rules.may_register(facts_of(home, on=local_date(at)))
    move_home(home=home, action="reject", by=by, at=at, why=why, verdict=answer)
    for task in (Task.SURVEY, Task.DECIDE):
        finish_task(home=home, task=task, by=by, at=at)
    end_assignments(home=home, why=why, by=by, at=at)
    refuse_application_of(home=home, why=why, by=by, at=at)
    tell_decision(
        organization=organization, home=home, template="rejected", letter=HomeLetter.REJECTED, why=why, by=by, at=at
    )
