"""A page that asks one thing, and the way back."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from kayoi.foundation.identity.marks import Request


def step(
    request: Request, form: Any, *, title: str, button: str, back_url: str, about: str = "", hints: Sequence[str] = ()
) -> HttpResponse:
    """Show a page that asks one thing about something."""
    context = {"form": form, "title": title, "button": button, "back_url": back_url, "about": about, "hints": hints}
    return render(request, "furusato/step.html", context, status=422 if form.is_bound else 200)
