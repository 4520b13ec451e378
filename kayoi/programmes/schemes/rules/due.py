"""What is due next in the life of a grant, and by when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kayoi.kit.dates import business_days_later, fiscal_year_end, fiscal_year_start
from kayoi.programmes.schemes.states.grants import CLAIM_DAYS, STEP_DAYS, GrantStatus, Shape

S = GrantStatus
# What staff do next, by what came in.
LOOK = {S.REPORTED: "実績報告を検査する", S.INSPECTED: "額を確定する"}


@dataclass(frozen=True)
class Stands:
    """Where a grant stands. Days of what came in: of the latest step, of open claims, of an open change."""

    title: str
    status: GrantStatus
    shape: Shape
    since: date
    report_due_on: date | None
    # Years whose report is due, claims that wait to be looked at and to be paid, a change that was asked for.
    years_open: Sequence[int] = ()
    # The next year of a grant that is decided year by year.
    year_to_decide: int | None = None
    reports_on: Sequence[date] = ()
    claims_asked_on: Sequence[date] = ()
    claims_fixed_on: Sequence[date] = ()
    change_asked_on: date | None = None


@dataclass(frozen=True)
class Due:
    """What is to be done by when."""

    title: str
    on: date


def due(stands: Stands) -> list[Due]:
    """Return what is due with a grant, the earliest first.

    Source: 補助金等交付規則の型 (実績報告・検査・額の確定・請求・支払の順)
    """
    found = []
    if stands.status in LOOK:
        found.append(Due(LOOK[stands.status], _soon(stands.since)))
    elif stands.status is S.FIXED:
        found.append(Due("請求を待つ", stands.since + timedelta(days=CLAIM_DAYS)))
    elif stands.status is S.DECIDED and stands.shape is Shape.ONCE and stands.report_due_on:
        found.append(Due("実績報告を待つ", stands.report_due_on))
    found += [Due(f"{year}年度の活動報告を待つ", fiscal_year_end(year)) for year in stands.years_open]
    found += [Due("活動報告を検査する", _soon(day)) for day in stands.reports_on]
    found += [Due("請求を確かめる", _soon(day)) for day in stands.claims_asked_on]
    found += [Due("支払う", day + timedelta(days=CLAIM_DAYS)) for day in stands.claims_fixed_on]
    if stands.year_to_decide:
        on = fiscal_year_start(stands.year_to_decide)
        found.append(Due(f"{stands.year_to_decide}年度分の交付を決定する", on))
    if stands.change_asked_on:
        found.append(Due("変更・中止の申請を審査する", _soon(stands.change_asked_on)))
    return sorted((Due(f"{one.title}: {stands.title}", one.on) for one in found), key=lambda one: (one.on, one.title))


def _soon(day: date) -> date:
    return business_days_later(day, STEP_DAYS)
