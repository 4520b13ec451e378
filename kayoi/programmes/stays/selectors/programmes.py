"""Programmes with houses: their entries, which of them have a stay, and what came of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from kayoi.engines.followups.models import FollowUp
from kayoi.engines.reservations.states import Measure
from kayoi.kit.tokens import reference_key
from kayoi.programmes.stays.models import House, ProgrammeEntry, Stay, StayProgramme
from kayoi.programmes.stays.rules.programmes import Entry
from kayoi.programmes.stays.states import STAYED, StayStatus
from kayoi.programmes.stays.states.programmes import ENTRY

# With these an entry has a house, or asks for one.
LIVE = (StayStatus.ASKED, StayStatus.ALLOWED, StayStatus.STAYING)


def entry_by_code(code: str) -> ProgrammeEntry | None:
    """Return the entry whose code somebody has typed."""
    rows = ProgrammeEntry.objects.select_related("programme")
    return rows.filter(code=reference_key(code)).first() if code else None


def facts_of_entry(entry: ProgrammeEntry) -> Entry:
    """Return an entry as the rules look at it."""
    period, is_used = entry.programme, live_stays().filter(entry=entry).exists()
    return Entry(entry.programme_id, period.starts_on, period.ends_before, entry.ended_on, is_used)


def live_stays() -> QuerySet[Stay]:
    """Return stays that are asked for, allowed or taking place."""
    rows: QuerySet[Stay] = Stay.objects.filter(status__in=LIVE).select_related("room__house", "room__unit")
    return rows


@dataclass(frozen=True)
class Line:
    """A programme with its houses and entries, and what came of it: groups, persons and nights kept apart."""

    programme: StayProgramme
    houses: Sequence[House]
    entries: Sequence[tuple[ProgrammeEntry, Stay | None]]
    left: int
    groups: int
    persons: int
    nights: int


def programme_lines(rows: Sequence[StayProgramme]) -> list[Line]:
    """Return programmes as their page shows them, in a constant number of queries."""
    stays = Stay.objects.select_related("room__house", "room__unit", "application").order_by("pk")
    entries = ProgrammeEntry.objects.order_by("place", "pk").prefetch_related(Prefetch("stays", stays))
    found = StayProgramme.objects.filter(pk__in=[one.pk for one in rows]).order_by("-starts_on", "name")
    return [_line(one) for one in found.prefetch_related("houses", Prefetch("entries", entries))]


def _line(row: StayProgramme) -> Line:
    entries = [
        (one, next((stay for stay in one.stays.all() if stay.status in LIVE), None)) for one in row.entries.all()
    ]
    came = [stay for one in row.entries.all() for stay in one.stays.all() if stay.status in STAYED]
    given = sum(one.ended_on is None for one, _ in entries)
    by_night = [stay for stay in came if stay.room.unit.measure == Measure.NIGHT]
    return Line(
        row, list(row.houses.all()), entries, row.places - given, len(came), sum(stay.persons for stay in came),
        sum((stay.leaves_on - stay.arrives_on).days for stay in by_night),
    )  # fmt: skip


# Checks for `manage.py verify`.


def stays_without_entry() -> int:
    """Count stays in houses that are kept for a programme, but by no entry of it; and stays of another's entry."""
    rows = live_stays().select_related("entry").exclude(entry=None, room__house__kept_for=None)
    return sum(
        stay.room.house.kept_for_id is not None
        and (stay.entry is None or stay.entry.programme_id != stay.room.house.kept_for_id)
        for stay in rows.iterator()
    )


def ended_left_alone(*, on: date) -> int:
    """Count stays that go on though their entry has ended, with nothing planned."""
    rows = live_stays().filter(entry__ended_on__lte=on)
    planned = FollowUp.objects.open().filter(cause=ENTRY).values_list("reference", flat=True)
    known = set(planned)
    return sum(str(stay.entry_id) not in known for stay in rows)
