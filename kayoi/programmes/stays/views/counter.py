"""Partners: the counter of a body that lets homes under its own name.

Each view finds its rows in the partner's scope and steps into the town's for one selector or one service.
"""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kayoi.engines.procedures.selectors.letters import letter_pdf
from kayoi.foundation.identity.marks import Request, in_town, partner
from kayoi.kit.dates import local_date, parse_month
from kayoi.kit.downloads import download
from kayoi.kit.sentences import sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.stays.forms import sublets as forms
from kayoi.programmes.stays.forms.tenancies import REFUSALS, ShortWhyForm
from kayoi.programmes.stays.models import SubLessor, SubletReceipt, Tenancy, TenancyPaper
from kayoi.programmes.stays.selectors import sublets as selectors
from kayoi.programmes.stays.services.sublets import inspect_sublet, propose_household
from kayoi.programmes.stays.services.sublets_rent import note_receipt, take_receipt_back
from kayoi.programmes.stays.states import Permission
from kayoi.programmes.stays.states.tenancies import SHOWN_TO_PARTNER


@partner(Permission.STAY_SUBLET)
@require_safe
def lettings(request: Request) -> HttpResponse:
    """Show my houses, the households in them, what they owe, what I proposed."""
    lessor, mine, today = _my_lessor(), _mine(), local_date(timezone.now())
    with in_town(request):
        context = selectors.counter_page(lessor, mine, on=today)
        return render(request, "stays/counter/homes.html", context)


@partner(Permission.STAY_SUBLET)
@require_safe
def letting(request: Request, pk: int) -> HttpResponse:
    """Show one home of mine: contract, rent, what I received, papers, inspections."""
    row, today = _my_tenancy(pk), local_date(timezone.now())
    with in_town(request):
        context = selectors.let_page(row.pk, on=today)
        context |= {"form": forms.ReceivedForm(initial={"paid_on": today})}
        return render(request, "stays/counter/home.html", context)


@partner(Permission.STAY_SUBLET)
@require_http_methods(["GET", "HEAD", "POST"])
def letting_received(request: Request, pk: int) -> HttpResponse:
    """Note rent that I have received."""
    row, form = _my_tenancy(pk), forms.ReceivedForm(request.POST or None)
    if form.is_valid():
        key, now = form.cleaned_data["key"], timezone.now()
        try:
            with in_town(request):
                note_receipt(tenancy=row, paid=form.received(), key=key, by=request.actor, at=now)
            return _to(request, row.pk, "受け取った家賃を記録しました。")
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    return _step(request, form, row.pk, title="受け取った家賃を記録する")


@partner(Permission.STAY_SUBLET)
@require_http_methods(["GET", "HEAD", "POST"])
def letting_receipt_back(request: Request, pk: int) -> HttpResponse:
    """Take a note of what I received back."""
    receipt, form = get_object_or_404(SubletReceipt, pk=pk, tenancy__in=_let()), ShortWhyForm(request.POST or None)
    if form.is_valid():
        try:
            with in_town(request):
                take_receipt_back(receipt=receipt, why=form.cleaned_data["why"], by=request.actor, at=timezone.now())
            return _to(request, receipt.tenancy_id, "記録を取り消しました。")
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    return _step(request, form, receipt.tenancy_id, title="受取りの記録を取り消す")


@partner(Permission.STAY_SUBLET)
@require_http_methods(["GET", "HEAD", "POST"])
def letting_inspect(request: Request, pk: int) -> HttpResponse:
    """Write how I found a home of mine."""
    row, now = _my_tenancy(pk), timezone.now()
    form = forms.LookedForm(request.POST or None, initial={"inspected_on": local_date(now)})
    if form.is_valid():
        key = form.cleaned_data["key"]
        try:
            with in_town(request):
                inspect_sublet(tenancy=row, looked=form.looked(), key=key, by=request.actor, at=now)
            return _to(request, row.pk, "点検を記録しました。町の職員も読めます。")
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    return _step(request, form, row.pk, title="点検を書く")


@partner(Permission.STAY_SUBLET)
@require_http_methods(["GET", "HEAD", "POST"])
def letting_propose(request: Request) -> HttpResponse:
    """Propose a household for a room of mine."""
    lessor, now = _my_lessor(), timezone.now()
    with in_town(request):
        rooms = list(selectors.rooms_of(lessor, on=local_date(now)))
        form = forms.ProposeForm(request.POST or None, rooms=rooms)
        if form.is_valid():
            key = form.cleaned_data["key"]
            try:
                propose_household(sub_lessor=lessor, proposed=form.proposed(), key=key, by=request.actor, at=now)
                messages.success(request, "推薦を町に送りました。答えは、この窓口に出ます。")
                return redirect("stays:lettings", organization=request.organization.slug)
            except Refused as refused:
                form.add_error(None, sentences(refused.verdict, REFUSALS))
        return _step(request, form, None, title="入居する世帯を推薦する")


@partner(Permission.STAY_SUBLET)
@require_safe
def letting_month(request: Request) -> HttpResponse:
    """Show the rents of a month, and what I received in it."""
    mine, today = _mine(), local_date(timezone.now())
    month = parse_month(request.GET.get("month", "")) or today.replace(day=1)
    with in_town(request):
        return render(request, "stays/counter/month.html", selectors.month_of_sublets(mine, month))


@partner(Permission.STAY_SUBLET)
@require_safe
def letting_paper(request: Request, pk: int) -> HttpResponse:
    """Give a paper that I give as the lessor; none of people under protection."""
    paper, today = get_object_or_404(TenancyPaper, pk=pk, tenancy__in=_let()), local_date(timezone.now())
    with in_town(request):
        shown = selectors.let_page(paper.tenancy_id, on=today)["papers"]
        letter = next((one.letter for one in shown if one.pk == paper.pk), None)
        if letter is None:
            raise Http404
        return download(letter_pdf(letter), "shorui.pdf")


def _mine() -> list[int]:
    return list(_let().values_list("pk", flat=True))


def _my_lessor() -> SubLessor:
    found: SubLessor | None = SubLessor.objects.order_by("pk").first()
    if found is None:
        raise Http404
    return found


def _my_tenancy(pk: int) -> Tenancy:
    found: Tenancy = get_object_or_404(_let(), pk=pk)
    return found


def _let() -> QuerySet[Tenancy]:
    """Return the homes of those who live there, have lived there or may come; not of whom the town refused."""
    rows: QuerySet[Tenancy] = Tenancy.objects.filter(status__in=SHOWN_TO_PARTNER)
    return rows


def _to(request: Request, pk: int, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("stays:letting", organization=request.organization.slug, pk=pk)


def _step(request: Request, form: Any, pk: int | None, *, title: str) -> HttpResponse:
    context = {"form": form, "title": title, "pk": pk}
    return render(request, "stays/counter/step.html", context, status=422 if form.is_bound else 200)
