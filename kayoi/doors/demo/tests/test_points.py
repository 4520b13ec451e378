"""The demonstration has points: earned by step, spent, a use that was not covered, terms to come."""

from datetime import datetime

from kayoi.doors.demo.services import activities, benefits, points, registers, rulesets
from kayoi.engines.ledger.selectors import checks
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date
from kayoi.programmes.furusato.models import PointsEarned
from kayoi.programmes.furusato.selectors.point_checks import points_unlike_ledger
from kayoi.programmes.furusato.selectors.points_office import points_page
from tests.cast import Member


def test_helpers_have_points(in_ina: Organization, at: datetime, officer: Member, head: Member) -> None:
    staff = [officer.membership, head.membership]
    for fill in (rulesets.fill, activities.fill, registers.fill, benefits.fill, points.fill):
        fill(town=in_ina, staff=staff, by=head.actor, at=at)
    page = points_page(on=local_date(at))
    assert len(page.schemes) == 2
    assert page.years[0].spent > 0
    assert (len(page.uncovered), points_unlike_ledger(), checks.lots_unlike_balances()) == (1, 0, 0)
    assert set(PointsEarned.objects.values_list("percent", flat=True)) == {150}
