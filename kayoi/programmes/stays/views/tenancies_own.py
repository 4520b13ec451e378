"""A person: the homes in which one lives for a longer time, what is left to pay, one's papers."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kayoi.engines.procedures.selectors.letters import letter_pdf
from kayoi.foundation.identity.marks import Request, person
from kayoi.kit.dates import local_date
from kayoi.kit.downloads import download
from kayoi.programmes.stays.models import TenancyPaper
from kayoi.programmes.stays.selectors.tenancies_own import own_homes, tenancies_of


@person(opens="town")
@require_safe
def my_homes(request: Request) -> HttpResponse:
    """Show one's own homes with rent and papers."""
    assert request.person is not None
    homes = own_homes(request.person, on=local_date(timezone.now()))
    return render(request, "stays/tenancies/own.html", {"homes": homes})


@person(opens="town")
@require_safe
def my_paper(request: Request, pk: int) -> HttpResponse:
    """Give one's own paper; those of others do not exist here."""
    assert request.person is not None
    mine = TenancyPaper.objects.filter(tenancy__in=tenancies_of(request.person, on=local_date(timezone.now())))
    paper = get_object_or_404(mine.select_related("letter"), pk=pk)
    return download(letter_pdf(paper.letter), "shorui.pdf")
