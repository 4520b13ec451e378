"""What people see when something is refused, missing or broken.

No view here reads the database or the session: they must work when both are down, and inside a broken transaction.
They carry no mark, because they are no pages: Django and allauth call them.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that the request could not be read (400)."""
    return _page("portal/errors/400", 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that this is not for the reader (403)."""
    return _page("portal/errors/403", 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that there is nothing here (404); never whether there is something elsewhere, or for somebody else."""
    return _page("portal/errors/404", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that we have failed (500)."""
    return _page("portal/errors/500", 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form could not be taken, and that what was typed is still there one step back (403)."""
    return _page("portal/errors/csrf", 403)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Ask to wait (429)."""
    return _page("429", 429)


def _page(name: str, status: int) -> HttpResponse:
    """Render without the request: then no context processor runs, and nothing is asked of the database."""
    context = {"site_name": "Kayoi", "demo": settings.DEMO}
    return HttpResponse(render_to_string(f"{name}.html", context), status=status)
