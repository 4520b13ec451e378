"""Brokers with a log-in, and what they were given, for tests."""

from datetime import date, datetime
from io import BytesIO
from typing import Any

from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.foundation.files.tests.test_services import picture
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.programmes.homes import services
from kayoi.programmes.homes.models import Assignment, Broker, Home
from kayoi.programmes.homes.services.partners import invite_broker
from kayoi.programmes.homes.states import AssignedBy, AssignmentStatus, BrokerStatus, PictureKind
from kayoi.programmes.homes.tests.seekers import make_seeker, make_viewing


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
    invite_broker(
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


def rows_of_partners(homes: tuple[Home, Home], *, by: Actor, at: datetime) -> dict[str, Any]:
    """Give a broker one house that it has taken and one that it is asked to take."""
    taken, asked = homes
    broker = make_partner(taken.organization, by=by, at=at)
    give_to(broker, taken, at=at, status=AssignmentStatus.ACCEPTED)
    services.renew_listing(home=taken, by=by, at=at)  # the public sees who has the house
    give_to(broker, asked, at=at)
    photo = picture("JPEG")
    shown = services.add_picture(
        home=taken, upload=BytesIO(photo), name="外観.jpg", size=len(photo), kind=PictureKind.PHOTO, by=by, at=at
    )
    viewing = make_viewing(taken, make_seeker(make_file(), by=by, at=at), by=by, at=at)
    return {
        "partner_broker": broker.pk, "taken_home": taken.pk, "asked_home": asked.pk, "taken_picture": shown.pk,
        "taken_viewing": viewing.pk,
    }  # fmt: skip


def grow_partners(home: Home, *, at: datetime) -> None:
    """Ask the broker of the walk to take one more house."""
    give_to(Broker.objects.exclude(partner=None).order_by("pk")[0], home, at=at)
