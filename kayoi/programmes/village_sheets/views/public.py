"""Districts for seekers: all of them, one, some beside each other; wishes are asked and not kept."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kayoi.foundation.identity.marks import Request, public
from kayoi.programmes.village_sheets import selectors
from kayoi.programmes.village_sheets.forms.public import WishForm
from kayoi.programmes.village_sheets.states import KINDS, MOST_COMPARED


@public()
@require_safe
def villages(request: Request) -> HttpResponse:
    """List the districts; with wishes, the best fit first and mismatches before praise."""
    form = WishForm(request.GET or None)
    wishes = form.concerns()
    words = selectors.wish_words(wishes)
    context = {
        "form": form,
        "wishes": wishes,
        "wish_words": words,
        "wish_query": urlencode({"text": words}),
        "districts": selectors.districts_shown(request.organization, wishes),
        "organization": request.organization,
    }
    return render(request, "village_sheets/villages.html", context)


@public()
@require_safe
def village(request: Request, pk: int) -> HttpResponse:
    """Show one district, its hard sides first."""
    district = selectors.district_shown(request.organization, pk)
    if district is None:
        raise Http404
    wishes = WishForm(request.GET or None).concerns()
    (shown,) = selectors.for_wishes([district], wishes)
    context = {"district": shown, "wishes": bool(wishes), "organization": request.organization}
    return render(request, "village_sheets/village.html", context)


@public()
@require_safe
def compare(request: Request) -> HttpResponse:
    """Show two to four districts beside each other."""
    ids = [int(pk) for pk in request.GET.getlist("d")[:MOST_COMPARED] if pk.isdecimal() and len(pk) < 10]
    districts = selectors.compared(request.organization, ids)
    by_code = [{item.code: item for item in district.items} for district in districts]
    rows = [
        (selectors.either(kind.label, kind.label_en), [items.get(code) for items in by_code])
        for code, kind in KINDS.items()
        if any(code in items for items in by_code)
    ]
    context = {"districts": districts, "rows": rows, "organization": request.organization}
    return render(request, "village_sheets/compare.html", context)
