"""Staff: grants as a list by state, one with what is due and what happened."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kayoi.engines.procedures.states import Permission
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.programmes.schemes.models import Grant
from kayoi.programmes.schemes.selectors.grants.grants import grants as all_grants
from kayoi.programmes.schemes.selectors.grants.lists import counts, lines, listed
from kayoi.programmes.schemes.selectors.grants.page import grant_page
from kayoi.programmes.schemes.states.grants import GrantStatus

PAGE = 50


@staff(Permission.APPLICATION_READ)
@require_safe
def grants(request: Request) -> HttpResponse:
    """Show the grants of a state, or all, with what is due."""
    chosen, known = request.GET.get("status", ""), counts()
    page = Paginator(listed(chosen), PAGE).get_page(request.GET.get("page"))
    states = [(one, known[one]) for one in GrantStatus if known.get(one)]
    context = {"page": page, "rows": lines(page.object_list, on=local_date(timezone.now())), "states": states,
               "chosen": chosen, "total": sum(known.values())}  # fmt: skip
    return render(request, "schemes/grants/list.html", context)


@staff(Permission.APPLICATION_READ)
@require_safe
def grant(request: Request, pk: int) -> HttpResponse:
    """Show a grant: amounts, what is due, the next step, reports, claims, letters, what happened."""
    page = grant_page(grant_or_404(pk), on=local_date(timezone.now()))
    return render(request, "schemes/grants/grant.html", {"page": page, "row": page.grant})


def grant_or_404(pk: int) -> Grant:
    """Return a grant. Raises Http404."""
    found: Grant = get_object_or_404(all_grants(), pk=pk)
    return found
