"""Things done on one case file: notes, household, consents, attachments, protection, assignment, merging."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.doors.workspace.forms.files import (
    AssignForm,
    AttachForm,
    HouseholdMemberForm,
    NoteForm,
    ProtectForm,
    WhyForm,
)
from kayoi.doors.workspace.views.files import asked_why_first, case_file_or_404
from kayoi.engines.casefiles import services
from kayoi.engines.casefiles.models import Attachment, CaseFile, Consent, HouseholdMember, Note, Protection
from kayoi.engines.casefiles.states import Channel, ConsentPurpose, Permission, Retention
from kayoi.foundation.files import services as files
from kayoi.foundation.files.forms import REFUSALS
from kayoi.foundation.files.selectors import response_for
from kayoi.foundation.identity.marks import Request, staff
from kayoi.foundation.identity.selectors import members
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile, UnableToMove
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences


def back_to(request: Request, file: CaseFile) -> HttpResponse:
    """Return to the page of the file."""
    return redirect("workspace:case_file", organization=request.organization.slug, pk=file.pk)


@staff(Permission.CASEFILE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def add_note(request: Request, pk: int) -> HttpResponse:
    """Write a note."""
    file = case_file_or_404(pk)
    form = NoteForm(request.POST or None)
    if not form.is_valid():
        return render(
            request, "workspace/note.html", {"file": file, "form": form}, status=422 if form.is_bound else 200
        )
    values = form.cleaned_data
    services.add_note(
        file=file,
        text=values["text"],
        sensitive=values["sensitive"],
        retention=Retention.of(values["retention"]),
        by=request.actor,
        at=timezone.now(),
    )
    messages.success(request, "メモを書きました。")
    return back_to(request, file)


@staff(Permission.CASEFILE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_note(request: Request, pk: int) -> HttpResponse:
    """Strike out a note with a reason."""
    visible = (
        Note.objects.all() if request.actor.may(Permission.SENSITIVE_READ) else Note.objects.filter(sensitive=False)
    )
    note = get_object_or_404(visible, pk=pk)
    file = case_file_or_404(note.case_file_id)
    form = WhyForm(request.POST or None)
    if not form.is_valid():
        context = {"file": file, "form": form, "note": note}
        return render(request, "workspace/withdraw_note.html", context, status=422 if form.is_bound else 200)
    try:
        services.withdraw_note(note=note, why=form.cleaned_data["why"], by=request.actor, at=timezone.now())
    except ChangedMeanwhile:
        messages.error(request, str(CHANGED_MEANWHILE))
    return back_to(request, file)


@staff(Permission.CASEFILE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def add_household_member(request: Request, pk: int) -> HttpResponse:
    """Write somebody of the household on the file."""
    file = case_file_or_404(pk)
    form = HouseholdMemberForm(request.POST or None)
    if not form.is_valid():
        context = {"file": file, "form": form}
        return render(request, "workspace/household.html", context, status=422 if form.is_bound else 200)
    services.add_household_member(file=file, fields=form.cleaned_data, by=request.actor, at=timezone.now())
    return back_to(request, file)


@staff(Permission.CASEFILE_EDIT)
@require_POST
def remove_household_member(request: Request, pk: int, member: int) -> HttpResponse:
    """Take somebody off the household."""
    file = case_file_or_404(pk)
    row = get_object_or_404(HouseholdMember, pk=member, household=file.household_id)
    services.remove_household_member(file=file, member=row, by=request.actor, at=timezone.now())
    return back_to(request, file)


@staff(Permission.CASEFILE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def attach(request: Request, pk: int) -> HttpResponse:
    """Attach a picture or a paper."""
    file, now = case_file_or_404(pk), timezone.now()
    form = AttachForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        upload = form.cleaned_data["upload"]
        try:
            stored = files.take_file(upload=upload, name=upload.name, size=upload.size, by=request.actor, at=now)
            services.attach_file(file=file, stored=stored, from_person=False, by=request.actor, at=now)
            return back_to(request, file)
        except files.UnableToTakeFile as refused:
            for sentence in sentences(refused.verdict, REFUSALS):
                form.add_error("upload", sentence)
    return render(request, "workspace/attach.html", {"file": file, "form": form}, status=422 if form.is_bound else 200)


@staff(Permission.CASEFILE_READ)
@require_safe
def attachment(request: Request, pk: int) -> HttpResponse:
    """Send an attachment; looking at it is written down."""
    row = get_object_or_404(Attachment.objects.select_related("file", "case_file").defer("case_file__search"), pk=pk)
    if why := asked_why_first(request, row.case_file_id):
        return why
    services.view_case_file(file=row.case_file, by=request.actor, at=timezone.now(), why=f"添付 {row.name}")
    return response_for(row.file)  # type: ignore[return-value]  # a file response is an answer too


@staff(Permission.CASEFILE_EDIT)
@require_POST
def consent(request: Request, pk: int, purpose: str) -> HttpResponse:
    """Write down a consent that was given by telephone or at the counter, or its withdrawal."""
    file, now = case_file_or_404(pk), timezone.now()
    chosen = next((item for item in ConsentPurpose if item.value == purpose), None)
    if chosen is None:
        return back_to(request, file)
    given = Consent.objects.filter(case_file=file, purpose=chosen, withdrawn_at=None).first()
    if given is not None:
        services.withdraw_consent(consent=given, channel=Channel.TELEPHONE, by=request.actor, at=now)
        messages.success(request, "同意の取り消しを記録しました。")
    else:
        services.give_consent(
            file=file, purpose=chosen, channel=Channel.TELEPHONE, given_at=now, by=request.actor, at=now
        )
        messages.success(request, "同意を記録しました。")
    return back_to(request, file)


@staff(Permission.CASEFILE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: Request, pk: int) -> HttpResponse:
    """Say who looks after this person."""
    file, now = case_file_or_404(pk), timezone.now()
    form = AssignForm(request.POST or None, members=members(on=local_date(now)), initial={"to": file.assigned_to_id})
    if not form.is_valid():
        return render(
            request, "workspace/assign.html", {"file": file, "form": form}, status=422 if form.is_bound else 200
        )
    services.assign_case_file(file=file, to=form.cleaned_data["to"], by=request.actor, at=now)
    messages.success(request, "担当を決めました。")
    return back_to(request, file)


@staff(Permission.CASEFILE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: Request, pk: int) -> HttpResponse:
    """Close a file, or open a closed one again."""
    file, now = case_file_or_404(pk), timezone.now()
    form = WhyForm(request.POST or None)
    try:
        if file.status == "closed" and request.method == "POST":
            services.reopen_case_file(file=file, by=request.actor, at=now)
        elif form.is_valid():
            services.close_case_file(file=file, by=request.actor, at=now, why=form.cleaned_data["why"])
        else:
            context = {"file": file, "form": form}
            return render(request, "workspace/close.html", context, status=422 if form.is_bound else 200)
    except UnableToMove as refused:
        messages.error(request, " ".join(sentences(refused.verdict, {})))
    return back_to(request, file)


@staff(Permission.PROTECTION_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def protect(request: Request, pk: int) -> HttpResponse:
    """Put a person under protection measures."""
    file = case_file_or_404(pk)
    now = timezone.now()
    form = ProtectForm(request.POST or None, initial={"starts_on": local_date(now)})
    if not form.is_valid():
        context = {"file": file, "form": form}
        return render(request, "workspace/protect.html", context, status=422 if form.is_bound else 200)
    services.protect(file=file, **form.cleaned_data, by=request.actor, at=now)
    messages.success(request, "支援措置を登録しました。この個票は、理由を書かないと開けなくなります。")
    return redirect("workspace:case_files", organization=request.organization.slug)


@staff(Permission.PROTECTION_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def end_protection(request: Request, pk: int) -> HttpResponse:
    """End protection measures, with the reason."""
    row = get_object_or_404(Protection, pk=pk)
    file, form = case_file_or_404(row.case_file_id), WhyForm(request.POST or None)
    if not form.is_valid():
        context = {"file": file, "form": form, "protection": row}
        return render(request, "workspace/end_protection.html", context, status=422 if form.is_bound else 200)
    try:
        services.end_protection(protection=row, why=form.cleaned_data["why"], by=request.actor, at=timezone.now())
    except ChangedMeanwhile:
        messages.error(request, str(CHANGED_MEANWHILE))
    return back_to(request, file)
