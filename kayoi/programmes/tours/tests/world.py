"""Rows of tours for the walk."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import Channel
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.tokens import new_token
from kayoi.programmes.tours.models import Attendance, Companion, ItineraryItem, NextStep, Outcome, TourDate
from kayoi.programmes.tours.states import ATTENDANCE
from kayoi.programmes.tours.tests.factories import a_date, a_party, a_tour
from kayoi.programmes.tours.tests.giving import rows_of_giving


def rows_of_tours(file: CaseFile, *, words: str, by: Actor, at: datetime) -> dict[str, Any]:
    """Give a town a tour with an open date, one of which a date was held, and parties; return their ids by name."""
    tour, token = a_tour(at=at, name=f"ツアー{file.organization.slug}"), new_token()
    coming = a_date(tour, at=at, starts_on=local_date(at) + timedelta(days=40))
    past = a_date(a_tour(at=at), at=at, starts_on=local_date(at) - timedelta(days=9), status="held")
    asked = a_party(coming, file=file, token=token, at=at, remark=f"卵{words}", persons=2)
    companion = Companion.objects.create(party=asked, name=f"同行{words}", age=8)
    placed = a_party(coming, file=file, at=at, status="placed", remark=f"小麦{words}")
    came = a_party(past, file=file, at=at - timedelta(days=30), status="attended", why=words)
    attendance = Attendance.objects.create(
        party=came, date=past, key=uuid4(), way="list", persons=1, nights=2, came_at=at, received_at=at, why=words
    )
    for kind, quantity in (("seminar", 1), ("stay", 2)):
        casefiles.add_engagement(
            file=file, kind=kind, occurred_at=at, channel=Channel.EVENT, quantity=Decimal(quantity),
            cause=ATTENDANCE, reference=str(attendance.pk), by=by, at=at,
        )  # fmt: skip
    step = NextStep.objects.create(
        party=asked, kind="talk", title=f"相談{words}", path="/ask/", offered_at=at
    )  # fmt: skip
    outcome = Outcome.objects.create(
        party=came, kind="consulting", happened_on=local_date(at), note=words, recorded_at=at
    )
    given = rows_of_giving(tour, asked, placed, by=by, at=at)
    return given | {
        "tour": tour.pk, "tour_key": tour.key, "tour_date": coming.pk, "tour_date_key": coming.key,
        "tour_past": past.pk, "tour_item": ItineraryItem.objects.filter(date=coming)[0].pk, "tour_party": asked.pk,
        "tour_token": token, "tour_companion": companion.pk, "tour_placed": placed.pk, "tour_came": came.pk,
        "tour_attendance": attendance.pk, "tour_step": step.pk, "tour_outcome": outcome.pk,
    }  # fmt: skip


def grow_tours(rows: dict[str, Any], file: CaseFile, count: int, *, by: Actor, at: datetime) -> None:
    """Add that many tours with dates, and dates, items and parties to what the pages of the first one show."""
    coming, past = (TourDate.objects.get(pk=rows[name]) for name in ("tour_date", "tour_past"))
    for _ in range(count):
        a_date(a_tour(at=at), at=at)
        a_date(coming.tour, at=at)
        ItineraryItem.objects.create(date=coming, day=1, starts="15:00", kind="visit", title="見学")
        for status in ("asked", "placed", "refused"):
            party = a_party(coming, file=file, at=at, status=status)
            Companion.objects.create(party=party, name="同行者")
        came = a_party(past, file=file, at=at, status="attended")
        Attendance.objects.create(
            party=came, date=past, key=uuid4(), way="qr", persons=1, nights=2, came_at=at, received_at=at
        )
        Outcome.objects.create(party=came, kind="moved", happened_on=local_date(at), recorded_at=at)
