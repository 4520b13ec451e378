"""Who comes and who goes, what is still lacking; what has to be made ready. For the list of a cleaner no names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kayoi.engines.casefiles.selectors import protected_families
from kayoi.engines.reservations.models import Booking
from kayoi.engines.reservations.rules import midnight
from kayoi.engines.reservations.states import BookingStatus
from kayoi.kit.dates import local_date
from kayoi.kit.verdict import Verdict, verdict
from kayoi.programmes.stays.models import Cleaning, Room, Stay
from kayoi.programmes.stays.rules.checking_in import may_check_in
from kayoi.programmes.stays.rules.staying import IN_ADVANCE, may_hand_over
from kayoi.programmes.stays.selectors.duties import arrival_of
from kayoi.programmes.stays.states import StayStatus

CLEANED = (BookingStatus.CONFIRMED, BookingStatus.IN_USE, BookingStatus.FINISHED)
# So far back what was not cleaned is still shown.
BACK_DAYS = 14


@dataclass(frozen=True, slots=True)
class Coming:
    """A party that comes or goes; name and telephone are empty for people under protection measures."""

    stay: Stay
    on: date
    name: str
    phone: str
    is_late: bool
    lacking: Verdict


@dataclass(frozen=True, slots=True)
class ToClean:
    """A room to be made ready after a use: from when, before whom, and whether it was done."""

    room: Room
    booking: Booking
    free_from: date
    ready_by: date
    next_arrival: date | None
    done: Cleaning | None


def coming(first: date, until: date, *, at: datetime) -> tuple[list[Coming], list[Coming], list[Coming]]:
    """Return who arrives and who leaves on some days, those who are late before them, and whose room nobody has seen.

    到着・出発・点検待ち。
    """
    rows = Stay.objects.select_related("room__house", "room__unit", "case_file").defer("case_file__search")
    rows = rows.prefetch_related("guests", "intents", "leases", "charges")
    arriving = list(rows.filter(status=StayStatus.ALLOWED, arrives_on__lt=until).order_by("arrives_on", "pk"))
    leaving = list(rows.filter(status=StayStatus.STAYING, leaves_on__lt=until).order_by("leaves_on", "pk"))
    left = list(rows.filter(status=StayStatus.LEFT).order_by("leaves_on", "pk"))
    files = {one.case_file_id for one in (*arriving, *leaving, *left) if one.case_file_id}
    hidden, today = protected_families(files, on=local_date(at)), local_date(at)
    return (
        [_coming(one, one.arrives_on, today, hidden, lacking=_lacking(one)) for one in arriving],
        [_coming(one, one.leaves_on, today, hidden, lacking=verdict([])) for one in leaving],
        [_coming(one, one.leaves_on, today, hidden, lacking=verdict([])) for one in left],
    )


def _coming(stay: Stay, on: date, today: date, hidden: set[int], *, lacking: Verdict) -> Coming:
    file = stay.case_file
    shown = file is not None and file.pk not in hidden
    name = file.shown_name if file is not None and shown else ""
    return Coming(stay, on, name, file.phone if file is not None and shown else "", on < today, lacking)


def _lacking(stay: Stay) -> Verdict:
    """Return what must be there before the key is given on the first day, from rows that are read already."""
    intents, leases = list(stay.intents.all()), list(stay.leases.all())
    arrival = arrival_of(
        stay, guests=len(stay.guests.all()), intent=intents[0] if intents else None,
        lease=leases[0] if leases else None,
    )  # fmt: skip
    unpaid = sum(one.amount_yen for one in stay.charges.all() if one.kind in IN_ADVANCE and one.paid_on is None)
    reasons = may_check_in(arrival, on=stay.arrives_on).reasons
    return verdict([*reasons, *may_hand_over(unpaid, why="").reasons])


def to_clean(first: date, until: date, *, at: datetime) -> list[ToClean]:
    """Return the rooms to be made ready on some days, and what was not done in the days before (清掃の一覧)."""
    rooms = {room.unit_id: room for room in Room.objects.select_related("house", "unit")}
    since = midnight(first) - timedelta(days=BACK_DAYS)
    rows = Booking.objects.filter(unit__in=list(rooms), status__in=CLEANED, unit__measure="night")
    ending = list(rows.filter(ends_before__gte=since, ends_before__lt=midnight(until)).order_by("ends_before", "pk"))
    done = {row.booking_id: row for row in Cleaning.objects.filter(booking__in=[one.pk for one in ending])}
    following = _following(list(rooms), since)
    found = []
    for one in ending:
        if one.leaves_on < first and one.pk in done:
            continue
        after = next((day for day in following.get(one.unit_id, ()) if day >= one.leaves_on), None)
        ready = max(one.leaves_on, local_date(one.busy_before) - timedelta(days=1))
        found.append(ToClean(rooms[one.unit_id], one, one.leaves_on, ready, after, done.get(one.pk)))
    return found


def _following(units: Sequence[int], since: datetime) -> dict[int, list[date]]:
    """Return the first days of what comes to rooms, in the order of time."""
    rows = Booking.objects.filter(unit__in=units, status__in=CLEANED, starts_at__gte=since).order_by("starts_at")
    found: dict[int, list[date]] = {}
    for unit, starts_at in rows.values_list("unit_id", "starts_at"):
        found.setdefault(unit, []).append(local_date(starts_at))
    return found
