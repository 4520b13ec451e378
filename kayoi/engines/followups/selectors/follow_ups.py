"""Reads of follow-ups."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from django.db.models import QuerySet

from kayoi.engines.followups.models import FollowUp
from kayoi.engines.messages.models import Message
from kayoi.foundation.identity.models import Membership
from kayoi.foundation.identity.selectors import members


def open_follow_ups(*, on: date) -> QuerySet[FollowUp]:
    """Return what is to be done in the open organization and not put off, the most urgent first."""
    rows = FollowUp.objects.awake(on).select_related("case_file", "owner").defer("case_file__search")
    ordered: QuerySet[FollowUp] = rows.order_by("due_on", "pk")
    return ordered


def asleep_follow_ups(*, on: date) -> QuerySet[FollowUp]:
    """Return what is put off beyond that day, the soonest back first."""
    rows = FollowUp.objects.asleep(on).select_related("case_file", "owner").defer("case_file__search")
    ordered: QuerySet[FollowUp] = rows.order_by("snoozed_until", "pk")
    return ordered


def follow_ups_of(file_ids: Iterable[int]) -> QuerySet[FollowUp]:
    """Return the follow-ups of some case files, open ones first."""
    rows = FollowUp.objects.filter(case_file_id__in=file_ids).select_related("owner")
    return rows.order_by("-status", "due_on", "pk")


def reminders_due(*, on: date) -> list[tuple[Membership, list[FollowUp]]]:
    """Return for each active owner with an address what is due; owners who were already reminded today are left out."""
    present = {member.pk: member for member in members(on=on) if member.email}
    reminded = set(
        Message.objects.filter(cause="followups.reminder", reference__in=[f"{pk}:{on.isoformat()}" for pk in present])
        .values_list("reference", flat=True)
    )  # fmt: skip
    due = FollowUp.objects.due(on).filter(owner_id__in=present.keys()).order_by("owner_id", "due_on", "pk")
    grouped = [(present[owner_id], list(rows)) for owner_id, rows in groupby(due, key=lambda row: row.owner_id)]
    return [(owner, rows) for owner, rows in grouped if f"{owner.pk}:{on.isoformat()}" not in reminded]
