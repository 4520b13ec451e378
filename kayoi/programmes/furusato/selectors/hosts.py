"""Hosts as the office sees them: whoever receives, with all their activities (受入れ先)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kayoi.kit.text import email_key
from kayoi.programmes.furusato.models import Activity
from kayoi.programmes.furusato.selectors.activities import activities
from kayoi.programmes.furusato.states import ActivityStatus


@dataclass(frozen=True)
class HostRow:
    """A host: how to reach them, their activities with the latest first, and how many people came to these."""

    name: str
    email: str
    phone: str
    activities: Sequence[Activity]
    coming: int
    came: int
    unsaid: int


def hosts(*, at: datetime) -> list[HostRow]:
    """Return the hosts of the town, each once by their address, or by their name where they have none."""
    found: dict[str, list[Activity]] = {}
    for row in activities().order_by("-starts_at", "-pk"):
        found.setdefault(email_key(row.host_email) or row.host_name, []).append(row)
    return sorted((_host(rows, at) for rows in found.values()), key=lambda one: one.name)


def _host(rows: Sequence[Activity], at: datetime) -> HostRow:
    latest, live = rows[0], [row for row in rows if row.status != ActivityStatus.CANCELLED]
    return HostRow(
        latest.host_name, latest.host_email, latest.host_phone, rows,
        coming=sum(row.ends_at > at for row in live),
        came=sum(row.came for row in live),  # type: ignore[attr-defined]  # annotated
        unsaid=sum(row.unsaid for row in live if row.ends_at <= at),  # type: ignore[attr-defined]
    )  # fmt: skip
