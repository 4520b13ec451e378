"""Activities: those that the public sees, one with its list, the public copy, what a secret link opens."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import protected_families
from kayoi.engines.openings.models import Opening
from kayoi.engines.openings.services import OpeningFields
from kayoi.engines.openings.states import OpeningKind
from kayoi.foundation.identity.models import Person
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.tokens import reference_key, token_hash
from kayoi.programmes.furusato.models import Activity, ActivityKind, SignUp, SignUpLink
from kayoi.programmes.furusato.rules.taking_part import Held
from kayoi.programmes.furusato.states import ActivityStatus, SignUpStatus
from kayoi.programmes.furusato.states.activities import TAKING

HOST_DAYS = 30
LINK_DAYS = 400


def locked_activity(activity: Activity) -> Activity:
    """Return an activity, locked: whoever signs up second sees the first."""
    locked: Activity = Activity.objects.select_for_update(no_key=True, of=["self"]).get(pk=activity.pk)
    return locked


def held(activity: Activity) -> Held:
    """Return an activity as the rules know it."""
    return Held(activity.status, activity.starts_at, activity.ends_at)


def kinds() -> list[ActivityKind]:
    """Return the kinds of activities of the town."""
    return list(ActivityKind.objects.order_by("position", "name"))


def activities() -> QuerySet[Activity]:
    """Return activities with their kind and how many have a place or wait."""
    rows: QuerySet[Activity] = Activity.objects.select_related("kind").annotate(
        taken=Count("sign_ups", filter=Q(sign_ups__status__in=TAKING)),
        waiting=Count("sign_ups", filter=Q(sign_ups__status=SignUpStatus.WAITING)),
        reported=Count("sign_ups", filter=Q(sign_ups__status=SignUpStatus.REPORTED)),
        came=Count("sign_ups", filter=Q(sign_ups__status=SignUpStatus.CONFIRMED)),
        unsaid=Count("sign_ups", filter=Q(sign_ups__status=SignUpStatus.SIGNED)),
    )
    return rows


def open_activities(*, at: datetime) -> QuerySet[Activity]:
    """Return what the public may sign up for now, the nearest first."""
    rows = activities().filter(status=ActivityStatus.OPEN, starts_at__gt=at, members_only=False)
    return rows.order_by("starts_at", "pk")


def free_places(activity: Activity) -> int | None:
    """Return how many places are free; None where the number is not limited."""
    if activity.capacity is None:
        return None
    taken = SignUp.objects.filter(activity=activity, status__in=TAKING).count()
    return max(activity.capacity - taken, 0)


def shown_activity(key: str) -> Activity | None:
    """Return an activity whose page the public may see: also when it is over, so that a link does not lead nowhere."""
    rows = Activity.objects.select_related("kind", "priority").exclude(status=ActivityStatus.DRAFT)
    return rows.filter(key=key, members_only=False).first()


def public_copy(activity: Activity) -> OpeningFields | None:
    """Return what the opening of an activity says; None while the public is not asked to come."""
    if activity.status != ActivityStatus.OPEN or activity.members_only:
        return None
    return OpeningFields(
        title=activity.title, title_en=activity.title_en, summary=activity.summary,
        summary_en=activity.summary_en[:1000], place_code=activity.place_code,
        path=f"furusato/activities/{activity.key}/", published_until=activity.starts_at,
    )  # fmt: skip


def opening_of(activity: Activity) -> Opening | None:
    """Return the opening of an activity, if it is not withdrawn."""
    rows = Opening.objects.filter(kind=OpeningKind.ACTIVITY, reference=str(activity.pk), withdrawn_at=None)
    found: Opening | None = rows.first()
    return found


def openings_unlike_activities() -> int:
    """Count activities whose opening does not say what they say, and openings of what is not open (for verify)."""
    rows = Opening.objects.filter(kind=OpeningKind.ACTIVITY, withdrawn_at=None)
    shown = {row.reference: row for row in rows}
    copies = {str(row.pk): fields for row in Activity.objects.all() if (fields := public_copy(row))}
    unlike = sum(
        key not in shown or any(getattr(shown[key], name) != value for name, value in fields.items())
        for key, fields in copies.items()
    )
    return unlike + len(shown.keys() - copies.keys())


@dataclass(frozen=True)
class OnList:
    """Somebody on the list of an activity; of people under protection measures only the number is shown."""

    sign_up: SignUp
    name: str
    is_protected: bool


def list_of(activity: Activity, *, on: date, statuses: Iterable[str] = tuple(SignUpStatus)) -> list[OnList]:
    """Return who has signed up for an activity, in the order of the list (名簿)."""
    rows = SignUp.objects.filter(activity=activity, status__in=list(statuses)).select_related("case_file", "kind")
    return on_list(list(rows.defer("case_file__search").order_by("number")), on=on)


def on_list(rows: Sequence[SignUp], *, on: date) -> list[OnList]:
    """Return sign-ups as they may be shown to many."""
    hidden = protected_families({row.case_file_id for row in rows}, on=on)
    return [
        OnList(row, f"{row.number or '-'}番の方" if row.case_file_id in hidden else row.case_file.shown_name,
               row.case_file_id in hidden)
        for row in rows
    ]  # fmt: skip


def activities_of_host(token: str, *, at: datetime) -> list[Activity]:
    """Return what a host's secret link opens, each until 30 days after it: the activity of the link first.

    The link went to the host's address; so it opens all activities with the same address (受入れ先の活動).
    """
    rows = activities().filter(ends_at__gt=at - timedelta(days=HOST_DAYS)).exclude(status=ActivityStatus.DRAFT)
    own: Activity | None = rows.filter(host_hash=token_hash(token)).first()
    if own is None:
        return []
    if not own.host_email:
        return [own]
    others = rows.filter(host_email__iexact=own.host_email).exclude(pk=own.pk)
    return [own, *others.order_by("starts_at", "pk")]


def activity_of_host(token: str, *, at: datetime, pk: int | None = None) -> Activity | None:
    """Return an activity that a host's secret link opens; without an id that of the link."""
    rows = activities_of_host(token, at=at)
    return next((row for row in rows if pk in (None, row.pk)), None)


