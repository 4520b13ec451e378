"""Staff: sign-ups by telephone, who came, reports with evidence, what counts for a person and its papers."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.engines.casefiles import selectors as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import CONSENT_TEXTS, Channel, ConsentPurpose
from kayoi.foundation.files.selectors import response_for
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.documents import NoFont
from kayoi.kit.downloads import download
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.verdict import Refused
from kayoi.programmes.furusato.forms.activities_office import TakeForm, WhyForm
from kayoi.programmes.furusato.models import Activity, Evidence, SignUp
from kayoi.programmes.furusato.selectors import activities as selectors
from kayoi.programmes.furusato.selectors.bundle import bundle_pdf
from kayoi.programmes.furusato.selectors.standing import progress_of
from kayoi.programmes.furusato.services import confirming, signing
from kayoi.programmes.furusato.services.walk_ins import add_who_came
from kayoi.programmes.furusato.states import ConfirmedBy, Permission, SignUpStatus
from kayoi.programmes.furusato.views.activities_links import mine_link
from kayoi.programmes.furusato.views.activities_office import in_words, to_activity

# What takes a reason: its title, the button, what is said afterwards.
WITH_REASON = {
    "undo": ("参加の確認を取り消す", "確認を取り消す", "確認を取り消しました。数も戻りました。"),
    "cancel": (
        "申込みを取り消す",
        "申込みを取り消す",
        "申込みを取り消しました。空き待ちの人を繰り上げました。",
    ),
    "reject": ("報告を認めない", "認めない", "報告を認めないと決め、理由を本人に知らせました。"),
}


@staff(Permission.FURUSATO_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def take_sign_up(request: Request, pk: int) -> HttpResponse:
    """Sign up a caller or a visitor, in the file that staff has found or in a new one; once it has begun, who came."""
    row, file, now = get_object_or_404(Activity, pk=pk), _known_file(request), timezone.now()
    form = TakeForm(request.POST or None, known=file)
    begun = row.starts_at <= now
    if form.is_valid():
        try:
            signed = _taken(request, row, form, file, came=begun)
            waits = "(空き待ち)" if signed.status == SignUpStatus.WAITING else ""
            done = "来た人として加えました" if begun else f"申込みを入れました{waits}"
            messages.success(request, f"{done}。受付番号 {signed.receipt}")
            return to_activity(request, row)
        except Refused as refused:
            form.add_error(None, in_words(refused))
    consent = CONSENT_TEXTS[ConsentPurpose.CONSULTATION].text.replace("{organization}", request.organization.name)
    title = "申込みなしで来た人を加える" if begun else "電話・窓口の申込みを入れる"
    context = {"row": row, "form": form, "file": file, "consent": consent, "begun": begun, "title": title}
    context["free"] = selectors.free_places(row)
    return render(request, "furusato/activities/office/take.html", context, status=422 if form.is_bound else 200)


def _taken(request: Request, row: Activity, form: TakeForm, file: CaseFile | None, *, came: bool) -> SignUp:
    values, who = form.cleaned_data, signing.Comes(form.file_fields(), file=file, number=form.cleaned_data["number"])
    of: dict[str, Any] = {
        "organization": request.organization, "activity": row, "who": who, "channel": Channel.of(values["channel"]),
        "link": mine_link(request), "client_key": values["client_key"], "by": request.actor, "at": timezone.now(),
    }  # fmt: skip
    if came:
        return add_who_came(how=ConfirmedBy.STAFF, **of)
    return signing.sign_up(note=values["note"], **of).sign_up


@staff(Permission.FURUSATO_READ)
@require_safe
def sign_up(request: Request, pk: int) -> HttpResponse:
    """Lead to where a sign-up is dealt with: the reports, its activity, or the person's page."""
    row = _sign_up(pk)
    if row.status == SignUpStatus.REPORTED:
        return redirect("furusato:activity_reports", organization=request.organization.slug)
    return _back(request, row)


@staff(Permission.FURUSATO_EDIT)
@require_POST
def say_who_came(request: Request, pk: int) -> HttpResponse:
    """Say that somebody came, or did not."""
    row = _sign_up(pk)
    try:
        if request.POST.get("came") == "no":
            confirming.miss(sign_up=row, by=request.actor, at=timezone.now())
        else:
            confirming.confirm(sign_up=row, how=ConfirmedBy.STAFF, by=request.actor, at=timezone.now())
        messages.success(request, "記録しました。")
    except (Refused, ChangedMeanwhile) as refused:
        messages.error(request, " ".join(in_words(refused)))
    return _back(request, row)


