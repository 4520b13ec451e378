"""Reads about members, invitations and persons."""

from datetime import date, datetime

from django.conf import settings
from django.db.models import QuerySet

from kayoi.foundation.identity.models import IdentityProof, Invitation, Membership, Person, User
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization, Partnership
from kayoi.foundation.tenancy.states import PARTNER_KINDS
from kayoi.kit.tokens import token_hash


def open_invitation(token: str, *, at: datetime) -> Invitation | None:
    """Return the invitation of a secret link while it can be accepted (log-in side)."""
    found: Invitation | None = (
        Invitation.across.select_related("organization")
        .filter(token_hash=token_hash(token), accepted_at=None, withdrawn_at=None, expires_at__gt=at)
        .first()
    )
    return found


def memberships_of(user: User, *, on: date) -> list[Membership]:
    """Return where a user is a member of staff on that day (log-in side)."""
    rows = Membership.across.active(on).filter(user=user, organization__closed_on=None)
    rows = rows.exclude(organization__kind__in=PARTNER_KINDS)
    return list(rows.select_related("organization").order_by("organization__name"))


def partnerships_of(user: User, *, on: date) -> list[Partnership]:
    """Return for which towns a user works as a member of a partner on that day (log-in side)."""
    member = Membership.across.active(on).filter(user=user, organization__kind__in=PARTNER_KINDS)
    rows = Partnership.objects.in_force(on).filter(partner__in=member.values("organization"))
    open_ones = rows.filter(partner__closed_on=None, town__closed_on=None)
    return list(open_ones.select_related("town", "partner").order_by("town__name", "partner__name"))


def role_label(key: str) -> str:
    """Return a role in words; a role that no longer exists as it is stored."""
    role = settings.KAYOI_STAFF_ROLES.get(key)
    return role.label if role else key


def members(*, on: date) -> QuerySet[Membership]:
    """Return the members of the open organization on that day, by name."""
    rows: QuerySet[Membership] = Membership.objects.active(on).order_by("name", "pk")
    return rows


def member_of(partner: Organization | None, pk: int) -> Membership | None:
    """Return a member of a partner, read in the partner's own scope; None where it is none of its."""
    if partner is None:
        return None
    with scope.of_organization(partner.pk):
        found: Membership | None = Membership.objects.filter(pk=pk).first()
    return found


def pending_invitations(*, at: datetime) -> QuerySet[Invitation]:
    """Return invitations of the open organization that can still be accepted."""
    return Invitation.objects.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=at).order_by("-invited_at")


def latest_proof(person: Person) -> IdentityProof | None:
    """Return the latest proof of a person's identity (log-in side)."""
    return IdentityProof.objects.filter(person=person).order_by("-proved_at").first()
