"""The public: say that one has arrived, by the code that hangs in the room, and that one has left."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kayoi.engines.procedures.selectors.applications import is_protected
from kayoi.foundation.identity.marks import Request, public
from kayoi.kit.dates import local_date
from kayoi.kit.sentences import sentences
from kayoi.kit.tokens import reference_key
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.stays.forms.arriving import ArriveForm, HereForm
from kayoi.programmes.stays.forms.refusals import BUSY, REFUSALS
from kayoi.programmes.stays.models import Stay
from kayoi.programmes.stays.selectors.moved import asks_address
from kayoi.programmes.stays.services import staying
from kayoi.programmes.stays.states import StayStatus
from kayoi.programmes.stays.views.found import own_stay


@public(opens="town", limit="ask")
@require_http_methods(["GET", "HEAD", "POST"])
def arrive(request: Request, token: str) -> HttpResponse:
    """Say that one has arrived, by the code of the room."""
    stay = _open(request, token)
    form = ArriveForm(request.POST or None, asks_address=asks_address(stay))
    if request.limited:
        form.add_error(None, BUSY)
    if form.is_valid():
        try:
            staying.arrive(stay=stay, **form.said(), by=request.actor, at=timezone.now())
            messages.success(request, _("到着を受け付けました。よい滞在を。"))
            return redirect("stays:state", organization=request.organization.slug, token=token)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    context = {"form": form, "stay": stay, "token": token}
    return render(request, "stays/public/arrive.html", context, status=422 if form.is_bound else 200)


@public(opens="town", limit="ask")
@require_POST
def leave(request: Request, token: str) -> HttpResponse:
    """Say that one has left."""
    stay = _open(request, token)
    if stay.status == StayStatus.STAYING and not request.limited:
        staying.check_out(stay=stay, by=request.actor, at=timezone.now())
        messages.success(request, _("退去を受け付けました。ご利用ありがとうございました。"))
    return redirect("stays:state", organization=request.organization.slug, token=token)


@public(opens="town", limit="ask")
@require_http_methods(["GET", "HEAD", "POST"])
def here(request: Request) -> HttpResponse:
    """Say that one has arrived, from the sheet that hangs in the room: receipt number and code.

    Whether the address is asked again depends on the stay: the box is there once the number is known.
    """
    stay = None if request.limited else _by_receipt(request.POST.get("receipt", ""))
    form = HereForm(
        request.POST or None, initial={"code": request.GET.get("code", "")},
        asks_address=stay is not None and asks_address(stay),
    )  # fmt: skip
    if request.limited:
        form.add_error(None, BUSY)
    if form.is_valid():
        try:
            if stay is None:
                raise staying.UnableToStay(verdict([Reason("stays.not_found_here")]))
            staying.arrive(stay=stay, **form.said(), by=request.actor, at=timezone.now())
            return render(request, "stays/public/here.html", {"done": True})
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    return render(request, "stays/public/here.html", {"form": form}, status=422 if form.is_bound else 200)


def _by_receipt(text: str) -> Stay | None:
    """Return the stay of a receipt number; None where there is none, or they have to call."""
    if not text:
        return None
    rows = Stay.objects.select_related("application", "room__house", "room__unit", "booking")
    stay = rows.filter(application__receipt=reference_key(text)).first()
    return None if stay is None or _is_hidden(stay) else stay


def _is_hidden(stay: Stay) -> bool:
    return stay.application is not None and is_protected(stay.application, on=local_date(timezone.now()))


def _open(request: Request, token: str) -> Stay:
    """Return a stay whose page may be used. Raises Http404 for people under protection: they call."""
    stay = own_stay(request, token)
    if _is_hidden(stay):
        raise Http404
    return stay
