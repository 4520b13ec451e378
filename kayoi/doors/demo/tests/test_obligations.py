"""The demonstration has duties in every state: proved, overdue, handed in, broken, and a match that waits."""

import json
from datetime import datetime

from django.conf import settings

from kayoi.doors.demo.services import recoveries
from kayoi.engines.rulesets import services as rulesets
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import local_date
from kayoi.programmes.schemes.models import Breach, Departure
from kayoi.programmes.schemes.selectors.checks import obliged_without_duties
from kayoi.programmes.schemes.selectors.obligations.lists import Filter, View, counts
from tests.cast import Member


def test_duties_in_every_state(in_ina: Organization, officer: Member, head: Member, at: datetime) -> None:
    path = settings.ROOT / "data" / "rulesets" / f"{recoveries.RULES}.json"
    rulesets.load_pack(data=json.loads(path.read_text(encoding="utf-8")), sample=True, by=officer.actor, at=at)
    staff, by = [officer.membership, head.membership], system("demo.load")
    recoveries.fill(town=in_ina, staff=staff, by=by, at=at)
    recoveries.fill_duties(town=in_ina, staff=staff, by=by, at=at)
    found = counts(Filter(), on=local_date(at))
    assert found[View.OVERDUE] >= 2
    assert found[View.RECEIVED] == 2
    # The five refunds of the demonstration, and who has moved out now.
    assert (found[View.BROKEN], Breach.objects.filter(status="open").count()) == (6, 1)
    assert list(Departure.objects.order_by("row").values_list("status", "likeness")) == [
        ("same", "same"), ("waiting", "likely"),
    ]  # fmt: skip
    assert obliged_without_duties() == 0
