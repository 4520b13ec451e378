"""Open one of the 44 consortia as an organization, with its towns and a tour in preparation."""

from datetime import date, datetime
from typing import Any, Final

from django.db import transaction

from kayoi.foundation.identity import services as identity
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.foundation.tenancy.states import OrganizationKind
from kayoi.kit.actor import Actor
from kayoi.programmes.tours.models import Tour
from kayoi.programmes.tours.rules.profiles import Profile
from kayoi.programmes.tours.services.dates import add_date
from kayoi.programmes.tours.services.tours import open_tour
from kayoi.programmes.tours.states import TourKind

PROGRAMMES: Final = ["consultations", "tours", "surveys"]
KEY: Final = "monitor"
CAPACITY: Final = 10


@transaction.atomic
def open_profile(*, profile: Profile, first_day: date, by: Actor, at: datetime) -> Organization:
    """Open a consortium (協議会を開く), with a tour in preparation and a date in each of its towns. Once is enough."""
    there: Organization | None = Organization.objects.filter(slug=profile.slug).first()
    if there is not None:
        return there
    fields: dict[str, Any] = {
        "slug": profile.slug, "kind": OrganizationKind.CONSORTIUM, "name": profile.name, "programmes": PROGRAMMES,
        "place_code": profile.place,
    }  # fmt: skip
    made = identity.open_organization(fields=fields, by=by, at=at)
    with scope.of_organization(made.pk):
        _open_tour(profile, first_day, by=by, at=at)
    return made


def _open_tour(profile: Profile, first_day: date, *, by: Actor, at: datetime) -> Tour:
    tour = open_tour(
        fields={
            "key": KEY, "kind": TourKind.MONITOR, "name": profile.tour[:80], "summary": profile.summary,
            "place_code": profile.place, "organizer": profile.name[:120],
        }, by=by, at=at,
    )  # fmt: skip
    for number, town in enumerate(profile.towns or ("",), 1):
        add_date(
            tour=tour,
            fields={
                "key": f"town-{number}", "starts_on": first_day, "ends_on": first_day, "place_code": town,
                "capacity": CAPACITY,
            }, by=by, at=at,
        )  # fmt: skip
    return tour
