"""The demonstration has three registers, with people in every state."""

from datetime import datetime, timedelta

from kayoi.doors.demo.services import registers, rulesets
from kayoi.foundation.tenancy.models import Organization
from kayoi.programmes.furusato.models import NationalStatus, Register, Registration
from kayoi.programmes.furusato.selectors.registered import renewals
from tests.cast import Member


def test_registers_and_people(in_ina: Organization, at: datetime, officer: Member, head: Member) -> None:
    staff = [officer.membership, head.membership]
    for fill in (rulesets.fill, registers.fill):
        fill(town=in_ina, staff=staff, by=head.actor, at=at)
    assert Register.objects.filter(status="published", rule__isnull=False).count() == 3
    assert set(Registration.objects.values_list("status", flat=True)) >= {
        "asked", "registered", "withdrawn", "lapsed",
    }  # fmt: skip
    assert renewals(on=(at + timedelta(days=1)).date()), "some can be renewed now"
    assert NationalStatus.objects.filter(certainty="claimed").exists()
