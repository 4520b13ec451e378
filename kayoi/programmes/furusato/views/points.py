"""Staff: the town's points, their terms, somebody's points, the file of a fiscal year."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kayoi.engines.casefiles.models import CaseFile
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.downloads import download
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.posted import version_of
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.furusato.forms.card_words import REFUSALS
from kayoi.programmes.furusato.forms.points import PointsForm
from kayoi.programmes.furusato.models import PointsScheme
from kayoi.programmes.furusato.selectors.points import purse_of, scheme_on, steps_of, steps_of_each, unit_on
from kayoi.programmes.furusato.selectors.points_office import asked, given_before, points_csv, points_page
from kayoi.programmes.furusato.services.points import set_points
from kayoi.programmes.furusato.states import Permission
from kayoi.programmes.furusato.views.benefits import asked_year


@staff(Permission.FURUSATO_READ)
@require_safe
def points(request: Request) -> HttpResponse:
    """Show the terms in words, the figures by fiscal year, and what has to be looked at."""
    page = points_page(on=local_date(timezone.now()))
    context = {"page": page, "schemes": list(zip(page.schemes, steps_of_each(page.schemes), strict=True))}
    return render(request, "furusato/points/office.html", context)


@staff(Permission.FURUSATO_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def set_terms(request: Request, pk: int = 0) -> HttpResponse:
    """Write terms from a day on, or change those that have given nothing yet."""
    scheme, wanted = get_object_or_404(PointsScheme, pk=pk) if pk else None, asked()
    given = given_before(scheme, wanted)
    form = PointsForm(request.POST or None, asked=wanted, given=given, instance=scheme)
    if form.is_valid():
        try:
            set_points(
                terms=form.terms(), scheme=get_object_or_404(PointsScheme, pk=pk) if pk else None,
                version=version_of(request) if pk else 1, by=request.actor, at=timezone.now(),
            )  # fmt: skip
            messages.success(request, "ポイントの決まりを保存しました。")
            return redirect("furusato:points", organization=request.organization.slug)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
        except ChangedMeanwhile:
            form.add_error(None, str(CHANGED_MEANWHILE))
    context = {"form": form, "scheme": scheme}
    return render(request, "furusato/points/terms.html", context, status=422 if form.is_bound else 200)


@staff(Permission.FURUSATO_READ)
@require_safe
def points_file(request: Request) -> HttpResponse:
    """Hand out what was given, spent and ran out in a fiscal year, line by line."""
    year = asked_year(request, on=local_date(timezone.now()))
    return download(points_csv(year=year), f"ポイントの増減 {year}.csv")


@staff(Permission.FURUSATO_READ)
@require_safe
def person_points(request: Request, pk: int) -> HttpResponse:
    """Show somebody's points: what is left until when, how each came about."""
    file, today = get_object_or_404(CaseFile.objects.without_search(), pk=pk), local_date(timezone.now())
    scheme = scheme_on(today)
    context = {
        "file": file, "purse": purse_of(file, on=today), "unit": unit_on(today)[0], "unit_en": "", "scheme": scheme,
        "steps": steps_of(scheme) if scheme else [],
    }  # fmt: skip
    return render(request, "furusato/points/person.html", context)
