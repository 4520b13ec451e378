"""Give a house to a broker: ask, take the answer, end (割当て)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kayoi.foundation.audit import services as audit
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import business_days_later, local_date
from kayoi.kit.tokens import new_token, token_hash
from kayoi.kit.verdict import Refused
from kayoi.programmes.homes.models import Assignment, Broker, Home
from kayoi.programmes.homes.rules import brokers as rules
from kayoi.programmes.homes.selectors.brokers import next_broker
from kayoi.programmes.homes.selectors.listings import consented
from kayoi.programmes.homes.selectors.process import open_assignment
from kayoi.programmes.homes.services.homes import move_home
from kayoi.programmes.homes.services.listings import renew_listing
from kayoi.programmes.homes.services.tasks import finish_task, plan_task
from kayoi.programmes.homes.services.telling_brokers import ask_broker_by_mail
from kayoi.programmes.homes.states import AssignedBy, BrokerStatus, HomeStatus, Task
from kayoi.programmes.homes.states.houses import ENDED
from kayoi.programmes.homes.states.process import OPEN_ASSIGNMENTS

ANSWER_WITHIN_DAYS = 5


class UnableToAsk(Refused):
    """This house cannot be offered to this broker."""


@dataclass(frozen=True)
class Asked:
    """An assignment, and the secret of the link by which the broker answers."""

    assignment: Assignment
    token: str


@transaction.atomic
def ask_broker(
    *, organization: Organization, home: Home, how: AssignedBy, broker: Broker | None = None, link: str, by: Actor,
    at: datetime,
) -> Asked:  # fmt: skip
    """Ask a broker to take a house (業者に依頼する): the one the owner wishes, or without `broker` whose turn it is.

    `link` has {token} in it; the broker answers there without a log-in. Raises UnableToAsk with the reasons.
    """
    Home.objects.select_for_update(no_key=True).get(pk=home.pk)
    home.refresh_from_db()
    chosen = broker or next_broker(home, on=local_date(at))
    answer = rules.may_ask_broker(
        HomeStatus.of(home.status), taken=open_assignment(home) is not None, consents=consented(home),
        broker=BrokerStatus.of(chosen.status) if chosen else None,
    )  # fmt: skip
    if answer.refused or chosen is None:
        raise UnableToAsk(answer)
    token = new_token()
    assignment = Assignment.objects.create(
        home=home, broker=chosen, assigned_by=how, assigned_at=at, token_hash=token_hash(token)
    )
    audit.record("homes.ask_broker", assignment, by=by, at=at, after={"home": home, "broker": chosen, "how": how})
    finish_task(home=home, task=Task.FIND_BROKER, by=by, at=at)
    due_on = business_days_later(local_date(at), ANSWER_WITHIN_DAYS)
    plan_task(home=home, task=Task.ANSWER, due_on=due_on, by=by, at=at)
    if chosen.email:
        address = link.replace("{token}", token)
        ask_broker_by_mail(assignment=assignment, link=address, by=by, at=at)
    return Asked(assignment, token)


@transaction.atomic
def answer_assignment(*, assignment: Assignment, accepts: bool, why: str = "", by: Actor, at: datetime) -> None:
    """Take the broker's answer (業者の返事を記録する), from the link or as told by telephone. Raises UnableToMove."""
    home = _lock(assignment)
    action = "accept" if accepts else "decline"
    audit.move(assignment, action, by=by, at=at, why=why, also={"answered_at": at, "why": why[:200]})
    finish_task(home=home, task=Task.ANSWER, by=by, at=at)
    if not accepts:
        plan_task(home=home, task=Task.FIND_BROKER, due_on=local_date(at), by=by, at=at)
    elif home.status == HomeStatus.SURVEYED:
        move_home(home=home, action="assign", by=by, at=at)
    else:
        renew_listing(home=home, by=by, at=at)


@transaction.atomic
def end_assignment(*, assignment: Assignment, why: str, by: Actor, at: datetime) -> None:
    """End that a broker has a house (割当てを終える), to give it to another. Raises UnableToMove.

    A house that has not ended goes on without a broker, and somebody is to find one.
    """
    home = _lock(assignment)
    audit.move(assignment, "end", by=by, at=at, why=why, also={"why": why[:200]})
    finish_task(home=home, task=Task.ANSWER, by=by, at=at)
    if home.status == HomeStatus.ASSIGNED:
        move_home(home=home, action="unassign", by=by, at=at, why=why)
    else:
        renew_listing(home=home, by=by, at=at)
    if home.status not in ENDED:
        plan_task(home=home, task=Task.FIND_BROKER, due_on=local_date(at), by=by, at=at)


@transaction.atomic
def end_assignments(*, home: Home, why: str, by: Actor, at: datetime) -> None:
    """End what a broker has with a house that has come to its end (終わった空き家の割当てを終える)."""
    for assignment in Assignment.objects.filter(home=home, status__in=OPEN_ASSIGNMENTS):
        end_assignment(assignment=assignment, why=why, by=by, at=at)
    finish_task(home=home, task=Task.FIND_BROKER, by=by, at=at)


def _lock(assignment: Assignment) -> Home:
    locked: Home = Home.objects.select_for_update(no_key=True).get(pk=assignment.home_id)
    return locked
