"""Claims by months (月ごとの請求): which months may still be claimed, and what a claim adds."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from kayoi.engines.rulesets.rules.amounts import MONTH, MONTHS, paid_parts
from kayoi.kit.dates import fiscal_year, months_later
from kayoi.kit.verdict import Reason, Verdict, verdict


def months_of(first: date, count: int) -> list[date]:
    """Return the months of a claim as their first days (請求の月).

    Source: 小松市・小山市の通勤補助 (1か月・3か月・6か月の定期券)
    """
    start = first.replace(day=1)
    return [months_later(start, number) for number in range(count)]


def may_claim_months(
    wanted: Sequence[date], claimed: Iterable[date], *, most_months: int | None, gap_months: int, on: date
) -> Verdict:
    """Answer whether these months may be claimed: none twice, none that has not begun, within the length of the grant.

    The time runs from the first month that was claimed; months without a claim extend it by `gap_months` in all.

    Source: 小山市新幹線通勤補助金 (36か月、期間があくときは通算12か月まで延長)
    """
    before = set(claimed)
    against = [Reason("schemes.month_twice", {"month": _shown(one)}) for one in wanted if one in before]
    against += [Reason("schemes.month_to_come", {"month": _shown(one)}) for one in wanted if one > on]
    if most_months is not None:
        rows = [{MONTH: one, MONTHS: 1} for one in sorted(before | set(wanted))]
        over = {
            row[MONTH] for row, part in paid_parts(rows, most_months=most_months, gap_months=gap_months) if not part
        }
        # A month put in between may push out one that was claimed before: then it is one too many itself.
        too_many = [one for one in wanted if one in over] or (list(wanted) if over else [])
        against += [Reason("schemes.month_too_late", {"month": _shown(one), "most": most_months}) for one in too_many]
    return verdict(against)


def may_claim_year(year: int, *, first_year: int, years: int, claimed: Collection[int], reported: Collection[int],
                   awaits_report: bool, on: date) -> Verdict:  # fmt: skip
    """Answer whether a year of a grant over years may be claimed: once, in its time.

    Where the scheme waits for reports, all years that were claimed before it have been reported and inspected.

    Source: 伊那市田舎暮らしモデル地域交付金 (50万円/年、指定から10年); 補助金等交付規則の型 (実績報告)
    """
    against = []
    if not first_year <= year < first_year + years:
        against.append(Reason("schemes.year_outside", {"first": first_year, "last": first_year + years - 1}))
    if year in claimed:
        against.append(Reason("schemes.year_twice", {"year": year}))
    if year > fiscal_year(on):
        against.append(Reason("schemes.year_to_come", {"year": year}))
    if awaits_report:
        late = years_unreported(claimed, reported, before=year)
        against += [Reason("schemes.year_before_unreported", {"year": one}) for one in late]
    return verdict(against)


def years_unreported(claimed: Collection[int], reported: Collection[int], *, before: int) -> list[int]:
    """Return the years before another that were claimed and whose report has not been inspected (活動報告).

    Source: 補助金等交付規則の型 (実績報告); 伊那市田舎暮らしモデル地域交付金 (年度ごとの活動報告)
    """
    return sorted(year for year in set(claimed) - set(reported) if year < before)


def rows_of_claims(claims: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return claims as a rule reads them, the earliest month first: 36 months of claims are one list.

    Source: docs/reference/rulesets.md (monthly)
    """
    return sorted((dict(one) for one in claims), key=lambda one: str(one["month"]))


def _shown(month: date) -> str:
    return f"{month.year}年{month.month}月"
