"""Who acts for whom: named by the proxy, confirmed by the paper that the principal has signed."""

from datetime import date, datetime

from django.db import transaction

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.procedures.models import Document, Proxy
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor


@transaction.atomic
def name_proxy(
    *, principal: CaseFile, agent: CaseFile, scope: str, relation: str, starts_on: date, by: Actor, at: datetime
) -> Proxy:
    """Say that somebody acts for another in one procedure (代理人を届け出る); nothing is proven yet."""
    proxy = Proxy.objects.create(principal=principal, agent=agent, scope=scope, relation=relation, starts_on=starts_on)
    audit.record("procedures.name_proxy", proxy, by=by, at=at, after={"principal": principal, "agent": agent})
    return proxy


@transaction.atomic
def confirm_proxy(
    *,
    proxy: Proxy,
    paper: Document | None,
    seen_on: date | None,
    ends_before: date | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Say when the signed paper has been seen (委任状を確かめる), or that it has not, and until when it holds."""
    changes = {"paper": paper, "seen_on": seen_on, "ends_before": ends_before}
    audit.change(proxy, changes, version=None, by=by, at=at)


@transaction.atomic
def end_proxy(*, proxy: Proxy, ends_before: date, why: str, by: Actor, at: datetime) -> None:
    """End a proxy (代理を終える), as when the principal takes it back or dies."""
    audit.change(proxy, {"ends_before": ends_before}, version=None, by=by, at=at, why=why)
