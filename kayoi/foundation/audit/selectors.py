"""Reads of the audit trail."""

from typing import Any

from django.db.models import QuerySet

from kayoi.foundation.audit.models import Entry


def entries_of(label: str, reference: object) -> QuerySet[Entry]:
    """Return what was done to one row, latest first."""
    return Entry.objects.filter(subject=label, reference=str(reference)).order_by("-at", "-id")


def latest_entries(**filters: Any) -> QuerySet[Entry]:
    """Return the entries of the open organization, latest first."""
    return Entry.objects.filter(**filters).order_by("-at", "-id")
