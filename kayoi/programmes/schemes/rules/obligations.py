"""Duties after a grant: for how long, on which days they are proved, when grantees are asked, when all is done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kayoi.kit.dates import CountingMethod, business_day_from, period_end
from kayoi.kit.verdict import Reason, Verdict, verdict
from kayoi.programmes.schemes.states.obligations import PROOF_DAYS, Duty, ProofStatus, Step, YearState


@dataclass(frozen=True)
class ProofDay:
    """The proof of a year: up to which day the duty is proved, by when."""

    year: int
    proves_on: date
    due_on: date


def duty_years(duties: Iterable[str], *, obliged_years: int, work_years: int | None) -> dict[Duty, int]:
    """Return for how many years each duty lasts (義務の年数): residence and work may differ.

    Source: 基山町・山形県「移住支援金」返還 (居住は5年、就業は1年)
    """
    wanted = [Duty.of(one) for one in duties] if obliged_years else []
    return {
        duty: work_years if work_years is not None and duty is not Duty.RESIDENCE else obliged_years for duty in wanted
    }


def until(applied_on: date, years: int) -> date:
    """Return the last day of a duty that runs from an application (義務の最後の日): the 応当日, to its end.

    Towns that count the first day end it a day earlier; that of the later count is never too early to call it done,
    and the refund follows the counting method of the frozen rule.

    Source: 民法140条・143条 (初日不算入、応当日の終わりまで)
    """
    return period_end(applied_on, method=CountingMethod.CIVIL_CODE, years=years)


def proof_days(applied_on: date, *, years: int, yearly: bool) -> list[ProofDay]:
    """Return the days of all proofs (毎年の証明の日): one a year, or one at the end.

    A proof is due 30 days after the day that it proves; on a day when the office is closed, on the next open one.

    Source: 民法143条; 地方自治法4条の2第4項 (期限が休日のとき)
    """
    found = []
    for year in range(1, years + 1) if yearly else [years]:
        proves_on = until(applied_on, year)
        found.append(ProofDay(year, proves_on, business_day_from(proves_on + timedelta(days=PROOF_DAYS))))
    return found


def step_due(step: Step, *, proves_on: date, due_on: date, on: date) -> Step | None:
    """Return which word to the grantee is due (お願い・督促): each once, the latest where several have been missed.

    Asked on the day that is proved, reminded on the day after the due day, and again 30 days later.

    Source: 補助金等交付規則の型 (状況報告の求め); docs/staff (交付後の義務)
    """
    steps = list(Step)
    begins = {
        Step.ASKED: proves_on,
        Step.REMINDED: due_on + timedelta(days=1),
        Step.AGAIN: due_on + timedelta(days=1 + PROOF_DAYS),
    }
    come = [one for one, day in begins.items() if day <= on and steps.index(one) > steps.index(step)]
    return come[-1] if come else None


def may_accept(*, proves_on: date, seen_on: date, on: date) -> Verdict:
    """Answer whether something proves a year: it is as of the day that is proved or later, and not of a day to come.

    Source: 移住支援金の5年間の居住確認 (住民票の写し・住民記録照会の時点)
    """
    against = []
    if seen_on < proves_on:
        against.append(
            Reason("schemes.proof_too_early", {"seen": seen_on.isoformat(), "proves": proves_on.isoformat()})
        )
    if seen_on > on:
        against.append(Reason("schemes.proof_to_come"))
    return verdict(against)


def is_fulfilled(proofs: Sequence[ProofStatus], *, until: date, on: date) -> bool:
    """Tell whether a duty is fulfilled (義務期間満了): its last day is past, and every year has been proved.

    Source: 移住支援金の5年間の居住・就業の確認
    """
    return on > until and bool(proofs) and all(one is ProofStatus.ACCEPTED for one in proofs)


def year_state(status: ProofStatus, *, proves_on: date, due_on: date, is_running: bool, on: date) -> YearState:
    """Return how a year stands (年ごとの状態): to come, to be proved, overdue, or what came of it.

    Source: docs/staff (交付後の義務)
    """
    if status is ProofStatus.ACCEPTED:
        return YearState.ACCEPTED
    if not is_running:
        return YearState.OVER
    if status is not ProofStatus.EXPECTED:
        return YearState.of(status.value)
    if on < proves_on:
        return YearState.AHEAD
    return YearState.OVERDUE if on > due_on else YearState.WAITED_FOR


def may_break(*, happened_on: date | None, starts_on: date, until: date, is_contested: bool, on: date) -> Verdict:
    """Answer whether something broke a duty: it happened while the duty ran; only a contested day may be unknown.

    Source: 基山町・西和賀町「移住支援金」返還 (申請日から数える)
    """
    if happened_on is None:
        return verdict([] if is_contested else [Reason("schemes.breach_without_day")])
    against = []
    if not starts_on <= happened_on <= until:
        against.append(Reason("schemes.breach_outside", {"first": starts_on.isoformat(), "last": until.isoformat()}))
    if happened_on > on:
        against.append(Reason("schemes.breach_to_come"))
    return verdict(against)
