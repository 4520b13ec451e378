"""Make the grant of an application that was approved, once; nothing is granted twice, whoever decides at once."""

from datetime import datetime

from django.db import IntegrityError, transaction

from kayoi.engines.procedures.models import Application, Decision
from kayoi.engines.procedures.selectors.applications import beneficiary
from kayoi.engines.procedures.states import ApplicationStatus
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import fiscal_year, local_date
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.schemes.models import Entitlement, Grant, GrantTerms
from kayoi.programmes.schemes.rules.grants import report_due_on
from kayoi.programmes.schemes.selectors.grants.before import (
    applied_on,
    asks_for_money,
    grantable,
    house_of,
    keys_of,
    terms_of,
)
from kayoi.programmes.schemes.services.grants.money import bind
from kayoi.programmes.schemes.services.grants.telling import plan
from kayoi.programmes.schemes.states.grants import Shape

# What a grant keeps of the terms as they are when it is decided.
OF_LIFE = (
    "shape", "needs_report", "most_months", "gap_months", "years", "later_years", "awaits_report", "obliged_years",
    "duties", "work_years", "proved_yearly", "by_register", "surcharge_percent", "surcharge_source",
)  # fmt: skip


class UnableToGrant(Refused):
    """The work begins too early, or the same was granted already."""


@transaction.atomic
def make_grant(*, decision: Decision, by: Actor, at: datetime) -> Grant | None:
    """Make the grant of a decision (交付を始める); None where nothing was granted.

    Raises UnableToGrant, UnableToPlan where 債務負担行為 does not cover it, or UnableToTransfer.
    """
    application = decision.application
    if decision.outcome != ApplicationStatus.APPROVED or not asks_for_money(application):
        return None
    answer = grantable(application, amount_yen=decision.amount_yen, on=local_date(at))
    if answer.refused:
        raise UnableToGrant(answer)
    assert application.form is not None
    assert decision.amount_yen is not None
    terms, house, on = terms_of(application.form.procedure), house_of(application), local_date(at)
    reported = terms.shape == Shape.ONCE and terms.needs_report
    grant = Grant.objects.create(
        application=application, decision=decision, procedure=application.form.procedure,
        case_file=beneficiary(application), house_number=house.number if house else "",
        applied_on=applied_on(application), decided_on=on, fiscal_year=fiscal_year(on),
        # Of a grant over years the rule gives the amount of one.
        decided_yen=decision.amount_yen * (terms.years if terms.shape == Shape.YEARLY else 1),
        year_yen=decision.amount_yen if terms.shape == Shape.YEARLY else None,
        **{name: getattr(terms, name) for name in OF_LIFE},
        report_due_on=report_due_on(finished_on=None, fiscal_year=fiscal_year(on)) if reported else None,
    )  # fmt: skip
    after = {"application": application, "yen": grant.decided_yen}
    audit.record("schemes.make_grant", grant, by=by, at=at, after=after)
    _take(grant, application, terms)
    if terms.shape == Shape.ONCE and not terms.needs_report:
        audit.move(grant, "fix_at_once", by=by, at=at, also={"fixed_yen": grant.decided_yen, "fixed_on": on})
    bind(grant=grant, by=by, at=at)
    plan(grant=grant, by=by, at=at)
    return grant


def _take(grant: Grant, application: Application, terms: GrantTerms) -> None:
    """Take what is granted once. What a grant of the same scheme has taken for the same cost stays with it."""
    own = Entitlement.objects.filter(grant__procedure=grant.procedure_id, ended_on=None)
    known = set(own.exclude(scheme=grant.procedure.key).values_list("scheme", "subject", "reference"))
    rows = [
        Entitlement(grant=grant, scheme=key.scheme, subject=key.subject, reference=key.reference)
        for key in keys_of(application, terms)
        if (key.scheme, key.subject, key.reference) not in known
    ]
    try:
        with transaction.atomic():
            Entitlement.objects.bulk_create(rows)
    except IntegrityError as error:
        raise UnableToGrant(verdict([Reason("schemes.granted_meanwhile")])) from error
