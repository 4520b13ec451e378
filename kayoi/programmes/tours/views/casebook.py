"""Staff: the casebook of the 44 consortia, searched and one by one."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kayoi.foundation.identity.marks import Request, staff
from kayoi.programmes.tours.forms.casebook import SearchForm
from kayoi.programmes.tours.rules.casebook import ISSUES, found
from kayoi.programmes.tours.selectors.published import SOURCE, consortia, consortium, places_of
from kayoi.programmes.tours.states import Permission


@staff(Permission.TOUR_READ)
@require_safe
def casebook(request: Request) -> HttpResponse:
    """Search the 44 consortia."""
    cases = consortia()
    form = SearchForm(request.GET or None, cases=cases)
    hits = found(cases, form.wanted()) if form.is_valid() else list(cases)
    context = {"form": form, "hits": hits, "count": len(cases), "source": SOURCE, "issues": ISSUES}
    return render(request, "tours/casebook/list.html", context)


@staff(Permission.TOUR_READ)
@require_safe
def case(request: Request, number: int) -> HttpResponse:
    """Show one of them as printed, with what cannot be told."""
    one = consortium(number)
    if one is None:
        raise Http404
    context = {
        "case": one, "source": SOURCE, "issues": [ISSUES[key] for key in one.issues],
        "places": places_of(one),
    }  # fmt: skip
    return render(request, "tours/casebook/case.html", context)
