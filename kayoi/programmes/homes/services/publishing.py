"""Show a house, hide it, renew its term, end it, begin anew (公開・更新・終了)."""

from datetime import datetime

from django.db import transaction

from kayoi.foundation.audit import services as audit
from kayoi.foundation.tenancy.models import Organization
from kayoi.foundation.tenancy.selectors import setting
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.programmes.homes.models import Contract, Home
from kayoi.programmes.homes.rules import process as rules
from kayoi.programmes.homes.selectors.process import somebody_talks
from kayoi.programmes.homes.services.assignments import end_assignments
from kayoi.programmes.homes.services.deciding import tell_decision
from kayoi.programmes.homes.services.homes import move_home
from kayoi.programmes.homes.services.process import allow
from kayoi.programmes.homes.services.tasks import finish_task, plan_task
from kayoi.programmes.homes.states import Step, Task
from kayoi.programmes.homes.states.applying import HomeLetter
from kayoi.programmes.homes.states.process import TERM_OVER, TERM_YEARS


@transaction.atomic
def publish_home(*, home: Home, why: str = "", by: Actor, at: datetime) -> None:
    """Show a house to the public (公開する). Raises UnableToTakeStep.

    Somebody who was chosen before it was hidden goes on negotiating.
    """
    answer = allow(step=Step.PUBLISH, home=home, by=by, at=at)
    move_home(home=home, action="publish", by=by, at=at, why=why, verdict=answer)
    if somebody_talks(home):
        move_home(home=home, action="negotiate", by=by, at=at)


@transaction.atomic
def suspend_home(*, home: Home, why: str, by: Actor, at: datetime) -> None:
    """Hide a house for a while (公開を止める): it stays on the register. Raises UnableToTakeStep."""
    allow(step=Step.SUSPEND, home=home, by=by, at=at)
    move_home(home=home, action="suspend", by=by, at=at, why=why)


@transaction.atomic
def extend_term(*, home: Home, why: str = "", by: Actor, at: datetime) -> None:
    """Make the term of a house longer before it ends (登録期間を延ばす). Raises UnableToTakeStep."""
    allow(step=Step.EXTEND, home=home, by=by, at=at)
    assert home.term_ends_before is not None, "the step is offered for houses with a term only"
    ends = rules.term_end(home.term_ends_before, years=setting(TERM_YEARS, on=local_date(at)))
    longer = {"term_ends_before": ends, "term_told_days": None}
    audit.change(home, longer, version=home.version, by=by, at=at, why=why)
    finish_task(home=home, task=Task.TERM, by=by, at=at)


@transaction.atomic
def renew_home(*, organization: Organization, home: Home, why: str = "", by: Actor, at: datetime) -> None:
    """Register a house whose term is over for another one (登録を更新する). Raises UnableToTakeStep."""
    answer = allow(step=Step.RENEW, home=home, by=by, at=at)
    today = local_date(at)
    term = {
        "registered_on": today,
        "term_ends_before": rules.term_end(today, years=setting(TERM_YEARS, on=today)),
        "term_told_days": None,
    }
    move_home(home=home, action="renew", by=by, at=at, why=why, verdict=answer, also=term)
    finish_task(home=home, task=Task.TERM, by=by, at=at)
    tell_decision(
        organization=organization, home=home, template="registered", letter=HomeLetter.REGISTERED, by=by, at=at
    )


@transaction.atomic
def withdraw_home(*, organization: Organization, home: Home, why: str, by: Actor, at: datetime) -> None:
    """End a house because its owner wishes so (取下げを記録する). Raises UnableToTakeStep."""
    allow(step=Step.WITHDRAW, home=home, by=by, at=at)
    _end(organization, home, "withdraw", why, by=by, at=at)


@transaction.atomic
def delist_home(*, organization: Organization, home: Home, why: str, by: Actor, at: datetime) -> None:
    """Take a house off the register (登録を取り消す): false content, another owner, a dangerous house."""
    allow(step=Step.DELIST, home=home, by=by, at=at)
    _end(organization, home, "delist", why, by=by, at=at)
    finish_task(home=home, task=Task.DELIST, by=by, at=at)


@transaction.atomic
def expire_home(*, organization: Organization, home: Home, by: Actor, at: datetime) -> None:
    """End a house whose term is over (期間満了にする)."""
    _end(organization, home, "expire", TERM_OVER, by=by, at=at)


def _end(organization: Organization, home: Home, action: str, why: str, *, by: Actor, at: datetime) -> None:
    move_home(home=home, action=action, by=by, at=at, why=why)
    end_assignments(home=home, why=why, by=by, at=at)
    letter = HomeLetter.DELISTED if action == "delist" else None
    tell_decision(organization=organization, home=home, template="ended", letter=letter, why=why, by=by, at=at)


@transaction.atomic
def close_home(*, home: Home, why: str = "", by: Actor, at: datetime) -> None:
    """End a house that has found its people (終了にする); when a lease ends, somebody asks whether it comes back."""
    allow(step=Step.CLOSE, home=home, by=by, at=at)
    move_home(home=home, action="close", by=by, at=at, why=why)
    end_assignments(home=home, why=Step.CLOSE.label, by=by, at=at)
    standing = Contract.objects.filter(home=home, fell_through_on=None).exclude(ends_on=None)
    contract = standing.order_by("-contracted_on", "-pk").first()
    if contract is not None and contract.ends_on is not None:
        plan_task(home=home, task=Task.RENT_ENDS, due_on=contract.ends_on, by=by, at=at)


@transaction.atomic
def apply_again(*, home: Home, why: str = "", by: Actor, at: datetime) -> None:
    """Take an ended house in again (もう一度申込みを受ける): its term is gone, it is checked anew.

    Raises UnableToTakeStep where the same lot is on the register meanwhile.
    """
    answer = allow(step=Step.APPLY_AGAIN, home=home, by=by, at=at)
    gone = {"registered_on": None, "term_ends_before": None, "term_told_days": None}
    move_home(home=home, action="apply_again", by=by, at=at, why=why, verdict=answer, also=gone)
    finish_task(home=home, task=Task.RENT_ENDS, by=by, at=at)
