"""The duties of one grant: for its page, and for the grantee."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kayoi.foundation.tenancy.models import TenantModel
from kayoi.programmes.schemes.models import Breach, Grant, Obligation, Proof
from kayoi.programmes.schemes.rules.obligations import year_state
from kayoi.programmes.schemes.states.obligations import (
    BADGES,
    BreachStatus,
    Duty,
    ObligationStatus,
    ProofStatus,
    YearState,
)


@dataclass(frozen=True)
class Year:
    """A box of the picture: the proof of a year, and how it stands."""

    proof: Proof
    state: YearState
    is_due: bool

    @property
    def badge(self) -> str:
        """Which sign stands beside the word."""
        return BADGES[self.state]


@dataclass(frozen=True)
class DutyLine:
    """A duty with its years in order, and the breach that stands against it."""

    obligation: Obligation
    years: Sequence[Year]
    breach: Breach | None

    @property
    def is_running(self) -> bool:
        """Whether proofs are still asked for."""
        return self.obligation.status == ObligationStatus.RUNNING

    @property
    def is_seen_in_register(self) -> bool:
        """Whether the town looks it up itself, so that the grantee need not prove it."""
        return self.obligation.kind == Duty.RESIDENCE and self.obligation.grant.by_register

    @property
    def due(self) -> Sequence[Year]:
        """The years that are to be proved now."""
        return [one for one in self.years if one.is_due] if self.is_running else []


def duties_of(grant: Grant, *, on: date) -> list[DutyLine]:
    """Return the duties of a grant, each with its years."""
    rows = (
        Obligation.objects.filter(grant=grant)
        .select_related("grant")
        .prefetch_related("proofs", "breaches")
        .order_by("pk")
    )
    return [_line(one, on=on) for one in rows]


def rows_of(duties: Sequence[DutyLine]) -> list[TenantModel]:
    """Return duties, proofs and breaches: whatever the steps of a grant tell about."""
    rows: list[TenantModel] = []
    for one in duties:
        rows += [one.obligation, *(year.proof for year in one.years), *one.obligation.breaches.all()]
    return rows


def own_proof(grant: Grant, pk: int, *, on: date) -> Proof | None:
    """Return a proof of this grant that the grantee may hand in now."""
    for duty in duties_of(grant, on=on):
        for year in duty.due:
            if year.proof.pk == pk:
                return year.proof
    return None


def year_of(proof: Proof, *, on: date) -> Year:
    """Return the year of a proof as its box shows it."""
    state = state_of(proof, is_running=proof.obligation.status == ObligationStatus.RUNNING, on=on)
    is_open = proof.status in (ProofStatus.EXPECTED, ProofStatus.MISSING)
    return Year(proof, state, is_open and proof.proves_on <= on)


def state_of(proof: Proof, *, is_running: bool, on: date) -> YearState:
    """Return how a proof stands."""
    return year_state(
        ProofStatus.of(proof.status), proves_on=proof.proves_on, due_on=proof.due_on, is_running=is_running, on=on
    )


def _line(obligation: Obligation, *, on: date) -> DutyLine:
    rows = sorted(obligation.proofs.all(), key=lambda one: one.year)
    standing = [one for one in obligation.breaches.all() if one.status != BreachStatus.DISMISSED]
    for one in rows:
        one.obligation = obligation
    return DutyLine(obligation, [year_of(one, on=on) for one in rows], standing[0] if standing else None)
