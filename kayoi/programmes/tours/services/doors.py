"""Show another door to those without a place, and note who goes through."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.programmes.tours.models import NextStep, Party
from kayoi.programmes.tours.rules.doors import Door, doors

MOST_TITLE = 120


@transaction.atomic
def offer_doors(*, party: Party, found: Iterable[Door], by: Actor, at: datetime) -> list[NextStep]:
    """Show a party two or three other doors (次の一歩を案内する): what fits all, near the days they wished for."""
    wished = party.tour.dates.filter(key__in=party.wishes).order_by("starts_on").first()
    shown = set(NextStep.objects.filter(party=party).values_list("path", flat=True))
    chosen = doors(
        found, persons=party.persons, near=wished.starts_on if wished else local_date(at), without=shown,
        wishes=party.wishes,
    )  # fmt: skip
    english = party.case_file.language == "en"
    steps = NextStep.objects.bulk_create(
        NextStep(
            party=party, kind=door.kind, opening=door.opening,
            title=((english and door.title_en) or door.title)[:MOST_TITLE], path=door.path, offered_at=at,
        )
        for door in chosen
    )  # fmt: skip
    audit.record("tours.offer_doors", party, by=by, at=at, after={"doors": [step.path for step in steps]})
    return list(steps)


@transaction.atomic
def take_step(*, step: NextStep, by: Actor, at: datetime) -> None:
    """Note that a party goes on by another door (次の一歩に進む). Twice is once: the first time counts."""
    if NextStep.objects.filter(pk=step.pk, taken_at=None).update(taken_at=at):
        audit.record("tours.take_step", step, by=by, at=at, after={"path": step.path})
