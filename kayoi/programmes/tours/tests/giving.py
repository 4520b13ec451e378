"""Tours whose places are given: for tests and for the walk."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from kayoi.engines.selections import services as selections
from kayoi.engines.selections.selectors import terms_of
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR, Actor
from kayoi.programmes.tours import services
from kayoi.programmes.tours.forms.refusals import REFUSALS
from kayoi.programmes.tours.models import Party, Tour
from kayoi.programmes.tours.rules.asking import Asking, With
from kayoi.programmes.tours.selectors.giving import line_of
from kayoi.programmes.tours.tests.factories import a_date, a_party, a_tour

LINK = "https://kayoi.example/tours/a/{token}/"
NUMBER = "39123.45"


def a_given_tour(*, at: datetime, by: Actor, capacity: int = 4, method: str = "lottery", **fields: Any) -> Tour:
    """Publish a tour of one date with its terms; by lot the number is out three weeks later."""
    by_lot = (
        {"public_number": "ある指数の終値", "number_from": at + timedelta(days=21)} if method != "first_come" else {}
    )
    tour = a_tour(at=at, method=method, **by_lot, **fields)
    a_date(tour, at=at, capacity=capacity, minimum=1)
    services.publish_terms(tour=tour, by=by, at=at)
    tour.refresh_from_db()
    return tour


def teller(organization: Organization) -> services.Teller:
    """Return how parties are told in tests."""
    return services.Teller(organization, LINK, REFUSALS)


def asking(tour: Tour, persons: int = 1, **fields: Any) -> Asking:
    """Return an application for the first date of a tour, by an adult with children."""
    wishes = [one.key for one in tour.dates.order_by("starts_on", "pk")][:1]
    given: dict[str, Any] = {
        "persons": persons, "wishes": wishes, "once": uuid4(), "agrees_agency": True,
        "companions": [With(f"家族{number}", age=8) for number in range(persons - 1)],
        "counted": {"age_band": "30s", "prefecture": "13", "past_visits": "never"},
    } | fields  # fmt: skip
    return Asking(**given)


def applied(
    organization: Organization, tour: Tour, persons: int = 1, *, at: datetime, by: Actor = VISITOR,
    name: str = "申込 人", email: str = "", **fields: Any,
) -> Party:  # fmt: skip
    """Let a party apply for a tour."""
    who = services.Who({"name": name, "email": email or f"{uuid4().hex[:8]}@example.jp", "language": "ja"})
    return services.apply_for_tour(
        teller=teller(organization), tour=tour, who=who, asking=asking(tour, persons, **fields), by=by, at=at
    ).party


def drawn(organization: Organization, tour: Tour, *, by: Actor, at: datetime) -> None:
    """Close the list after the deadline and draw once the number is out; `at` is when the tour was published."""
    services.close_list(tour=tour, by=by, at=at + timedelta(days=15))
    services.draw(
        teller=teller(organization), tour=tour, number=NUMBER, by=by, at=at + timedelta(days=22)
    )  # fmt: skip


def rows_of_giving(tour: Tour, *parties: Party, by: Actor, at: datetime) -> dict[str, Any]:
    """Give the tour of the walk its terms, and parties their lines; a tour without terms, and one with a jury."""
    selection = services.publish_terms(tour=tour, by=by, at=at)
    for party in parties:
        selections.enter(selection=selection.pk, party=line_of(party, terms_of(selection)), by=by, at=at)
    planned = a_tour(at=at)
    a_date(planned, at=at)
    judged = a_party(a_date(a_tour(at=at, method="points", weights={"動機": 2}), at=at), at=at)
    return {"tour_planned": planned.pk, "tour_judged": judged.pk}