def file_of_link(token: str, *, at: datetime) -> CaseFile | None:
    """Return whose sign-ups a secret link opens, of a merged file the one that is kept."""
    rows = SignUpLink.objects.select_related("case_file__merged_into").filter(
        made_at__gt=at - timedelta(days=LINK_DAYS)
    )
    link = rows.filter(token_hash=token_hash(token)).first()
    if link is None:
        return None
    file: CaseFile = link.case_file
    while file.merged_into is not None:
        file = file.merged_into
    return file


def sign_up_of_receipt(receipt: str) -> SignUp | None:
    """Return the sign-up of a receipt number as somebody types it."""
    rows = SignUp.objects.select_related("activity", "kind", "case_file").exclude(status=SignUpStatus.CANCELLED)
    found: SignUp | None = rows.filter(receipt=reference_key(receipt)).first()
    return found


def reports(*, on: date) -> list[OnList]:
    """Return the reports that wait for staff, the oldest first."""
    rows = SignUp.objects.filter(status=SignUpStatus.REPORTED).select_related("case_file", "kind", "activity")
    return on_list(list(rows.defer("case_file__search").prefetch_related("evidence").order_by("ends_on", "pk")), on=on)


def file_of_person(person: Person | None) -> CaseFile | None:
    """Return the file of a log-in in the open town."""
    return None if person is None else CaseFile.objects.without_search().roots().filter(person=person).first()


def towns_helped() -> list[Organization]:
    """Return the towns in which the person of the open scope has signed up or reported, by name."""
    towns = {row.organization for row in SignUp.objects.select_related("organization")}
    return sorted(towns, key=lambda town: town.name)
