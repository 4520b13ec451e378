"""Houses for tests."""

from datetime import date, datetime
from io import BytesIO
from typing import Any

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.services import FileFields
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.followups import services as followups
from kayoi.foundation.files.tests.test_services import picture
from kayoi.foundation.places.states import FacilityKind
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.programmes.homes import services
from kayoi.programmes.homes.models import (
    Assignment,
    Broker,
    Check,
    Entrance,
    Home,
    HomeConsent,
    Lead,
    LocalFacility,
    OwnerSurvey,
    Party,
    Picture,
    SavedSearch,
    Solver,
    Survey,
    SurveyLetter,
)
from kayoi.programmes.homes.selectors.searches import key_of
from kayoi.programmes.homes.selectors.survey_letters import code_of
from kayoi.programmes.homes.states import (
    HOME,
    Agreement,
    AssignedBy,
    AssignmentStatus,
    BlockerKind,
    CheckResult,
    HomeConsentPurpose,
    HomeKind,
    HomeStatus,
    Intention,
    LeadSource,
    OwnersReason,
    PartyRole,
    PictureKind,
    Reached,
    Use,
)
from kayoi.programmes.homes.states.finding import Answered, EntranceKind, Teller
from kayoi.programmes.homes.tests.houses import make_home, make_owner
from kayoi.programmes.homes.tests.offers import make_offer, rows_of_offers
from kayoi.programmes.homes.tests.partners import grow_partners, rows_of_partners
from kayoi.programmes.homes.tests.registers import grow_exchange, rows_of_exchange
from kayoi.programmes.homes.tests.seekers import grow_seekers, rows_of_seekers

OWN_SITE = (HomeConsentPurpose.OWN_SITE,)
ASKED_LINK = "https://kayoi.example/ina/homes/asked/{token}/"


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


def make_broker(*, by: Actor, at: datetime, admitted: bool = True, **fields: Any) -> Broker:
    """Return a broker who meets all conditions, on the register unless said otherwise."""
    values: Any = {
        "name": "やまびこ不動産(架空)",
        "licence": f"長野県知事(1)第{Broker.objects.count() + 1:04d}号",
        "licence_until": date(2030, 3, 31),
        "association": "宅建協会",
        "phone": "0265-00-0001",
        "email": "yamabiko@brokers.example",
        "office": "伊那市荒井1",
        "has_local_office": True,
        "pays_tax": True,
        "is_clean": True,
        "agreed_on": date(2026, 4, 1),
        **fields,
    }
    broker = services.add_broker(fields=values, by=by, at=at)
    if admitted:
        services.admit_broker(broker=broker, by=by, at=at)
    return broker


def make_surveyed(file: CaseFile, *, by: Actor, at: datetime, **fields: Any) -> Home:
    """Return a house of which everything is in order: checked, surveyed, its one owner agrees to everything."""
    home = make_home(by=by, at=at, status=HomeStatus.SUBMITTED, **fields)
    make_owner(home, file, at=at, agrees_to=tuple(HomeConsentPurpose))
    Party.objects.filter(home=home).update(
        reached=Reached.REACHED, agreement=Agreement.AGREED, agreed_on=local_date(at)
    )
    services.begin_checks(home=home, by=by, at=at)
    for check in Check.objects.filter(home=home):
        services.record_check(
            check=check, result=CheckResult.PASSED, ground="照会の回答", checked_on=local_date(at), by=by, at=at
        )
    services.record_survey(home=home, found=services.Found(local_date(at), "佐藤", findings={}), by=by, at=at)
    return home


def make_registered(town: Organization, file: CaseFile, *, by: Actor, at: datetime, **fields: Any) -> Home:
    """Return a house on the register, not yet published."""
    home = make_surveyed(file, by=by, at=at, **fields)
    services.register_home(organization=town, home=home, by=by, at=at)
    return home


def make_published(town: Organization, file: CaseFile, *, by: Actor, at: datetime, **fields: Any) -> Home:
    """Return a house that the public sees."""
    home = make_registered(town, file, by=by, at=at, **fields)
    services.publish_home(home=home, by=by, at=at)
    return home


def rows_of_process(file: CaseFile, *, words: str, by: Actor, at: datetime) -> dict[str, Any]:
    """Return a house that is checked and surveyed, one that is public, a broker who was asked and one who took it."""
    town = file.organization
    broker = make_broker(by=by, at=at, office=words)
    surveyed = make_surveyed(file, by=by, at=at, address=words)
    asked = services.ask_broker(
        organization=town, home=surveyed, how=AssignedBy.ROTATION, link=ASKED_LINK, by=by, at=at
    )
    published = make_published(town, file, by=by, at=at, address=words)
    taken = services.ask_broker(
        organization=town, home=published, how=AssignedBy.WISH, broker=broker, link="", by=by, at=at
    )
    services.answer_assignment(assignment=taken.assignment, accepts=True, by=by, at=at)
    return {
        "checked_home": surveyed.pk, "published_home": published.pk, "broker": broker.pk,
        "check": Check.objects.filter(home=surveyed).order_by("pk")[0].pk,
        "assignment": asked.assignment.pk, "asked_token": asked.token,
    }  # fmt: skip


