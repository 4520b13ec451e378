"""Checks for `manage.py verify`: how many rows of the open organization are not sound."""

from django.db.models import F, Q, Sum

from kayoi.engines.followups.models import FollowUp
from kayoi.engines.procedures.models import Application
from kayoi.engines.procedures.states import ELSEWHERE, OPEN, Who
from kayoi.programmes.schemes.models import Claim, Grant, GrantYear, Provision, Report
from kayoi.programmes.schemes.rules.grants import answer_with, fixed_yen
from kayoi.programmes.schemes.selectors.budget.provisions import used_yen
from kayoi.programmes.schemes.states import REQUEST
from kayoi.programmes.schemes.states.grants import ClaimStatus, GrantStatus
from kayoi.programmes.schemes.states.obligations import ObligationStatus


def requests_left_alone() -> int:
    """Count open applications in procedures of the town for which nobody has anything to do."""
    waiting = set(FollowUp.objects.open().filter(cause=REQUEST).values_list("reference", flat=True))
    rows = (
        Application.objects.exclude(form=None)
        .exclude(form__procedure__kind__in=ELSEWHERE)
        .filter(status__in=OPEN)
        .values_list("pk", flat=True)
    )
    return sum(str(pk) not in waiting for pk in rows)


def made_for_no_body() -> int:
    """Count applications in the name of a body that are not made for the file of one: a person would be paid."""
    rows = Application.objects.exclude(submitted_at=None).filter(answers__you__who=Who.BODY)
    return rows.filter(Q(proxy=None) | Q(proxy__principal__bodies=None)).count()


def fixed_unlike_their_inputs() -> int:
    """Count grants whose fixed amount no longer comes out of the frozen rule and the costs that were accepted."""
    rows = Grant.objects.exclude(fixed_yen=None).filter(shape="once", needs_report=True).select_related("decision")
    reports = {one.grant_id: one for one in Report.objects.filter(grant__in=rows)}
    return sum(_comes_out_otherwise(grant, reports.get(grant.pk)) for grant in rows)


def _comes_out_otherwise(grant: Grant, report: Report | None) -> bool:
    if report is None or report.accepted is None:
        return True
    answer = answer_with(grant.decision.inputs, report.accepted)
    # Later changes never touch what is fixed: a grant is changed only before its report.
    return grant.fixed_yen != fixed_yen(decided_yen=grant.decided_yen, by_rule=answer.amount if answer else None)


def paid_unlike_claims() -> int:
    """Count grants whose paid total is not that of their paid claims."""
    paid: dict[int, int] = {}
    for grant_id, yen in Claim.objects.filter(status=ClaimStatus.PAID).values_list("grant_id", "amount_yen"):
        paid[grant_id] = paid.get(grant_id, 0) + yen
    return sum(paid.get(pk, 0) != yen for pk, yen in Grant.objects.values_list("pk", "paid_yen"))


def beyond_votes() -> int:
    """Count grants that are planned beyond their decision, and votes of which more is used than their limit."""
    planned = GrantYear.objects.order_by().values("grant").annotate(yen=Sum("planned_yen"))
    votes = Provision.objects.select_related("line")
    return planned.filter(yen__gt=F("grant__decided_yen")).count() + sum(used_yen(one) > one.limit_yen for one in votes)


def approved_without_grant() -> int:
    """Count approved applications for money that have no grant."""
    approved = Application.objects.filter(status="approved", form__procedure__kind="grant")
    return len(set(approved.values_list("pk", flat=True)) - set(Grant.objects.values_list("application", flat=True)))


def obliged_without_duties() -> int:
    """Count grants in their time of obligations for which no duty runs or is broken."""
    rows = Grant.objects.filter(status=GrantStatus.OBLIGED)
    return rows.exclude(obligations__status__in=(ObligationStatus.RUNNING, ObligationStatus.BROKEN)).count()
