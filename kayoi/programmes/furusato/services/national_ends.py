"""What becomes of premium statuses in the mirror: their time is over, or their person moves into the town."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import family_ids
from kayoi.engines.followups import services as followups
from kayoi.foundation.audit import services as audit
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.programmes.furusato.models import NationalStatus
from kayoi.programmes.furusato.rules.national import is_home, stays_basic
from kayoi.programmes.furusato.selectors.facts import scheme_of
from kayoi.programmes.furusato.selectors.registered import registrations_of_file
from kayoi.programmes.furusato.services.mirror import keep_prefectures
from kayoi.programmes.furusato.services.telling_registered import WORDS, tell_registered
from kayoi.programmes.furusato.states import Certainty, EndReason, Standing, Tier
from kayoi.programmes.furusato.states.mails import NATIONAL, NATIONAL_OVER


@transaction.atomic
def bar_premium(*, file: CaseFile, on: date, by: Actor, at: datetime) -> None:
    """Let a premium status with the town in which somebody now lives be over in the mirror, until a file says more."""
    body = file.organization.place_code
    if not file.place_code or not is_home(file.place_code, body):
        return
    for status in _premium_with(body).filter(case_file__in=family_ids(file)):
        _fall(status, is_over=False, on=on, why=EndReason.MOVED_IN.label, by=by, at=at)
        _tell(status, NATIONAL, on=on, by=by, at=at)


@transaction.atomic
def end_premium_times(*, organization: Organization, by: Actor, at: datetime) -> int:
    """Let premium statuses with the town whose time is over go on as basic, or end (更新の期限が過ぎた国の登録の写し).

    Nobody knows whether the nation renewed them until a file says so: what the mirror says then is not sure. The
    last day is in time. Return how many.
    """
    today, done = local_date(at), 0
    over = _premium_with(organization.place_code).filter(renew_by__lt=today).select_related("case_file")
    for status in over.select_for_update(of=("self",), skip_locked=True):
        _fall(status, is_over=True, on=today, why="更新の期限が過ぎた", by=by, at=at)
        _tell(status, NATIONAL_OVER, on=today, by=by, at=at)
        done += 1
    return done


def _premium_with(body: str) -> QuerySet[NationalStatus]:
    rows = NationalStatus.objects.filter(body_code=body, tier=Tier.PREMIUM, standing=Standing.ACTIVE)
    return rows.order_by("pk")


def _fall(status: NationalStatus, *, is_over: bool, on: date, why: str, by: Actor, at: datetime) -> None:
    file, today = status.case_file, local_date(at)
    at_home = bool(file.place_code) and is_home(file.place_code, status.body_code)
    changes: dict[str, Any] = {"certainty": Certainty.UNKNOWN, "renew_by": None, "seen_on": today}
    if stays_basic(is_over=is_over, at_home=at_home, scheme=scheme_of(on=today)):
        changes |= {"tier": Tier.BASIC}
    else:
        changes |= {"standing": Standing.ENDED, "ended_on": on}
    audit.change(status, changes, version=None, by=by, at=at, why=why)
    keep_prefectures(file=file, by=by, at=at)


def _tell(status: NationalStatus, what: str, *, on: date, by: Actor, at: datetime) -> None:
    """Tell the person on the page of a registration of theirs; who has none is called."""
    file = status.case_file
    row = next(iter(registrations_of_file(file)), None)
    if row is not None:
        tell_registered(registration=row, what=what, by=by, at=at)
        return
    followups.plan_follow_up(
        title=f"{file.number}: {WORDS[what]}を知らせる", due_on=on, case_file=file, owner=file.assigned_to, by=by, at=at
    )
