"""Counters of partners: opened with the first invitation, closed with the partnership."""

from datetime import datetime

from django.db import transaction

from kayoi.engines.messages import services as messages
from kayoi.foundation.audit import services as audit
from kayoi.foundation.identity import services as identity
from kayoi.foundation.identity.models import Invitation, Membership
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.foundation.tenancy.states import OrganizationKind
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date, wareki
from kayoi.programmes.furusato.models import Benefit
from kayoi.programmes.furusato.states import BENEFIT, COUNTER_ROLE


@transaction.atomic
def open_counter(*, benefit: Benefit, name: str, kind: OrganizationKind, by: Actor, at: datetime) -> Organization:
    """Register the partner at whose counter a benefit is used (窓口を開く)."""
    partner = identity.open_partner(kind=kind, name=name, by=by, at=at)
    set_counter(benefit=benefit, partner=partner, by=by, at=at)
    return partner


@transaction.atomic
def set_counter(*, benefit: Benefit, partner: Organization | None, by: Actor, at: datetime) -> None:
    """Say at whose counter a benefit is used (窓口を決める); None: at those of the town."""
    audit.change(benefit, {"counter": partner}, version=None, by=by, at=at)


@transaction.atomic
def invite_to_counter(
    *, organization: Organization, benefit: Benefit, name: str, email: str, link: str, by: Actor, at: datetime
) -> Invitation:
    """Invite somebody of a partner to its counter (窓口の人を招く). `link` has {token} in it."""
    partner = benefit.counter
    assert partner is not None, "a benefit without a partner has nobody to invite"
    identity.begin_partnership(town=organization, partner=partner, by=by, at=at)
    with scope.of_organization(partner.pk):
        invitation, token = identity.invite_member(email=email, name=name, title="", role=COUNTER_ROLE, by=by, at=at)
    values = {
        "name": name, "partner": partner.name, "organization": organization.name,
        "link": link.replace("{token}", token), "until": wareki(local_date(invitation.expires_at)),
        "phone": organization.phone,
    }  # fmt: skip
    messages.send(
        template="furusato/mail/counter_invited", language="ja", to_address=invitation.email, values=values,
        cause=BENEFIT, reference=str(benefit.pk), by=by, at=at,
    )  # fmt: skip
    return invitation


@transaction.atomic
def end_counter_member(*, membership: Membership, by: Actor, at: datetime) -> None:
    """End that somebody works at a counter (窓口の人の利用を終える)."""
    with scope.of_organization(membership.organization_id):
        identity.end_membership(membership=membership, ends_before=local_date(at), by=by, at=at)
