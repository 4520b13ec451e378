"""A host's own page on the phone, by the secret link: the list, who came; the code for the spot; a person's QR code."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kayoi.foundation.identity.marks import Request, public
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.qr import qr_svg
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.furusato.forms.activities_public import MarkForm
from kayoi.programmes.furusato.forms.activity_refusals import REFUSALS
from kayoi.programmes.furusato.models import Activity, SignUp
from kayoi.programmes.furusato.rules.taking_part import may_confirm
from kayoi.programmes.furusato.selectors import activities as selectors
from kayoi.programmes.furusato.services import confirming
from kayoi.programmes.furusato.states import ConfirmedBy
from kayoi.programmes.furusato.states.activities import ON_HOST_LIST
from kayoi.programmes.furusato.views.activities_links import HOST

REMEMBERED = 10


@public(opens="town")
@require_http_methods(["GET", "HEAD", "POST"])
def host(request: Request, token: str) -> HttpResponse:
    """Show who comes, and take who came."""
    now = timezone.now()
    activity = selectors.activity_of_host(token, at=now)
    if activity is None:
        return render(request, "furusato/hosts/over.html", status=404)
    request.session[HOST] = [*request.session.get(HOST, [])[1 - REMEMBERED :], token]
    form = MarkForm(request.POST or None)
    if form.is_valid():
        _mark(request, activity, form)
        return redirect(f"{request.path}#n{form.cleaned_data['number']}")
    answer = may_confirm(selectors.held(activity), now=now)
    context = {
        "activity": activity, "token": token, "not_yet": sentences(answer, REFUSALS),
        "rows": selectors.list_of(activity, on=local_date(now), statuses=ON_HOST_LIST),
    }  # fmt: skip
    return render(request, "furusato/hosts/host.html", context)


@public(opens="town")
@require_safe
def poster(request: Request, token: str) -> HttpResponse:
    """Show the code for the spot, to be printed or held out on a phone."""
    activity = selectors.activity_of_host(token, at=timezone.now())
    if activity is None:
        return render(request, "furusato/hosts/over.html", status=404)
    return render(request, "furusato/hosts/poster.html", {"activity": activity, "qr": spot_qr(request, activity)})


@public(opens="town", limit="ask")
@require_http_methods(["GET", "HEAD", "POST"])
def person_pass(request: Request, receipt: str) -> HttpResponse:
    """Confirm whoever shows their QR code, on a phone on which the host has opened their page."""
    row = selectors.sign_up_of_receipt(receipt)
    activity = _of_this_phone(request, row)
    if row is None or activity is None:
        return render(request, "furusato/hosts/pass.html", {"row": None})
    [shown] = selectors.on_list([row], on=local_date(timezone.now()))
    why: list[str] = []
    if request.method == "POST" and not request.limited:
        try:
            row = confirming.confirm(sign_up=row, how=ConfirmedBy.QR, by=request.actor, at=timezone.now())
        except Refused as refused:
            why = sentences(refused.verdict, REFUSALS)
        except ChangedMeanwhile:
            why = [str(CHANGED_MEANWHILE)]
    context = {"row": row, "shown": shown, "activity": activity, "why": why}
    return render(request, "furusato/hosts/pass.html", context, status=422 if why else 200)


def spot_qr(request: Request, activity: Activity) -> str:
    """Return the QR code for the spot."""
    keys = {"organization": request.organization.slug, "key": activity.key, "code": activity.spot_code}
    return qr_svg(request.build_absolute_uri(reverse("furusato:here", kwargs=keys)))


def _mark(request: Request, activity: Activity, form: MarkForm) -> None:
    number, came = form.cleaned_data["number"], form.cleaned_data["came"] == "yes"
    row = SignUp.objects.filter(activity=activity, number=number, status__in=ON_HOST_LIST).first()
    if row is None:
        messages.error(request, _("その番号の人は、名簿にいません。ページを開き直してください。"))
        return
    try:
        if came:
            confirming.confirm(sign_up=row, how=ConfirmedBy.LIST, by=request.actor, at=timezone.now())
        else:
            confirming.miss(sign_up=row, by=request.actor, at=timezone.now())
    except Refused as refused:
        messages.error(request, " ".join(sentences(refused.verdict, REFUSALS)))
    except ChangedMeanwhile:
        messages.error(request, str(CHANGED_MEANWHILE))


def _of_this_phone(request: Request, row: SignUp | None) -> Activity | None:
    """Return the activity of a sign-up, where its host's page was opened on this phone."""
    for token in request.session.get(HOST, []) if row is not None else ():
        activity = selectors.activity_of_host(token, at=timezone.now())
        if activity is not None and row is not None and activity.pk == row.activity_id:
            return activity
    return None
