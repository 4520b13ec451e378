"""The application of a secret link, and where its pages lead."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from kayoi.engines.procedures.models import Application
from kayoi.engines.procedures.selectors.applications import application_of_key
from kayoi.engines.procedures.states import ELSEWHERE, WRITABLE
from kayoi.foundation.identity.marks import Request


def found(request: Request, token: str) -> Application:
    """Return the application of a secret link, or of a receipt number to whom it belongs. Raises Http404."""
    application = application_of_key(token, person=request.person)
    if application is None or application.form is None or application.form.procedure.kind in ELSEWHERE:
        raise Http404
    return application


def writable(request: Request, token: str) -> Application:
    """Return an application that may still be written in. Raises Http404."""
    application = found(request, token)
    if application.status not in WRITABLE:
        raise Http404
    return application


def applicants_of(application: Application) -> str:
    """Return who may apply in the procedure of an application."""
    assert application.form is not None
    return application.form.procedure.applicants


def too_late(request: Request, page: str, pk: int) -> HttpResponse:
    """Lead back to a row whose step is done already: pressed twice, or by somebody else. Raises Http404 unless sent."""
    if request.method != "POST":
        raise Http404
    messages.info(request, "この操作は、済んでいるか、いまはできません。いまの状態は、この画面のとおりです。")
    return redirect(page, organization=request.organization.slug, pk=pk)


def link_to_state(request: Request) -> str:
    """Return the address of the state page for mails, with {token} in it."""
    path = reverse("schemes:state", kwargs={"organization": request.organization.slug, "token": "TOKEN"})
    return request.build_absolute_uri(path).replace("TOKEN", "{token}")
