"""Write, publish, change and call off activities; give the host their own page."""

from datetime import date, datetime, timedelta
from typing import TypedDict

from django.db import transaction

from kayoi.engines.openings import services as openings
from kayoi.engines.openings.states import OpeningKind
from kayoi.foundation.audit import services as audit
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.tokens import new_reference, new_token, token_hash
from kayoi.kit.verdict import Refused, verdict
from kayoi.programmes.furusato.models import Activity, ActivityKind, Benefit, Group, SignUp
from kayoi.programmes.furusato.rules.priority import may_set_priority
from kayoi.programmes.furusato.rules.publishing import may_open
from kayoi.programmes.furusato.selectors.activities import locked_activity, opening_of, public_copy
from kayoi.programmes.furusato.selectors.priority import priority_of
from kayoi.programmes.furusato.services.signing import let_in
from kayoi.programmes.furusato.services.telling import call_person, tell_host, tell_person
from kayoi.programmes.furusato.states import SignUpStatus

# What those who come are told of when it changes.
TOLD = ("starts_at", "ends_at", "place", "meeting")
LIVE = (SignUpStatus.SIGNED, SignUpStatus.WAITING)


class UnableToOpen(Refused):
    """Something is lacking before the public may be asked."""


class ActivityFields(TypedDict, total=False):
    """What can be written of an activity."""

    key: str
    kind: ActivityKind
    title: str
    title_en: str
    summary: str
    summary_en: str
    place_code: str
    place: str
    meeting: str
    starts_at: datetime
    ends_at: datetime
    capacity: int | None
    priority: Benefit | None
    all_from: date | None
    days_ahead: int
    kept_places: int
    kept_until: date | None
    needs: str
    insurance: str
    host_name: str
    host_email: str
    host_phone: str
    group: Group | None
    members_only: bool
    online_url: str


class KindFields(TypedDict, total=False):
    """What can be written of a kind."""

    key: str
    name: str
    name_en: str
    designated: bool
    position: int


@transaction.atomic
def add_kind(*, fields: KindFields, by: Actor, at: datetime) -> ActivityKind:
    """Add a kind of activity (活動の種類を加える), designated by the town or not."""
    kind: ActivityKind = ActivityKind.objects.create(**fields)
    audit.record("furusato.add_kind", kind, by=by, at=at, after=dict(fields))
    return kind


@transaction.atomic
def change_kind(*, kind: ActivityKind, fields: KindFields, version: int, by: Actor, at: datetime) -> None:
    """Change a kind (活動の種類を変える): what was confirmed stays as it was counted. Raises ChangedMeanwhile."""
    audit.change(kind, dict(fields), version=version, by=by, at=at)


@transaction.atomic
def write_activity(*, fields: ActivityFields, by: Actor, at: datetime) -> Activity:
    """Write an activity (活動を登録する); nobody sees it yet. The code for the spot is made with it."""
    activity: Activity = Activity.objects.create(**fields, spot_code=new_reference()[:4])
    audit.record("furusato.write_activity", activity, by=by, at=at, after={"title": activity.title})
    return activity


@transaction.atomic
def change_activity(
    *, organization: Organization, activity: Activity, fields: ActivityFields, version: int, link: str, by: Actor,
    at: datetime,
) -> None:  # fmt: skip
    """Change an activity (活動を変える): who comes is told of another time or place, who waits may get a place.

    Raises ChangedMeanwhile.
    """
    locked = locked_activity(activity)
    before = audit.change(locked, dict(fields), version=version, by=by, at=at)
    SignUp.objects.filter(activity=locked).update(
        kind=locked.kind_id, starts_on=local_date(locked.starts_at), ends_on=local_date(locked.ends_at)
    )
    renew_opening(activity=locked, by=by, at=at)
    if set(before) & set(TOLD):
        for row in _coming(locked):
            tell_person(organization=organization, sign_up=row, template="changed", link=link, by=by, at=at)
            call_person(sign_up=row, words=f"日時・場所の変更({locked.title})", by=by, at=at)
        SignUp.objects.filter(activity=locked).update(reminded_at=None)
    let_in(organization=organization, activity=locked, link=link, by=by, at=at)


