"""The public: a stay by its secret link: where it is, the guide on the day, papers, giving it up, staying longer."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.engines.procedures import services as procedures
from kayoi.engines.procedures.forms.applying import UploadForm
from kayoi.engines.procedures.models import Paper
from kayoi.engines.procedures.selectors.applications import is_protected
from kayoi.engines.procedures.states import LACKING, OPEN, WRITABLE, ApplicationStatus
from kayoi.foundation.files.forms import REFUSALS as FILES
from kayoi.foundation.identity.marks import Request, public
from kayoi.kit.dates import local_date
from kayoi.kit.downloads import download
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.stays import services
from kayoi.programmes.stays.forms.public import CancelForm, LongerForm
from kayoi.programmes.stays.forms.refusals import BUSY, REFUSALS
from kayoi.programmes.stays.selectors.calendars import entry
from kayoi.programmes.stays.selectors.cancelling import cancelling
from kayoi.programmes.stays.selectors.guest import stay_page
from kayoi.programmes.stays.selectors.words import price_lines
from kayoi.programmes.stays.views.found import found, open_stay, own_stay


@public(opens="town")
@require_safe
def state(request: Request, token: str) -> HttpResponse:
    """Show where a stay is, what is to be done next, what it costs; on the days of the stay the guide and the key."""
    application = found(request, token)
    if application.status == ApplicationStatus.DRAFT:
        return redirect("stays:apply", organization=request.organization.slug, token=token)
    stay, now = own_stay(request, token), timezone.now()
    if is_protected(application, on=local_date(now)):
        return render(request, "stays/public/protected.html", {"stay": stay})
    context = {"page": stay_page(stay, at=now), "stay": stay, "token": token, "application": application}
    return render(request, "stays/public/state.html", context)


@public(opens="town")
@require_safe
def ical(request: Request, token: str) -> HttpResponse:
    """Give the stay as an entry for the person's own calendar."""
    stay = open_stay(request, token)
    return download(entry(stay, request.organization), "stay.ics")


@public(opens="town")
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: Request, token: str) -> HttpResponse:
    """Give a stay up, with what that costs said before it is done."""
    stay, form, now = open_stay(request, token), CancelForm(request.POST or None), timezone.now()
    if form.is_valid():
        try:
            services.cancel_stay(stay=stay, why=form.cleaned_data["why"], by=request.actor, at=now)
            messages.success(request, _("取りやめました。"))
            return redirect("stays:state", organization=request.organization.slug, token=token)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    costs = cancelling(stay, on=local_date(now))
    context = {"stay": stay, "token": token, "form": form, "costs": costs, "lines": price_lines(costs.price)}
    return render(request, "stays/public/cancel.html", context, status=422 if form.is_bound else 200)


@public(opens="town", limit="ask")
@require_http_methods(["GET", "HEAD", "POST"])
def longer(request: Request, token: str) -> HttpResponse:
    """Ask for a longer stay; staff answer."""
    stay, form = open_stay(request, token), LongerForm(request.POST or None)
    if request.limited:
        form.add_error(None, BUSY)
    if form.is_valid():
        try:
            services.wish_longer(
                stay=stay, until=form.cleaned_data["last"], why=form.cleaned_data["why"], by=request.actor,
                at=timezone.now(),
            )  # fmt: skip
            messages.success(request, _("延長の希望を受け付けました。町からお答えします。"))
            return redirect("stays:state", organization=request.organization.slug, token=token)
        except (Refused, ChangedMeanwhile) as refused:
            form.add_error(None, _said(refused))
    context = {"stay": stay, "token": token, "form": form}
    return render(request, "stays/public/longer.html", context, status=422 if form.is_bound else 200)


def _said(refused: Exception) -> list[str]:
    return sentences(refused.verdict, REFUSALS) if isinstance(refused, Refused) else [str(CHANGED_MEANWHILE)]


@public(opens="town", limit="ask")
@require_POST
def upload(request: Request, token: str, pk: int) -> HttpResponse:
    """Take the pages of a paper."""
    stay, now = open_stay(request, token), timezone.now()
    paper = Paper.objects.filter(pk=pk, application=stay.application, status__in=[*LACKING, "received"]).first()
    if paper is None or stay.application is None or stay.application.status not in {*WRITABLE, *OPEN}:
        raise Http404
    form = UploadForm(request.POST, request.FILES, prefix=f"paper{pk}", valid_months=paper.valid_months)
    if request.limited:
        form.add_error(None, BUSY)
    if form.is_valid():
        try:
            procedures.send_paper(
                paper=paper, uploads=[(one, one.name, one.size) for one in form.cleaned_data["uploads"]],
                issued_on=form.cleaned_data.get("issued_on"), received_on=local_date(now), by=request.actor, at=now,
            )  # fmt: skip
            messages.success(request, _("受け取りました。"))
            return redirect("stays:state", organization=request.organization.slug, token=token)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS | FILES))
    context = {"page": stay_page(stay, at=now, refused=form), "stay": stay, "token": token}
    return render(request, "stays/public/state.html", context | {"application": stay.application}, status=422)
