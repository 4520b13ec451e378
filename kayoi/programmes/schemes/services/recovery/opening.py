"""A refund is considered because an obligation was broken; what is known of it is put right; terms of the town."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.verdict import Refused
from kayoi.programmes.schemes.models import Grant, Recovery, RecoveryTerms
from kayoi.programmes.schemes.rules.recovery.deciding import may_open
from kayoi.programmes.schemes.selectors.grants.grants import locked
from kayoi.programmes.schemes.selectors.grants.refunds import is_refunding
from kayoi.programmes.schemes.selectors.recovery.recoveries import frozen_rule, locked_recovery
from kayoi.programmes.schemes.services.recovery.telling import plan_recovery
from kayoi.programmes.schemes.states.recovery import Ground, RecoveryStatus


class UnableToRecover(Refused):
    """Nothing was paid, or a refund is under way already."""


@transaction.atomic
def open_recovery(
    *, grant: Grant, ground: Ground, happened_on: date | None, day_why: str = "", why: str, by: Actor, at: datetime
) -> Recovery:
    """Consider whether a grant is to be paid back (返還の検討を始める), by the version of the day of the application.

    Raises UnableToRecover.
    """
    row = locked(grant)
    answer = may_open(paid_yen=row.paid_yen, to_return_yen=row.to_return_yen, is_open=is_refunding(row))
    if answer.refused:
        raise UnableToRecover(answer)
    recovery = Recovery.objects.create(
        grant=row, ground=ground, happened_on=happened_on, day_why=day_why, why=why, opened_on=local_date(at),
        rule=frozen_rule(row, ground),
    )  # fmt: skip
    after = {"grant": row, "ground": ground, "happened_on": happened_on}
    audit.record("schemes.open_recovery", recovery, by=by, at=at, why=why, after=after)
    plan_recovery(recovery=recovery, by=by, at=at)
    return recovery


@transaction.atomic
def correct_recovery(
    *, recovery: Recovery, ground: Ground, happened_on: date | None, said_on: date | None, why: str, version: int,
    by: Actor, at: datetime,
) -> None:  # fmt: skip
    """Put right what happened and when (日・事由を直す), with the day that the grantee names where that is another.

    Raises ChangedMeanwhile, or UnableToRecover once it was proposed.
    """
    row = locked_recovery(recovery)
    if row.status != RecoveryStatus.CONSIDERING:
        raise UnableToRecover(may_open(paid_yen=row.grant.paid_yen, to_return_yen=0, is_open=True))
    fields = {"ground": ground, "happened_on": happened_on, "said_on": said_on, "why": why}
    if happened_on != row.happened_on:
        fields["day_why"] = ""
    audit.change(row, fields, version=version, by=by, at=at, why=why)
    Recovery.objects.filter(pk=row.pk).update(rule=frozen_rule(row.grant, ground))


@transaction.atomic
def define_recovery_terms(*, fields: dict[str, Any], version: int, by: Actor, at: datetime) -> RecoveryTerms:
    """Say on which terms the town demands refunds (返還のきまりを定める). Earlier demands keep theirs.

    Raises ChangedMeanwhile.
    """
    known = RecoveryTerms.objects.first()
    if known is not None:
        audit.change(known, fields, version=version, by=by, at=at)
        return known
    terms = RecoveryTerms.objects.create(**fields)
    audit.record("schemes.define_recovery_terms", terms, by=by, at=at, after=fields)
    return terms
