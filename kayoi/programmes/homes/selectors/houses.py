"""Houses in lists, and what happened to one."""

from django.db.models import QuerySet

from kayoi.programmes.homes.models import Home, HomeEvent


def homes() -> QuerySet[Home]:
    """Return the houses of the town, the latest first."""
    return Home.objects.order_by("-opened_at", "-pk")


def steps_of(home: Home) -> list[HomeEvent]:
    """Return what happened to a house, the latest first."""
    return list(HomeEvent.objects.filter(home=home).order_by("-occurred_at", "-pk"))
