"""Brokers with a log-in: invited to the counter by the town, and shut out of it again."""

from datetime import datetime

from django.db import transaction

from kayoi.engines.messages import services as messages
from kayoi.foundation.audit import services as audit
from kayoi.foundation.identity import services as identity
from kayoi.foundation.identity.models import Invitation
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization, Partnership
from kayoi.foundation.tenancy.states import OrganizationKind
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date, wareki
from kayoi.kit.verdict import Refused
from kayoi.programmes.homes.models import Broker
from kayoi.programmes.homes.rules.counter import may_invite_broker
from kayoi.programmes.homes.states import BROKER, BROKER_ROLE, BrokerStatus


class UnableToInvite(Refused):
    """This broker gets no log-in now."""


@transaction.atomic
def invite_broker(
    *, organization: Organization, broker: Broker, name: str, email: str, link: str, by: Actor, at: datetime
) -> Invitation:
    """Invite somebody of a broker to the counter (業者の人を窓口に招く). `link` has {token} in it.

    The first invitation opens the broker's organization. Raises UnableToInvite.
    """
    locked = Broker.objects.select_for_update(no_key=True).get(pk=broker.pk)
    answer = may_invite_broker(BrokerStatus.of(locked.status))
    if answer.refused:
        raise UnableToInvite(answer)
    partner = locked.partner
    if partner is None:
        partner = identity.open_partner(kind=OrganizationKind.BROKER, name=locked.name, by=by, at=at)
        audit.change(broker, {"partner": partner}, version=None, by=by, at=at)
    identity.begin_partnership(town=organization, partner=partner, by=by, at=at)
    with scope.of_organization(partner.pk):
        invitation, token = identity.invite_member(email=email, name=name, title="", role=BROKER_ROLE, by=by, at=at)
    messages.send(
        template="homes/mail/broker_invited",
        language="ja",
        to_address=invitation.email,
        values={
            "name": name,
            "broker": locked.name,
            "organization": organization.name,
            "link": link.replace("{token}", token),
            "until": wareki(local_date(invitation.expires_at)),
            "phone": organization.phone,
        },
        cause=BROKER,
        reference=str(locked.pk),
        by=by,
        at=at,
    )
    return invitation


@transaction.atomic
def close_counter(*, partnership: Partnership, by: Actor, at: datetime) -> None:
    """Close the counter to a broker (業者に窓口を閉じる): all its people at once; invitations are withdrawn."""
    identity.end_partnership(partnership=partnership, by=by, at=at)
    with scope.of_organization(partnership.partner_id):
        for invitation in Invitation.objects.filter(accepted_at=None, withdrawn_at=None):
            identity.withdraw_invitation(invitation=invitation, by=by, at=at)
