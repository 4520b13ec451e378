"""One's own national registrations: what the town knows of them, and what one tells it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kayoi.engines.casefiles.models import CaseFile
from kayoi.foundation.identity.marks import Request, public
from kayoi.kit.dates import local_date
from kayoi.programmes.furusato.forms.national import ClaimForm
from kayoi.programmes.furusato.forms.registration_refusals import BUSY
from kayoi.programmes.furusato.selectors.mirror import statuses_of
from kayoi.programmes.furusato.selectors.registered import registration_of_key
from kayoi.programmes.furusato.services.mirror import claim_status, end_status
from kayoi.programmes.furusato.states import Certainty
from kayoi.programmes.furusato.views.activities_links import own_file

WORD = "本人の申告"


@public(opens="town", limit="book")
@require_http_methods(["GET", "HEAD", "POST"])
def my_national(request: Request, token: str) -> HttpResponse:
    """Show what the town knows of somebody's national registrations, and take what they say; it stays a claim."""
    (file, back), today = whose_page(request, token), local_date(timezone.now())
    ends = request.POST.get("ends", "")
    form = ClaimForm(request.POST if request.method == "POST" and not ends else None, today=today)
    if request.limited:
        form.add_error(None, BUSY)
    elif ends or form.is_valid():
        _end(request, file, ends) if ends else _claim(request, file, form)
        return redirect(request.path)
    context = {"national": statuses_of(file), "form": form, "token": token, "back": back}
    return render(request, "furusato/public/my_national.html", context, status=422 if form.is_bound else 200)


def whose_page(request: Request, token: str) -> tuple[CaseFile, str]:
    """Return whose page this is and where it goes back: a registration's secret or number, or that of activities."""
    found = registration_of_key(token, person=request.person, at=timezone.now())
    file, page = (found.case_file, "my_registration") if found else (own_file(request, token), "mine")
    return file, reverse(f"furusato:{page}", kwargs={"organization": request.organization.slug, "token": token})


def _claim(request: Request, file: CaseFile, form: ClaimForm) -> None:
    status = claim_status(file=file, told=form.told(), by=request.actor, at=timezone.now())
    if status.certainty == Certainty.CONFIRMED:
        messages.info(request, _("国のファイルで確認した登録は、申告では変わりません。"))
    else:
        messages.success(request, _("「本人の申告」として、町の写しに書きました。国の登録は変わりません。"))


def _end(request: Request, file: CaseFile, ends: str) -> None:
    now = timezone.now()
    status = next((one.status for one in statuses_of(file) if str(one.status.pk) == ends), None)
    if status is not None and end_status(status=status, on=local_date(now), why=WORD, by=request.actor, at=now):
        messages.success(request, _("終わったと書きました。国の登録は変わりません。"))
    else:
        messages.error(request, _("この登録は、申告では変わりません。お電話でおたずねください。"))
