"""A house file: opened, changed, moved; what the public then sees."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.openings.models import Opening
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.moves import UnableToMove
from kayoi.programmes.homes import services
from kayoi.programmes.homes.models import HomeEvent, Listing, PriceChange
from kayoi.programmes.homes.states import HomeConsentPurpose, HomeStatus
from kayoi.programmes.homes.tests.houses import make_home, make_owner
from tests.cast import Member


def test_nothing_is_shown_without_the_owners_consent(in_ina: Organization, officer: Member, at: datetime) -> None:
    home = make_home(by=officer.actor, at=at, status=HomeStatus.REGISTERED)
    services.move_home(home=home, action="publish", by=officer.actor, at=at)
    assert not Listing.objects.exists()
    make_owner(home, make_file(), at=at, agrees_to=(HomeConsentPurpose.OWN_SITE,))
    services.renew_listing(home=home, by=officer.actor, at=at)
    listing = Listing.objects.get()
    assert (listing.number, listing.withdrawn_at) == (home.number, None)
    assert Opening.objects.get(kind="home").reference == home.number


def test_a_change_is_public_at_once_and_the_old_price_is_kept(
    in_ina: Organization, officer: Member, at: datetime
) -> None:
    home = make_home(by=officer.actor, at=at, status=HomeStatus.PUBLISHED, price_yen=5_000_000)
    make_owner(home, make_file(), at=at, agrees_to=(HomeConsentPurpose.OWN_SITE,))
    services.change_home(home=home, changes={"price_yen": 4_200_000}, version=1, by=officer.actor, at=at)
    assert Listing.objects.get().price_yen == 4_200_000
    assert [row.price_yen for row in PriceChange.objects.order_by("pk")] == [5_000_000, 4_200_000]
    services.move_home(home=home, action="suspend", by=officer.actor, at=at + timedelta(hours=1))
    assert Listing.objects.get().withdrawn_at == at + timedelta(hours=1)
    assert Opening.objects.get(kind="home").withdrawn_at is not None


def test_private_items_and_the_exact_place_stay_inside(in_ina: Organization, officer: Member, at: datetime) -> None:
    home = make_home(
        by=officer.actor, at=at, status=HomeStatus.PUBLISHED, lat=35.83871, lon=138.06213, address="12番地3",
        details={"storeys": 2, "mortgage": True},
    )  # fmt: skip
    make_owner(home, make_file(), at=at, agrees_to=(HomeConsentPurpose.OWN_SITE,))
    services.renew_listing(home=home, by=officer.actor, at=at)
    listing = Listing.objects.get()
    assert listing.details == {"storeys": 2}
    assert (listing.lat, listing.lon) == (35.8395, 138.0615)


def test_every_step_is_an_event(in_ina: Organization, officer: Member, at: datetime) -> None:
    home = make_home(by=officer.actor, at=at, status=HomeStatus.SUBMITTED)
    services.move_home(home=home, action="check", by=officer.actor, at=at)
    rows = HomeEvent.objects.filter(home=home).order_by("pk").values_list("action", "source", "target")
    assert list(rows) == [("open", "", "submitted"), ("check", "submitted", "checking")]
    with pytest.raises(UnableToMove):
        services.move_home(home=home, action="publish", by=officer.actor, at=at)


def test_the_same_lot_is_not_on_the_register_twice(in_ina: Organization, officer: Member, at: datetime) -> None:
    make_home(by=officer.actor, at=at, lot_number="1234番地5")
    with pytest.raises(IntegrityError, match="homes_once_a_lot"), transaction.atomic():
        make_home(by=officer.actor, at=at, lot_number="１２３４－５")
    make_home(by=officer.actor, at=at, lot_number="1234番6")
