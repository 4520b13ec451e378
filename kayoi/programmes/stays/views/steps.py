"""A page that asks one thing about a stay, and the way back."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from kayoi.foundation.identity.marks import Request
from kayoi.programmes.stays.models import Stay
from kayoi.programmes.stays.selectors.words import days_in_words


def step(
    request: Request, form: Any, stay: Stay, *, title: str, button: str, hints: Sequence[str] = ()
) -> HttpResponse:
    """Show a page that asks one thing about a stay."""
    context = {"form": form, "stay": stay, "days": days_in_words(stay), "title": title, "button": button}
    status = 422 if form.is_bound else 200
    return render(request, "stays/office/step.html", context | {"hints": hints}, status=status)


def back(request: Request, stay: Stay, words: str) -> HttpResponse:
    """Lead back to a stay and say what was done."""
    messages.success(request, words)
    return redirect("stays:staff_stay", organization=request.organization.slug, pk=stay.pk)
