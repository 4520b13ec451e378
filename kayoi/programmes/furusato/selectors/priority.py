"""Whose registration opens an activity before others, how many places are kept, what the public is told of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import is_protected
from kayoi.kit.dates import local_date
from kayoi.kit.text import name_key
from kayoi.kit.tokens import reference_key
from kayoi.kit.verdict import Verdict
from kayoi.programmes.furusato.models import Activity, Register, Registration, SignUp
from kayoi.programmes.furusato.rules.priority import Places, Priority, kept_now, may_sign_up_yet
from kayoi.programmes.furusato.selectors.entitled import entitled
from kayoi.programmes.furusato.selectors.points import own_files
from kayoi.programmes.furusato.selectors.registered import in_force
from kayoi.programmes.furusato.states import BenefitStatus, SignUpStatus
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


def holder_of(
    activity: Activity, *, file: CaseFile | None, number: str, name: str | None, at: datetime
) -> Registration | None:
    """Return the registration by which somebody comes first: that of their file, or of the number that they give.

    `name` is what goes with a number; None where it is known whose it is. A number alone would tell anybody whether its
    holder takes part, and of people under protection measures it tells nothing: they log in, or call. A registration by
    which another has signed up is none.
    """
    benefit = activity.priority
    if benefit is None or benefit.status != BenefitStatus.PUBLISHED:
        return None
    on, own = local_date(at), own_files(file) if file else []
    used = SignUp.objects.filter(activity=activity, holder__isnull=False).exclude(status=SignUpStatus.CANCELLED)
    rows = in_force(on=on).select_related("register", "case_file").defer("case_file__search")
    rows = rows.exclude(pk__in=used.exclude(case_file__in=own).values("holder"))
    rows = rows.filter(number=reference_key(number)) if number else rows.filter(case_file__in=own)
    found = entitled([benefit], rows.order_by("pk"), at=at)[benefit.pk]
    if number and name is not None:
        found = [row for row in found if row.case_file_id in own or _goes_with(row.case_file, name, on=on)]
    return found[0] if found else None


def _goes_with(file: CaseFile, name: str, *, on: date) -> bool:
    return name_key(name) == name_key(file.name) != "" and not is_protected(file.pk, on=on)


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


def may_file_sign_up_yet(activity: Activity, file: CaseFile, *, at: datetime) -> Verdict:
    """Answer whether somebody who is known may sign up already, as a holder or like everybody."""
    holder = holder_of(activity, file=file, number="", name=None, at=at)
    return may_sign_up_yet(priority_of(activity), is_holder=holder is not None, on=local_date(at))
