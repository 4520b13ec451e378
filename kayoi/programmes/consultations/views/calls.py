"""Write down a call, a visit, a letter: find who it is, confirm the identity, record."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kayoi.engines.casefiles import selectors as casefiles
from kayoi.engines.casefiles.forms import REFUSALS
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.rules import still_open
from kayoi.engines.casefiles.services import confirm_identity
from kayoi.engines.casefiles.states import CONFIRMED, CONSENT_TEXTS, LOOKED, Channel, ConsentPurpose
from kayoi.engines.casefiles.states import Permission as CaseFiles
from kayoi.foundation.identity.marks import Request, staff
from kayoi.foundation.identity.selectors import members
from kayoi.foundation.places.selectors import prefectures
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.programmes.consultations import selectors, services
from kayoi.programmes.consultations.forms.calls import OF_FILE, CallForm
from kayoi.programmes.consultations.forms.identity import IdentityForm
from kayoi.programmes.consultations.rules import caller_typed
from kayoi.programmes.consultations.states import Permission


@staff(Permission.CALL_TAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def take_call(request: Request) -> HttpResponse:
    """Find the caller while typing; write down what was said. A known file opens only after the identity questions."""
    now, file = timezone.now(), _known_file(request)
    if file is not None and request.method != "POST" and not _is_open(request, file, now):
        return redirect(_identify_url(request, file))
    if request.headers.get("HX-Request"):
        return render(request, "consultations/found.html", _found(request, now))
    form = _call_form(request, file, now)
    if not form.is_valid():
        return _call_page(request, form, now, status=422 if form.is_bound else 200)
    try:
        question = services.take_call(
            organization=request.organization, who=services.AskedBy(form.file_fields(), file=file),
            asked=form.asked(), outcome=form.outcome(), version=form.cleaned_data["version"],
            by=request.actor, at=now,
        )  # fmt: skip
    except ChangedMeanwhile:
        assert file is not None  # only a known file has been seen before
        form.take_over(_file_or_404(file.pk).version)
        form.add_error(None, CHANGED_MEANWHILE)
        return _call_page(request, form, now, status=409)
    messages.success(request, f"相談を記録しました(受付番号 {question.receipt})。")
    return redirect("workspace:case_file", organization=request.organization.slug, pk=question.case_file_id)


@staff(Permission.CALL_TAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def identify(request: Request, pk: int) -> HttpResponse:
    """Ask a caller who they are, before anything is read out; of protected people nothing is shown at all."""
    file, now = _file_or_404(pk), timezone.now()
    if casefiles.is_protected(file.pk, on=local_date(now)):
        return render(
            request, "consultations/stop.html", {"file": file}, status=200 if request.method != "POST" else 422
        )
    initial = {"channel": request.GET.get("channel", Channel.TELEPHONE.value)}
    form = IdentityForm(request.POST or None, initial=initial, facts=selectors.facts_to_ask(file))
    if form.is_valid():
        answer = confirm_identity(
            file=file, matched=form.facts(), channel=Channel.of(form.cleaned_data["channel"]),
            by=request.actor, at=now,
        )  # fmt: skip
        if answer.met:
            request.session[CONFIRMED] = request.session.get(CONFIRMED, {}) | {str(file.pk): now.timestamp()}
            return redirect(_call_url(request, file=file.pk, channel=form.cleaned_data["channel"]))
        for sentence in sentences(answer, REFUSALS):
            form.add_error("matched", sentence)
    context = {"file": file, "form": form}
    return render(request, "consultations/identify.html", context, status=422 if form.is_bound else 200)


def _file_or_404(pk: int) -> CaseFile:
    file = casefiles.case_file(pk)
    if file is None:
        raise Http404
    return file


def _known_file(request: Request) -> CaseFile | None:
    """Return the file that the call belongs to, where staff have found it."""
    wanted = request.POST.get("file") or request.GET.get("file")
    if not wanted:
        return None
    return _file_or_404(int(wanted) if wanted.isdecimal() else 0)


def _is_open(request: Request, file: CaseFile, now: datetime) -> bool:
    """Tell whether the caller has been identified, or for protected people: whether a reason has been written."""
    protected = casefiles.is_protected(file.pk, on=local_date(now))
    since = request.session.get(LOOKED if protected else CONFIRMED, {}).get(str(file.pk))
    return still_open(since=since, now=now.timestamp())


def _call_url(request: Request, **query: Any) -> str:
    page = reverse("consultations:take_call", kwargs={"organization": request.organization.slug})
    return f"{page}?{urlencode(query)}"


def _identify_url(request: Request, file: CaseFile) -> str:
    return reverse("consultations:identify", kwargs={"organization": request.organization.slug, "pk": file.pk})


def _found(request: Request, now: datetime) -> dict[str, Any]:
    words = request.GET.get("q", "").strip()
    sensitive = request.actor.may(CaseFiles.SENSITIVE_READ)
    callers = selectors.find_callers(words, sensitive=sensitive, on=local_date(now)) if words else []
    return {"words": words, "callers": callers}


def _call_form(request: Request, file: CaseFile | None, now: datetime) -> CallForm:
    """Return the form: prefilled from a known file, otherwise from what was typed to find the caller."""
    initial: dict[str, Any] = dict(caller_typed(request.GET.get("q", "")))
    initial |= {name: request.GET[name] for name in ("name", "kana", "phone", "channel") if name in request.GET}
    consent = None
    if file is not None:
        consent = selectors.consent_of(file)
        initial |= {name: getattr(file, name) for name in OF_FILE}
        initial |= {"file": file.pk, "version": file.version, "repeat": selectors.asked_before(file, before=now)}
        initial["interests"] = [wish.interest for wish in file.wishes.all()]
    return CallForm(
        request.POST or None,
        initial=initial | {"owner": request.membership.pk},
        members=members(on=local_date(now)),
        now=now,
        file=file,
        consent=consent,
    )


def _call_page(request: Request, form: CallForm, now: datetime, *, status: int) -> HttpResponse:
    found = _found(request, now) if form.known is None else {"words": "", "callers": []}
    if not form.is_bound and form.known is not None:
        form.focus("text")
    elif not form.is_bound and found["words"] and not found["callers"]:
        form.focus("name")
    consent = CONSENT_TEXTS[ConsentPurpose.CONSULTATION].text.replace("{organization}", request.organization.name)
    context: dict[str, Any] = {"form": form, "file": form.known, "consent_text": consent, "prefectures": prefectures()}
    context |= found | {"is_open": form.known is not None and _is_open(request, form.known, now)}
    return render(request, "consultations/call.html", context, status=status)
