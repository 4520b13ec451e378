"""The public: what is published of a selection, as a page and as a file, and the script that checks it."""

from pathlib import Path
from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kayoi.engines.selections.models import Selection
from kayoi.engines.selections.selectors import published
from kayoi.foundation.identity.marks import Request, public
from kayoi.kit.downloads import download
from kayoi.programmes.tours.models import Tour
from kayoi.programmes.tours.selectors.reasons import named
from kayoi.programmes.tours.selectors.results import result_of
from kayoi.programmes.tours.views.found import tour_or_404
from kayoi.programmes.tours.views.own import json_file

SCRIPT: Final = Path(__file__).resolve().parents[4] / "docs" / "verify_selection.py"


@public(opens="town")
@require_safe
def result(request: Request, key: str) -> HttpResponse:
    """Show how a selection was done, in numbers only, and how anybody checks it."""
    tour, selection = _both(key)
    context = {"tour": tour, "title": named(tour), "selection": selection, "page": result_of(tour, selection)}
    return render(request, "tours/public/result.html", context)


@public(opens="town")
@require_safe
def selection_file(request: Request, key: str) -> HttpResponse:
    """Give what is published of a selection, for verify_selection.py."""
    tour, selection = _both(key)
    return json_file(published(selection), f"selection-{tour.key}.json")


@public(opens="nothing")
@require_safe
def script(request: Request) -> HttpResponse:
    """Give the script with which anybody recomputes a selection."""
    return download(SCRIPT.read_bytes(), SCRIPT.name)


def _both(key: str) -> tuple[Tour, Selection]:
    tour = tour_or_404(key)
    if tour.selection is None:
        raise Http404
    return tour, tour.selection
