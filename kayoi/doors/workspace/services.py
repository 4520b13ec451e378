"""What staff do that touches several rooms at once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from kayoi.engines.followups.models import FollowUp
from kayoi.engines.followups.services import change_follow_up, finish_follow_up
from kayoi.engines.messages import services as messages
from kayoi.foundation.identity import services as identity
from kayoi.foundation.identity.models import Invitation, Membership
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date, wareki
from kayoi.kit.moves import ChangedMeanwhile, UnableToMove


@transaction.atomic
def handle_follow_ups(
    *, ids: Sequence[int], action: str, to: Membership | None, by: Actor, at: datetime
) -> tuple[int, int]:
    """Finish or assign several follow-ups (まとめて処理する); return how many were done and how many were not."""
    done = 0
    rows = list(FollowUp.objects.open().filter(pk__in=ids).select_for_update())
    for row in rows:
        try:
            with transaction.atomic():
                if action == "finish":
                    finish_follow_up(follow_up=row, by=by, at=at)
                else:
                    change_follow_up(
                        follow_up=row, title=row.title, due_on=row.due_on, owner=to, version=row.version, by=by, at=at
                    )
            done += 1
        except (ChangedMeanwhile, UnableToMove):
            continue
    return done, len(set(ids)) - done


@transaction.atomic
def invite_by_mail(
    *, organization: Organization, fields: dict[str, Any], link: str, by: Actor, at: datetime
) -> Invitation:
    """Invite a member and send the mail with the link (招待メールを送る). `link` has {token} in it."""
    invitation, token = identity.invite_member(**fields, by=by, at=at)
    messages.send(
        template="workspace/mail/invitation",
        language="ja",
        to_address=invitation.email,
        values={
            "name": invitation.name,
            "organization": organization.name,
            "inviter": by.name,
            "link": link.replace("{token}", token),
            "until": wareki(local_date(invitation.expires_at)),
        },
        cause="identity.Invitation",
        reference=str(invitation.pk),
        by=by,
        at=at,
    )
    return invitation


@transaction.atomic
def open_town(
    *, organization: dict[str, Any], email: str, member_name: str, role: str, link: str, by: Actor, at: datetime
) -> Organization:
    """Register an organization and invite its first member (団体を登録する)."""
    town = identity.open_organization(fields=organization, by=by, at=at)
    with scope.of_organization(town.pk):
        fields = {"email": email, "name": member_name, "title": "", "role": role}
        invite_by_mail(organization=town, fields=fields, link=link, by=by, at=at)
    return town