@staff(Permission.FURUSATO_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up_step(request: Request, pk: int, step: str) -> HttpResponse:
    """Take back, cancel or refuse, with the reason."""
    if step not in WITH_REASON:
        raise Http404
    row, form, (title, button, done) = _sign_up(pk), WhyForm(request.POST or None), WITH_REASON[step]
    if form.is_valid():
        try:
            _take(request, row, step, form.cleaned_data["why"])
            messages.success(request, done)
            return _back(request, row)
        except (Refused, ChangedMeanwhile) as refused:
            form.add_error(None, in_words(refused))
    [shown] = selectors.on_list([row], on=local_date(timezone.now()))
    context = {"row": row, "shown": shown, "form": form, "title": title, "button": button}
    return render(request, "furusato/activities/office/step.html", context, status=422 if form.is_bound else 200)


@staff(Permission.FURUSATO_READ)
@require_safe
def activity_reports(request: Request) -> HttpResponse:
    """Show the reports that wait, each with its words and photos."""
    return render(
        request, "furusato/activities/office/reports.html", {"rows": selectors.reports(on=local_date(timezone.now()))}
    )


@staff(Permission.FURUSATO_EDIT)
@require_POST
def accept_report(request: Request, pk: int) -> HttpResponse:
    """Decide that a report shows that somebody took part."""
    try:
        confirming.accept_report(
            organization=request.organization, sign_up=_sign_up(pk), link=mine_link(request), by=request.actor,
            at=timezone.now(),
        )  # fmt: skip
        messages.success(request, "参加として認め、本人に知らせました。")
    except (Refused, ChangedMeanwhile) as refused:
        messages.error(request, " ".join(in_words(refused)))
    return redirect("furusato:activity_reports", organization=request.organization.slug)


@staff(Permission.FURUSATO_READ)
@require_safe
def evidence_photo(request: Request, pk: int) -> HttpResponseBase:
    """Send a photo of a report."""
    row = get_object_or_404(Evidence.objects.select_related("file"), pk=pk)
    return response_for(row.file, name=f"activity-{row.pk}")


@staff(Permission.FURUSATO_READ)
@require_safe
def person_activities(request: Request, pk: int) -> HttpResponse:
    """Show what a person did, what counts and why not, and how many are missing."""
    file, today = _file(pk), local_date(timezone.now())
    context = {"file": file, "progress": progress_of(file, on=today), "today": today}
    return render(request, "furusato/activities/office/person.html", context)


@staff(Permission.FURUSATO_READ)
@require_safe
def activity_bundle(request: Request, pk: int) -> HttpResponse:
    """Give the papers of a person's activities as one PDF."""
    file, now = _file(pk), timezone.now()
    try:
        data = bundle_pdf(request.organization, file, on=local_date(now))
    except NoFont as missing:
        messages.error(request, str(missing))
        return redirect("furusato:person_activities", organization=request.organization.slug, pk=pk)
    return download(data, f"activities-{file.number}.pdf")


def _take(request: Request, row: SignUp, step: str, why: str) -> None:
    now = timezone.now()
    if step == "undo":
        confirming.undo_confirm(sign_up=row, why=why, by=request.actor, at=now)
        return
    service = signing.cancel_sign_up if step == "cancel" else confirming.reject_report
    service(organization=request.organization, sign_up=row, why=why, link=mine_link(request), by=request.actor, at=now)


def _sign_up(pk: int) -> SignUp:
    return get_object_or_404(SignUp.objects.select_related("activity", "kind", "case_file"), pk=pk)


def _file(pk: int) -> CaseFile:
    file = casefiles.case_file(pk)
    if file is None:
        raise Http404
    return file


def _known_file(request: Request) -> CaseFile | None:
    """Return the file for which staff signs up, where they have found it."""
    wanted = request.POST.get("file") or request.GET.get("file")
    return _file(int(wanted)) if wanted and wanted.isdecimal() else None


def _back(request: Request, row: SignUp) -> HttpResponse:
    if row.activity is not None:
        return to_activity(request, row.activity)
    return redirect("furusato:person_activities", organization=request.organization.slug, pk=row.case_file_id)
