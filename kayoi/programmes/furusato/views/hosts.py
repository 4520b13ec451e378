"""A host's own pages on the phone, by the secret link: activities, lists, who came; codes of the spot and of people."""

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
from kayoi.programmes.furusato.forms.activities_public import CameForm, MarkForm
from kayoi.programmes.furusato.forms.activity_refusals import BUSY, REFUSALS
from kayoi.programmes.furusato.models import Activity, SignUp
from kayoi.programmes.furusato.rules.taking_part import may_confirm
from kayoi.programmes.furusato.selectors import activities as selectors
from kayoi.programmes.furusato.services import confirming
from kayoi.programmes.furusato.services.signing import Comes
from kayoi.programmes.furusato.services.walk_ins import add_who_came
from kayoi.programmes.furusato.states import ConfirmedBy
from kayoi.programmes.furusato.states.activities import ON_HOST_LIST
from kayoi.programmes.furusato.views.activities_links import HOST, mine_link

REMEMBERED = 10


@public(opens="town")
@require_http_methods(["GET", "HEAD", "POST"])
def host(request: Request, token: str, pk: int | None = None) -> HttpResponse:
    """Show who comes, and take who came."""
    now = timezone.now()
    activity = selectors.activity_of_host(token, at=now, pk=pk)
    if activity is None:
        return render(request, "furusato/hosts/over.html", status=404)
    others = [one for one in request.session.get(HOST, []) if one != token]
    request.session[HOST] = [*others[1 - REMEMBERED :], token]
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
def host_activities(request: Request, token: str) -> HttpResponse:
    """Show all activities of one host, those that are coming and those that are over."""
    now = timezone.now()
    rows = selectors.activities_of_host(token, at=now)
    if not rows:
        return render(request, "furusato/hosts/over.html", status=404)
    rows.sort(key=lambda row: row.starts_at)
    context = {"token": token, "host_name": rows[0].host_name, "rows": rows, "now": now}
    return render(request, "furusato/hosts/all.html", context)


@public(opens="town", limit="book")
@require_http_methods(["GET", "HEAD", "POST"])
def host_add(request: Request, token: str, pk: int) -> HttpResponse:
    """Add somebody who came without having signed up."""
    now = timezone.now()
    activity = selectors.activity_of_host(token, at=now, pk=pk)
    if activity is None:
        return render(request, "furusato/hosts/over.html", status=404)
    form = CameForm(request.POST or None)
    if request.limited:
        form.add_error(None, BUSY)
    elif form.is_valid():
        try:
            add_who_came(
                organization=request.organization, activity=activity, who=Comes(form.file_fields()),
                how=ConfirmedBy.LIST, link=mine_link(request), client_key=form.cleaned_data["client_key"],
                by=request.actor, at=now,
            )  # fmt: skip
            messages.success(request, _("名簿に加え、来たと記録しました。"))
            return redirect("furusato:host_list", organization=request.organization.slug, token=token, pk=pk)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    context = {"activity": activity, "token": token, "form": form}
    return render(request, "furusato/hosts/add.html", context, status=422 if form.is_bound else 200)


@public(opens="town")
@require_safe
def poster(request: Request, token: str, pk: int) -> HttpResponse:
    """Show the code for the spot, to be printed or held out on a phone."""
    activity = selectors.activity_of_host(token, at=timezone.now(), pk=pk)
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
    if row is None or row.activity_id is None:
        return None
    tokens, now = request.session.get(HOST, []), timezone.now()
    found = (selectors.activity_of_host(token, at=now, pk=row.activity_id) for token in tokens)
    return next((activity for activity in found if activity is not None), None)
