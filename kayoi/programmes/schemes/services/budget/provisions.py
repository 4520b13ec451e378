"""Write down what a budget provides for beyond its year (繰越明許費・継続費), as the council has voted it."""

from datetime import datetime
from typing import Any

from django.db import transaction

from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.verdict import Reason, verdict
from kayoi.programmes.schemes.models import BudgetLine, Provision
from kayoi.programmes.schemes.rules.carrying import may_provide
from kayoi.programmes.schemes.selectors.budget.provisions import used_yen
from kayoi.programmes.schemes.services.budget.entries import UnableToBook
from kayoi.programmes.schemes.states.budget import ProvisionKind


@transaction.atomic
def provide(*, line: BudgetLine, fields: dict[str, Any], by: Actor, at: datetime) -> Provision:
    """Write down what the budget of a line provides for (予算の定めを登録する). Raises UnableToBook."""
    # Whoever writes one down holds the line meanwhile: the same matter stands there once.
    BudgetLine.objects.select_for_update(no_key=True).get(pk=line.pk)
    kind = ProvisionKind.of(fields["kind"])
    reasons = list(may_provide(kind, year=line.fiscal_year, last_year=fields["last_year"]).reasons)
    if Provision.objects.filter(line=line, kind=kind, matter=fields["matter"]).exists():
        reasons.append(Reason("schemes.provision_twice"))
    UnableToBook.unless(verdict(reasons))
    provision = Provision.objects.create(line=line, **fields)
    after = {"kind": kind, "limit_yen": provision.limit_yen, "voted_on": provision.voted_on}
    audit.record("schemes.provide", provision, by=by, at=at, after=after)
    return provision


@transaction.atomic
def change_provision(*, provision: Provision, changes: dict[str, Any], version: int, by: Actor, at: datetime) -> None:
    """Change day, limit or last year as the council has voted anew (予算の定めを改める).

    Raises UnableToBook below what is used of it, or ChangedMeanwhile.
    """
    row = Provision.objects.select_for_update(of=["self"]).select_related("line").get(pk=provision.pk)
    reasons = list(
        may_provide(
            ProvisionKind.of(row.kind), year=row.line.fiscal_year, last_year=changes["last_year"]
        ).reasons
    )  # fmt: skip
    used = used_yen(row)
    if changes["limit_yen"] < used:
        reasons.append(Reason("schemes.below_used", {"used": f"{used:,}"}))
    UnableToBook.unless(verdict(reasons))
    audit.change(row, changes, version=version, by=by, at=at)
