"""Past applications as they were decided and what became of them, with the facts on which a rule is run again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kayoi.engines.procedures.models import Decision
from kayoi.engines.procedures.states import ApplicationStatus
from kayoi.kit.dates import fiscal_year, local_date
from kayoi.programmes.schemes.models import Claim, Grant, GrantChange, Report
from kayoi.programmes.schemes.rules.claims import rows_of_claims
from kayoi.programmes.schemes.selectors.grants.claims import CLAIMS
from kayoi.programmes.schemes.states.grants import (
    ChangeKind,
    ChangeStatus,
    ClaimStatus,
    GrantStatus,
    ReportStatus,
    Shape,
)

# In which what was decided is no longer what the town spends.
ENDED = (GrantStatus.STOPPED, GrantStatus.CANCELLED, GrantStatus.RETURNING, GrantStatus.RETURNED)


@dataclass(frozen=True)
class Around:
    """What belongs to the grant of an application: changed costs, accepted costs, claims that stand."""

    grant: Grant | None = None
    changed: dict[str, Any] = field(default_factory=dict)
    accepted: dict[str, Any] | None = None
    claims: Sequence[Claim] = ()
    # Of a grant over years: what was claimed before it was changed, and for how many years.
    kept_years: int = 0
    kept_yen: int = 0

    @property
    def has_ended(self) -> bool:
        """Whether less was spent than decided because the grant came to an end."""
        grant = self.grant
        if grant is None:
            return False
        return grant.status in ENDED or (grant.shape == Shape.YEARLY and grant.fixed_yen is not None)

    @property
    def times(self) -> int:
        """How many times the amount of the rule is granted: of a grant over years the rule gives that of one."""
        if self.grant is None or self.grant.shape != Shape.YEARLY:
            return 1
        return self.grant.years - self.kept_years

    def booked_yen(self, decision: Decision) -> int:
        """Return what the books hold for a decision: what was decided, fixed or claimed, and not given up again."""
        grant = self.grant
        if grant is None:
            return decision.amount_yen or 0
        match grant.status:
            case GrantStatus.CANCELLED:
                return 0
            case GrantStatus.STOPPED:
                return grant.paid_yen
            case GrantStatus.RETURNING | GrantStatus.RETURNED:
                return grant.paid_yen - grant.to_return_yen
        if grant.shape == Shape.MONTHLY:
            return sum(one.amount_yen for one in self.claims)
        return grant.decided_yen if grant.fixed_yen is None else grant.fixed_yen

    def facts(self, frozen: dict[str, Any]) -> list[dict[str, Any]]:
        """Return the facts that limit the amount: as planned at last, and as it came out."""
        if self.grant is None:
            return [frozen]
        if self.grant.shape == Shape.MONTHLY:
            return [frozen | {CLAIMS: rows_of_claims([one.row for one in self.claims if one.row is not None])}]
        found = [frozen | self.changed]
        if self.accepted is not None:
            found.append(frozen | self.accepted)
        return found


@dataclass(frozen=True)
class Decided:
    """A decision with what belongs to it."""

    decision: Decision
    around: Around

    @property
    def application(self) -> int:
        pk: int = self.decision.application_id
        return pk

    @property
    def decided_on(self) -> date:
        return local_date(self.decision.decided_at)

    @property
    def year(self) -> int:
        return fiscal_year(self.decided_on)

    @property
    def is_granted(self) -> bool:
        return self.decision.outcome == ApplicationStatus.APPROVED

    @property
    def booked_yen(self) -> int:
        return self.around.booked_yen(self.decision) if self.is_granted else 0

    @property
    def on(self) -> date:
        """The day of the application, on which the rule was asked."""
        return date.fromisoformat(self.decision.inputs["on"])

    @property
    def judged(self) -> dict[int, bool]:
        return {int(number): holds for number, holds in self.decision.inputs.get("judged", {}).items()}

    @property
    def facts(self) -> list[dict[str, Any]]:
        """The facts that limit the amount, as JSON holds them."""
        return self.around.facts(self.decision.inputs["facts"])

    def address(self) -> str:
        """Return the address that whom it is about had given."""
        you = self.decision.application.answers.get("you", {})
        where = {"other": "principal_address", "body": "body_address"}.get(you.get("who", ""), "address")
        return str(you.get(where) or "")


def decided(ids: Iterable[int]) -> list[Decided]:
    """Return decisions in their order with what belongs to them, in one query for each kind."""
    rows = Decision.objects.filter(pk__in=list(ids)).select_related("application").order_by("decided_at", "pk")
    decisions = list(rows.defer("answer", "application__proposal"))
    around = _around([one.application_id for one in decisions])
    return [Decided(one, around.get(one.application_id, Around())) for one in decisions]


def _around(applications: Sequence[int]) -> dict[int, Around]:
    grants = {one.application_id: one for one in Grant.objects.filter(application__in=applications)}
    pks = [one.pk for one in grants.values()]
    changed: dict[int, GrantChange] = {}
    changes = GrantChange.objects.filter(grant__in=pks, kind=ChangeKind.CHANGE, status=ChangeStatus.APPROVED)
    # Each change is worked out from the facts of the decision: the last one stands.
    for one in changes.order_by("decided_on", "pk"):
        changed[one.grant_id] = one
    reports = Report.objects.filter(grant__in=pks, status=ReportStatus.INSPECTED, grant__shape=Shape.ONCE)
    accepted = {one.grant_id: one.accepted for one in reports.filter(grant__fixed_yen__isnull=False)}
    claims: dict[int, list[Claim]] = {}
    for claim in Claim.objects.filter(grant__in=pks).exclude(status=ClaimStatus.RETURNED).order_by("number"):
        claims.setdefault(claim.grant_id, []).append(claim)
    return {
        application: _around_of(grant, changed.get(grant.pk), accepted.get(grant.pk), claims.get(grant.pk, ()))
        for application, grant in grants.items()
    }


def _around_of(
    grant: Grant, change: GrantChange | None, accepted: dict[str, Any] | None, claims: Sequence[Claim]
) -> Around:
    if change is None:
        return Around(grant, {}, accepted, claims)
    return Around(grant, change.costs, accepted, claims, change.kept_years, change.kept_yen)
