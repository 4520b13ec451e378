"""Partners: the counter of a broker, with the houses that the town has given it.

Each view finds its row in the partner's scope and steps into the town's for one service or one selector.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kayoi.foundation.files.selectors import response_for
from kayoi.foundation.identity.marks import Request, in_town, partner
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.verdict import Refused
from kayoi.programmes.homes import services
from kayoi.programmes.homes.forms.counter import DeclineForm
from kayoi.programmes.homes.models import Assignment, Home, Picture
from kayoi.programmes.homes.selectors import counter as selectors
from kayoi.programmes.homes.states import AssignmentStatus, Permission
from kayoi.programmes.homes.views.seekers import refusal


def taken_house(pk: int) -> Home:
    """Return a house that the broker has taken, or answer 404."""
    taken = Assignment.objects.filter(status=AssignmentStatus.ACCEPTED).select_related("home")
    home: Home = get_object_or_404(taken, home=pk).home
    return home


@partner(Permission.HOME_BROKE)
@require_safe
def counter(request: Request) -> HttpResponse:
    """Show my houses, those first that wait for an answer."""
    return render(request, "homes/counter/houses.html", {"mine": selectors.my_houses()})


@partner(Permission.HOME_BROKE)
@require_safe
def counter_house(request: Request, pk: int) -> HttpResponse:
    """Show what a broker needs of one house; the owner's contact with consent, to who has taken it."""
    row = get_object_or_404(Assignment.objects.select_related("home"), home=pk)
    home, taken, today = row.home, row.status == AssignmentStatus.ACCEPTED, local_date(timezone.now())
    context: dict[str, Any] = {
        "row": row, "home": home, "taken": taken,
        "facts": selectors.facts_of_house(row), "groups": selectors.items_of_house(home),
        "pictures": selectors.pictures_of_house(home), "key": selectors.key_of_house(home),
        "contracts": selectors.contracts_of_house(home), "broker": selectors.my_broker(),
    }  # fmt: skip
    if taken:
        with in_town(request):
            context["contact"] = selectors.owners_contact(home, on=today)
            context["viewings"] = selectors.open_viewings([home.pk], on=today)
    return render(request, "homes/counter/one.html", context)


@partner(Permission.HOME_BROKE)
@require_safe
def counter_picture(request: Request, pk: int) -> HttpResponseBase:
    """Send a photo or a plan."""
    row = get_object_or_404(Picture, pk=pk)
    with in_town(request):
        stored = Picture.objects.select_related("file", "small").get(pk=row.pk)
        return response_for(stored.small if "small" in request.GET and stored.small else stored.file)


@partner(Permission.HOME_BROKE)
@require_http_methods(["GET", "HEAD", "POST"])
def take_house(request: Request, pk: int) -> HttpResponse:
    """Take a house."""
    return _answer(request, pk, accepts=True)


@partner(Permission.HOME_BROKE)
@require_http_methods(["GET", "HEAD", "POST"])
def decline_house(request: Request, pk: int) -> HttpResponse:
    """Decline a house."""
    return _answer(request, pk, accepts=False)


def _answer(request: Request, pk: int, *, accepts: bool) -> HttpResponse:
    row = get_object_or_404(Assignment.objects.select_related("home", "broker"), home=pk)
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        why = form.cleaned_data["why"]
        try:
            with in_town(request):
                services.answer_assignment(
                    assignment=row, accepts=accepts, why=why, by=request.actor, at=timezone.now()
                )
        except (Refused, ChangedMeanwhile) as refused:
            messages.error(request, " ".join(refusal(refused)))
        else:
            messages.success(request, "引き受けました。" if accepts else "辞退を、町に伝えました。")
        return redirect("homes:counter", organization=request.organization.slug)
    return render(request, "homes/counter/answer.html", {"row": row, "form": form, "accepts": accepts})