@transaction.atomic
def open_activity(*, activity: Activity, by: Actor, at: datetime) -> None:
    """Ask the public (募集を始める). Raises UnableToOpen with what is lacking, UnableToMove."""
    locked = locked_activity(activity)
    answer = may_open(
        starts_at=locked.starts_at, now=at, host=locked.host_name, place=locked.place, insurance=locked.insurance
    )
    fits = may_set_priority(
        priority_of(locked), has_benefit=locked.priority_id is not None, capacity=locked.capacity,
        starts_on=local_date(locked.starts_at),
    )  # fmt: skip
    answer = verdict([*answer.reasons, *fits.reasons])
    if answer.refused:
        raise UnableToOpen(answer)
    audit.move(locked, "open", by=by, at=at, verdict=answer)
    renew_opening(activity=locked, by=by, at=at)


@transaction.atomic
def close_activity(*, activity: Activity, by: Actor, at: datetime) -> None:
    """Take no more sign-ups (募集を終える). Raises UnableToMove."""
    locked = locked_activity(activity)
    audit.move(locked, "close", by=by, at=at)
    renew_opening(activity=locked, by=by, at=at)


@transaction.atomic
def cancel_activity(
    *, organization: Organization, activity: Activity, why: str, link: str, by: Actor, at: datetime
) -> None:
    """Call an activity off (活動を中止する): all who come or wait are told, and the host. Raises UnableToMove."""
    locked = locked_activity(activity)
    audit.move(locked, "cancel", by=by, at=at, why=why, also={"why": why})
    renew_opening(activity=locked, by=by, at=at)
    for row in _coming(locked):
        audit.move(row, "cancel", by=by, at=at, why=why, also={"why": why})
        tell_person(organization=organization, sign_up=row, template="called_off", link=link, by=by, at=at)
        call_person(sign_up=row, words=f"活動の中止({locked.title})", by=by, at=at)
    tell_host(organization=organization, activity=locked, template="host_off", by=by, at=at)


@transaction.atomic
def make_host_link(*, activity: Activity, by: Actor, at: datetime) -> str:
    """Make the secret of the host's own page (受入れ先のページを作る); an earlier one stops working."""
    token = new_token()
    Activity.objects.filter(pk=activity.pk).update(host_hash=token_hash(token))
    activity.refresh_from_db()
    audit.record("furusato.make_host_link", activity, by=by, at=at)
    return token


@transaction.atomic
def send_host_link(*, organization: Organization, activity: Activity, link: str, by: Actor, at: datetime) -> None:
    """Mail the host their page (受入れ先にページを送る); `link` has {token} in it."""
    token = make_host_link(activity=activity, by=by, at=at)
    tell_host(
        organization=organization, activity=activity, template="host_page", link=link.replace("{token}", token), by=by,
        at=at,
    )  # fmt: skip


@transaction.atomic
def renew_opening(*, activity: Activity, by: Actor, at: datetime) -> None:
    """Let the opening say what the activity says now (募集を新しくする), or withdraw it."""
    kind, reference = OpeningKind.ACTIVITY, str(activity.pk)
    fields, known = public_copy(activity), opening_of(activity)
    if fields is None:
        openings.withdraw_opening(kind=kind, reference=reference, by=by, at=at)
    elif known is None or any(getattr(known, name) != value for name, value in fields.items()):
        fields["published_from"] = known.published_from if known else min(at, activity.starts_at - timedelta(minutes=1))
        openings.publish_opening(kind=kind, reference=reference, fields=fields, by=by, at=at)


def _coming(activity: Activity) -> list[SignUp]:
    rows = SignUp.objects.filter(activity=activity, status__in=LIVE)
    return list(rows.select_related("activity", "kind", "case_file__assigned_to").order_by("number"))
