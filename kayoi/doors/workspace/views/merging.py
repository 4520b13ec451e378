"""Duplicates: compare, merge, take apart, say that they are two persons."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kayoi.doors.workspace.forms.files import FIELDS, CaseFileForm
from kayoi.doors.workspace.views.files import case_file_or_404
from kayoi.doors.workspace.views.on_file import back_to
from kayoi.engines.casefiles import services
from kayoi.engines.casefiles.forms import REFUSALS
from kayoi.engines.casefiles.models import CaseFile, Merge
from kayoi.engines.casefiles.rules import compare
from kayoi.engines.casefiles.selectors import identifying
from kayoi.engines.casefiles.states import Permission
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences


@staff(Permission.CASEFILE_MERGE)
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: Request, pk: int, other: int) -> HttpResponse:
    """Show two files side by side and merge the other into this one."""
    target, source = case_file_or_404(pk), get_object_or_404(CaseFile.objects.without_search(), pk=other)
    refusals: list[str] = []
    if request.method == "POST":
        try:
            services.merge_case_files(source=source, target=target, by=request.actor, at=timezone.now())
        except services.UnableToMerge as refused:
            refusals = sentences(refused.verdict, REFUSALS)
        else:
            messages.success(request, "二つの個票を一つにしました。まちがいのときは、個票の下から元に戻せます。")
            return back_to(request, target)
    labels = [(name, CaseFileForm.base_fields[name].label) for name in FIELDS]
    fields = [(label, getattr(target, name), getattr(source, name)) for name, label in labels]
    context = {
        "file": target,
        "other": source,
        "fields": fields,
        "comparison": compare(identifying(target), identifying(source)),
        "refusals": refusals,
    }
    return render(request, "workspace/merge.html", context, status=422 if refusals else 200)


@staff(Permission.CASEFILE_MERGE)
@require_POST
def undo_merge(request: Request, pk: int) -> HttpResponse:
    """Take a merge apart."""
    row = get_object_or_404(Merge, pk=pk)
    try:
        services.undo_merge(merge=row, by=request.actor, at=timezone.now())
        messages.success(request, "統合を元に戻しました。")
    except ChangedMeanwhile:
        messages.error(request, str(CHANGED_MEANWHILE))
    return redirect("workspace:case_file", organization=request.organization.slug, pk=row.target_id)


@staff(Permission.CASEFILE_MERGE)
@require_POST
def say_distinct(request: Request, pk: int, other: int) -> HttpResponse:
    """Say that two files are about two persons."""
    first, second = case_file_or_404(pk), get_object_or_404(CaseFile.objects.without_search(), pk=other)
    services.say_distinct(first=first, second=second, by=request.actor, at=timezone.now())
    messages.success(request, "別の人として記録しました。")
    return back_to(request, first)
