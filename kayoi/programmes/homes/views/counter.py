"""Partners: the counter of a broker, with the houses that the town has given it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kayoi.foundation.identity.marks import Request, partner
from kayoi.programmes.homes.selectors.counter import my_houses
from kayoi.programmes.homes.states import Permission


@partner(Permission.HOME_BROKE)
@require_safe
def counter(request: Request) -> HttpResponse:
    """Show my houses, those first that wait for an answer."""
    return render(request, "homes/counter/houses.html", {"mine": my_houses()})
