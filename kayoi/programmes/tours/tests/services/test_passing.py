"""Joint tours: the other town has a file only once the party agreed, has a place, and somebody gave it."""

from datetime import datetime

import pytest

from kayoi.engines.casefiles.models import CaseFile, Note
from kayoi.engines.followups.models import FollowUp
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.programmes.tours import services
from kayoi.programmes.tours.models import Party, Passing, Tour
from kayoi.programmes.tours.services import UnableToPass
from kayoi.programmes.tours.tests.factories import a_date, a_tour
from kayoi.programmes.tours.tests.giving import applied, teller
from tests.cast import Member

pytestmark = pytest.mark.django_db


@pytest.fixture
def joint(in_ina: Organization, head: Member, at: datetime) -> Tour:
    """A tour with a date in Ina and one in Sado."""
    tour = a_tour(at=at, method="first_come")
    a_date(tour, at=at)
    a_date(tour, at=at, place_code="152242")
    services.publish_terms(tour=tour, by=head.actor, at=at)
    tour.refresh_from_db()
    return tour


def pass_on(town: Organization, party: Party, by: Member, at: datetime) -> Passing:
    return services.pass_to_town(organization=town, party=party, code="152242", by=by.actor, at=at)


def names_in(town: Organization) -> list[str]:
    with scope.of_organization(town.pk):
        return list(CaseFile.objects.without_search().values_list("name", flat=True))


def test_the_file_there_is_made_only_with_consent_and_by_hand(
    in_ina: Organization, sado: Organization, head: Member, joint: Tour, at: datetime
) -> None:
    silent = applied(in_ina, joint, at=at, name="黙る 人")
    agrees = applied(in_ina, joint, 2, at=at, name="同意 人", agrees_towns=["152242"])
    assert names_in(sado) == []
    with pytest.raises(UnableToPass) as refused:
        pass_on(in_ina, silent, head, at)
    assert [one.code for one in refused.value.verdict.reasons] == ["tours.no_town_consent"]
    first = pass_on(in_ina, agrees, head, at)
    assert pass_on(in_ina, agrees, head, at).pk == first.pk
    assert names_in(sado) == ["同意 人"]
    with scope.of_organization(sado.pk):
        assert "伊那市" in Note.objects.get().text
        assert "2人" in FollowUp.objects.get().title


def test_not_before_there_is_a_place(
    in_ina: Organization, sado: Organization, head: Member, joint: Tour, at: datetime
) -> None:
    party = applied(in_ina, joint, at=at, agrees_towns=["152242"])
    services.decline(teller=teller(in_ina), party=party, why="", by=head.actor, at=at)
    with pytest.raises(UnableToPass) as refused:
        pass_on(in_ina, party, head, at)
    assert [one.code for one in refused.value.verdict.reasons] == ["tours.not_placed"]


def test_not_to_a_town_that_is_not_here(in_ina: Organization, head: Member, joint: Tour, at: datetime) -> None:
    party = applied(in_ina, joint, at=at, agrees_towns=["152242"])
    with pytest.raises(UnableToPass) as refused:
        pass_on(in_ina, party, head, at)
    assert [one.code for one in refused.value.verdict.reasons] == ["tours.no_town_here"]
