"""Publish who can be talked to, and when; give out and revoke the address of a calendar."""

from datetime import date, datetime, time
from typing import Any

from django.db import transaction

from kayoi.engines.openings import services as openings
from kayoi.engines.openings.states import OpeningKind
from kayoi.foundation.audit import services as audit
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.tokens import new_token, token_hash
from kayoi.programmes.appointments.models import Counsellor, HoursException, WeeklyHours
from kayoi.programmes.appointments.states import OFFER, ExceptionKind, Way, Weekday


@transaction.atomic
def add_counsellor(
    *, organization: Organization, fields: dict[str, Any], path: str, by: Actor, at: datetime
) -> Counsellor:
    """Enter somebody who can be booked (相談員を登録する): staff, or a specialist without a log-in."""
    counsellor = Counsellor.objects.create(**fields)
    audit.record("appointments.add_counsellor", counsellor, by=by, at=at, after={"name": counsellor.name})
    _show_offer(organization, path, by=by, at=at)
    return counsellor


@transaction.atomic
def change_counsellor(
    *,
    organization: Organization,
    counsellor: Counsellor,
    fields: dict[str, Any],
    version: int,
    path: str,
    by: Actor,
    at: datetime,
) -> None:
    """Change what is published of a counsellor (相談員の情報を変える). Raises ChangedMeanwhile."""
    audit.change(counsellor, fields, version=version, by=by, at=at)
    _show_offer(organization, path, by=by, at=at)


@transaction.atomic
def add_hours(
    *, counsellor: Counsellor, weekday: Weekday, starts: time, ends: time, ways: list[Way], by: Actor, at: datetime
) -> WeeklyHours:
    """Publish hours of each week (受付時間を加える). Raises IntegrityError where some begin at the same time."""
    hours = WeeklyHours.objects.create(
        counsellor=counsellor, weekday=weekday, starts=starts, ends=ends, ways=sorted(ways)
    )
    after = {"counsellor": counsellor, "weekday": weekday, "starts": str(starts), "ends": str(ends)}
    audit.record("appointments.add_hours", hours, by=by, at=at, after=after)
    return hours


@transaction.atomic
def remove_hours(*, hours: WeeklyHours, by: Actor, at: datetime) -> None:
    """Take hours away (受付時間を外す). Bookings that stand keep their time."""
    before = {"counsellor": hours.counsellor_id, "weekday": hours.weekday, "starts": str(hours.starts)}
    audit.record("appointments.remove_hours", hours, by=by, at=at, before=before)
    hours.delete()


@transaction.atomic
def add_exception(
    *,
    counsellor: Counsellor,
    on: date,
    kind: ExceptionKind,
    starts: time,
    ends: time,
    ways: list[Way],
    why: str,
    by: Actor,
    at: datetime,
) -> HoursException:
    """Close or open hours of one day (臨時の休み・受付を決める). The same twice changes nothing but ways and reason."""
    row, _ = HoursException.objects.update_or_create(
        counsellor=counsellor, on=on, kind=kind, starts=starts,
        defaults={"ends": ends, "ways": sorted(ways), "why": why},
    )  # fmt: skip
    audit.record("appointments.add_exception", row, by=by, at=at, why=why, after={"on": on, "kind": kind})
    return row


@transaction.atomic
def remove_exception(*, exception: HoursException, by: Actor, at: datetime) -> None:
    """Let a day be as every week again (臨時の休み・受付をやめる)."""
    before = {"counsellor": exception.counsellor_id, "on": exception.on, "kind": exception.kind}
    audit.record("appointments.remove_exception", exception, by=by, at=at, before=before)
    exception.delete()


@transaction.atomic
def make_feed(*, counsellor: Counsellor, names: bool, by: Actor, at: datetime) -> str:
    """Give out a secret address of the calendar (カレンダーのアドレスを作る); an earlier one stops working."""
    token = new_token()
    Counsellor.objects.filter(pk=counsellor.pk).update(feed_hash=token_hash(token), feed_names=names)
    counsellor.refresh_from_db()
    audit.record("appointments.make_feed", counsellor, by=by, at=at, after={"names": names})
    return token


@transaction.atomic
def revoke_feed(*, counsellor: Counsellor, by: Actor, at: datetime) -> None:
    """Stop the secret address (カレンダーのアドレスを止める)."""
    Counsellor.objects.filter(pk=counsellor.pk).update(feed_hash="", feed_names=False)
    counsellor.refresh_from_db()
    audit.record("appointments.revoke_feed", counsellor, by=by, at=at)


def _show_offer(organization: Organization, path: str, *, by: Actor, at: datetime) -> None:
    """Publish that consultations can be booked while somebody takes bookings; withdraw it otherwise."""
    kind = OpeningKind.APPOINTMENT
    if not Counsellor.objects.published().exists():
        openings.withdraw_opening(kind=kind, reference=OFFER, by=by, at=at)
        return
    fields: openings.OpeningFields = {
        "title": f"{organization.name}の相談を予約する",
        "title_en": f"Book a consultation with {organization.name_en or organization.name}",
        "summary": "オンライン・電話・来庁での相談を、空いている時間から予約できます。",
        "summary_en": "Online, by telephone or at the counter: choose a free time.",
        "place_code": organization.place_code,
        "path": path,
    }
    openings.publish_opening(kind=kind, reference=OFFER, fields=fields, by=by, at=at)
