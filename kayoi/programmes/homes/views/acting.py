"""One page with one form, for whatever is written down of a house; and why it was refused, in words."""

from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from kayoi.foundation.identity.marks import Request
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.homes.forms import blockers, consents, people
from kayoi.programmes.homes.models import Home

REFUSALS: dict[str, Any] = people.REFUSALS | consents.REFUSALS | blockers.REFUSALS


def form_page(
    request: Request,
    form: forms.BaseForm,
    *,
    title: str,
    button: str,
    back: str,
    home: Home | None = None,
    notes: tuple[str, ...] = (),
    **kwargs: Any,
) -> HttpResponse:
    """Return a page with one form; `back` is the page to which it belongs, `kwargs` are what its address needs."""
    context = {
        "form": form, "title": title, "button": button, "home": home, "notes": notes,
        "back_url": reverse(back, kwargs={"organization": request.organization.slug, **kwargs}),
    }  # fmt: skip
    return render(request, "homes/act.html", context, status=422 if form.is_bound else 200)


def go(request: Request, page: str, **kwargs: Any) -> HttpResponse:
    """Return to a page of the room."""
    return HttpResponseRedirect(reverse(page, kwargs={"organization": request.organization.slug, **kwargs}))


def refusal(error: Refused | ChangedMeanwhile) -> list[str]:
    """Return why something could not be done, in words."""
    if isinstance(error, ChangedMeanwhile):
        return [str(CHANGED_MEANWHILE)]
    return sentences(error.verdict, REFUSALS)
