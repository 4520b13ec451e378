"""What the worker does for the vacant-house register."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.foundation.tenancy.selectors import givers_to, readers_of
from kayoi.foundation.tenancy.states import Shared
from kayoi.kit.actor import system
from kayoi.kit.dates import local_date
from kayoi.kit.jobs import daily, enqueue, task
from kayoi.programmes.homes import services
from kayoi.programmes.homes.adapters import fetch_tile
from kayoi.programmes.homes.models import Home, SavedSearch
from kayoi.programmes.homes.rules.library import tile_of, zones_of
from kayoi.programmes.homes.selectors.exchange.pool import brokers_to_share
from kayoi.programmes.homes.selectors.searches import running_searches
from kayoi.programmes.homes.services import exchange
from kayoi.programmes.homes.services.searches import tell_news
from kayoi.programmes.homes.states.around import ZOOM
from kayoi.programmes.homes.states.exchange import KEPT_DAYS


@daily("07:30")
def tell_all_news(context: object, timestamp: int) -> None:
    """Ask for the news of each town's saved searches."""
    for town in _towns():
        enqueue("homes.tell_town", organization=town.pk)


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
def try_rows(organization: int, run: int) -> None:
    """Read every row of a register and keep its plan. Killed and run again, it begins anew."""
    by = system("homes.try_rows")
    with scope.of_organization(organization):
        exchange.plan_register(run_id=run, by=by, at=timezone.now())


@task
def import_rows(organization: int, run: int) -> None:
    """Import the rows, a piece a transaction; going on where another has stopped."""
    by = system("homes.import_rows")
    more = True
    try:
        while more:
            with scope.of_organization(organization):
                more = exchange.import_piece(run_id=run, by=by, at=timezone.now())
        with scope.of_organization(organization):
            exchange.finish_import(run_id=run, by=by, at=timezone.now())
    except Exception as error:  # the import must not seem to go on; the log has the rest
        with scope.of_organization(organization):
            exchange.fail_import(run_id=run, problem=type(error).__name__, by=by, at=timezone.now())
        raise


@task
def undo_rows(organization: int, run: int) -> None:
    """Take an import back, a piece a transaction."""
    by = system("homes.undo_rows")
    more = True
    while more:
        with scope.of_organization(organization):
            more = exchange.undo_piece(run_id=run, by=by, at=timezone.now())
    with scope.of_organization(organization):
        exchange.finish_undo(run_id=run, by=by, at=timezone.now())


@daily("03:50")
def forget_registers(context: object, timestamp: int) -> None:
    """Forget workbooks and returned cells after a month."""
    now = timezone.now()
    for town in _towns():
        with scope.of_organization(town.pk):
            exchange.forget_registers(before=now - timedelta(days=KEPT_DAYS), by=system("homes.forget"), at=now)


@daily("04:10")
def share_all_brokers(context: object, timestamp: int) -> None:
    """Let every town take over what others share of their brokers."""
    for town in _towns():
        enqueue("homes.take_brokers", organization=town.pk)


@task
def share_brokers(organization: int) -> None:
    """Let the towns that a town shares its brokers with take them over anew: one of them has changed."""
    with scope.of_organization(organization):
        town = Organization.objects.get(pk=organization)
        readers = readers_of(town, Shared.BROKERS, on=local_date(timezone.now()))
    for reader in readers:
        enqueue("homes.take_brokers", organization=reader.pk)


@task
def take_brokers(organization: int) -> None:
    """Take over what other towns share of their brokers: read in their scope, written in ours. Safe to repeat."""
    by, now = system("homes.take_brokers"), timezone.now()
    with scope.of_organization(organization):
        givers = givers_to(Organization.objects.get(pk=organization), Shared.BROKERS, on=local_date(now))
    for giver in givers:
        with scope.of_organization(giver.pk):
            brokers = brokers_to_share()
        with scope.of_organization(organization):
            exchange.take_copies(giver=giver, brokers=brokers, by=by, at=now)
    with scope.of_organization(organization):
        exchange.end_copies(givers=[giver.slug for giver in givers], by=by, at=now)


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
    for organization in _towns():
        with scope.of_organization(organization.pk):
            services.keep_terms(organization=organization, by=system("homes.keep_terms"), at=now)


@daily("04:20")
def renew_listings(context: object, timestamp: int) -> None:
    """Renew what is shown of houses where new data on places has changed it, in every town."""
    now = timezone.now()
    for town in _towns():
        with scope.of_organization(town.pk):
            services.renew_unlike(by=system("homes.renew_listings"), at=now)


@daily("05:40")
def end_registrations(context: object, timestamp: int) -> None:
    """Remind seekers of the end of their term, and end the terms that are over, in every town."""
    now, by = timezone.now(), system("homes.end_registrations")
    for organization in Organization.objects.open_on(local_date(now)).desks():
        with scope.of_organization(organization.pk):
            services.expire_seekers(by=by, at=now)
            services.remind_seekers(by=by, at=now)


def _towns() -> list[Organization]:
    return list(Organization.objects.open_on(local_date(timezone.now())).filter(programmes__contains=["homes"]))
