"""Members of staff as they act in the demonstration."""

from django.conf import settings

from kayoi.foundation.identity.models import Membership
from kayoi.kit.actor import Actor, ActorKind


def actor_of(member: Membership) -> Actor:
    """Return a member with what the role may do."""
    permissions = settings.KAYOI_STAFF_ROLES[member.role].permissions
    return Actor(ActorKind.STAFF, member.name, member.user_id, member.pk, permissions=permissions)
