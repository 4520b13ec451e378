"""Log in as a role, read the mails, look at the components. Loopback only."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from kayoi.doors.demo import selectors
from kayoi.doors.demo.states import COUNTER, MEMBERS, PARTNER, PASSWORD, PERSONS, SUBLESSOR, TOTP_SECRET
from kayoi.foundation.identity.marks import Request, public
from kayoi.foundation.identity.models import User
from kayoi.kit.html.style_page import style_page_context

LOOPBACK = frozenset({"127.0.0.1", "::1"})


def loopback_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuse to exist unless this is the demonstration and the browser sits on the same machine."""

    @wraps(view)
    def guarded(request: Request, **kwargs: Any) -> HttpResponse:
        near = request.META.get("REMOTE_ADDR") in LOOPBACK and "HTTP_X_FORWARDED_FOR" not in request.META
        if not settings.DEMO or not near or settings.KAYOI_PROXIES:
            raise Http404
        return view(request, **kwargs)

    return guarded


# Where the people of partners begin.
COUNTERS = {PARTNER.key: "homes:counter", SUBLESSOR.key: "stays:lettings", COUNTER.key: "furusato:counter"}


@public(opens="nothing")
@require_safe
@loopback_only
def index(request: Request) -> HttpResponse:
    """Show the demo accounts, one per role."""
    context = {
        "members": (*MEMBERS, PARTNER, SUBLESSOR, COUNTER),
        "persons": PERSONS,
        "password": PASSWORD,
        "secret": TOTP_SECRET,
    }
    return render(request, "demo/index.html", context)


@public(opens="nothing")
@require_POST
@loopback_only
def log_in_as(request: Request, key: str) -> HttpResponse:
    """Log in as one of the demo accounts, second factor included."""
    spec = next((spec for spec in (*MEMBERS, PARTNER, SUBLESSOR, COUNTER, *PERSONS) if spec.key == key), None)
    if spec is None:
        raise Http404
    user = User.objects.filter(email=spec.email).first()
    if user is None:
        messages.error(request, "このデモのアカウントは、もう消されています。ほかのアカウントを選んでください。")
        return redirect("demo:index")
    login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
    record_authentication(request, user, method="demo")
    if spec in (PARTNER, SUBLESSOR, COUNTER):
        return redirect(COUNTERS[spec.key], organization=spec.organization)
    if slug := getattr(spec, "organization", ""):
        return redirect("workspace:home", organization=slug)
    return redirect("portal:my_page")


@public(opens="nothing")
@require_safe
@loopback_only
def mails(request: Request) -> HttpResponse:
    """Show the mails that would have been sent."""
    return render(request, "demo/mails.html", {"mails": selectors.mails()})


@public(opens="nothing")
@require_safe
@loopback_only
def style_page(request: Request) -> HttpResponse:
    """Show every component in every state."""
    return render(request, "kit/style_page.html", style_page_context())
