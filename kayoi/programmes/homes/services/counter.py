"""What a broker reports at the counter, in the town's scope; the office looks at it afterwards."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from kayoi.engines.followups import services as followups
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.programmes.homes.models import Broker, Home, Survey
from kayoi.programmes.homes.services.survey import Found, record_survey
from kayoi.programmes.homes.states import HOME


@transaction.atomic
def report_survey(*, home: Home, broker: Broker, found: Found, by: Actor, at: datetime) -> Survey:
    """Take a broker's survey of a house (業者の現地調査の報告を受ける). The same client_key twice is one.

    The house file stays as it is: the office decides what goes into it.
    """
    known = found.client_key is not None and Survey.objects.filter(client_key=found.client_key).exists()
    survey = record_survey(home=home, found=replace(found, broker=broker), by=by, at=at)
    if not known:
        followups.plan_follow_up(
            title=f"{home.number}: 業者の現地調査の報告を確かめる", due_on=local_date(at), cause=HOME,
            reference=str(home.pk), by=by, at=at,
        )  # fmt: skip
    return survey
