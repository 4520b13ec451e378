"""The weekly sheet of a national counter: look first, then take."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kayoi.foundation.identity.marks import Request, staff
from kayoi.programmes.fairs import selectors, services
from kayoi.programmes.fairs.forms.referrals import SheetForm, TakeForm, fates_of, sealed
from kayoi.programmes.fairs.states import Permission


@staff(Permission.FAIR_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: Request) -> HttpResponse:
    """Read a sheet and show what would become of each row; nothing is kept yet."""
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    if not form.is_valid():
        return _page(request, form)
    rows = form.cleaned_data["cells"]
    fates = fates_of(rows, selectors.prefecture_names())
    known = selectors.referrals_taken(fate.row.row_key for fate in fates if fate.row)
    context = {
        "fates": [(fate, fate.row is not None and fate.row.row_key in known) for fate in fates],
        "new": len({fate.row.row_key for fate in fates if fate.row} - known),
        "files": len({fate.row.row_key for fate in fates if fate.row and fate.row.fields} - known),
        "take": TakeForm(initial={"rows": sealed(rows)}),
    }
    return render(request, "fairs/referral_rows.html", context)


@staff(Permission.FAIR_MANAGE)
@require_POST
def take(request: Request) -> HttpResponse:
    """Take the rows that were looked at."""
    form = TakeForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for found in form.errors.values() for error in found))
        return redirect("fairs:referrals", organization=request.organization.slug)
    rows = [fate.row for fate in fates_of(form.cleaned_data["rows"], selectors.prefecture_names()) if fate.row]
    made = services.take_referrals(rows=rows, by=request.actor, at=timezone.now())
    files = sum(referral.case_file_id is not None for referral in made)
    messages.success(
        request, f"{len(made)}件を取り込みました(個票を作ったのは{files}件)。前に取り込んだ行は、そのままです。"
    )
    return redirect("fairs:referrals", organization=request.organization.slug)


def _page(request: Request, form: SheetForm) -> HttpResponse:
    context = {"form": form, "taken": selectors.latest_referrals(50), "prefectures": selectors.prefecture_names()}
    return render(request, "fairs/referrals.html", context, status=422 if form.is_bound else 200)
