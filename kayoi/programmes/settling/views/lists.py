"""Lists of the residents' register: hand in, look at what matches, confirm, throw away."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.sentences import CHANGED_MEANWHILE
from kayoi.programmes.settling import selectors, services
from kayoi.programmes.settling.forms.lists import ListForm
from kayoi.programmes.settling.models import MatchList
from kayoi.programmes.settling.states import LEGAL_GROUND, ListKind, Permission


@staff(Permission.MOVE_RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def lists(request: Request) -> HttpResponse:
    """Hand in a list, and see which were matched before."""
    now = timezone.now()
    form = ListForm(request.POST or None, request.FILES or None, today=local_date(now))
    if not form.is_valid():
        context = {"form": form, "lists": selectors.lists_handed_in(), "ground": LEGAL_GROUND}
        return render(request, "settling/lists.html", context, status=422 if form.is_bound else 200)
    values = form.cleaned_data
    found = services.match_list(
        kind=ListKind.of(values["kind"]),
        covers_until=values["covers_until"],
        rows=values["rows"],
        by=request.actor,
        at=now,
    )
    return redirect("settling:match", organization=request.organization.slug, pk=found.pk)


@staff(Permission.MOVE_RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def match(request: Request, pk: int) -> HttpResponse:
    """Look at what matches and confirm in bulk; the list is deleted then."""
    found, slug = get_object_or_404(MatchList.objects.all(), pk=pk), request.organization.slug
    if request.method != "POST":
        return render(request, "settling/match.html", {"list": found, "matched": selectors.matched_rows(found)})
    ticked = [int(text) for text in request.POST.getlist("rows") if text.isdecimal()]
    try:
        done = services.confirm_list(match_list=found, rows=ticked, by=request.actor, at=timezone.now())
    except ChangedMeanwhile:
        messages.error(request, CHANGED_MEANWHILE)
        return redirect("settling:lists", organization=slug)
    words = f"{done.confirmed}件を記録しました(記録済み {done.known}件)。一覧は消しました。"
    if done.without_move:
        words += f"移住の記録がない人の転出 {done.without_move}件は、記録していません。"
    messages.success(request, words)
    return redirect("settling:lists", organization=slug)


@staff(Permission.MOVE_RECORD)
@require_POST
def discard(request: Request, pk: int) -> HttpResponse:
    """Throw a list away."""
    found = get_object_or_404(MatchList.objects.filter(finished_at=None), pk=pk)
    services.discard_list(match_list=found, by=request.actor, at=timezone.now())
    messages.success(request, "一覧を消しました。何も記録していません。")
    return redirect("settling:lists", organization=request.organization.slug)
