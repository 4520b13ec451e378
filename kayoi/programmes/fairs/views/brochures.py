"""The shelf: brochures, what is left of them, and what has to be printed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.sentences import CHANGED_MEANWHILE
from kayoi.programmes.fairs import selectors, services
from kayoi.programmes.fairs.forms.brochures import BrochureForm, StockForm
from kayoi.programmes.fairs.models import Brochure
from kayoi.programmes.fairs.states import Permission


@staff(Permission.FAIR_MANAGE)
@require_safe
def shelf(request: Request) -> HttpResponse:
    """Show all brochures with stock and waiting requests."""
    return render(request, "fairs/shelf.html", {"brochures": selectors.brochures()})


@staff(Permission.FAIR_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: Request) -> HttpResponse:
    """Enter a brochure."""
    form = BrochureForm(request.POST or None)
    if not form.is_valid():
        return _page(request, form, StockForm(), None)
    made = services.make_brochure(
        organization=request.organization, fields=form.brochure_fields(), by=request.actor, at=timezone.now()
    )
    messages.success(request, "資料を登録しました。次に、在庫の数を入れてください。")
    return redirect("fairs:brochure", organization=request.organization.slug, pk=made.pk)


@staff(Permission.FAIR_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Request, pk: int) -> HttpResponse:
    """Change what is written about a brochure."""
    brochure = get_object_or_404(Brochure.objects.all(), pk=pk)
    initial = {name: getattr(brochure, name) for name in BrochureForm.base_fields}
    form = BrochureForm(request.POST or None, initial=initial)
    if not form.is_valid():
        return _page(request, form, StockForm(), brochure)
    try:
        services.change_brochure(
            organization=request.organization, brochure=brochure, fields=form.brochure_fields(),
            version=form.cleaned_data["version"] or 0, by=request.actor, at=timezone.now(),
        )  # fmt: skip
    except ChangedMeanwhile:
        form.add_error(None, CHANGED_MEANWHILE)
        return _page(request, form, StockForm(), brochure, status=409)
    messages.success(request, "資料の内容を直しました。")
    return redirect("fairs:shelf", organization=request.organization.slug)


@staff(Permission.FAIR_MANAGE)
@require_POST
def stock(request: Request, pk: int) -> HttpResponse:
    """Add or take away copies."""
    brochure = get_object_or_404(Brochure.objects.all(), pk=pk)
    form = StockForm(request.POST)
    initial = {name: getattr(brochure, name) for name in BrochureForm.base_fields}
    if not form.is_valid():
        return _page(request, BrochureForm(initial=initial), form, brochure)
    try:
        left = services.add_stock(brochure=brochure, **form.cleaned_data, by=request.actor, at=timezone.now())
    except services.OutOfStock as short:
        form.add_error("copies", f"在庫は{short.args[0]}部です。それより多くは減らせません。")
        return _page(request, BrochureForm(initial=initial), form, brochure)
    messages.success(request, f"在庫は{left}部になりました。")
    return redirect("fairs:shelf", organization=request.organization.slug)


def _page(
    request: Request, form: BrochureForm, stock: StockForm, brochure: Brochure | None, status: int | None = None
) -> HttpResponse:
    context = {"form": form, "stock": stock, "brochure": brochure}
    status = status or (422 if form.is_bound or stock.is_bound else 200)
    return render(request, "fairs/brochure.html", context, status=status)
