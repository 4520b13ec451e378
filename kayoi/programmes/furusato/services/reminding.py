"""Remind those who come tomorrow."""

from datetime import datetime, timedelta

from django.db import transaction

from kayoi.engines.casefiles.selectors import protected_families
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.programmes.furusato.models import SignUp
from kayoi.programmes.furusato.rules.taking_part import reminds
from kayoi.programmes.furusato.services.telling import tell_person
from kayoi.programmes.furusato.states import SignUpStatus


@transaction.atomic
def remind_tomorrow(*, organization: Organization, link: str, by: Actor, at: datetime) -> int:
    """Mail those who come tomorrow (前日に知らせる); return how many. A second run sends nothing.

    Nobody under protection measures is written to by itself.
    """
    rows = SignUp.objects.select_for_update(of=["self"]).filter(
        status=SignUpStatus.SIGNED, reminded_at=None, activity__starts_at__gt=at,
        activity__starts_at__lt=at + timedelta(days=2),
    )  # fmt: skip
    found = list(rows.select_related("activity", "kind", "case_file").order_by("activity__starts_at", "pk"))
    hidden, sent = protected_families({row.case_file_id for row in found}, on=local_date(at)), 0
    for row in found:
        assert row.activity is not None
        due = reminds(status=row.status, starts_at=row.activity.starts_at, now=at, reminded=row.reminded_at is not None)
        if not due or row.case_file_id in hidden or not row.case_file.email:
            continue
        SignUp.objects.filter(pk=row.pk).update(reminded_at=at)
        tell_person(organization=organization, sign_up=row, template="reminder", link=link, by=by, at=at)
        sent += 1
    return sent
