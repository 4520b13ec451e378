"""Staff: the register as a list, and the first page of one house file."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.programmes.homes.forms.process import RegisterFilter
from kayoi.programmes.homes.models import Home
from kayoi.programmes.homes.rules import process as rules
from kayoi.programmes.homes.selectors import houses, process
from kayoi.programmes.homes.selectors.brokers import brokers_by_name
from kayoi.programmes.homes.selectors.overview import entries_of, key_facts
from kayoi.programmes.homes.states import Permission
from kayoi.programmes.homes.states.process import DOER


@staff(Permission.HOME_READ)
@require_safe
def register(request: Request) -> HttpResponse:
    """Show the houses of the town: filtered, page by page, with how many are in each state."""
    form = RegisterFilter(request.GET, quarters=houses.quarters(), brokers=brokers_by_name())
    found = houses.homes(form.sought(), on=local_date(timezone.now()))
    page = Paginator(found, houses.PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "counts": houses.homes_by_status(), "chosen": form.sought().status}
    return render(request, "homes/register.html", context)


@staff(Permission.HOME_READ)
@require_safe
def home(request: Request, pk: int) -> HttpResponse:
    """Show one house: what is next and who must do it, what can be done, what happened."""
    house, today = get_object_or_404(Home, pk=pk), local_date(timezone.now())
    facts = process.facts_of(house, on=today)
    upcoming = rules.next_step(facts)
    context = {
        "home": house,
        "next": upcoming,
        "doer": DOER[upcoming],
        "steps": process.steps_of_home(facts, by=request.actor),
        "facts": key_facts(house, facts),
        "tasks": process.follow_ups_about(house),
        "entries": entries_of(house, on=today),
        "today": today,
    }
    return render(request, "homes/home.html", context)
