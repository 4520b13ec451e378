"""Grants for tests: decided, reported, fixed, claimed, as staff and grantees bring them about."""

from datetime import datetime
from typing import Any

from kayoi.engines.casefiles.states import Channel
from kayoi.engines.procedures.models import Procedure
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR, Actor
from kayoi.programmes.schemes import services
from kayoi.programmes.schemes.models import Claim, Grant, Report
from kayoi.programmes.schemes.services import grants
from kayoi.programmes.schemes.tests.factories import LINK, make_proposed

COST = "house.cost_yen"


def make_terms(procedure: Procedure, *, by: Actor, at: datetime, **fields: Any) -> None:
    """Say on which terms a procedure grants."""
    grants.define_terms(procedure=procedure, fields=fields, version=1, by=by, at=at)


def make_grant(town: Organization, procedure: Procedure, *, by: Actor, head: Actor, at: datetime, **you: Any) -> Grant:
    """Apply, propose and decide."""
    application = make_proposed(town, procedure, by=by, at=at, **you)
    services.sign_application(organization=town, application=application, link=LINK, by=head, at=at)
    return Grant.objects.get(application=application)


def make_report(town: Organization, grant: Grant, *, at: datetime, **done: Any) -> Report:
    """Report by phone, with costs a little lower than planned."""
    costs = {COST: 1_200_000}
    return grants.report(
        grant=grant, fiscal_year=grant.fiscal_year, done=grants.Done(**({"costs": costs} | done)),
        channel=Channel.PORTAL, sender=grants.Sender(town, LINK), by=VISITOR, at=at,
    )  # fmt: skip


def make_fixed(town: Organization, grant: Grant, *, by: Actor, head: Actor, at: datetime) -> None:
    """Report, inspect and fix."""
    report = make_report(town, grant, at=at)
    grants.inspect(report=report, accepted=report.costs, remark="", by=by, at=at)
    grants.fix_grant(grant=grant, sender=grants.Sender(town, LINK), by=head, at=at)


def make_claim(town: Organization, grant: Grant, *, at: datetime) -> Claim:
    """Claim what was fixed."""
    return grants.claim_all(grant=grant, channel=Channel.PORTAL, sender=grants.Sender(town, LINK), by=VISITOR, at=at)
