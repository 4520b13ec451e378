"""Whose registration opens an activity before others, how many places are kept, what the public is told of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import family_ids, roots_of
from kayoi.kit.dates import local_date
from kayoi.kit.tokens import reference_key
from kayoi.kit.verdict import Verdict
from kayoi.programmes.furusato.models import Activity, Register, Registration, SignUp
from kayoi.programmes.furusato.rules.priority import Places, Priority, kept_now, may_sign_up_yet
from kayoi.programmes.furusato.selectors.entitled import entitled
from kayoi.programmes.furusato.states import BenefitStatus, RegistrationStatus
from kayoi.programmes.furusato.states.activities import TAKING


def priority_of(activity: Activity) -> Priority:
    """Return what holders have before others, as the rules know it."""
    return Priority(activity.all_from, activity.days_ahead, activity.kept_places, activity.kept_until)


def places_of(activity: Activity) -> Places:
    """Return how many places of an activity are taken, by whom."""
    found = SignUp.objects.filter(activity=activity, status__in=TAKING).aggregate(
        taken=Count("pk"), by_holders=Count("pk", filter=Q(holder__isnull=False))
    )
    return Places(activity.capacity, found["taken"], found["by_holders"])


def holder_of(activity: Activity, *, file: CaseFile | None, number: str, at: datetime) -> Registration | None:
    """Return the registration by which somebody comes first: that of their file, or of the number that they give."""
    benefit = activity.priority
    if benefit is None or benefit.status != BenefitStatus.PUBLISHED:
        return None
    rows = Registration.objects.filter(status=RegistrationStatus.REGISTERED).select_related("register")
    if number:
        rows = rows.filter(number=reference_key(number))
    elif file is not None:
        rows = rows.filter(case_file__in=family_ids(roots_of([file.pk])[file.pk]))
    else:
        return None
    found = entitled([benefit], rows, at=at)[benefit.pk]
    return found[0] if found else None


def used_by_another(activity: Activity, holder: Registration, *, file: CaseFile | None) -> bool:
    """Tell whether this registration has opened the same activity to a sign-up already; one's own is none."""
    rows = SignUp.objects.filter(activity=activity, holder=holder).exclude(status="cancelled")
    return rows.exclude(case_file=file).exists() if file else rows.exists()


@dataclass(frozen=True)
class PriorityShown:
    """What the public reads of it: for whom, from when, how many places until when, and whether one may sign up."""

    priority: Priority
    registers: Sequence[Register]
    for_all: Verdict
    for_holders: Verdict
    kept: int

    @property
    def days_are_ahead(self) -> bool:
        """Whether the days before are still of interest."""
        return self.for_all.refused


def priority_shown(activity: Activity, *, at: datetime) -> PriorityShown | None:
    """Return what the public reads of the priority of an activity; None where everybody is equal from the start."""
    on, priority, benefit = local_date(at), priority_of(activity), activity.priority
    if benefit is None and priority.all_from is None:
        return None
    given = benefit is not None and benefit.status == BenefitStatus.PUBLISHED
    registers = Register.objects.filter(benefits__benefit=benefit).order_by("step", "pk") if given else []
    return PriorityShown(
        priority, list(registers),
        may_sign_up_yet(priority, is_holder=False, on=on), may_sign_up_yet(priority, is_holder=given, on=on),
        kept_now(priority, places_of(activity), on=on),
    )  # fmt: skip
