"""What the worker does for houses."""

from django.conf import settings
from django.utils import timezone

from kayoi.foundation.tenancy import scope
from kayoi.kit.actor import system
from kayoi.kit.jobs import task
from kayoi.programmes.homes import services
from kayoi.programmes.homes.adapters import fetch_tile
from kayoi.programmes.homes.models import Home
from kayoi.programmes.homes.rules.library import tile_of, zones_of
from kayoi.programmes.homes.states.around import ZOOM


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
        zones = zones_of(
            fetch_tile(layer, tile, key=settings.KAYOI_REINFOLIB_KEY)
        )  # no transaction stays open meanwhile
        with scope.of_organization(organization):
            services.keep_answer(layer=layer, tile=tile, zones=zones, by=by, at=now)
