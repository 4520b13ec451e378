"""Donations of one organization by fiscal year, from the events of imported lists."""

from collections.abc import Mapping
from datetime import datetime, time

from kayoi.engines.casefiles.models import Engagement
from kayoi.kit.dates import JST, fiscal_year, fiscal_year_start
from kayoi.strategy.indicators.rules.donations import Donated, donation_value


def donations_in(year: int, *, roots: dict[int, int]) -> list[Donated]:
    """Return the donations of a fiscal year, in order. Merged files count as one."""
    start, end = (datetime.combine(fiscal_year_start(one), time.min, JST) for one in (year, year + 1))
    return _donated(roots, occurred_at__gte=start, occurred_at__lt=end)


def donors_by_year(*, roots: dict[int, int]) -> Mapping[int, int]:
    """Return how many different persons donated, by fiscal year."""
    years: dict[int, list[Donated]] = {}
    for gift in _donated(roots):
        years.setdefault(fiscal_year(gift.month), []).append(gift)
    return {year: int(donation_value("donors", gifts)) for year, gifts in years.items()}


def _donated(roots: dict[int, int], **period: datetime) -> list[Donated]:
    rows = Engagement.objects.filter(kind="donation", **period).order_by("occurred_at", "pk")
    return [
        Donated(pk, roots.get(file_id, file_id), moment, int(yen))
        for pk, file_id, moment, yen in rows.values_list("pk", "case_file_id", "occurred_at", "quantity")
    ]
