"""Let the people of partners come in by their invitations."""

from datetime import datetime

from kayoi.doors.demo.states import DemoMember
from kayoi.foundation.identity.models import Invitation, Membership, User
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date


def follow_invitation(*, partner: Organization | None, user: User, spec: DemoMember, at: datetime) -> None:
    """Let somebody who was invited to a partner be a member of it (招待に応じる)."""
    assert partner is not None
    with scope.of_organization(partner.pk):
        Invitation.objects.update(accepted_at=at)
        Membership.objects.create(user=user, role=spec.role, name=spec.name, email=spec.email, starts_on=local_date(at))
