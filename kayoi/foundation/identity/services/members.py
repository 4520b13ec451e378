"""Invite members, accept invitations, change and end memberships."""

from datetime import date, datetime, timedelta

from django.db import transaction

from kayoi.foundation.audit import services as audit
from kayoi.foundation.identity.models import Invitation, Membership, User
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.tokens import new_token, token_hash

INVITATION_DAYS = 7


class InvitationInvalid(Exception):
    """The invitation is unknown, used, withdrawn or too old."""


@transaction.atomic
def invite_member(
    *,
    email: str,
    name: str,
    title: str,
    role: str,
    employer: Organization | None = None,
    access_ends_before: date | None = None,
    by: Actor,
    at: datetime,
) -> tuple[Invitation, str]:
    """Invite somebody by mail (職員を招待する); return the invitation and the secret for the link."""
    token = new_token()
    invitation = Invitation.objects.create(
        email=email.strip().lower(),
        name=name,
        title=title,
        role=role,
        employer=employer,
        access_ends_before=access_ends_before,
        token_hash=token_hash(token),
        invited_at=at,
        expires_at=at + timedelta(days=INVITATION_DAYS),
    )
    audit.record("member.invite", invitation, by=by, at=at, after={"role": role, "employer": employer})
    return invitation, token


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: Actor, at: datetime) -> None:
    """Withdraw an invitation that has not been accepted (招待を取り消す)."""
    open_ones = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None)
    if not open_ones.update(withdrawn_at=at):
        raise ChangedMeanwhile
    audit.record("member.withdraw_invitation", invitation, by=by, at=at)


@transaction.atomic
def accept_invitation(*, token: str, user: User, by: Actor, at: datetime) -> Membership:
    """Become a member by the link of the mail (招待を受ける). Raises InvitationInvalid.

    Runs on the log-in side: the link is the proof, the organization is known only from the invitation.
    """
    invitation = (
        Invitation.across.select_for_update()
        .filter(token_hash=token_hash(token), accepted_at=None, withdrawn_at=None, expires_at__gt=at)
        .first()
    )
    if invitation is None:
        raise InvitationInvalid
    with scope.of_organization(invitation.organization_id):
        membership = _join(invitation, user, by=by, at=at)
        Invitation.objects.filter(pk=invitation.pk).update(accepted_at=at)
        audit.record("member.join", membership, by=by, at=at, after={"role": membership.role})
    return membership


def _join(invitation: Invitation, user: User, *, by: Actor, at: datetime) -> Membership:
    """Return the one membership of a user: who comes back takes it up again, so that nobody can be two people.

    Who is a member already stays as they are.
    """
    today = local_date(at)
    given = {
        "role": invitation.role, "name": invitation.name, "title": invitation.title, "email": invitation.email,
        "employer_id": invitation.employer_id, "ends_before": invitation.access_ends_before, "starts_on": today,
    }  # fmt: skip
    membership, made = Membership.objects.get_or_create(user=user, defaults=given)
    if not made and not Membership.objects.active(today).filter(pk=membership.pk).exists():
        audit.change(membership, given, version=None, by=by, at=at)
    return membership


@transaction.atomic
def change_membership(
    *, membership: Membership, role: str, name: str, title: str, version: int, by: Actor, at: datetime
) -> None:
    """Change a member's role, name or title (所属を変える). Raises ChangedMeanwhile."""
    changes = {"role": role, "name": name, "title": title}
    audit.change(membership, changes, version=version, by=by, at=at)


@transaction.atomic
def end_membership(*, membership: Membership, ends_before: date, by: Actor, at: datetime) -> None:
    """End a membership (所属を終える); the member's log-in stays, the town's pages do not."""
    audit.change(membership, {"ends_before": max(ends_before, membership.starts_on)}, version=None, by=by, at=at)
