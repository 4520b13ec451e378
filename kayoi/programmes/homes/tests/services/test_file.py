"""The house file: items are checked; pictures lose their place and are shown only while the listing is."""

import io
from datetime import datetime

import pytest
from django.db import connection
from PIL import Image

from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.foundation.files.models import StoredFile
from kayoi.foundation.files.selectors import path_of
from kayoi.foundation.files.tests.test_services import picture, with_gps
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.programmes.homes import services
from kayoi.programmes.homes.models import Home, Listing, Picture
from kayoi.programmes.homes.selectors.files import shown_picture
from kayoi.programmes.homes.states import HomeConsentPurpose, HomeStatus, PictureKind
from kayoi.programmes.homes.tests.factories import make_picture, make_shown_picture
from kayoi.programmes.homes.tests.houses import make_home, make_owner
from tests.cast import Member


def test_a_value_that_the_table_does_not_know_is_refused(in_ina: Organization, officer: Member, at: datetime) -> None:
    home = make_home(by=officer.actor, at=at, details={"storeys": 2})
    for wrong in ({"storeys": "二階"}, {"colour": "red"}):
        with pytest.raises(services.UnableToKeepItems):
            services.change_home(home=home, changes={"details": wrong}, version=1, by=officer.actor, at=at)
        with pytest.raises(services.UnableToKeepItems):
            make_home(by=officer.actor, at=at, details=wrong)
    assert Home.objects.get().details == {"storeys": 2}


def test_a_photo_loses_the_place_where_it_was_taken(in_ina: Organization, officer: Member, at: datetime) -> None:
    home = make_home(by=officer.actor, at=at)
    data = with_gps()
    assert Image.open(io.BytesIO(data)).getexif()
    made = services.add_picture(
        home=home, upload=io.BytesIO(data), name="家.jpg", size=len(data), kind=PictureKind.PHOTO, by=officer.actor,
        at=at,
    )  # fmt: skip
    with Image.open(path_of(made.file)) as kept:
        assert not kept.getexif()
    assert not made.is_public
    assert made.small is None, "it is small already"


def test_a_large_photo_has_a_small_version(in_ina: Organization, officer: Member, at: datetime) -> None:
    home, data = make_home(by=officer.actor, at=at), picture(size=(2000, 1000))
    made = services.add_picture(
        home=home, upload=io.BytesIO(data), name="家.jpg", size=len(data), kind=PictureKind.PHOTO, by=officer.actor,
        at=at,
    )  # fmt: skip
    assert made.small is not None
    assert (made.small.width_px, made.small.height_px) == (640, 320)


def test_a_picture_is_public_while_the_listing_shows_it(in_ina: Organization, officer: Member, at: datetime) -> None:
    shown = make_shown_picture(by=officer.actor, at=at)
    hidden = make_picture(shown.home, by=officer.actor, at=at)
    assert Listing.objects.get().pictures == [shown.pk]
    assert shown_picture(shown.pk) == shown
    assert shown_picture(hidden.pk) is None
    with scope.of_public():
        assert list(Picture.objects.values_list("caption", flat=True)) == ["南側の外観"]
    services.change_picture(picture=shown, changes={"is_public": False}, by=officer.actor, at=at)
    assert (Listing.objects.get().pictures, shown_picture(shown.pk)) == ([], None)
    services.change_picture(picture=shown, changes={"is_public": True}, by=officer.actor, at=at)
    services.move_home(home=shown.home, action="suspend", by=officer.actor, at=at)
    assert shown_picture(shown.pk) is None
    with scope.of_public():
        assert not Picture.objects.exists()


def test_a_paper_is_never_public(in_ina: Organization, officer: Member, at: datetime) -> None:
    shown = make_shown_picture(by=officer.actor, at=at)
    services.change_picture(
        picture=shown, changes={"kind": PictureKind.PAPER, "is_public": True}, by=officer.actor, at=at
    )
    shown.refresh_from_db()
    assert not shown.is_public
    assert Listing.objects.get().pictures == []


def test_a_removed_picture_leaves_no_bytes_behind(in_ina: Organization, officer: Member, at: datetime) -> None:
    one = make_picture(make_home(by=officer.actor, at=at), by=officer.actor, at=at)
    two = make_picture(make_home(by=officer.actor, at=at), by=officer.actor, at=at)  # the same bytes, another house
    path = path_of(one.file)
    for made, left in ((one, True), (two, False)):
        waiting = len(connection.run_on_commit)
        services.remove_picture(picture=made, by=officer.actor, at=at)
        for _, function, *_ in connection.run_on_commit[waiting:]:
            function()  # as a commit would
        assert path.exists() is left
    assert not Picture.objects.exists()
    assert not StoredFile.objects.exists()


def test_columns_for_the_search_are_taken_from_the_items(in_ina: Organization, officer: Member, at: datetime) -> None:
    details = {"rooms": "4DK", "pets": True, "repairs": "small", "school_km": 1.5, "hazard_flood": "inside"}
    home = make_home(by=officer.actor, at=at, status=HomeStatus.PUBLISHED, details=details)
    make_owner(home, make_file(), at=at, agrees_to=(HomeConsentPurpose.OWN_SITE,))
    services.renew_listing(home=home, by=officer.actor, at=at)
    row = Listing.objects.get()
    assert (row.rooms, row.pets, row.repairs, row.school_km, row.station_km, row.hazards) == (
        "4DK", True, "small", 1.5, None, ["flood"],
    )  # fmt: skip
