"""Case files: find, open, edit; the page that shows everything."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kayoi.doors.workspace.forms.files import CaseFileForm, FollowUpForm, NoteForm, WhyForm, initial_of
from kayoi.doors.workspace.selectors.case_file import case_file_page
from kayoi.engines.casefiles import selectors as casefiles
from kayoi.engines.casefiles import services
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.rules import still_open
from kayoi.engines.casefiles.states import CONSENT_TEXTS, LOOKED, Permission
from kayoi.foundation.identity.marks import Request, staff
from kayoi.foundation.identity.selectors import members
from kayoi.foundation.places.selectors import place_of
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile

PAGE = 50


def case_file_or_404(pk: int) -> CaseFile:
    """Return a file, following a merge. Raises Http404."""
    file = casefiles.case_file(pk)
    if file is None:
        raise Http404
    return file


def asked_why_first(request: Request, pk: int | None) -> HttpResponse | None:
    """Return the way to the page that asks for a reason, while a file under protection measures is not open."""
    file, now = casefiles.case_file(pk) if pk else None, timezone.now()
    if file is None or not casefiles.is_protected(file.pk, on=local_date(now)):
        return None
    if _may_look(request, file, now.timestamp()):
        return None
    return redirect("workspace:case_file", organization=request.organization.slug, pk=file.pk)


@staff(Permission.CASEFILE_READ)
@require_safe
def case_files(request: Request) -> HttpResponse:
    """Find a file by name, reading, telephone, e-mail or number; without words, the latest first.

    Donors are found by those who say that it is about a donation.
    """
    donors = "donors" in request.GET
    words, today = request.GET.get("q", "").strip(), local_date(timezone.now())
    if words:
        found: Any = casefiles.find_case_files(words, donors=donors)
    else:
        found = CaseFile.objects.without_search().roots().of_desk().order_by("-touched_at", "-pk")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    protected = casefiles.protected_families([file.pk for file in page.object_list], on=today)
    context = {"page": page, "words": words, "donors": donors, "protected": protected}
    template = "workspace/files_found.html" if request.headers.get("HX-Request") else "workspace/files.html"
    return render(request, template, context)


@staff(Permission.CASEFILE_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def case_file(request: Request, pk: int) -> HttpResponse:
    """Show a file. One under protection measures opens only for a written reason, for half an hour."""
    file, now = case_file_or_404(pk), timezone.now()
    why = WhyForm(request.POST or None)
    page = case_file_page(file, sensitive=request.actor.may(Permission.SENSITIVE_READ), at=now)
    if page.protected and not _may_look(request, file, now.timestamp()):
        if not why.is_valid():
            context = {"file": file, "form": why}
            return render(request, "workspace/protected.html", context, status=422 if why.is_bound else 200)
        request.session[LOOKED] = request.session.get(LOOKED, {}) | {str(file.pk): now.timestamp()}
    services.view_case_file(file=file, by=request.actor, at=now, why=why.data.get("why", "") if why.is_bound else "")
    context = {
        "file": file,
        "case": page,
        "note_form": NoteForm(),
        "follow_up_form": FollowUpForm(members=members(on=local_date(now)), initial={"owner": request.membership.pk}),
        "kept_until": casefiles.kept_until_of(file, on=local_date(now)),
        "place": place_of(file.place_code) if file.place_code else None,
        "consent_texts": [
            (text.purpose, text.text.replace("{organization}", request.organization.name))
            for text in CONSENT_TEXTS.values()
        ],
        "given_purposes": {row.purpose for row in page.detail.consents if row.withdrawn_at is None},
    }
    return render(request, "workspace/file.html", context)


@staff(Permission.CASEFILE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    """Change what stands on a file; somebody who was slower sees both versions."""
    if request.method != "POST" and (why := asked_why_first(request, pk)):
        return why
    file = case_file_or_404(pk)
    initial = initial_of(file, [wish.interest for wish in file.wishes.all()])
    form = CaseFileForm(request.POST or None, initial=initial)
    if not form.is_valid():
        return render(
            request, "workspace/edit.html", {"file": file, "form": form}, status=422 if form.is_bound else 200
        )
    now = timezone.now()
    try:
        services.change_case_file(
            file=file, changes=form.changes(), version=form.cleaned_data["version"], by=request.actor, at=now
        )
    except ChangedMeanwhile:
        context = {"file": file, "form": form, "differences": form.differences_from(case_file_or_404(pk))}
        return render(request, "workspace/edit.html", context, status=409)
    services.set_wishes(file=file, interests=form.wanted_interests(), by=request.actor, at=now)
    messages.success(request, "個票を書き換えました。")
    return redirect("workspace:case_file", organization=request.organization.slug, pk=file.pk)


def _may_look(request: Request, file: CaseFile, now: float) -> bool:
    return still_open(since=request.session.get(LOOKED, {}).get(str(file.pk)), now=now)
