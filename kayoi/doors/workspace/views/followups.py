"""Follow-ups: plan, change, finish, cancel, put off, take up again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kayoi.doors.workspace.forms.board import SnoozeForm
from kayoi.doors.workspace.forms.files import FollowUpForm, WhyForm
from kayoi.doors.workspace.views.files import case_file_or_404
from kayoi.doors.workspace.views.on_file import back_to
from kayoi.engines.followups import services
from kayoi.engines.followups.models import FollowUp
from kayoi.engines.followups.selectors import pause_of
from kayoi.engines.followups.states import Permission
from kayoi.foundation.identity.marks import Request, staff
from kayoi.foundation.identity.selectors import members
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile, UnableToMove
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences


@staff(Permission.FOLLOWUP_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: Request, pk: int) -> HttpResponse:
    """Say what is to be done next for a person."""
    file, now = case_file_or_404(pk), timezone.now()
    form = FollowUpForm(
        request.POST or None, members=members(on=local_date(now)), initial={"owner": request.membership.pk}
    )
    if not form.is_valid():
        context = {"file": file, "form": form}
        return render(request, "workspace/follow_up.html", context, status=422 if form.is_bound else 200)
    values = form.cleaned_data
    services.plan_follow_up(
        title=values["title"], due_on=values["due_on"], owner=values["owner"], case_file=file, by=request.actor, at=now
    )
    messages.success(request, "次の対応を決めました。")
    return back_to(request, file)


@staff(Permission.FOLLOWUP_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Request, pk: int) -> HttpResponse:
    """Change what, when and who."""
    row, now = get_object_or_404(FollowUp, pk=pk), timezone.now()
    initial = {"title": row.title, "due_on": row.due_on, "owner": row.owner_id, "version": row.version}
    form = FollowUpForm(request.POST or None, members=members(on=local_date(now)), initial=initial)
    context = {"form": form, "follow_up": row, "file": row.case_file_id and case_file_or_404(row.case_file_id)}
    if not form.is_valid():
        return render(request, "workspace/follow_up.html", context, status=422 if form.is_bound else 200)
    values = form.cleaned_data | {"version": form.cleaned_data["version"] or 0}
    try:
        services.change_follow_up(follow_up=row, **values, by=request.actor, at=now)
    except ChangedMeanwhile:
        form.add_error(None, CHANGED_MEANWHILE)
        return render(request, "workspace/follow_up.html", context | {"theirs": row}, status=409)
    messages.success(request, "次の対応を書き換えました。")
    return redirect("workspace:inbox", organization=request.organization.slug)


@staff(Permission.FOLLOWUP_EDIT)
@require_POST
def finish(request: Request, pk: int) -> HttpResponse:
    """Say that it is done, or take a finished one up again."""
    row, now = get_object_or_404(FollowUp, pk=pk), timezone.now()
    try:
        if "reopen" in request.POST:
            services.reopen_follow_up(follow_up=row, by=request.actor, at=now)
        else:
            services.finish_follow_up(follow_up=row, by=request.actor, at=now)
            messages.success(request, f"済みにしました: {row.title}")
    except UnableToMove as refused:
        messages.error(request, " ".join(sentences(refused.verdict, {})))
    except ChangedMeanwhile:
        messages.error(request, str(CHANGED_MEANWHILE))
    return _back(request, row)


@staff(Permission.FOLLOWUP_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: Request, pk: int) -> HttpResponse:
    """Say with a reason that it need not be done."""
    row, form = get_object_or_404(FollowUp, pk=pk), WhyForm(request.POST or None)
    if not form.is_valid():
        context = {"follow_up": row, "form": form}
        return render(request, "workspace/cancel_follow_up.html", context, status=422 if form.is_bound else 200)
    try:
        services.cancel_follow_up(follow_up=row, why=form.cleaned_data["why"], by=request.actor, at=timezone.now())
    except UnableToMove as refused:
        messages.error(request, " ".join(sentences(refused.verdict, {})))
    return _back(request, row)


@staff(Permission.FOLLOWUP_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def snooze(request: Request, pk: int) -> HttpResponse:
    """Put a follow-up off until a day, with the reason, or take it back."""
    row, now = get_object_or_404(FollowUp, pk=pk), timezone.now()
    if "wake" in request.POST:
        services.wake_follow_up(follow_up=row, by=request.actor, at=now)
        return redirect("workspace:inbox", organization=request.organization.slug)
    form = SnoozeForm(request.POST or None, today=local_date(now))
    if form.is_valid():
        try:
            services.snooze_follow_up(follow_up=row, **form.cleaned_data, by=request.actor, at=now)
        except ChangedMeanwhile:
            form.add_error(None, CHANGED_MEANWHILE)
        else:
            messages.success(request, f"休ませました: {row.title}")
            return redirect("workspace:inbox", organization=request.organization.slug)
    context = {"form": form, "title": row.title, "until": row.snoozed_until, "why": row.snoozed_why}
    return render(request, "workspace/snooze.html", context, status=422 if form.is_bound else 200)


@staff(Permission.FOLLOWUP_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def pause(request: Request, pk: int) -> HttpResponse:
    """Let a quiet file rest until a day, with the reason, or show it again."""
    file, now = case_file_or_404(pk), timezone.now()
    if "wake" in request.POST:
        services.end_pause(file=file, by=request.actor, at=now)
        return redirect("workspace:inbox", organization=request.organization.slug)
    form = SnoozeForm(request.POST or None, today=local_date(now))
    if form.is_valid():
        services.pause_file(file=file, **form.cleaned_data, by=request.actor, at=now)
        messages.success(request, f"休ませました: {file.shown_name}")
        return redirect("workspace:inbox", organization=request.organization.slug)
    standing = pause_of(file)
    context = {"form": form, "title": file.shown_name}
    if standing is not None:
        context |= {"until": standing.until, "why": standing.why}
    return render(request, "workspace/snooze.html", context, status=422 if form.is_bound else 200)


def _back(request: Request, row: FollowUp) -> HttpResponse:
    if row.case_file_id is not None:
        return redirect("workspace:case_file", organization=request.organization.slug, pk=row.case_file_id)
    return redirect("workspace:inbox", organization=request.organization.slug)
