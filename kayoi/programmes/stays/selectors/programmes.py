"""Programmes with houses: their entries, which of them have a stay, and what came of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet

from kayoi.engines.followups.models import FollowUp
from kayoi.engines.reservations.states import BookingStatus, Measure
from kayoi.kit.dates import local_date
from kayoi.kit.tokens import reference_key
from kayoi.kit.verdict import Verdict, verdict
from kayoi.programmes.stays.models import House, ProgrammeEntry, Stay, StayProgramme
from kayoi.programmes.stays.rules.programmes import Entry, may_ask_by_entry
from kayoi.programmes.stays.states import STAYED, StayStatus
from kayoi.programmes.stays.states.programmes import ENTRY

# With these an entry has a house, or asks for one.
LIVE = (StayStatus.ASKED, StayStatus.ALLOWED, StayStatus.STAYING)
LET_GO = (BookingStatus.LAPSED, BookingStatus.CANCELLED)


def entry_by_code(code: str) -> ProgrammeEntry | None:
    """Return the entry whose code somebody has typed."""
    rows = ProgrammeEntry.objects.select_related("programme")
    return rows.filter(code=reference_key(code)).first() if code else None


def facts_of_entry(entry: ProgrammeEntry, *, besides: Stay | None = None) -> Entry:
    """Return an entry as the rules look at it; `besides` is the stay that is being looked at itself."""
    stays = live_stays().filter(entry=entry)
    period, others = entry.programme, stays.exclude(pk=besides.pk) if besides else stays
    return Entry(entry.programme_id, period.starts_on, period.ends_before, entry.ended_on, others.exists())


def entry_still(*, stay: Stay, leaves_on: date, at: datetime) -> Verdict:
    """Answer whether the entry of a stay is good until a day (符号がその日まで有効か); good where none is needed."""
    days = {"arrives_on": stay.arrives_on, "leaves_on": leaves_on, "on": local_date(at)}
    if stay.entry_id is None:
        kept_for = stay.room.house.kept_for_id if stay.application_id else None
        return may_ask_by_entry(kept_for, None, **days) if kept_for else verdict([])
    rows = ProgrammeEntry.objects.select_for_update(of=("self",)).select_related("programme")
    entry = rows.get(pk=stay.entry_id)
    return may_ask_by_entry(entry.programme_id, facts_of_entry(entry, besides=stay), **days)


def live_stays() -> QuerySet[Stay]:
    """Return stays that are asked for, allowed or taking place; not those whose room was let go meanwhile."""
    rows: QuerySet[Stay] = Stay.objects.filter(status__in=LIVE).select_related("room__house", "room__unit")
    return rows.exclude(status=StayStatus.ASKED, booking__status__in=LET_GO)


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


def given_entries(rows: Iterable[ProgrammeEntry], *, on: date) -> list[ProgrammeEntry]:
    """Return the entries that have a place: one that ends later has it until then."""
    return [one for one in rows if one.ended_on is None or one.ended_on > on]


def programme_lines(rows: Sequence[StayProgramme], *, on: date) -> list[Line]:
    """Return programmes as their page shows them, in a constant number of queries."""
    stays = Stay.objects.select_related("room__house", "room__unit", "application", "booking").order_by("pk")
    entries = ProgrammeEntry.objects.order_by("place", "pk").prefetch_related(Prefetch("stays", stays))
    found = StayProgramme.objects.filter(pk__in=[one.pk for one in rows]).order_by("-starts_on", "name")
    return [_line(one, on=on) for one in found.prefetch_related("houses", Prefetch("entries", entries))]


def _is_live(stay: Stay) -> bool:
    return stay.status in LIVE and not (stay.status == StayStatus.ASKED and stay.booking.status in LET_GO)


def _line(row: StayProgramme, *, on: date) -> Line:
    entries = [(one, next((stay for stay in one.stays.all() if _is_live(stay)), None)) for one in row.entries.all()]
    came = [stay for one in row.entries.all() for stay in one.stays.all() if stay.status in STAYED]
    given = len(given_entries(row.entries.all(), on=on))
    by_night = [stay for stay in came if stay.room.unit.measure == Measure.NIGHT]
    return Line(
        row, list(row.houses.all()), entries, row.places - given, len(came), sum(stay.persons for stay in came),
        sum((stay.leaves_on - stay.arrives_on).days for stay in by_night),
    )  # fmt: skip


# Checks for `manage.py verify`.


def stays_without_entry() -> int:
    """Count stays in houses that are kept for a programme, but by no entry of it; and stays of another's entry."""
    rows = live_stays().select_related("entry").exclude(entry=None, room__house__kept_for=None)
    rows = rows.exclude(application=None)  # whoever needed a room at once has it, for whatever it is kept
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
