"""The coworking space of the demonstration: members who paid or not, who asks to be one; all of it sound."""

from datetime import datetime

from kayoi.doors.demo.services import desks
from kayoi.foundation.tenancy.models import Organization
from kayoi.programmes.stays.models import DeskMember, DeskUse, House
from kayoi.programmes.stays.selectors import desks as selectors
from tests.cast import Member


def test_the_space_has_members(in_ina: Organization, officer: Member, head: Member, at: datetime) -> None:
    desks.fill(town=in_ina, staff=[officer.membership, head.membership], by=head.actor, at=at)
    assert House.objects.get(key="akagi-desk").status == "published"
    statuses = list(DeskMember.objects.order_by("pk").values_list("status", flat=True))
    assert statuses == ["member", "member", "member", "applied"]
    assert DeskUse.objects.exclude(beside=None).count() == 1
    assert selectors.fees_unlike_ledger() == selectors.uses_unlike_bookings() == selectors.days_uncounted() == 0
