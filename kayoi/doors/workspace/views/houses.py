"""A house and the money that is granted for it: two programmes meet here, the register of houses and the grants."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kayoi.engines.procedures.states import Permission
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.text import normal
from kayoi.programmes.homes.selectors.houses import home_numbered
from kayoi.programmes.schemes.forms.around import HouseForm
from kayoi.programmes.schemes.selectors.grants.before import house_of
from kayoi.programmes.schemes.selectors.grants.houses import linked_to
from kayoi.programmes.schemes.selectors.inbox import requests
from kayoi.programmes.schemes.services import grants
from kayoi.programmes.schemes.states.grants import Side


@staff(Permission.APPLICATION_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def link_house(request: Request, pk: int) -> HttpResponse:
    """Say which house an application is about: one of the register, by its number as it stands there."""
    _require(request, "schemes")
    row = get_object_or_404(requests(), pk=pk)
    known = house_of(row)
    initial = {"number": known.number, "side": known.side, "contract_on": known.contract_on} if known else {}
    form = HouseForm(request.POST or None, initial=initial)
    if form.is_valid():
        number, words = _number_of(request, form.cleaned_data["number"])
        if number:
            values = form.cleaned_data | {"number": number, "side": Side.of(form.cleaned_data["side"])}
            grants.link_house(application=row, by=request.actor, at=timezone.now(), **values)
            messages.success(request, words)
            return redirect("schemes:application", organization=request.organization.slug, pk=pk)
        form.add_error("number", words)
    context = {"title": "対象の家をつなぐ", "row": row, "form": form}
    return render(request, "schemes/applications/around.html", context, status=422 if form.is_bound else 200)


@staff(Permission.APPLICATION_READ)
@require_safe
def house(request: Request, number: str) -> HttpResponse:
    """Show a house with all that was applied for and granted for it, of the owner's and of the buyer's side."""
    _require(request, "schemes")
    home = home_numbered(number) if _has_register(request) else None
    rows = linked_to(home.number if home else number)
    if home is None and not rows:
        raise Http404
    context = {"number": home.number if home else number, "home": home, "rows": rows}
    return render(request, "workspace/house.html", context)


def _number_of(request: Request, written: str) -> tuple[str, str]:
    """Return the number by which a house is known, and what is said of it; nothing where the register has none."""
    if not _has_register(request):
        return normal(written), "対象の家をつなぎました。"
    home = home_numbered(written)
    if home is None:
        return "", "この番号の空き家は、登録にありません。「空き家」の一覧で、番号を確かめてください。"
    return home.number, f"対象の家をつなぎました: {home}(いまの状態: {home.get_status_display()})"


def _has_register(request: Request) -> bool:
    return "homes" in request.organization.programmes


def _require(request: Request, programme: str) -> None:
    """Answer 404 in a town that does without a programme, as its own pages do."""
    if programme not in request.organization.programmes:
        raise Http404
