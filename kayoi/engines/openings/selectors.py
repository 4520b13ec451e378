"""What is open now, across towns (public scope) or of one town."""

from datetime import datetime

from django.db.models import QuerySet

from kayoi.engines.openings.models import Opening


def open_now(*, at: datetime) -> QuerySet[Opening]:
    """Return what the public sees at that moment, the latest first; of all towns in the public scope."""
    rows: QuerySet[Opening] = (
        Opening.objects.open_at(at).select_related("organization").order_by("-published_from", "pk")
    )
    return rows
