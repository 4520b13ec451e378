"""The waiting ends when the last date that a party wished for begins: it is told so, and shown other doors."""

from datetime import datetime

from django.db import transaction

from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.programmes.tours.models import Party, TourDate
from kayoi.programmes.tours.rules.doors import Door
from kayoi.programmes.tours.selectors.doors import open_doors
from kayoi.programmes.tours.selectors.giving import locked
from kayoi.programmes.tours.services.doors import offer_doors
from kayoi.programmes.tours.services.standing import leave_list
from kayoi.programmes.tours.services.telling import Teller, tell_party
from kayoi.programmes.tours.states import COMING, PartyStatus
from kayoi.programmes.tours.states.giving import Mail


@transaction.atomic
def end_waiting(*, teller: Teller, by: Actor, at: datetime) -> int:
    """Let nobody wait for dates that have begun (補欠の待ちを終える); return how many were told. Twice tells nobody."""
    waiting = Party.objects.filter(status=PartyStatus.RESERVE)
    for tour in waiting.order_by("tour_id").values_list("tour_id", flat=True).distinct():
        locked(tour)
    rows = list(
        waiting.select_related("tour__organization", "tour__selection", "case_file")
        .order_by("pk")
    )  # fmt: skip
    ahead = set(
        TourDate.objects.filter(tour__in={party.tour_id for party in rows}, status__in=COMING,
                                starts_on__gt=local_date(at)).values_list("tour_id", "key")
    )  # fmt: skip
    over = [party for party in rows if not any((party.tour_id, wish) in ahead for wish in party.wishes)]
    why = "希望された日程の空きが出ないまま、当日を迎えました。" if over else ""
    doors: dict[int, list[Door]] = {}
    for party in over:
        if party.tour_id not in doors:
            doors[party.tour_id] = open_doors(party.tour, at=at)
        audit.move(party, "refuse", by=by, at=at, why=why, also={"why": why})
        steps = offer_doors(party=party, found=doors[party.tour_id], by=by, at=at)
        tell_party(teller=teller, party=party, mail=Mail.REFUSED, doors=steps, by=by, at=at)
        leave_list(teller=teller, tour=party.tour, party=party, why=why, by=by, at=at)
    return len(over)
