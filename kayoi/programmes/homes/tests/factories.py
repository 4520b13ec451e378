"""Houses for tests."""

from datetime import datetime
from io import BytesIO
from typing import Any

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.services import FileFields
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.foundation.files.tests.test_services import picture
from kayoi.foundation.places.states import FacilityKind
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.programmes.homes import services
from kayoi.programmes.homes.models import (
    Broker,
    Entrance,
    Home,
    HomeConsent,
    Lead,
    LocalFacility,
    OwnerSurvey,
    Party,
    Picture,
    SavedSearch,
    Survey,
    SurveyLetter,
)
from kayoi.programmes.homes.selectors.searches import key_of
from kayoi.programmes.homes.selectors.survey_letters import code_of
from kayoi.programmes.homes.states import (
    HomeConsentPurpose,
    HomeKind,
    HomeStatus,
    Intention,
    LeadSource,
    Offer,
    OwnersReason,
    PartyRole,
    PictureKind,
    Use,
)
from kayoi.programmes.homes.states.finding import Answered, EntranceKind, Teller
from kayoi.programmes.homes.states.parties import CONSENT_VERSION
from kayoi.programmes.homes.tests.partners import give_to, rows_of_partners

OWN_SITE = (HomeConsentPurpose.OWN_SITE,)


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


def make_lead(*, by: Actor, at: datetime, contact: FileFields | None = None, **fields: Any) -> Lead:
    """Return a lead, told by an owner on the portal unless said otherwise."""
    values: Any = {
        "source": LeadSource.PORTAL,
        "teller": Teller.OWNER,
        "channel": Channel.PORTAL,
        "received_at": at,
        "quarter": "高遠町勝間",
        **fields,
    }
    return services.tell_lead(told=services.Told(**values), contact=contact, by=by, at=at)


def make_survey(count: int, *, by: Actor, at: datetime, words: str = "", **fields: Any) -> OwnerSurvey:
    """Return a survey with that many letters."""
    number = OwnerSurvey.objects.count() + 1
    survey = services.make_survey(fields={"title": f"意向調査 {number}", **fields}, by=by, at=at)
    kind, quarter = HomeKind.DWELLING, "高遠町勝間"
    rows = [
        services.Addressee(f"所有者 {one}{words}", "396-0211", f"高遠町{one}番地", kind, quarter, f"{one}番地")
        for one in range(1, count + 1)
    ]
    services.add_letters(survey=survey, rows=rows, by=by, at=at)
    return survey


def rows_of_finding(*, words: str, by: Actor, at: datetime) -> dict[str, Any]:
    """Return ids of leads, entrances and surveys, for the walk."""
    entrance, token = services.open_entrance(kind=EntranceKind.POST_OFFICE, name=f"郵便局{words}", by=by, at=at)
    lead = make_lead(by=by, at=at, entrance=entrance, address=words, contact={"name": words}, intention=Intention.LET)
    survey = make_survey(1, by=by, at=at, words=words)
    return {
        "entrance": entrance.pk,
        "entrance_token": token,
        "lead": lead.pk,
        "lead_receipt": lead.receipt,
        "owner_survey": survey.pk,
        "survey_code": code_of(survey, 1),
    }


def grow_finding(number: int, *, by: Actor, at: datetime) -> None:
    """Add a row of what lists of leads and surveys show."""
    services.open_entrance(kind=EntranceKind.DISTRICT_HEAD, name=f"区 {Entrance.objects.count()}", by=by, at=at)
    make_lead(by=by, at=at, source=LeadSource.FLYER_QR, contact={"name": f"所有者 {number}"}, intention=Intention.SELL)
    letter = SurveyLetter.objects.get(survey=make_survey(1, by=by, at=at))
    reply = services.Reply(Use.EMPTY, Intention.LET, OwnersReason.BELONGINGS, wants_contact=True)
    services.answer_letter(letter=letter, reply=reply, how=Answered.PAPER, by=by, at=at)


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
    home = make_home(by=by, at=at, address=words, quarter="山寺", status=HomeStatus.PUBLISHED)
    make_owner(home, file, at=at, agrees_to=tuple(HomeConsentPurpose))
    listing = services.renew_listing(home=home, by=by, at=at)
    assert listing is not None
    saved = SavedSearch.objects.create(
        case_file=file, words="借りる", channel=Channel.PORTAL, saved_at=at, told_until=at, conditions={}
    )
    return {
        "home": home.pk,
        "listing": listing.pk,
        "search_key": key_of(saved),
        "picture": make_shown_picture(by=by, at=at).pk,
        "facility": make_facility("第一小学校", at=at).pk,
        **rows_of_finding(words=words, by=by, at=at),
        **rows_of_partners((home, make_home(by=by, at=at)), by=by, at=at),
    }


def grow_homes(file: CaseFile, count: int, *, by: Actor, at: datetime) -> None:
    """Add that many rows of what lists show."""
    for number in range(count):
        make_owner(home := make_home(by=by, at=at, status=HomeStatus.PUBLISHED), file, at=at, agrees_to=OWN_SITE)
        services.renew_listing(home=home, by=by, at=at)
        give_to(Broker.objects.exclude(partner=None).order_by("pk")[0], home, at=at)
        grow_finding(number, by=by, at=at)
        make_facility(f"小学校 {home.pk}", at=at)
        for shown in Home.objects.filter(quarter__in=["山寺", "西町"]):
            make_picture(shown, by=by, at=at)
            Survey.objects.create(home=shown, surveyed_on=local_date(at), findings={"roof": "sound"}, surveyor="調査")
