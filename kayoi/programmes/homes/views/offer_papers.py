"""The public: the application as a form on paper, and the mandate to be signed."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from kayoi.foundation.identity.marks import Request, public
from kayoi.kit.documents import NoFont
from kayoi.programmes.homes.forms.paper import questions_on_paper
from kayoi.programmes.homes.selectors import papers
from kayoi.programmes.homes.views.offers import found


@public(opens="town")
@require_safe
def offer_form(request: Request) -> HttpResponse:
    """Send the form on paper as a PDF."""
    return _pdf(request, lambda: papers.form_pdf(questions_on_paper(), request.organization), "akiya-moushikomi")


@public(opens="town")
@require_safe
def offer_mandate(request: Request, token: str) -> HttpResponse:
    """Send the mandate with what the application says, as a PDF."""
    answers = found(request, token).answers
    return _pdf(request, lambda: papers.mandate_pdf(answers, request.organization), "ininjou")


def _pdf(request: Request, make: Callable[[], bytes], name: str) -> HttpResponse:
    try:
        body = make()
    except NoFont as missing:
        messages.error(request, str(missing))
        return redirect("homes:offer", organization=request.organization.slug)
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"', "Cache-Control": "private, no-store"}
    return HttpResponse(body, content_type="application/pdf", headers=headers)
