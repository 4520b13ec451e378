"""Answer sheets (答弁シート): a figure with everything that an answer needs, and what was answered before."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.asked import month_asked
from kayoi.kit.dates import fiscal_year, fiscal_year_label, local_date
from kayoi.strategy.indicators import selectors, services
from kayoi.strategy.indicators.forms.figures import AnswerForm
from kayoi.strategy.indicators.states import Permission
from kayoi.strategy.indicators.views.figures import any_year


@staff(Permission.FIGURES_READ)
@require_safe
def answers(request: Request) -> HttpResponse:
    """Show the figures that a sheet can be made of, and the answers that were kept."""
    today = local_date(timezone.now())
    this = fiscal_year(today)
    years = [(year, fiscal_year_label(year)) for year in (this, this - 1, this - 2, this - 3)]
    context = {
        "sheets": selectors.answers_kept(),
        "figures": selectors.figures_to_answer_with(on=today),
        "years": years,
    }
    return render(request, "indicators/answers.html", context)


@staff(Permission.FIGURES_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: Request, key: str) -> HttpResponse:
    """Show the sheet of a figure for printing, and keep what is answered."""
    now, month = timezone.now(), month_asked(request)
    today = local_date(now)
    year = fiscal_year(month) if month else any_year(request, today)
    figure = selectors.figure_in_words(key, year, month, town=request.organization, on=today)
    if figure is None:
        raise Http404
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        services.keep_answer(fields=form.sheet(figure), by=request.actor, at=now)
        messages.success(request, "答弁シートを残しました。")
        here = reverse("indicators:answer", kwargs={"organization": request.organization.slug, "key": key})
        return redirect(f"{here}?{request.GET.urlencode()}")
    context = {"figure": figure, "form": form, "before": selectors.answered_before(key)}
    return render(request, "indicators/answer.html", context, status=422 if form.is_bound else 200)
