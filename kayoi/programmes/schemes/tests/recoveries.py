"""Refunds for tests and for the walk: a paid grant under refund rules, proposed and decided by two persons."""

import json
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db.models import F

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.procedures.models import Procedure
from kayoi.engines.rulesets import services as rulesets
from kayoi.engines.rulesets.models import Ruleset, Version
from kayoi.engines.rulesets.tests.factories import ORDINANCE
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date, months_later
from kayoi.programmes.schemes.models import Grant, Recovery, RecoveryTerms, Repayment
from kayoi.programmes.schemes.rules.recovery.deciding import Proposal
from kayoi.programmes.schemes.services import grants, recovery
from kayoi.programmes.schemes.states.recovery import Ground
from kayoi.programmes.schemes.tests.factories import LINK
from kayoi.programmes.schemes.tests.grants import make_claim, make_fixed, make_grant
from tests.cast import make_member

PENALTY: dict[str, Any] = {
    "ordinance": "伊那市補助金等交付規則第18条第1項(架空)",
    "unheard_ground": "伊那市行政手続条例第13条第2項第4号(架空)", "arrears": "penalty", "percent": "10.95",
    "source": "伊那市補助金等交付規則第19条(架空)",
}  # fmt: skip


def make_refund_rules(counting: str, *, by: Actor, head: Actor, at: datetime) -> Ruleset:
    """Put the refund rules of the platform into force: civil-code, day-before or undeclared."""
    path = settings.ROOT / "data" / "rulesets" / f"ijushienkin-refund-{counting}.json"
    (ruleset,) = rulesets.load_pack(
        data=json.loads(path.read_text(encoding="utf-8")), sample=False, by=by, at=at
    ).rulesets  # fmt: skip
    for version in Version.objects.filter(ruleset=ruleset):
        rulesets.propose_version(version=version, by=by, at=at)
        rulesets.adopt_version(version=version, ordinance=ORDINANCE, by=head, at=at)
    return ruleset


def make_paid(town: Organization, procedure: Procedure, *, by: Actor, head: Actor, at: datetime, **you: Any) -> Grant:
    """Grant, fix, claim and pay 600,000 yen, by hand."""
    grant = make_grant(town, procedure, by=by, head=head, at=at, **you)
    make_fixed(town, grant, by=by, head=head, at=at)
    claim = make_claim(town, grant, at=at)
    grants.check_claim(claim=claim, by=by, at=at)
    grants.record_payment(
        claim=claim, paid_on=local_date(at), sender=grants.Sender(town, LINK), why="二件目も認めた", by=head, at=at
    )
    grant.refresh_from_db()
    return grant


def make_recovery(
    grant: Grant, *, on: date | None, ground: Ground = Ground.MOVED_OUT, by: Actor, at: datetime
) -> Recovery:
    """Consider a refund."""
    return recovery.open_recovery(
        grant=grant, ground=ground, happened_on=on, why="住民記録との照合で分かった", by=by, at=at
    )


def make_demanded(
    town: Organization, row: Recovery, yen: int, *, by: Actor, head: Actor, at: datetime, **more: Any
) -> None:
    """Propose by one, decide by another; the town names its article where it has not."""
    if not RecoveryTerms.objects.exists():
        fields = {name: PENALTY[name] for name in ("ordinance", "unheard_ground")}
        recovery.define_recovery_terms(fields=fields, version=1, by=head, at=at)
    proposal = Proposal(yen, **{"reason": "要件のとおり"} | more)
    recovery.propose_recovery(recovery=row, proposal=proposal, by=by, at=at)
    row.refresh_from_db()
    sender = grants.Sender(town, LINK)
    recovery.approve_proposal(recovery=row, version=row.version, sender=sender, by=head, at=at)
    row.refresh_from_db()


def receive(row: Recovery, yen: int, *, on: date | None = None, by: Actor, at: datetime) -> None:
    """Book what has come in."""
    recovery.receive_repayment(recovery=row, amount_yen=yen, on=on or local_date(at), key=uuid4(), by=by, at=at)
    row.refresh_from_db()


def rows_of_recoveries(town: Organization, file: CaseFile, *, words: str, head: Actor, at: datetime) -> dict[str, Any]:
    """Give a town a refund that is demanded, with something that came in, and one that is considered."""
    procedure, by = Procedure.objects.order_by("pk")[0], make_member(town, "officer", "返還 担当").actor
    first, second = (
        make_paid(town, procedure, by=by, head=head, at=at, file=file, name=f"返還{words}", email="") for _ in range(2)
    )
    demanded = make_recovery(first, on=local_date(at), by=by, at=at)
    make_demanded(town, demanded, 600_000, by=by, head=head, at=at)
    receive(demanded, 100_000, by=head, at=at)
    plan: dict[str, Any] = {"count": 3, "first_month": months_later(local_date(at), 1), "why": "収入が少ない"}
    recovery.allow_instalments(recovery=demanded, sender=grants.Sender(town, LINK), **plan, by=head, at=at)
    considered = make_recovery(second, on=None, by=by, at=at)
    repayment = Repayment.objects.get(recovery=demanded).pk
    return {"recovery": demanded.pk, "repayment": repayment, "recovery_considered": considered.pk}


def grow_recoveries(count: int, *, by: Actor, at: datetime) -> None:
    """Consider that many refunds more, of grants as if they were paid."""
    rows = Grant.objects.filter(status="decided", recoveries=None).order_by("pk")[:count]
    for grant in rows:
        Grant.objects.filter(pk=grant.pk).update(paid_yen=F("decided_yen"))
        make_recovery(grant, on=local_date(at), by=by, at=at)
