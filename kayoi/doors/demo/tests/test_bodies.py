"""The demonstration has a body that was granted something for years and paid for the first of them."""

from datetime import datetime

from kayoi.doors.demo.services import bodies
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.programmes.schemes.models import Grant
from tests.cast import Member


def test_a_body_in_its_first_year(in_ina: Organization, officer: Member, head: Member, at: datetime) -> None:
    bodies.fill(town=in_ina, staff=[officer.membership, head.membership], by=system("demo.load"), at=at)
    grant = Grant.objects.get()
    assert (grant.case_file.name.endswith("(架空)"), grant.status, grant.paid_yen) == (True, "decided", 500_000)
