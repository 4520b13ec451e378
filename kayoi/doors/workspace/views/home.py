"""Staff home and inbox."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kayoi.doors.workspace import services
from kayoi.doors.workspace.forms.inbox import BulkForm, InboxFilter
from kayoi.doors.workspace.selectors import inbox as selectors
from kayoi.doors.workspace.states import Due, Owner, Permission
from kayoi.engines.followups.states import Permission as FollowUps
from kayoi.foundation.identity.marks import Request, staff
from kayoi.foundation.identity.selectors import members
from kayoi.kit.dates import local_date

PAGE = 50
REMEMBERED = "workspace_inbox"


@staff(Permission.WORKSPACE_ENTER)
@require_safe
def home(request: Request) -> HttpResponse:
    """Show what is due today, what nobody has taken, what has gone quiet."""
    now = timezone.now()
    slug = request.organization.slug
    found = selectors.home(member=request.membership, slug=slug, at=now, on=local_date(now))
    return render(request, "workspace/home.html", {"home": found, "today": local_date(now)})


@staff(FollowUps.FOLLOWUP_EDIT)
@require_safe
def inbox(request: Request) -> HttpResponse:
    """Show all follow-ups with filters that are remembered."""
    slug, today = request.organization.slug, local_date(timezone.now())
    if not request.GET and (kept := request.session.get(REMEMBERED, {}).get(slug)):
        return redirect(f"{request.path}?{kept}")
    filters = InboxFilter({"owner": Owner.ALL, "due": Due.ALL, "kind": ""} | request.GET.dict())
    chosen = filters.cleaned_data if filters.is_valid() else {}
    rows = selectors.inbox(
        owner=Owner.of(chosen.get("owner") or Owner.ALL),
        due=Due.of(chosen.get("due") or Due.ALL),
        kind=chosen.get("kind", ""),
        member=request.membership,
        on=today,
    )
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    _remember(request, slug)
    shown = selectors.inbox_rows(list(page.object_list), slug=slug, on=today)
    bulk = BulkForm(members=members(on=today), shown=[row.follow_up.pk for row in shown])
    context = {"filters": filters, "page": page, "rows": shown, "bulk": bulk}
    return render(request, "workspace/inbox.html", context)


@staff(FollowUps.FOLLOWUP_ASSIGN)
@require_POST
def bulk(request: Request) -> HttpResponse:
    """Finish several follow-ups, or give them to somebody."""
    now = timezone.now()
    shown = [int(pk) for pk in request.POST.getlist("rows") if pk.isdecimal()]
    form = BulkForm(request.POST, members=members(on=local_date(now)), shown=shown)
    if form.is_valid():
        done, skipped = services.handle_follow_ups(
            ids=form.cleaned_data["rows"],
            action=form.cleaned_data["action"],
            to=form.cleaned_data["to"],
            by=request.actor,
            at=now,
        )
        messages.success(request, f"{done}件を処理しました。")
        if skipped:
            messages.warning(request, f"{skipped}件は、ほかの人が先に処理していました。")
    else:
        messages.error(request, "行を一つ以上選んでから、処理を選んでください。")
    return redirect("workspace:inbox", organization=request.organization.slug)


def _remember(request: Request, slug: str) -> None:
    query = request.GET.copy()
    query.pop("page", None)
    request.session[REMEMBERED] = request.session.get(REMEMBERED, {}) | {slug: query.urlencode()}
