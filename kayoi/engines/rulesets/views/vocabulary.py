"""A ruleset's own facts and sets of places."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from kayoi.engines.rulesets import services
from kayoi.engines.rulesets.forms.vocabulary import FactForm, PlacesForm
from kayoi.engines.rulesets.models import Ruleset
from kayoi.engines.rulesets.states import Permission
from kayoi.engines.rulesets.views.finding import done, ruleset_or_404, status_of, to
from kayoi.foundation.identity.marks import Request, staff


@staff(Permission.RULESET_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def fact(request: Request, pk: int) -> HttpResponse:
    """Add a fact of the ruleset's own, or change one."""
    row = ruleset_or_404(pk)
    key = request.GET.get("key", "")
    form = FactForm(request.POST or None, initial=FactForm.initial_of(row, key))
    if form.is_valid():
        facts = _replaced(row.facts, key, form.fact())
        if _changed(request, row, form, facts=facts, places=row.places):
            return to("ruleset", request, pk, anchor="facts")
    context = {"form": form, "ruleset": row, "key": key}
    return render(request, "rulesets/fact.html", context, status=status_of(form))


@staff(Permission.RULESET_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def places(request: Request, pk: int) -> HttpResponse:
    """Add a set of places, or change one."""
    row = ruleset_or_404(pk)
    name = request.GET.get("key", "")
    form = PlacesForm(request.POST or None, ruleset=row, name=name)
    if form.is_valid():
        sets = {key: one for key, one in row.places.items() if key != name or key == form.cleaned_data["name"]}
        sets = sets | {form.cleaned_data["name"]: form.places()}
        if _changed(request, row, form, facts=row.facts, places=sets):
            return to("ruleset", request, pk, anchor="places")
    context = {"form": form, "ruleset": row, "key": name}
    return render(request, "rulesets/places.html", context, status=status_of(form))


@staff(Permission.RULESET_EDIT)
@require_POST
def drop(request: Request, pk: int) -> HttpResponse:
    """Take a fact or a set of places away that no version needs."""
    row = ruleset_or_404(pk)
    key = request.POST.get("key", "")
    facts = [one for one in row.facts if one["key"] != key]
    sets = {name: one for name, one in row.places.items() if name != key}
    if done(services.change_vocabulary, request, ruleset=row, facts=facts, places=sets, seen=row.version):
        messages.success(request, "削除しました。")
    return to("ruleset", request, pk, anchor="facts")


def _replaced(facts: list[Any], key: str, fact: dict[str, Any]) -> list[Any]:
    """Return facts with one in the place of that with this key, or behind them."""
    replaced = [fact if one["key"] == key else one for one in facts]
    return replaced if fact in replaced else [*replaced, fact]


def _changed(
    request: Request, row: Ruleset, form: FactForm | PlacesForm, *, facts: list[Any], places: dict[str, Any]
) -> bool:
    seen = form.cleaned_data["seen"]
    if not done(services.change_vocabulary, request, form, ruleset=row, facts=facts, places=places, seen=seen):
        return False
    messages.success(request, "保存しました。")
    return True
