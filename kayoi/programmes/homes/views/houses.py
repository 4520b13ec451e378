"""Staff: the register as a list, and the first page of one house file."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from kayoi.foundation.identity.marks import Request, staff
from kayoi.programmes.homes.models import Home
from kayoi.programmes.homes.selectors.houses import homes, steps_of
from kayoi.programmes.homes.states import Permission


@staff(Permission.HOME_READ)
@require_safe
def register(request: Request) -> HttpResponse:
    """Show the houses of the town."""
    return render(request, "homes/register.html", {"homes": homes()[:200]})


@staff(Permission.HOME_READ)
@require_safe
def home(request: Request, pk: int) -> HttpResponse:
    """Show one house: its state, what happened, what is next."""
    house = get_object_or_404(Home, pk=pk)
    return render(request, "homes/home.html", {"home": house, "steps": steps_of(house)})
