"""The demonstration has people in every band, all ways of a year, and a round to a register."""

from datetime import datetime, timedelta

from kayoi.doors.demo.services import registers, rulesets, ties
from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.selectors.ties import tie_groups
from kayoi.engines.casefiles.states.ties import Band, Course
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date
from kayoi.programmes.rounds import selectors
from kayoi.programmes.rounds.models import Round
from tests.cast import Member


def test_bands_and_a_round(in_ina: Organization, at: datetime, officer: Member, head: Member) -> None:
    staff, long_ago = [officer.membership, head.membership], at - timedelta(days=900)
    for number in range(14):
        casefiles.open_case_file(fields={"name": f"人{number}"}, by=head.actor, at=long_ago)
    for fill in (rulesets.fill, registers.fill, ties.fill):
        fill(town=in_ina, staff=staff, by=head.actor, at=at)
    groups = tie_groups(on=local_date(at))
    assert {group.band for group in groups} == set(Band)
    assert {group.course for group in groups} == set(Course)
    assert selectors.choose(Round.objects.get(), at=at).ids
