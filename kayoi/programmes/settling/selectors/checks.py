"""Checks of settling for `manage.py verify`: how many rows of the open organization are not sound."""

from collections import Counter

from django.db.models import Count, F

from kayoi.engines.casefiles.models import Engagement
from kayoi.programmes.settling.models import MatchRow, Move
from kayoi.programmes.settling.states import MOVE


def linked_without_engagement() -> int:
    """Count moves with a case file whose engagements, less what was taken back, tell another number of persons."""
    kinds = {"moved_in": 1, "move_withdrawn": -1}
    rows = Engagement.objects.filter(kind__in=kinds, cause=MOVE).values_list("reference", "kind", "quantity")
    told: Counter[str] = Counter()
    for reference, kind, quantity in rows:
        told[reference] += kinds[kind] * int(quantity)
    moves = Move.objects.exclude(case_file=None).values_list("pk", "persons", "retracted_at")
    return sum(told[str(pk)] != (0 if retracted_at else persons) for pk, persons, retracted_at in moves)


def persons_unlike_members() -> int:
    """Count moves with more members written down than persons."""
    told = Move.objects.annotate(written=Count("members"))
    return told.filter(written__gt=F("persons")).count()


def rows_of_finished_lists() -> int:
    """Count rows of lists that should have been deleted after the matching."""
    return MatchRow.objects.exclude(match_list__finished_at=None).count()
