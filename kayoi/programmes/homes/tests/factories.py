"""Houses for tests."""

from datetime import date, datetime
from typing import Any

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import Channel
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.programmes.homes import services
from kayoi.programmes.homes.models import Assignment, Broker, Home, HomeConsent, Party, SavedSearch
from kayoi.programmes.homes.selectors.searches import key_of
from kayoi.programmes.homes.states import (
    AssignedBy,
    AssignmentStatus,
    BrokerStatus,
    HomeConsentPurpose,
    HomeKind,
    HomeStatus,
    Offer,
    PartyRole,
)
from kayoi.programmes.homes.states.parties import CONSENT_VERSION

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


def make_partner(town: Organization, *, by: Actor, at: datetime, **fields: Any) -> Broker:
    """Return a broker on the register, of whom somebody is invited to the counter."""
    values: Any = {
        "name": "もみじ不動産(架空)",
        "licence": f"長野県知事(2)第{Broker.objects.count() + 5001}号",
        "licence_until": date(2030, 3, 31),
        "association": "宅建協会",
        "phone": "0265-00-0011",
        "office": "伊那市荒井",
        "status": BrokerStatus.ACTIVE,
        **fields,
    }
    broker = Broker.objects.create(**values)
    services.invite_broker(
        organization=town, broker=broker, name="業者 一郎", email="momiji@brokers.example",
        link="https://kayoi.example/account/invitations/{token}/", by=by, at=at,
    )  # fmt: skip
    return broker


def give_to(
    broker: Broker, home: Home, *, at: datetime, status: AssignmentStatus = AssignmentStatus.ASKED
) -> Assignment:
    """Give a house to a broker."""
    return Assignment.objects.create(
        home=home, broker=broker, assigned_by=AssignedBy.WISH, status=status, assigned_at=at
    )


def rows_of_homes(file: CaseFile, *, words: str, by: Actor, at: datetime) -> dict[str, Any]:
    """Return ids of one row of every kind, for the walk; `words` must not be seen from another town."""
    home = make_home(by=by, at=at, address=words, quarter="山寺", status=HomeStatus.PUBLISHED)
    make_owner(home, file, at=at, agrees_to=tuple(HomeConsentPurpose))
    listing = services.renew_listing(home=home, by=by, at=at)
    assert listing is not None
    saved = SavedSearch.objects.create(
        case_file=file, words="借りる", channel=Channel.PORTAL, saved_at=at, told_until=at, conditions={}
    )
    broker = make_partner(file.organization, by=by, at=at)
    give_to(broker, home, at=at, status=AssignmentStatus.ACCEPTED)
    give_to(broker, make_home(by=by, at=at), at=at)
    return {"home": home.pk, "listing": listing.pk, "search_key": key_of(saved), "partner_broker": broker.pk}


def grow_homes(file: CaseFile, count: int, *, by: Actor, at: datetime) -> None:
    """Add that many rows of what lists show."""
    for _ in range(count):
        make_owner(home := make_home(by=by, at=at, status=HomeStatus.PUBLISHED), file, at=at, agrees_to=OWN_SITE)
        services.renew_listing(home=home, by=by, at=at)
        give_to(Broker.objects.order_by("pk")[0], home, at=at)
