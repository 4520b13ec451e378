"""Files that have gone quiet: nothing has happened for the days of their stage, and nothing is planned."""

from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import CaseFileStatus, Stage
from kayoi.engines.followups.models import FollowUp, Pause
from kayoi.engines.followups.states import QUIET_AFTER
from kayoi.foundation.tenancy.models import Setting


def quiet_days(*, on: date) -> dict[Stage, int]:
    """Return after how many days a file of each stage counts as quiet in the open organization (one query)."""
    keys = {which.key: stage for stage, which in QUIET_AFTER.items()}
    days = {stage: which.default for stage, which in QUIET_AFTER.items()}
    chosen = Setting.objects.filter(key__in=keys, starts_on__lte=on).order_by("starts_on")
    return days | {keys[key]: value for key, value in chosen.values_list("key", "value")}


def quiet_files(*, at: datetime, on: date) -> QuerySet[CaseFile]:
    """Return the files that have gone quiet (動きなし) and are not paused, the longest silence first."""
    quiet = Q()
    for stage, days in quiet_days(on=on).items():
        quiet |= Q(stage=stage, touched_at__lt=at - timedelta(days=days))
    planned = FollowUp.objects.open().filter(case_file=OuterRef("pk"))
    paused = Pause.objects.filter(case_file=OuterRef("pk"), until__gt=on)
    rows: QuerySet[CaseFile] = (
        CaseFile.objects.without_search()
        .roots()
        .filter(quiet, ~Exists(planned), ~Exists(paused), status=CaseFileStatus.OPEN)
        .order_by("touched_at", "pk")
    )
    return rows


def paused_files(*, on: date) -> QuerySet[Pause]:
    """Return which quiet files rest beyond that day, the soonest back first."""
    return Pause.objects.filter(until__gt=on).select_related("case_file__assigned_to").defer("case_file__search")


def pause_of(file: CaseFile) -> Pause | None:
    """Return until when a file rests, or rested, and why."""
    found: Pause | None = Pause.objects.filter(case_file=file).first()
    return found
