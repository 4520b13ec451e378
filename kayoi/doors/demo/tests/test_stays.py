"""The demonstration has two houses in which people can stay, with stays in every state, all sound."""

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from kayoi.doors.demo.services import rulesets, stays
from kayoi.engines.procedures.selectors import checks as procedures
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import local_date
from kayoi.programmes.stays.models import Charge, Guest, House, IntentRecord, Stay
from kayoi.programmes.stays.selectors import checks
from kayoi.programmes.stays.selectors.arrivals import coming
from kayoi.programmes.stays.states import StayStatus
from tests.cast import Member


def test_stays_in_every_state(
    in_ina: Organization, officer: Member, head: Member, at: datetime, settings: Any, tmp_path: Path
) -> None:
    settings.UPLOADS = tmp_path
    staff = [officer.membership, head.membership]
    for fill in (rulesets.fill, stays.fill):
        fill(town=in_ina, staff=staff, by=system("demo.load"), at=at)
    assert set(House.objects.values_list("status", flat=True)) == {"published"}
    states = Counter(Stay.objects.values_list("status", flat=True))
    assert set(states) == set(StayStatus)
    assert set(Stay.objects.filter(status="allowed").values_list("price_yen", flat=True)) == {25_000}
    arriving, leaving, left = coming(local_date(at), local_date(at) + timedelta(days=1), at=at)
    assert (len(arriving), len(leaving), len(left)) == (1, 1, 1)
    assert Stay.objects.get(status="staying").price_yen == 12_000
    assert Guest.objects.count() == 3
    assert IntentRecord.objects.count() == 2
    assert Charge.objects.filter(kind="refund").exists()
    assert checks.days_unlike_bookings() == checks.states_that_cannot_meet() == 0
    assert procedures.decisions_unlike_their_inputs() == procedures.decided_without_decision() == 0
    assert procedures.unlike_engagements() == 0
