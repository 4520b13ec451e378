"""The broker of the demonstration who comes to the counter: houses taken, and one that waits for an answer."""

from datetime import datetime

from django.conf import settings

from kayoi.doors.demo.states import DemoMember
from kayoi.foundation.identity.models import Invitation, Membership, User
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.programmes.homes import services
from kayoi.programmes.homes.models import Assignment, Broker, Home
from kayoi.programmes.homes.services.partners import invite_broker
from kayoi.programmes.homes.states import AssignedBy, AssignmentStatus, BrokerStatus
from kayoi.programmes.homes.states.houses import SHOWN


def open_counter(*, town: Organization, user: User, spec: DemoMember, by: Actor, at: datetime) -> None:
    """Let a broker of a town in, and ask it to take over a house of another (業者の窓口のデモ)."""
    site = settings.CANONICAL_URL.rstrip("/")
    with scope.of_organization(town.pk):
        broker, other = Broker.objects.filter(status=BrokerStatus.ACTIVE).order_by("pk")[:2]
        without = Home.objects.exclude(assignments__status=AssignmentStatus.ACCEPTED)
        for home in without.filter(status__in=SHOWN, viewings__isnull=False).distinct():
            Assignment.objects.create(
                home=home, broker=broker, assigned_by=AssignedBy.WISH, status=AssignmentStatus.ACCEPTED,
                assigned_at=home.opened_at, answered_at=home.opened_at,
            )  # fmt: skip
            services.renew_listing(home=home, by=by, at=at)
        link = f"{site}/account/invitations/{{token}}/"
        invite_broker(organization=town, broker=broker, name=spec.name, email=spec.email, link=link, by=by, at=at)
        given = Assignment.objects.filter(broker=other, status=AssignmentStatus.ACCEPTED).order_by("-pk")[0]
        services.end_assignment(assignment=given, why="業者の申し出", by=by, at=at)
        link = f"{site}/{town.slug}/homes/asked/{{token}}/"
        services.ask_broker(
            organization=town, home=given.home, how=AssignedBy.AGAIN, broker=broker, link=link, by=by, at=at
        )
    assert broker.partner is not None
    with scope.of_organization(broker.partner.pk):
        Invitation.objects.update(accepted_at=at)
        Membership.objects.create(user=user, role=spec.role, name=spec.name, email=spec.email, starts_on=local_date(at))
