"""Houses for tests."""

from datetime import datetime
from io import BytesIO
from typing import Any

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.foundation.files.tests.test_services import picture
from kayoi.foundation.places.states import FacilityKind
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.programmes.homes import services
from kayoi.programmes.homes.models import Home, HomeConsent, LocalFacility, Party, Picture, Survey
from kayoi.programmes.homes.states import HomeConsentPurpose, HomeKind, HomeStatus, Offer, PartyRole, PictureKind
from kayoi.programmes.homes.states.parties import CONSENT_VERSION


def make_home(*, by: Actor, at: datetime, status: HomeStatus = HomeStatus.FOUND, **fields: Any) -> Home:
    """Return a house file in a status of the register."""
    values: Any = {
        "kind": HomeKind.DWELLING,
        "offer": Offer.SALE,
        "price_yen": 3_800_000,
        "place_code": "202096",
        "quarter": "高遠町勝間",
        "title": "庭から山の見える家",
        **fields,
    }
    return services.open_home(fields=values, status=status, by=by, at=at)


def make_owner(home: Home, file: CaseFile, *, at: datetime, agrees_to: tuple[HomeConsentPurpose, ...] = ()) -> Party:
    """Make the person of a file the owner of a house, who agrees to some things."""
    party = Party.objects.create(home=home, case_file=file, role=PartyRole.OWNER, is_contact=True, added_at=at)
    for purpose in agrees_to:
        HomeConsent.objects.create(
            home=home, party=party, purpose=purpose, text_version=CONSENT_VERSION, channel=Channel.LETTER,
            given_on=local_date(at),
        )  # fmt: skip
    return party


def make_picture(home: Home, *, by: Actor, at: datetime, **fields: Any) -> Picture:
    """Return a photo of a house, not published unless `fields` say so."""
    data = picture("JPEG")
    made = services.add_picture(
        home=home, upload=BytesIO(data), name="山田様邸.jpg", size=len(data), kind=PictureKind.PHOTO, by=by, at=at
    )
    if fields:
        services.change_picture(picture=made, changes=fields, by=by, at=at)  # type: ignore[arg-type]
    return made


def make_shown_picture(*, by: Actor, at: datetime) -> Picture:
    """Return a published photo of a house whose listing is shown."""
    home = make_home(by=by, at=at, status=HomeStatus.PUBLISHED, quarter="西町")
    make_owner(home, make_file(), at=at, agrees_to=(HomeConsentPurpose.OWN_SITE,))
    return make_picture(home, by=by, at=at, is_public=True, caption="南側の外観")


def make_facility(name: str, *, at: datetime, **fields: Any) -> LocalFacility:
    """Return a facility of the town, a school in the middle of Ina unless `fields` say otherwise."""
    values = {"kind": FacilityKind.SCHOOL, "lat": 35.83, "lon": 137.96, "as_of": local_date(at), **fields}
    return LocalFacility.objects.create(name=name, **values)


def rows_of_homes(file: CaseFile, *, words: str, by: Actor, at: datetime) -> dict[str, Any]:
    """Return ids of one row of every kind, for the walk; `words` must not be seen from another town."""
    home = make_home(by=by, at=at, address=words, quarter="山寺")
    make_owner(home, file, at=at, agrees_to=tuple(HomeConsentPurpose))
    facility = make_facility("第一小学校", at=at)
    return {"home": home.pk, "picture": make_shown_picture(by=by, at=at).pk, "facility": facility.pk}


def grow_homes(file: CaseFile, count: int, *, by: Actor, at: datetime) -> None:
    """Add that many rows of what lists show."""
    for _ in range(count):
        home = make_home(by=by, at=at)
        make_facility(f"小学校 {home.pk}", at=at)
        for shown in Home.objects.filter(quarter__in=["山寺", "西町"]):
            make_picture(shown, by=by, at=at)
            Survey.objects.create(home=shown, surveyed_on=local_date(at), findings={"roof": "sound"}, surveyor="調査")
