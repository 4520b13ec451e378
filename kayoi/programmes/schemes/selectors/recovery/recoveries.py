"""Refunds: one to be changed, the terms of the town, what the rule says, what is owed on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from kayoi.engines.procedures.rules.evaluating import frozen_inputs
from kayoi.engines.rulesets.rules.answers import chosen, with_day
from kayoi.engines.rulesets.rules.cases import Case
from kayoi.engines.rulesets.rules.reading import read_ruleset
from kayoi.engines.rulesets.rules.reading_facts import read_facts
from kayoi.engines.rulesets.rules.versions import Version
from kayoi.engines.rulesets.selectors import adopted, as_file
from kayoi.programmes.schemes.models import Claim, Grant, Instalment, Recovery, RecoveryTerms, Repayment
from kayoi.programmes.schemes.rules.recovery.arrears import interest_yen, late_yen_days, rate_of
from kayoi.programmes.schemes.rules.recovery.instalments import PaidPart, Part, paid_parts
from kayoi.programmes.schemes.rules.recovery.lapse import lapses_on
from kayoi.programmes.schemes.rules.recovery.reckoning import (
    APPLIED_ON,
    HARDSHIP,
    KIND,
    PAID_YEN,
    Reckoned,
    reckonings,
)
from kayoi.programmes.schemes.rules.recovery.surcharge import held_yen_days, surcharge_rate
from kayoi.programmes.schemes.selectors.grants.before import terms_of
from kayoi.programmes.schemes.selectors.grants.grants import locked
from kayoi.programmes.schemes.states.grants import ClaimStatus
from kayoi.programmes.schemes.states.recovery import OWED, Ground, Renewal

NO_HARDSHIP = "none"


@dataclass(frozen=True)
class Owed:
    """What is owed on a day: of the principal, 加算金 and for being late in all, and what of these has not come in."""

    rest_yen: int
    added_yen: int
    surcharge_yen: int
    late_yen: int
    interest_yen: int

    @property
    def extra_yen(self) -> int:
        """What is owed beside the principal."""
        return self.surcharge_yen + self.interest_yen

    @property
    def sum_yen(self) -> int:
        """All that is owed."""
        return self.rest_yen + self.extra_yen


def recoveries() -> QuerySet[Recovery]:
    """Return all refunds with what their lists and pages name, the latest first."""
    rows = Recovery.objects.select_related(
        "grant__application__case_file", "grant__procedure", "grant__case_file__assigned_to", "proposed_by",
        "decided_by",
    )  # fmt: skip
    rows = rows.defer("grant__case_file__search", "grant__application__case_file__search")
    return rows.order_by("-opened_on", "-pk")


def locked_recovery(recovery: Recovery) -> Recovery:
    """Return a refund that nobody else changes until the end of the transaction; its grant first."""
    locked(recovery.grant)
    row: Recovery = recoveries().select_for_update(of=["self"]).get(pk=recovery.pk)
    return row


def recovery_terms() -> RecoveryTerms:
    """Return on which terms the town demands; the usual ones where it has said nothing."""
    return RecoveryTerms.objects.first() or RecoveryTerms()


def frozen_rule(grant: Grant, ground: Ground) -> dict[str, Any] | None:
    """Return the version that holds for the day of the application, with its facts; None where there is none."""
    ruleset = terms_of(grant.procedure).refund_rules
    versions = list(adopted().filter(ruleset=ruleset)) if ruleset else []
    if ruleset is None or not versions:
        return None
    file = as_file(ruleset, versions)
    rules = read_ruleset(file)
    kinds = dict(rules.facts[KIND].choices) if KIND in rules.facts else {}
    said = {
        APPLIED_ON: grant.applied_on.isoformat(), PAID_YEN: grant.paid_yen, HARDSHIP: NO_HARDSHIP,
        KIND: ground.value if ground in kinds else None,
    }  # fmt: skip
    facts = read_facts(said, rules.facts, strict=False)
    version = chosen(rules, Case(with_day(facts, grant.applied_on)))
    used = version.key if isinstance(version, Version) else None
    return frozen_inputs(ruleset_file=file, used=used, facts=facts, on=grant.applied_on, judged={})


def reckoned(recovery: Recovery) -> list[Reckoned]:
    """Return what the frozen rule says of the day, and of the one that the grantee names."""
    if recovery.rule is None:
        return []
    days = [recovery.happened_on, recovery.said_on] if recovery.said_on else [recovery.happened_on]
    return reckonings(recovery.rule, days)


def repayments_of(recovery: Recovery) -> list[Repayment]:
    """Return what has come in and was not reversed, in the order in which it was written."""
    return list(Repayment.objects.filter(recovery=recovery, reversals=None).order_by("pk"))


def parts_of_plan(recovery: Recovery) -> list[PaidPart]:
    """Return the parts of the plan in force with what has come in for them; none where it is paid at once."""
    parts = [Part(one.number, one.due_on, one.amount_yen) for one in instalments_of(recovery)]
    return paid_parts(parts, sum(part.yen for part in parts) - recovery.rest_yen)


def instalments_of(recovery: Recovery) -> Sequence[Instalment]:
    """Return the parts as they were allowed."""
    return list(Instalment.objects.filter(recovery=recovery).order_by("number"))


def yen_days(recovery: Recovery, *, until: date) -> int:
    """Return yen times days that were late up to a day (積数)."""
    if not recovery.demanded_yen:
        return 0
    assert recovery.due_on is not None
    assert recovery.decided_on is not None
    dues = [(one.due_on, one.amount_yen) for one in instalments_of(recovery)]
    dues = dues or [(recovery.due_on, recovery.demanded_yen)]
    before = recovery.demanded_yen - sum(yen for _, yen in dues)
    since = late_yen_days(
        dues, _after(before, recovery), after=recovery.planned_on or recovery.decided_on, until=until
    )  # fmt: skip
    return recovery.late_yen_days + since


def owed(recovery: Recovery, *, on: date) -> Owed:
    """Return what is owed on a day."""
    late = interest_yen(yen_days(recovery, until=on), rate_of(recovery.arrears))
    rate = surcharge_rate(recovery.surcharge)
    added = interest_yen(_held(recovery, until=on), rate) if rate else 0
    return Owed(
        recovery.rest_yen, added, max(added - recovery.surcharge_yen, 0), late, max(late - recovery.interest_yen, 0)
    )


def lapse_of(recovery: Recovery) -> date | None:
    """Return the last day on which a refund can be enforced (消滅時効); None where nothing is owed."""
    if recovery.status not in OWED or recovery.due_on is None:
        return None
    renewals = [(date.fromisoformat(one["on"]), Renewal.of(one["kind"])) for one in recovery.renewals]
    renewals += [(one.on, Renewal.PAID) for one in repayments_of(recovery)]
    return lapses_on(recovery.due_on, renewals)


def _held(recovery: Recovery, *, until: date) -> int:
    """Return yen times days that the grantee held what is to come back (加算金の積数)."""
    claims = Claim.objects.filter(grant=recovery.grant_id, status=ClaimStatus.PAID, paid_on__lte=until)
    received = [(one.paid_on, one.amount_yen) for one in claims if one.paid_on]
    paid = [(one.on, one.principal_yen) for one in repayments_of(recovery)]
    return held_yen_days(received, paid, demanded_yen=recovery.demanded_yen, until=until)


def _after(before_yen: int, recovery: Recovery) -> list[tuple[date, int]]:
    """Return what of the principal has come in since the plan: all but what had come in before it."""
    found = []
    for row in repayments_of(recovery):
        earlier = min(before_yen, row.principal_yen)
        before_yen -= earlier
        found.append((row.on, row.principal_yen - earlier))
    return found
