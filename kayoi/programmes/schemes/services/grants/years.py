"""A grant over fiscal years (年度をまたぐ交付): planned by years, bound as each begins, drawn by claims."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import fiscal_year, local_date, wareki
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.schemes.models import Claim, Commitment, Grant, GrantYear
from kayoi.programmes.schemes.rules.budget import may_commit
from kayoi.programmes.schemes.rules.years import (
    may_burden,
    may_draw,
    may_plan,
    paying_year,
    planned,
    planned_anew,
    planned_yearly,
)
from kayoi.programmes.schemes.selectors.budget.commitments import commitments_of
from kayoi.programmes.schemes.selectors.budget.provisions import locked_provision
from kayoi.programmes.schemes.selectors.grants.claims import years_claimed
from kayoi.programmes.schemes.selectors.grants.grants import locked
from kayoi.programmes.schemes.selectors.grants.years import (
    burden_for,
    burden_of,
    commitments_in,
    drawable,
    line_of,
    years_of,
    years_to_bind,
    years_to_decide,
)
from kayoi.programmes.schemes.services import budget
from kayoi.programmes.schemes.services.grants.telling import Sender, issue, tell
from kayoi.programmes.schemes.states.budget import YEAR
from kayoi.programmes.schemes.states.grants import GrantStatus, LaterYears, Shape, YearStatus


class UnableToPlan(Refused):
    """The plan is more than was decided or than the council has voted, or a year is not decided."""


@transaction.atomic
def begin_years(*, grant: Grant, by: Actor, at: datetime) -> None:
    """Plan a grant over years with its decision (年度ごとの予定額), and bind the first of them.

    By 債務負担行為 all years are decided at once, within its limit together with all other grants under it. Raises
    UnableToPlan, or UnableToTransfer where too little is left.
    """
    plan = planned(
        Shape.of(grant.shape), grant.decided_yen, years=grant.years, months=grant.most_months, on=grant.decided_on
    )
    by_burden = grant.later_years == LaterYears.BURDEN
    if by_burden and line_of(grant, grant.fiscal_year) is not None:
        # Whoever promises by it holds it: together no more is promised than was voted.
        grant.provision = locked_provision(burden_for(grant))
        _require_burden(grant, plan, at=at)
        Grant.objects.filter(pk=grant.pk).update(provision=grant.provision)
    for year, yen in plan.items():
        decided = by_burden or year == grant.fiscal_year
        _add(grant, year, yen, is_decided=decided, by=by, at=at)
    bind_year(grant=grant, year=grant.fiscal_year, by=by, at=at)


@transaction.atomic
def decide_year(*, grant: Grant, sender: Sender, by: Actor, at: datetime) -> None:
    """Decide the next year of a grant (年度分の交付を決定する) once it has begun, bind its money, and write so.

    Raises UnableToPlan, UnableToMove, or UnableToTransfer where too little is left.
    """
    row, today = _going_on(grant), local_date(at)
    year = next((one for one in years_to_decide(row) if one.fiscal_year >= fiscal_year(today)), None)
    if year is None:
        raise UnableToPlan(verdict([Reason("schemes.no_year_to_decide")]))
    answer = may_commit(year.fiscal_year, on=today)
    if answer.refused:
        raise UnableToPlan(answer)
    audit.move(year, "decide", by=by, at=at, also={"decided_on": today})
    bind_year(grant=row, year=year.fiscal_year, by=by, at=at)
    values = {
        "year": year.year_label, "yen": f"金{year.planned_yen:,}円", "decided_on": wareki(today),
        "conditions": [one for one in row.procedure.conditions.splitlines() if one.strip()],
    }  # fmt: skip
    issue(grant=row, letter="year_decided", values=values, by=by, at=at)
    tell(grant=row, news="year_decided", sender=sender, by=by, at=at)


@transaction.atomic
def plan_years(*, grant: Grant, years: Mapping[int, int], by: Actor, at: datetime) -> None:
    """Plan anew what a grant is to come to in each year (年度ごとの予定額を直す); what is bound follows.

    Raises UnableToPlan, UnableToBook, or UnableToTransfer where too little is left.
    """
    row, today = _going_on(grant), local_date(at)
    row.provision = locked_provision(row.provision)
    answer = may_plan(years_of(row), years, decided_yen=row.decided_yen, on=today)
    if answer.refused:
        raise UnableToPlan(answer)
    if row.provision:
        _require_burden(row, years, at=at)
    known = {one.fiscal_year: one for one in GrantYear.objects.filter(grant=row)}
    for year, yen in sorted(years.items()):
        if year not in known:
            _add(row, year, yen, is_decided=row.later_years == LaterYears.BURDEN, by=by, at=at)
        elif known[year].planned_yen != yen:
            _change(known[year], yen, by=by, at=at)
    bind_year(grant=row, year=fiscal_year(today), by=by, at=at)


def follow_amount(*, grant: Grant, by: Actor, at: datetime) -> None:
    """Let the plan follow another amount of the grant (変更・額の確定). Raises as plan_years.

    Of a grant over years each that was not claimed is worth the same from now on.
    """
    years = planned_anew(years_of(grant), grant.decided_yen)
    if grant.shape == Shape.YEARLY and grant.year_yen is not None:
        years = planned_yearly(years_of(grant), grant.year_yen, claimed=years_claimed(grant))
    plan_years(grant=grant, years=years, by=by, at=at)


@transaction.atomic
def bind_year(*, grant: Grant, year: int, by: Actor, at: datetime) -> None:
    """Bind what is decided for a fiscal year in its budget (支出負担行為), once, in its time and where it has a line.

    Raises UnableToTransfer where too little is left.
    """
    row = GrantYear.objects.filter(grant=grant, fiscal_year=year, status=YearStatus.DECIDED).first()
    line, today = line_of(grant, year), local_date(at)
    if row is None or line is None or not row.planned_yen or may_commit(year, on=today).refused:
        return
    if not commitments_of(cause=YEAR, reference=str(row.pk)).exists():
        budget.commit_grant(
            line=line, reference=str(row.pk), amount_yen=row.planned_yen, on=today, cause=YEAR, by=by, at=at
        )


@transaction.atomic
def bind_years(*, by: Actor, at: datetime) -> int:
    """Bind what is decided for the year that has begun, grant by grant (年度の初めの支出負担行為); return how many.

    Where too little is left nothing is bound: pages say so, and it is tried again with the next day or claim.
    """
    year, done = fiscal_year(local_date(at)), 0
    for grant in years_to_bind(year):
        try:
            with transaction.atomic():
                bind_year(grant=locked(grant), year=year, by=by, at=at)
                done += 1
        except Refused:
            continue
    return done


def commitment_to_draw(*, claim: Claim, by: Actor, at: datetime) -> Commitment | None:
    """Return from which commitment a claim is paid; None where the town keeps these books elsewhere.

    What was carried into the year is drawn first, where the whole claim fits. Raises UnableToPlan or UnableToTransfer.
    """
    grant, year = claim.grant, paying_year(claim.fiscal_year, on=claim.claimed_on)
    bind_year(grant=grant, year=year, by=by, at=at)
    row, carried_yen = drawable(claim)
    answer = may_draw(row, claim.amount_yen, carried_yen=carried_yen)
    if answer.refused:
        raise UnableToPlan(answer)
    if line_of(grant, year) is None:
        return None
    found = [one for one, left in commitments_in(grant, year) if left >= claim.amount_yen]
    if not found:
        raise UnableToPlan(verdict([Reason("schemes.year_not_bound", {"year": year})]))
    return found[0]


def let_go_years(*, grant: Grant, by: Actor, at: datetime) -> None:
    """Plan no more than is bound or drawn: what will not be paid takes nothing of a limit any more."""
    drawn = {one.year: one.drawn_yen for one in years_of(grant)}
    for row in GrantYear.objects.filter(grant=grant):
        bound = sum(one.amount_yen for one in commitments_of(cause=YEAR, reference=str(row.pk)))
        yen = max(bound, drawn[row.fiscal_year])
        if yen < row.planned_yen:
            audit.change(row, {"planned_yen": yen}, version=None, by=by, at=at)


def _going_on(grant: Grant) -> Grant:
    """Return a locked grant of which more years come. Raises UnableToPlan."""
    row = locked(grant)
    if row.status != GrantStatus.DECIDED:
        raise UnableToPlan(verdict([Reason("schemes.years_over")]))
    return row


def _require_burden(grant: Grant, plan: Mapping[int, int], *, at: datetime) -> None:
    later = {year: yen for year, yen in plan.items() if year > grant.fiscal_year}
    answer = may_burden(burden_of(grant), later, on=local_date(at))
    if answer.refused:
        raise UnableToPlan(answer)


def _add(grant: Grant, year: int, yen: int, *, is_decided: bool, by: Actor, at: datetime) -> None:
    on = local_date(at) if is_decided else None
    status = YearStatus.DECIDED if is_decided else YearStatus.PLANNED
    row = GrantYear.objects.create(grant=grant, fiscal_year=year, planned_yen=yen, status=status, decided_on=on)
    audit.record("schemes.plan_year", row, by=by, at=at, after={"grant": grant, "year": year, "yen": yen})


def _change(row: GrantYear, yen: int, *, by: Actor, at: datetime) -> None:
    """Change what is planned; where it is bound the commitment follows."""
    difference, today = yen - row.planned_yen, local_date(at)
    audit.change(row, {"planned_yen": yen}, version=None, by=by, at=at)
    bound = commitments_of(cause=YEAR, reference=str(row.pk)).last()
    key = f"plan:{at.isoformat()}"
    if bound is not None and difference > 0:
        budget.raise_commitment(commitment=bound, by_yen=difference, key=key, on=today, by=by, at=at)
    elif bound is not None:
        budget.reduce_commitment(commitment=bound, by_yen=-difference, key=key, on=today, by=by, at=at)
