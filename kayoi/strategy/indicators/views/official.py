"""Official figures beside our own counts; recording them with their source."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kayoi.foundation.identity.marks import Request, staff
from kayoi.strategy.indicators import selectors, services
from kayoi.strategy.indicators.forms.official import OfficialForm
from kayoi.strategy.indicators.states import Permission


@staff(Permission.FIGURES_READ)
@require_safe
def official(request: Request) -> HttpResponse:
    """Show every official series with its sources, drawn beside our own counts."""
    code = request.organization.place_code
    found = selectors.official_series(town_code=code)
    own = {subject: selectors.own_counts(subject, town_code=code) for subject in {series.subject for series in found}}
    shown = [(series, selectors.beside(series, own[series.subject])) for series in found]
    return render(request, "indicators/official.html", {"shown": shown})


@staff(Permission.FIGURES_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def new_official(request: Request) -> HttpResponse:
    """Record published values from a file or typed."""
    form = OfficialForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        return render(request, "indicators/new_official.html", {"form": form}, status=422 if form.is_bound else 200)
    count = services.record_official(**form.published(), by=request.actor, at=timezone.now())
    messages.success(request, f"公表値を{count}件記録しました。")
    return redirect("indicators:official", organization=request.organization.slug)
