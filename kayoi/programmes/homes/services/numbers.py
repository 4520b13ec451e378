"""Give numbers to houses and seekers."""

from datetime import datetime

from django.db.models import F

from kayoi.kit.dates import fiscal_year, local_date
from kayoi.programmes.homes.models import Counter


def next_number(*, series: str, at: datetime) -> str:
    """Give the next number of the fiscal year, such as 空2026-0012; two at once wait for each other."""
    year = fiscal_year(local_date(at))
    Counter.objects.get_or_create(series=series, fiscal_year=year)
    Counter.objects.filter(series=series, fiscal_year=year).update(last=F("last") + 1)
    return f"{series}{year}-{Counter.objects.get(series=series, fiscal_year=year).last:04d}"
