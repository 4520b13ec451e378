"""A desk that changes hands: preview, do, undo; what the successor reads."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.doors.workspace.forms.hand_over import HandOverForm
from kayoi.doors.workspace.selectors import hand_over as selectors
from kayoi.doors.workspace.states import Permission
from kayoi.doors.workspace.views.files import case_file_or_404
from kayoi.engines.casefiles.services import view_case_file
from kayoi.engines.casefiles.states import Permission as CaseFiles
from kayoi.engines.followups import selectors as followups
from kayoi.engines.followups import services
from kayoi.engines.followups.forms import REFUSALS
from kayoi.engines.followups.models import HandOver
from kayoi.foundation.identity.marks import Request, staff
from kayoi.foundation.identity.selectors import members
from kayoi.kit.dates import local_date
from kayoi.kit.documents import NoFont
from kayoi.kit.downloads import download
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences

PAGE = 50


@staff(CaseFiles.CASEFILE_READ)
@require_safe
def hand_overs(request: Request) -> HttpResponse:
    """List the desks that changed hands."""
    page = Paginator(followups.hand_overs(), PAGE).get_page(request.GET.get("page"))
    return render(request, "workspace/hand_overs.html", {"page": page})


@staff(Permission.HAND_OVER)
@require_http_methods(["GET", "HEAD", "POST"])
def new_hand_over(request: Request) -> HttpResponse:
    """Choose desk and successors, see what would move, and move it."""
    now = timezone.now()
    today, given = local_date(now), request.POST if request.method == "POST" else request.GET
    form = HandOverForm(given or None, desks=followups.desks(), members=members(on=today))
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        desk = form.desk()
        context["preview"] = selectors.preview(**desk, on=today)
        if request.method == "POST":
            try:
                made = services.hand_over_desk(**desk, by=request.actor, at=now)
            except services.UnableToHandOver as refused:
                for sentence in sentences(refused.verdict, REFUSALS):
                    form.add_error(None, sentence)
            else:
                messages.success(request, "引き継ぎました。元に戻せるのは今日のうちです。")
                return redirect("workspace:hand_over", organization=request.organization.slug, pk=made.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "workspace/new_hand_over.html", context, status=status)


@staff(CaseFiles.CASEFILE_READ)
@require_safe
def hand_over(request: Request, pk: int) -> HttpResponse:
    """Show what the successor reads, in order."""
    row, now = _hand_over_or_404(pk), timezone.now()
    today, to = local_date(now), request.GET.get("to", "")
    found = selectors.reading(row, to=int(to) if to.isdecimal() else None, on=today)
    services.read_hand_over(hand_over=row, by=request.actor, at=now, why="画面")
    context = {
        "hand_over": row,
        "reading": found,
        "heirs": followups.heirs_of(row),
        "to": to if to.isdecimal() else "",
        "undoable": row.undone_at is None and local_date(row.made_at) == today,
    }
    return render(request, "workspace/hand_over.html", context)


@staff(CaseFiles.CASEFILE_READ)
@require_safe
def case(request: Request, pk: int, file: int) -> HttpResponse:
    """Show the page of one case."""
    row, found, now = _hand_over_or_404(pk), case_file_or_404(file), timezone.now()
    page = selectors.case_of(row, found, on=local_date(now))
    if page is None:
        raise Http404
    view_case_file(file=found, by=request.actor, at=now, why="引継書")
    return render(request, "workspace/hand_over_case.html", {"hand_over": row, "case": page})


@staff(CaseFiles.CASEFILE_READ)
@require_safe
def paper(request: Request, pk: int) -> HttpResponse:
    """Send the papers of a desk as one PDF."""
    row, now = _hand_over_or_404(pk), timezone.now()
    today, to = local_date(now), request.GET.get("to", "")
    found = selectors.reading(row, to=int(to) if to.isdecimal() else None, on=today)
    try:
        document = selectors.paper(request.organization, row, found, on=today)
    except NoFont as missing:
        messages.error(request, str(missing))
        return redirect("workspace:hand_over", organization=request.organization.slug, pk=pk)
    services.read_hand_over(hand_over=row, by=request.actor, at=now, why="PDF")
    return download(document, f"hand-over-{row.pk}.pdf")


@staff(Permission.HAND_OVER)
@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    """Give everything back on the day of the hand-over."""
    row = _hand_over_or_404(pk)
    try:
        back = services.undo_hand_over(hand_over=row, by=request.actor, at=timezone.now())
        messages.success(request, f"元に戻しました({back}件)。")
    except services.UnableToHandOver as refused:
        messages.error(request, " ".join(sentences(refused.verdict, REFUSALS)))
    except ChangedMeanwhile:
        messages.error(request, str(CHANGED_MEANWHILE))
    return redirect("workspace:hand_over", organization=request.organization.slug, pk=pk)


def _hand_over_or_404(pk: int) -> HandOver:
    return get_object_or_404(HandOver.objects.select_related("leaver"), pk=pk)
