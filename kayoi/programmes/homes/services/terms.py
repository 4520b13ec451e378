"""What the night does with terms: remind, extend, end; and brokers' licences (登録期間と免許の期限)."""

from datetime import date, datetime, timedelta

from django.db import transaction

from kayoi.foundation.audit import services as audit
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.programmes.homes.models import Broker, Home
from kayoi.programmes.homes.rules import process as rules
from kayoi.programmes.homes.services.brokers import suspend_broker
from kayoi.programmes.homes.services.publishing import expire_home
from kayoi.programmes.homes.services.tasks import plan_task
from kayoi.programmes.homes.services.telling_owners import tell_owner
from kayoi.programmes.homes.states import BrokerStatus, HomeStatus, Task
from kayoi.programmes.homes.states.houses import ON_REGISTER
from kayoi.programmes.homes.states.process import REMINDED_DAYS_BEFORE, TALK_EXTENDS_MONTHS


@transaction.atomic
def keep_terms(*, organization: Organization, by: Actor, at: datetime) -> None:
    """Do what the day asks of the register (登録期間・免許の期限を見る). Twice the same day changes nothing more."""
    today = local_date(at)
    on_register = Home.objects.filter(status__in=ON_REGISTER).order_by("pk")
    for home in on_register.filter(term_ends_before__lte=today).select_for_update(no_key=True):
        if home.status == HomeStatus.NEGOTIATING:
            _extend(home, today, by=by, at=at)
        else:
            expire_home(organization=organization, home=home, by=by, at=at)
    soon = today + timedelta(days=max(REMINDED_DAYS_BEFORE))
    for home in on_register.filter(term_ends_before__gt=today, term_ends_before__lte=soon):
        _remind(organization, home, today, by=by, at=at)
    for broker in Broker.objects.filter(status=BrokerStatus.ACTIVE, licence_until__lt=today).order_by("pk"):
        suspend_broker(broker=broker, why="免許の有効期限が過ぎた", by=by, at=at)


def _extend(home: Home, today: date, *, by: Actor, at: datetime) -> None:
    """Give a house that is negotiated about another month: a term ends no talk."""
    assert home.term_ends_before is not None
    ends = rules.extended(home.term_ends_before, months=TALK_EXTENDS_MONTHS, on=today)
    changes = {"term_ends_before": ends, "term_told_days": None}
    audit.change(home, changes, version=home.version, by=by, at=at, why="商談中に期間が満ちたため、自動で延長")


def _remind(organization: Organization, home: Home, today: date, *, by: Actor, at: datetime) -> None:
    assert home.term_ends_before is not None
    days = rules.reminder_due(home.term_ends_before, told=home.term_told_days, on=today)
    if days is None:
        return
    audit.change(home, {"term_told_days": days}, version=None, by=by, at=at)
    plan_task(home=home, task=Task.TERM, due_on=home.term_ends_before - timedelta(days=1), by=by, at=at)
    tell_owner(home=home, template="term_ends", by=by, at=at)
