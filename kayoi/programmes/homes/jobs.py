"""What the worker does for the vacant-house register."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import local_date
from kayoi.kit.jobs import daily, enqueue, task
from kayoi.programmes.homes.models import SavedSearch
from kayoi.programmes.homes.selectors.searches import running_searches
from kayoi.programmes.homes.services.searches import tell_news


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
