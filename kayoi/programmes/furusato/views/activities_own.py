"""One's own activities, by the secret link or the log-in: what counts, what is missing; cancel, report."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import family_ids
from kayoi.foundation.files.selectors import response_for
from kayoi.foundation.identity.marks import Request, public
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.qr import qr_svg
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.furusato.forms.activities_public import CancelForm, HereForm, ReportForm
from kayoi.programmes.furusato.forms.activity_refusals import BUSY, REFUSALS
from kayoi.programmes.furusato.models import Activity, Evidence, SignUp
from kayoi.programmes.furusato.selectors import activities as selectors
from kayoi.programmes.furusato.selectors.points import has_points
from kayoi.programmes.furusato.selectors.standing import progress_of, sign_ups_of
from kayoi.programmes.furusato.services import confirming, signing
from kayoi.programmes.furusato.states import ActivityStatus, SignUpStatus
from kayoi.programmes.furusato.views.activities_links import ME, MINE, mine_link, own_file

TO_COME = (SignUpStatus.SIGNED, SignUpStatus.WAITING)


@public(opens="town")
@require_safe
def mine(request: Request, token: str) -> HttpResponse:
    """Show somebody's own activities: what is coming, what counts, what does not and why, how many are missing."""
    if token == ME and request.person is None:
        return redirect(f"{reverse('account_login')}?next={request.path}")
    if token == ME and selectors.file_of_person(request.person) is None:
        messages.info(request, _("この町での活動は、まだありません。"))
        return redirect("furusato:activities", organization=request.organization.slug)
    file, now = own_file(request, token), timezone.now()
    if token != ME:
        request.session[MINE] = token
    progress = progress_of(file, on=local_date(now))
    coming = [line.sign_up for line in progress.lines if _is_ahead(line.sign_up, now)]
    context = {
        "token": token, "progress": progress, "today": local_date(now),
        "coming": [(row, _pass_qr(request, row)) for row in reversed(coming)],
        "past": [line for line in progress.lines if line.sign_up not in coming], "has_points": has_points(),
    }  # fmt: skip
    return render(request, "furusato/activities/mine.html", context)


@public(opens="town")
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: Request, token: str, pk: int) -> HttpResponse:
    """Give up a sign-up, with a reason in one touch; the next one who waits gets the place."""
    row, form = _own(request, token, pk), CancelForm(request.POST or None)
    if row.status == SignUpStatus.CANCELLED:
        return _back(request, token)
    if form.is_valid():
        try:
            signing.cancel_sign_up(
                organization=request.organization, sign_up=row, why=form.cleaned_data["why"], link=mine_link(request),
                by=request.actor, at=timezone.now(),
            )  # fmt: skip
            messages.success(request, _("申込みを取り消しました。またのご参加をお待ちしています。"))
            return _back(request, token)
        except (Refused, ChangedMeanwhile) as refused:
            form.add_error(None, _in_words(refused))
    context = {"row": row, "form": form, "token": token}
    return render(request, "furusato/activities/cancel.html", context, status=422 if form.is_bound else 200)


@public(opens="town", limit="ask")
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: Request, token: str, pk: int = 0) -> HttpResponse:
    """Report an activity where nobody was who could say it: of a sign-up, or of something one did alone."""
    file, row, now = own_file(request, token), _own(request, token, pk) if pk else None, timezone.now()
    form = ReportForm(
        request.POST or None, request.FILES or None, today=local_date(now), is_of_call=row is not None,
        initial={"client_key": uuid4()},
    )  # fmt: skip
    if request.limited:
        form.add_error(None, BUSY)
    if form.is_valid():
        try:
            _report(request, file, row, form)
            messages.success(request, _("報告を受け取りました。職員が確かめて、結果をお知らせします。"))
            return _back(request, token)
        except (Refused, ChangedMeanwhile) as refused:
            form.add_error(None, _in_words(refused))
    context = {"row": row, "form": form, "token": token}
    return render(request, "furusato/activities/report.html", context, status=422 if form.is_bound else 200)


@public(opens="town", limit="ask")
@require_http_methods(["GET", "HEAD", "POST"])
def here(request: Request, key: str, code: str) -> HttpResponse:
    """Say that one is there, by the code on the spot: one tap for whoever has opened their page on this phone."""
    activity = get_object_or_404(Activity.objects.exclude(status=ActivityStatus.DRAFT), key=key)
    known = _known(request, activity)
    form = HereForm(request.POST or None, initial={"receipt": known.receipt if known else ""})
    if request.limited:
        form.add_error(None, BUSY)
    if form.is_valid():
        try:
            row = selectors.sign_up_of_receipt(form.cleaned_data["receipt"])
            if row is None:
                raise confirming.UnableToConfirm(verdict([Reason("furusato.wrong_code")]))
            confirming.confirm_by_code(activity=activity, code=code, sign_up=row, by=request.actor, at=timezone.now())
            return render(request, "furusato/activities/here.html", {"activity": activity, "done": True})
        except (Refused, ChangedMeanwhile) as refused:
            form.add_error(None, _in_words(refused))
    context = {"activity": activity, "form": form, "known": known}
    return render(request, "furusato/activities/here.html", context, status=422 if form.is_bound else 200)


@public(opens="town")
@require_safe
def own_photo(request: Request, token: str, pk: int) -> HttpResponseBase:
    """Send a photo that somebody has sent themselves."""
    families = family_ids(own_file(request, token))
    row = get_object_or_404(Evidence.objects.select_related("file"), pk=pk, sign_up__case_file_id__in=families)
    return response_for(row.file, name=f"activity-{row.pk}")


def _report(request: Request, file: CaseFile, row: SignUp | None, form: ReportForm) -> None:
    if row is None:
        told = form.told()
    else:
        values = form.cleaned_data
        told = confirming.Report(row.kind, row.starts_on, row.ends_on, values["note"], values["photos"])
    key = form.cleaned_data["client_key"] if row is None else None
    confirming.report(file=file, told=told, sign_up=row, client_key=key, by=request.actor, at=timezone.now())


def _own(request: Request, token: str, pk: int) -> SignUp:
    rows = SignUp.objects.select_related("activity", "kind", "case_file")
    return get_object_or_404(rows, pk=pk, case_file_id__in=family_ids(own_file(request, token)))


def _known(request: Request, activity: Activity) -> SignUp | None:
    """Return the sign-up of whoever holds the phone, by the page that was opened on it or by the log-in."""
    file = selectors.file_of_link(request.session.get(MINE, ""), at=timezone.now())
    file = file or selectors.file_of_person(request.person)
    rows = sign_ups_of(file) if file is not None else []
    return next((row for row in rows if row.activity_id == activity.pk and row.status != SignUpStatus.CANCELLED), None)


def _is_ahead(row: SignUp, now: object) -> bool:
    return row.status in TO_COME and row.activity is not None and row.activity.ends_at > now  # type: ignore[operator]


def _pass_qr(request: Request, row: SignUp) -> str:
    path = reverse("furusato:pass", kwargs={"organization": request.organization.slug, "receipt": row.receipt})
    return qr_svg(request.build_absolute_uri(path)) if row.status == SignUpStatus.SIGNED else ""


def _in_words(refused: Exception) -> list[str]:
    return sentences(refused.verdict, REFUSALS) if isinstance(refused, Refused) else [str(CHANGED_MEANWHILE)]


def _back(request: Request, token: str) -> HttpResponse:
    return redirect("furusato:mine", organization=request.organization.slug, token=token)
