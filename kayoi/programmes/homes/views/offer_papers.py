"""The application as a form on paper, and the mandate: for the public, and from staff who were told it by telephone."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from kayoi.engines.procedures.states import Permission as Procedures
from kayoi.foundation.identity.marks import Request, public, staff
from kayoi.kit.documents import NoFont
from kayoi.programmes.homes.forms.paper import questions_on_paper
from kayoi.programmes.homes.selectors import papers
from kayoi.programmes.homes.views.applications import offer_or_404
from kayoi.programmes.homes.views.offers import found

FORM, MANDATE = "akiya-moushikomi", "ininjou"


@public(opens="town")
@require_safe
def offer_form(request: Request) -> HttpResponse:
    """Send the form on paper as a PDF."""
    return _pdf(request, lambda: papers.form_pdf(questions_on_paper({}), request.organization), FORM)


@public(opens="town")
@require_safe
def offer_mandate(request: Request, token: str) -> HttpResponse:
    """Send the mandate with what the application says, as a PDF."""
    answers = found(request, token).answers
    return _pdf(request, lambda: papers.mandate_pdf(answers, request.organization), MANDATE)


@staff(Procedures.APPLICATION_READ)
@require_safe
def application_form(request: Request, pk: int) -> HttpResponse:
    """Send the form with what staff have written down, to be signed."""
    questions = questions_on_paper(offer_or_404(pk).answers)
    return _pdf(request, lambda: papers.form_pdf(questions, request.organization), FORM, pk)


@staff(Procedures.APPLICATION_READ)
@require_safe
def application_mandate(request: Request, pk: int) -> HttpResponse:
    """Send the mandate of somebody for whom another applies, to be signed."""
    row = offer_or_404(pk)
    if row.proxy is None:
        raise Http404
    return _pdf(request, lambda: papers.mandate_pdf(row.answers, request.organization), MANDATE, pk)


def _pdf(request: Request, make: Callable[[], bytes], name: str, pk: int | None = None) -> HttpResponse:
    """Send a paper; without a font say so on the page of the application `pk`, or where one applies."""
    try:
        body = make()
    except NoFont as missing:
        messages.error(request, str(missing))
        slug = request.organization.slug
        page = reverse("homes:application", args=[slug, pk]) if pk else reverse("homes:offer", args=[slug])
        return redirect(page)
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"', "Cache-Control": "private, no-store"}
    return HttpResponse(body, content_type="application/pdf", headers=headers)
