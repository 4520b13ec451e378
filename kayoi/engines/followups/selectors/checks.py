"""Checks of follow-ups for `manage.py verify`: how many rows of the open organization are not sound."""

from datetime import date

from django.db.models import Exists, OuterRef

from kayoi.engines.followups.models import FollowUp, HandedOver
from kayoi.foundation.identity.selectors import members


def without_present_owner(*, on: date) -> int:
    """Return how many open follow-ups belong to somebody who is no longer a member."""
    present = members(on=on).values("pk")
    return FollowUp.objects.open().exclude(owner=None).exclude(owner__in=present).count()


def left_on_a_moved_desk() -> int:
    """Count open follow-ups that were the leaver's, or nobody's on a file of theirs, and that a hand-over missed."""
    standing = HandedOver.objects.filter(hand_over__undone_at=None)
    told = standing.filter(follow_up=OuterRef("pk"))
    of_leaver = standing.filter(hand_over__leaver=OuterRef("owner"), hand_over__made_at__gte=OuterRef("made_at"))
    of_file = standing.filter(
        follow_up=None, case_file=OuterRef("case_file"), hand_over__made_at__gte=OuterRef("made_at")
    )
    missed = FollowUp.objects.open().filter(~Exists(told))
    kept = missed.filter(Exists(of_leaver))
    nobodys = missed.filter(Exists(of_file), owner=None)
    return kept.count() + nobodys.count()
