"""The demonstration has activities in every state, people who are one short, and a report that waits."""

from datetime import datetime

from kayoi.doors.demo.services import activities
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import local_date
from kayoi.programmes.furusato.models import SignUp
from kayoi.programmes.furusato.selectors.activities import open_activities, openings_unlike_activities
from kayoi.programmes.furusato.selectors.activity_checks import uncounted
from kayoi.programmes.furusato.selectors.standing import progress_of
from tests.cast import Member


def test_somebody_is_one_activity_short(in_ina: Organization, officer: Member, at: datetime) -> None:
    activities.fill(town=in_ina, staff=[officer.membership], by=system("demo.load"), at=at)
    file = SignUp.objects.filter(status="reported").get().case_file
    outlook = progress_of(file, on=local_date(at)).outlook
    assert (outlook.counted, outlook.missing, outlook.waiting) == (2, 1, 1)
    assert set(SignUp.objects.values_list("status", flat=True)) == {
        "signed", "waiting", "reported", "confirmed", "absent"
    }  # fmt: skip
    assert open_activities(at=at).count() == 3
    assert openings_unlike_activities() == uncounted() == 0
