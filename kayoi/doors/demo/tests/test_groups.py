"""The demonstration has a group with posts, one of them reported, and a meet-up for its members."""

from datetime import datetime

from kayoi.doors.demo.services import activities, groups, registers, rulesets
from kayoi.foundation.tenancy.models import Organization
from kayoi.programmes.furusato.models import Group
from kayoi.programmes.furusato.selectors.activities import openings_unlike_activities
from kayoi.programmes.furusato.selectors.groups_office import figures, to_look_at
from tests.cast import Member


def test_people_write_and_one_is_reported(in_ina: Organization, at: datetime, officer: Member, head: Member) -> None:
    staff = [officer.membership, head.membership]
    for fill in (rulesets.fill, activities.fill, registers.fill, groups.fill):
        fill(town=in_ina, staff=staff, by=head.actor, at=at)
    [one] = figures(list(Group.objects.all()))
    assert (one.members, one.posts, one.writers, one.waiting, one.meet_ups) == (3, 5, 2, 1, 1)
    assert to_look_at().get().text.startswith("もうかる話")
    assert openings_unlike_activities() == 0
