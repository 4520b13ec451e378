"""Houses for tests."""

from datetime import date, datetime
from typing import Any

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.followups import services as followups
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.programmes.homes import services
from kayoi.programmes.homes.models import Assignment, Broker, Check, Home, HomeConsent, Party
from kayoi.programmes.homes.states import (
    HOME,
    Agreement,
    AssignedBy,
    AssignmentStatus,
    CheckResult,
    HomeConsentPurpose,
    HomeKind,
    HomeStatus,
    Offer,
    PartyRole,
    Reached,
    SurveyedBy,
)
from kayoi.programmes.homes.states.parties import CONSENT_VERSION

ASKED_LINK = "https://kayoi.example/ina/homes/asked/{token}/"


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
    services.record_survey(home=home, fields={"surveyed_on": local_date(at), "by_whom": SurveyedBy.STAFF}, by=by, at=at)
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
    home = make_home(by=by, at=at, address=words, quarter="山寺")
    make_owner(home, file, at=at, agrees_to=tuple(HomeConsentPurpose))
    return {"home": home.pk} | rows_of_process(file, words=words, by=by, at=at)


def grow_homes(file: CaseFile, count: int, *, by: Actor, at: datetime) -> None:
    """Add that many rows of what lists show."""
    for _ in range(count):
        make_home(by=by, at=at)
    grow_process(file, count, by=by, at=at)


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
