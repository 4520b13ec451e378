"""Fix what a grant comes to (額の確定): by the rule of the decision once more, with the costs that were accepted."""

from datetime import datetime

from django.db import transaction

from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.schemes.models import Grant, Report
from kayoi.programmes.schemes.rules.grants import answer_with, fixed_yen, may_fix
from kayoi.programmes.schemes.selectors.grants.grants import locked
from kayoi.programmes.schemes.services.grants.money import follow
from kayoi.programmes.schemes.services.grants.telling import Sender, issue, plan, tell


class UnableToFix(Refused):
    """The frozen rule gives no amount for what was done, or the inspector would fix it alone."""


@transaction.atomic
def fix_grant(*, grant: Grant, sender: Sender, by: Actor, at: datetime) -> None:
    """Fix the amount (額を確定する), and issue its letter. Whoever inspected does not fix.

    Raises UnableToFix or UnableToMove.
    """
    row = locked(grant)
    report = Report.objects.get(grant=row, fiscal_year=row.fiscal_year)
    answer = answer_with(row.decision.inputs, report.accepted or {})
    against = list(may_fix(answer).reasons)
    if by.membership_id is None or by.membership_id == report.inspected_by_id:
        against.append(Reason("schemes.inspector_fixes"))
    if against:
        raise UnableToFix(verdict(against))
    yen = fixed_yen(decided_yen=row.decided_yen, by_rule=answer.amount if answer else None)
    audit.move(row, "fix", by=by, at=at, also={"fixed_yen": yen, "fixed_on": local_date(at)})
    follow(grant=row, yen=yen, key="fixed", by=by, at=at)
    issue(grant=row, letter="fixed", values={"fixed": f"金{yen:,}円"}, by=by, at=at)
    plan(grant=row, by=by, at=at)
    tell(grant=row, news="fixed", sender=sender, by=by, at=at)
    grant.refresh_from_db()
