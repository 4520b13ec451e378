"""Counsellors, bookings and guided days for tests."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import Channel
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR, Actor, system
from kayoi.kit.dates import JST
from kayoi.programmes.appointments import services
from kayoi.programmes.appointments.models import Booking, Counsellor, GuidedDay, Stop
from kayoi.programmes.appointments.states import StopKind, Way, Weekday

BY = system("test")
LINK = "https://kayoi.test/ina/appointments/booked/{token}/"
HOST_LINK = "https://kayoi.test/ina/appointments/hosts/{token}/"
WHO = {"name": "山田 花", "kana": "やまだ はな", "email": "hana@example.jp", "phone": "090-1111-2222"}
THURSDAY = date(2026, 11, 26)


def at_time(hour: int, minute: int = 0, *, on: date = THURSDAY) -> datetime:
    """Return a moment in Japan."""
    return datetime.combine(on, time(hour, minute), JST)


def make_counsellor(organization: Organization, *, at: datetime, **fields: Any) -> Counsellor:
    """Publish somebody with hours from 9 to 12 on each working day; 45 minutes and 15 between."""
    values = {
        "name": "唐木 相談員", "email": "karaki@example.jp", "place": "市役所2階", "online_url": "https://meet.example/a",
    } | fields  # fmt: skip
    counsellor = services.add_counsellor(
        organization=organization, fields=values, path="/ina/appointments/", by=BY, at=at
    )
    for weekday in list(Weekday)[:5]:
        services.add_hours(
            counsellor=counsellor, weekday=weekday, starts=time(9), ends=time(12),
            ways=[Way.ONLINE, Way.TELEPHONE, Way.COUNTER], by=BY, at=at,
        )  # fmt: skip
    return counsellor


def make_booking(
    organization: Organization,
    counsellor: Counsellor,
    *,
    at: datetime,
    starts_at: datetime | None = None,
    by: Actor = VISITOR,
    who: dict[str, Any] | None = None,
    **wanted: Any,
) -> Booking:
    """Book as a visitor does; `who` are the arguments of BookedBy, the rest those of BookingWish."""
    return booked(organization, counsellor, at=at, starts_at=starts_at, by=by, who=who, **wanted).booking


def booked(
    organization: Organization,
    counsellor: Counsellor,
    *,
    at: datetime,
    starts_at: datetime | None = None,
    by: Actor = VISITOR,
    who: dict[str, Any] | None = None,
    **wanted: Any,
) -> services.Booked:
    """Book, and return the secret too."""
    values: dict[str, Any] = {
        "starts_at": starts_at or at_time(9),
        "way": Way.ONLINE,
        "channel": Channel.PORTAL,
        "client_key": uuid4(),
        "wants_reminder": True,
    } | wanted
    return services.book(
        organization=organization,
        counsellor=counsellor,
        who=services.BookedBy(**({"fields": dict(WHO)} | (who or {}))),
        wanted=services.BookingWish(**values),
        link=LINK,
        by=by,
        at=at,
    )


def make_day(file: CaseFile, *, at: datetime, on: date = date(2026, 11, 28), **fields: Any) -> GuidedDay:
    """Plan a Saturday for a family of three."""
    values: Any = {
        "on": on, "party": 3, "shown_as": "ご家族3人", "meeting": "伊那市駅 9:00", "note": "", "owner": None,
    } | fields  # fmt: skip
    return services.plan_day(file=file, fields=values, by=BY, at=at)


def stop_fields(starts_at: datetime, minutes: int = 60, **fields: Any) -> Any:
    """Return what is planned of a stop."""
    return {
        "kind": StopKind.WARD_HEAD, "starts_at": starts_at, "ends_before": starts_at + timedelta(minutes=minutes),
        "place": "高遠町 区長宅", "purpose": "地区の話を聞く", "host_name": "区長 さん",
        "host_email": "kucho@example.jp", "host_phone": "0265-00-0001", "host_note": "", "needs_answer": True,
    } | fields  # fmt: skip


def make_stop(day: GuidedDay, *, at: datetime, hour: int = 10, **fields: Any) -> Stop:
    """Add a stop at a full hour."""
    return services.add_stop(day=day, fields=stop_fields(at_time(hour, on=day.on), **fields), by=BY, at=at)
