"""What the worker does for the vacant-house register."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import local_date
from kayoi.kit.jobs import daily, enqueue, task
from kayoi.programmes.homes import services
from kayoi.programmes.homes.adapters import fetch_tile
from kayoi.programmes.homes.models import Home, SavedSearch
from kayoi.programmes.homes.rules.library import tile_of, zones_of
from kayoi.programmes.homes.selectors.searches import running_searches
from kayoi.programmes.homes.services.searches import tell_news
from kayoi.programmes.homes.states.around import ZOOM


@daily("07:30")
def tell_all_news(context: object, timestamp: int) -> None:
    """Ask for the news of each town's saved searches."""
    for organization in Organization.objects.open_on(local_date(timezone.now())).filter(programmes__contains=["homes"]):
        enqueue("homes.tell_town", organization=organization.pk)


@task
def tell_town(organization: int) -> None:
    """Ask for the mail of each search of one town: one that fails stops no other."""
    with scope.of_organization(organization):
        for pk in running_searches().values_list("pk", flat=True):
            enqueue("homes.tell_one", organization=organization, search=pk)


@task
def tell_one(organization: int, search: int) -> None:
    """Mail one person what is new. Run twice, the second finds nothing new."""
    town = Organization.objects.get(pk=organization)
    here = {"organization": town.slug}
    stop = reverse("homes:stop_search", kwargs={**here, "key": "KEY"}).replace("KEY", "{token}")
    house = reverse("homes:listing", kwargs={**here, "pk": 0}).replace("/0/", "/{pk}/")
    with scope.of_organization(organization):
        tell_news(
            organization=town,
            saved=SavedSearch.objects.get(pk=search),
            link=settings.CANONICAL_URL + stop,
            house_link=settings.CANONICAL_URL + house,
            by=system("homes.tell_one"),
            at=timezone.now(),
        )


@task
def ask_library(organization: int, home: int) -> None:
    """Ask the land library for the hazard zones at one house; what is fresh is not asked for again."""
    by, now = system("homes.ask_library"), timezone.now()
    if not settings.KAYOI_REINFOLIB_KEY:
        return
    with scope.of_organization(organization):
        house = Home.objects.filter(pk=home).first()
        position = house.position if house else None
        if house is None or position is None:
            return
        wanted = services.stale_layers(home=house, by=by, at=now)
        tile = tile_of(*position, ZOOM)
    for layer in wanted:
        # No transaction stays open meanwhile.
        zones = zones_of(fetch_tile(layer, tile, key=settings.KAYOI_REINFOLIB_KEY))
        with scope.of_organization(organization):
            services.keep_answer(layer=layer, tile=tile, zones=zones, by=by, at=now)


@daily("03:10")
def keep_terms(context: object, timestamp: int) -> None:
    """Remind of terms, extend or end them, suspend brokers whose licence is over, in every town."""
    now = timezone.now()
    for organization in Organization.objects.open_on(local_date(now)).filter(programmes__contains=["homes"]):
        with scope.of_organization(organization.pk):
            services.keep_terms(organization=organization, by=system("homes.keep_terms"), at=now)


@daily("05:40")
def end_registrations(context: object, timestamp: int) -> None:
    """Remind seekers of the end of their term, and end the terms that are over, in every town."""
    now, by = timezone.now(), system("homes.end_registrations")
    for organization in Organization.objects.open_on(local_date(now)).desks():
        with scope.of_organization(organization.pk):
            services.expire_seekers(by=by, at=now)
            services.remind_seekers(by=by, at=now)
