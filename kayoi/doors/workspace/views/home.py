"""Staff home and the board of what is to be done."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kayoi.doors.workspace import services
from kayoi.doors.workspace.forms.board import BoardFilter, BulkForm
from kayoi.doors.workspace.selectors import board as selectors
from kayoi.doors.workspace.states import Bulk, Due, Owner, Permission
from kayoi.engines.followups.states import Permission as FollowUps
from kayoi.engines.procedures.selectors.routes import waiting_for
from kayoi.foundation.identity.marks import Request, staff
from kayoi.foundation.identity.selectors import members
from kayoi.kit.dates import local_date

PAGE = 50
REMEMBERED = "workspace_board"


@staff(Permission.WORKSPACE_ENTER)
@require_safe
def home(request: Request) -> HttpResponse:
    """Show what is due today, what nobody has taken, what has gone quiet."""
    now = timezone.now()
    slug = request.organization.slug
    found = selectors.home(member=request.membership, by=request.actor, slug=slug, at=now, on=local_date(now))
    return render(request, "workspace/home.html", {"home": found, "today": local_date(now)})


@staff(FollowUps.FOLLOWUP_EDIT)
@require_safe
def inbox(request: Request) -> HttpResponse:
    """Show the board, or one part of it as a list; filters are remembered."""
    slug = request.organization.slug
    if not request.GET and (kept := request.session.get(REMEMBERED, {}).get(slug)):
        return redirect(f"{request.path}?{kept}")
    response = render(request, "workspace/board.html", _context(request))
    query = request.GET.copy()
    query.pop("page", None)
    request.session[REMEMBERED] = request.session.get(REMEMBERED, {}) | {slug: query.urlencode()}
    return response


@staff(FollowUps.FOLLOWUP_ASSIGN)
@require_POST
def bulk(request: Request) -> HttpResponse:
    """Finish several rows, give them to somebody, or put them off."""
    now = timezone.now()
    today = local_date(now)
    form = BulkForm(request.POST, members=members(on=today), shown=request.POST.getlist("rows"), today=today)
    if not form.is_valid():
        return render(request, "workspace/board.html", _context(request, form), status=422)
    values = form.cleaned_data
    decision = services.Decision(Bulk.of(values["action"]), values["to"], values["until"], values["why"])
    done, skipped = services.handle_rows(
        tasks=form.ids("t"), files=form.ids("f"), decision=decision, by=request.actor, at=now
    )
    messages.success(request, f"{done}件を処理しました。")
    if skipped and decision.action is Bulk.FINISH:
        messages.warning(
            request, f"{skipped}件は済みにしていません。ほかの人が先に処理したか、「動きなし」の個票です。"
        )
    elif skipped:
        messages.warning(request, f"{skipped}件は、ほかの人が先に処理していました。")
    return redirect(f"{reverse('workspace:inbox', args=[request.organization.slug])}?{request.GET.urlencode()}")


def _context(request: Request, form: BulkForm | None = None) -> dict[str, Any]:
    now = timezone.now()
    today = local_date(now)
    present = members(on=today)
    filters = BoardFilter({"owner": Owner.ALL, "due": Due.BOARD, "kind": ""} | request.GET.dict(), members=present)
    chosen = filters.cleaned_data if filters.is_valid() else {}
    asked = selectors.Asked(
        chosen.get("owner") or Owner.ALL,
        Due.of(chosen.get("due") or Due.BOARD),
        chosen.get("kind", ""),
        request.membership,
    )
    context: dict[str, Any] = {
        "filters": filters,
        "due": asked.due,
        "query": request.GET.urlencode(),
        "bulk": form or BulkForm(members=present, shown=[], today=today),
        "loads": selectors.loads(at=now, on=today),
        "waiting_stamps": len(waiting_for(request.actor, role=request.membership.role)),
        "waiting_stays": len(waiting_for(request.actor, role=request.membership.role, elsewhere=True)),
    }
    return context | _part(request, asked, context["loads"])


def _part(request: Request, asked: selectors.Asked, has: list[selectors.Load]) -> dict[str, Any]:
    now, slug = timezone.now(), request.organization.slug
    today = local_date(now)
    if asked.due is Due.BOARD:
        return {"columns": selectors.board(asked, slug=slug, has=has, at=now, on=today)}
    if asked.due is Due.ASLEEP:
        return _asleep(request, asked)
    if asked.due is Due.QUIET:
        silent = Paginator(selectors.quiet(asked, at=now, on=today), PAGE).get_page(request.GET.get("page"))
        return {"page": silent, "rows": selectors.file_rows(list(silent.object_list), slug=slug, on=today)}
    page = Paginator(selectors.follow_ups(asked, on=today), PAGE).get_page(request.GET.get("page"))
    return {"page": page, "rows": selectors.follow_up_rows(list(page.object_list), slug=slug, on=today)}


def _asleep(request: Request, asked: selectors.Asked) -> dict[str, Any]:
    today, slug = local_date(timezone.now()), request.organization.slug
    page = Paginator(selectors.follow_ups(asked, on=today), PAGE).get_page(request.GET.get("page"))
    pauses = list(selectors.asleep_files(asked, on=today)[:PAGE])
    files = selectors.file_rows(
        [pause.case_file for pause in pauses], slug=slug, on=today, pauses={row.case_file_id: row for row in pauses}
    )
    return {
        "page": page,
        "rows": selectors.follow_up_rows(list(page.object_list), slug=slug, on=today),
        "resting": files,
    }
