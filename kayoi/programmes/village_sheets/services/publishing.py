"""Hand a sheet in, send it back, publish it by a second person, withdraw it."""

from datetime import datetime

from django.db import transaction

from kayoi.engines.followups import services as followups
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor, system
from kayoi.kit.dates import local_date
from kayoi.kit.verdict import Refused
from kayoi.programmes.village_sheets.models import Item, Sheet
from kayoi.programmes.village_sheets.rules import Said, may_check, may_publish, review_due_on
from kayoi.programmes.village_sheets.states import CAUSE, SheetStatus


class UnableToApprove(Refused):
    """The sheet is not honest, not harmless or not confirmed yet; or the same person wrote it."""


def _lock(sheet: Sheet) -> Sheet:
    return Sheet.objects.select_for_update(of=("self",)).select_related("district").get(pk=sheet.pk)


def _refuse_unsound(sheet: Sheet, *, at: datetime) -> None:
    items = [
        Said(item.code, item.number, item.choice, item.as_of, item.source) for item in Item.objects.filter(sheet=sheet)
    ]
    confirmed = bool(sheet.chief_role and sheet.chief_how and sheet.chief_on)
    answer = may_check(items, [sheet.text, sheet.text_en], confirmed=confirmed, today=local_date(at))
    if answer.refused:
        raise UnableToApprove(answer)


@transaction.atomic
def hand_in(*, sheet: Sheet, by: Actor, at: datetime) -> None:
    """Hand a draft in for approval (承認に出す). Raises UnableToApprove with all reasons."""
    locked = _lock(sheet)
    _refuse_unsound(locked, at=at)
    audit.move(locked, "check", by=by, at=at)


@transaction.atomic
def send_back(*, sheet: Sheet, why: str, by: Actor, at: datetime) -> None:
    """Send a sheet back to its writer (差し戻す)."""
    audit.move(_lock(sheet), "send_back", by=by, at=at, why=why)


@transaction.atomic
def publish_sheet(*, sheet: Sheet, by: Actor, at: datetime) -> None:
    """Approve and publish a sheet (承認して公開する): the edition before is withdrawn, the review becomes a follow-up.

    Raises UnableToApprove when it is one's own, or when what it says is no longer sound.
    """
    locked = _lock(sheet)
    answer = may_publish(approver=by.membership_id, writers=locked.writers)
    if answer.refused:
        raise UnableToApprove(answer)
    _refuse_unsound(locked, at=at)
    for before in Sheet.objects.filter(district=locked.district, status=SheetStatus.PUBLISHED):
        audit.move(before, "withdraw", by=by, at=at, why="新しい版の公開")
        _end_review(before, at=at)
    today = local_date(at)
    due_on = review_due_on(today)
    also = {"approved_by_id": by.membership_id, "published_on": today, "review_due_on": due_on}
    audit.move(locked, "publish", by=by, at=at, also=also)
    followups.plan_follow_up(
        title=f"暮らしのシートの見直し: {locked.district.name}", due_on=due_on, cause=CAUSE, reference=str(locked.pk),
        by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def withdraw_sheet(*, sheet: Sheet, why: str, by: Actor, at: datetime) -> None:
    """Take a sheet off the public pages (公開をやめる)."""
    locked = _lock(sheet)
    audit.move(locked, "withdraw", by=by, at=at, why=why)
    _end_review(locked, at=at)


def _end_review(sheet: Sheet, *, at: datetime) -> None:
    followups.finish_caused_by(cause=CAUSE, reference=str(sheet.pk), by=system("village_sheets.withdraw"), at=at)
