"""Partners of a town, such as brokers: opened by the town, let in for a time."""

from datetime import datetime

from django.db import transaction

from kayoi.foundation.audit import services as audit
from kayoi.foundation.identity.models import Membership
from kayoi.foundation.identity.services.members import end_membership
from kayoi.foundation.identity.services.organizations import open_organization
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization, Partnership
from kayoi.foundation.tenancy.states import PARTNER_KINDS, OrganizationKind
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.tokens import new_reference


@transaction.atomic
def open_partner(*, kind: OrganizationKind, name: str, by: Actor, at: datetime) -> Organization:
    """Register a partner of the open town (協力する事業者を登録する); it has no pages, so its slug is a number."""
    assert kind in PARTNER_KINDS
    fields = {"kind": kind, "name": name, "slug": f"partner-{new_reference().lower()}"}
    return open_organization(fields=fields, by=by, at=at)


@transaction.atomic
def begin_partnership(*, town: Organization, partner: Organization, by: Actor, at: datetime) -> Partnership:
    """Let a partner work on the rows that the town gives it (協力を始める); once is enough."""
    partnership, made = Partnership.objects.get_or_create(
        town=town, partner=partner, ends_before=None, defaults={"starts_on": local_date(at)}
    )
    if made:
        audit.record("partnership.begin", partnership, by=by, at=at, after={"partner": partner})
    return partnership


@transaction.atomic
def end_partnership(*, partnership: Partnership, by: Actor, at: datetime) -> None:
    """End a partnership today (協力を終える): the town's pages are closed to the partner at once."""
    today = max(local_date(at), partnership.starts_on)
    Partnership.objects.filter(pk=partnership.pk).update(ends_before=today)
    audit.record("partnership.end", partnership, by=by, at=at, after={"ends_before": today})


@transaction.atomic
def end_partner_member(*, membership: Membership, by: Actor, at: datetime) -> None:
    """End that somebody works for a partner (事業者の人の利用を終える), as when they leave; the others work on."""
    with scope.of_organization(membership.organization_id):
        end_membership(membership=membership, ends_before=local_date(at), by=by, at=at)
