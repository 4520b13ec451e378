"""Grantees are reminded of a report before it is due."""

from datetime import datetime, timedelta

from django.db import transaction

from kayoi.engines.followups import services as followups
from kayoi.engines.procedures.selectors.applications import is_protected
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.programmes.schemes.selectors.grants.due import reports_due
from kayoi.programmes.schemes.services.grants.telling import Sender, tell
from kayoi.programmes.schemes.states.budget import GRANT

REMIND_DAYS = 30


@transaction.atomic
def remind_of_reports(*, sender: Sender, by: Actor, at: datetime) -> int:
    """Remind grantees of a report that is due within a month (実績報告のお知らせ), once for each day; return how many.

    Whoever has no mail address is called: staff find that among what is to be done. Of whoever is under protection
    they find only that the way is to be asked for first.
    """
    rows = reports_due(until=local_date(at) + timedelta(days=REMIND_DAYS))
    for grant, day in rows:
        audit.change(grant, {"reminded_for": day}, version=None, by=by, at=at)
        tell(grant=grant, news="report_due", sender=sender, day=day, by=by, at=at)
        file = grant.application.case_file
        if (file is None or not file.email) and not is_protected(grant.application, on=local_date(at)):
            followups.plan_follow_up(
                title=f"報告の期限を電話か郵便で知らせる: {grant.procedure.title}", due_on=local_date(at),
                case_file=grant.case_file, owner=grant.case_file.assigned_to, cause=GRANT, reference=str(grant.pk),
                by=by, at=at,
            )  # fmt: skip
    return len(rows)