def rows_of_homes(file: CaseFile, *, words: str, by: Actor, at: datetime) -> dict[str, Any]:
    """Return ids of one row of every kind, for the walk; `words` must not be seen from another town."""
    facility = make_facility("第一小学校", at=at)  # before what is published near it
    home = make_home(by=by, at=at, address=words, quarter="山寺", status=HomeStatus.PUBLISHED)
    owner = make_owner(home, file, at=at, agrees_to=tuple(HomeConsentPurpose))
    listing = services.renew_listing(home=home, by=by, at=at)
    assert listing is not None
    saved = SavedSearch.objects.create(
        case_file=file, words="借りる", channel=Channel.PORTAL, saved_at=at, told_until=at, conditions={}
    )
    return {
        "home": home.pk,
        "home_number": home.number,
        "listing": listing.pk,
        "search_key": key_of(saved),
        "picture": make_shown_picture(by=by, at=at).pk,
        "facility": facility.pk,
        **rows_of_finding(words=words, by=by, at=at),
        **_rows_of_people(home, owner, words, by=by, at=at),
        **rows_of_process(file, words=words, by=by, at=at),
        **rows_of_offers(file, by=by, at=at),
        **rows_of_seekers(file, words=words, by=by, at=at),
        **rows_of_partners((home, make_home(by=by, at=at)), by=by, at=at),
        **rows_of_exchange(words=words, by=by, at=at),
    }


def _rows_of_people(home: Home, owner: Party, words: str, *, by: Actor, at: datetime) -> dict[str, int]:
    consent = HomeConsent.objects.get(party=owner, purpose=HomeConsentPurpose.OWN_SITE)
    solver = make_solver(by=by, at=at, name=words[:100])
    blocker = services.add_blocker(
        home=home, kind=BlockerKind.HEIRS, remark=words, found_on=local_date(at), by=by, at=at
    )
    return {
        "home_party": owner.pk, "home_consent": consent.pk, "home_solver": solver.pk, "home_blocker": blocker.pk,
    }  # fmt: skip


def make_solver(*, by: Actor, at: datetime, kind: str = "judicial_scrivener", name: str = "山の司法書士") -> Solver:
    """Return an expert of the directory."""
    fields: Any = {"kind": kind, "name": name, "phone": "0265-00-0000", "email": "", "about": "", "ends_before": None}
    return services.add_solver(fields=fields, by=by, at=at)


def add_person(home: Home, role: PartyRole, name: str, *, by: Actor, at: datetime, **fields: Any) -> Party:
    """Add somebody new to the people of a house."""
    place: Any = {
        "role": role, "heir_of": None, "kinship": "", "died_on": None, "share": "", "relation": "",
        "is_contact": False, **fields,
    }  # fmt: skip
    return services.add_party(home=home, fields=place, who={"name": name}, by=by, at=at)


def grow_homes(file: CaseFile, count: int, *, by: Actor, at: datetime) -> None:
    """Add that many rows of what lists show."""
    first = Home.objects.order_by("pk").first()
    assert first is not None
    for number in range(count):
        home = make_home(by=by, at=at, status=HomeStatus.PUBLISHED)
        make_owner(home, file, at=at, agrees_to=(*OWN_SITE, HomeConsentPurpose.NATIONAL_SITES))
        services.renew_listing(home=home, by=by, at=at)
        grow_partners(home, at=at)
        grow_finding(number, by=by, at=at)
        grow_exchange(home, number, by=by, at=at)
        make_facility(f"小学校 {home.pk}", at=at)
        for shown in Home.objects.filter(quarter__in=["山寺", "西町"]):
            make_picture(shown, by=by, at=at)
            Survey.objects.create(home=shown, surveyed_on=local_date(at), findings={"roof": "sound"}, surveyor="調査")
        make_solver(by=by, at=at, name=f"相談先 {home.number}")
        add_person(first, PartyRole.CO_OWNER, f"共有者{number}", by=by, at=at)
        for house in (home, first):
            services.add_blocker(home=house, kind=BlockerKind.OTHER, found_on=local_date(at), by=by, at=at)
    grow_process(file, count, by=by, at=at)
    grow_seekers(count, by=by, at=at)


def grow_process(file: CaseFile, count: int, *, by: Actor, at: datetime) -> None:
    """Add brokers and what they were given; events and tasks of the house of the walk."""
    home = Home.objects.order_by("pk")[0]
    for number in range(count):
        broker = make_broker(by=by, at=at, name=f"業者 {number}", email="")
        for one in (home, make_surveyed(file, by=by, at=at)):
            Assignment.objects.create(
                home=one, broker=broker, assigned_by=AssignedBy.WISH, status=AssignmentStatus.DECLINED, assigned_at=at
            )
        followups.plan_follow_up(
            title=f"電話 {number}", due_on=local_date(at), cause=HOME, reference=str(home.pk), by=by, at=at
        )
    for _ in range(count):
        make_offer(file.organization, file=file, quarter=f"町字{Home.objects.count()}", by=by, at=at)
