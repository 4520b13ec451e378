"""How many people are in each band of days, and who they are."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kayoi.engines.casefiles.selectors.ties import people_in
from kayoi.engines.casefiles.states import Permission as CaseFiles
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.downloads import download
from kayoi.strategy.indicators.forms.figures import TiesForm
from kayoi.strategy.indicators.selectors import ties as selectors
from kayoi.strategy.indicators.states import Permission

PAGE = 100


@staff(Permission.FIGURES_READ)
@require_safe
def ties(request: Request) -> HttpResponse:
    """Show how many people are in each band, now and a year before; each number leads to its people."""
    found = selectors.ties(on=local_date(timezone.now()))
    return render(request, "indicators/ties.html", {"ties": found, "drawn": selectors.ties_chart(found)})


@staff(Permission.FIGURES_READ)
@require_safe
def ties_people(request: Request) -> HttpResponse:
    """Show the people behind a number, with names for those who may read case files; or send them as CSV without."""
    today, form = local_date(timezone.now()), TiesForm(request.GET)
    people = people_in(form.bands(), on=today, before=form.before(), course=form.course())
    if request.GET.get("format") == "csv":
        return download(selectors.ties_csv(people, on=today), f"kakawari-{today}.csv")
    named = request.actor.may(CaseFiles.CASEFILE_READ)
    page = Paginator(people, PAGE).get_page(request.GET.get("page"))
    names = selectors.names_of(page.object_list, on=today) if named else {}
    rows = [(one, names.get(one.file_id, "")) for one in page.object_list]
    context = {"form": form, "page": page, "rows": rows, "named": named, "on": today}
    return render(request, "indicators/ties_people.html", context)
