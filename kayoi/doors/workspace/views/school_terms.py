"""The terms and holidays of the town's schools, entered once a year."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kayoi.doors.workspace.forms.school_terms import REFUSALS, SchoolYearForm
from kayoi.engines.openings.rules import copied_year
from kayoi.engines.openings.selectors import school_chart, school_year, spans_of
from kayoi.engines.openings.services import UnableToSetSchoolYear, set_school_year
from kayoi.engines.openings.states import School
from kayoi.foundation.identity.marks import Request, staff
from kayoi.foundation.identity.states import Permission
from kayoi.kit.dates import fiscal_year, fiscal_year_label, local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences


@staff(Permission.ORGANIZATION_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def school_terms(request: Request) -> HttpResponse:
    """Show the terms of a kind of school in a year as a plot; enter them, or take those of the year before."""
    today = local_date(timezone.now())
    school, year = _asked(request, fiscal_year(today))
    row = school_year(school, year)
    known, before = spans_of(row), spans_of(school_year(school, year - 1))
    copies = "copy" in request.GET and not known
    data, version = (request.POST or None), row.version if row else 0
    form = SchoolYearForm(data, spans=copied_year(before) if copies else known, version=version)
    if form.is_valid():
        try:
            set_school_year(
                school=school, year=year, spans=form.spans(), version=form.cleaned_data["version"], by=request.actor,
                at=timezone.now(),
            )  # fmt: skip
            messages.success(request, "学校の暦を保存しました。公開のページにも出ます。")
            return redirect(_address(request, school, year))
        except UnableToSetSchoolYear as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
        except ChangedMeanwhile:
            form.add_error(None, str(CHANGED_MEANWHILE))
    context = _context(form, school, year) | {
        "chart": school_chart(school, year, known, on=today) if known else None,
        "may_copy": bool(before) and not known and not copies, "copies": copies,
    }  # fmt: skip
    return render(request, "workspace/school_terms.html", context, status=422 if form.is_bound else 200)


def _context(form: SchoolYearForm, school: School, year: int) -> dict[str, Any]:
    return {
        "form": form, "pairs": form.pairs(), "school": school, "schools": list(School), "year": year,
        "label": fiscal_year_label(year), "before": year - 1, "after": year + 1,
    }  # fmt: skip


def _asked(request: Request, this_year: int) -> tuple[School, int]:
    """Return the school and the year of the address; the first school and this year where it says none."""
    text, given = request.GET.get("year", ""), request.GET.get("school", "")
    near = range(this_year - 10, this_year + 11)
    year = int(text) if text.isascii() and text.isdigit() and int(text) in near else this_year
    return next((one for one in School if one.value == given), School.ELEMENTARY), year


def _address(request: Request, school: School, year: int) -> str:
    path = reverse("workspace:school_terms", kwargs={"organization": request.organization.slug})
    return f"{path}?school={school}&year={year}"
