"""One's own points: what is left until when, all that happened, and how they are earned."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kayoi.foundation.identity.marks import Request, public
from kayoi.kit.dates import local_date
from kayoi.programmes.furusato.selectors.points import purse_of, scheme_on, steps_of, unit_on
from kayoi.programmes.furusato.views.national_own import whose_page


@public(opens="town")
@require_safe
def my_points(request: Request, token: str) -> HttpResponse:
    """Show whoever has the link, or is logged in, their points."""
    (file, back), today = whose_page(request, token), local_date(timezone.now())
    scheme, (unit, unit_en) = scheme_on(today), unit_on(today)
    context = {
        "purse": purse_of(file, on=today), "scheme": scheme, "steps": steps_of(scheme) if scheme else [],
        "unit": unit, "unit_en": unit_en, "back": back,
    }  # fmt: skip
    return render(request, "furusato/points/mine.html", context)
