"""What staff see of a broker's log-in: whether the counter is open, who comes in, who is invited."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kayoi.foundation.identity.models import Invitation, Membership
from kayoi.foundation.identity.selectors import members, pending_invitations
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization, Partnership
from kayoi.foundation.tenancy.selectors import partnership_between
from kayoi.kit.dates import local_date
from kayoi.programmes.homes.models import Broker


@dataclass(frozen=True)
class Access:
    """A broker's way to the counter."""

    partnership: Partnership | None = None
    members: Sequence[Membership] = ()
    invitations: Sequence[Invitation] = ()


def access_of(broker: Broker, town: Organization, *, at: datetime) -> Access:
    """Return who of a broker comes in; the broker's organization was opened by the town, which keeps its members."""
    if broker.partner is None:
        return Access()
    on = local_date(at)
    partnership = partnership_between(town, broker.partner, on=on)
    with scope.of_organization(broker.partner.pk):
        return Access(partnership, list(members(on=on)), list(pending_invitations(at=at)))
