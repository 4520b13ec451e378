"""What the address of a page asks for."""

from datetime import date

from django.http import Http404, HttpRequest

from kayoi.kit.dates import parse_month


def month_asked(request: HttpRequest) -> date | None:
    """Return the first day of the month of an address such as ?month=2026-11, or None without one. Raises Http404."""
    text = request.GET.get("month", "")
    month = parse_month(text)
    if text and month is None:
        raise Http404
    return month
