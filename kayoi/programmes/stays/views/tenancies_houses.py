"""Staff: head leases, waiting lists, the diary of a share house; the public: which homes there are."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kayoi.foundation.identity.marks import Request, public, staff
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.sentences import sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.stays.forms import tenancies as forms
from kayoi.programmes.stays.models import HeadLease, House, Waiting
from kayoi.programmes.stays.selectors import tenancies_houses as selectors
from kayoi.programmes.stays.services import tenancies as services
from kayoi.programmes.stays.services import tenancies_waiting as waiting
from kayoi.programmes.stays.services.tenancies_head import add_head_lease
from kayoi.programmes.stays.states import Permission
from kayoi.programmes.stays.states.tenancies import Contract, ManagerWork
from kayoi.programmes.stays.views.tenancies import may_read_protected, page


@public(opens="town")
@require_safe
def shown_homes(request: Request) -> HttpResponse:
    """Show the homes that the town lets for a longer time, and how to apply or wait."""
    return render(request, "stays/tenancies/public.html", {"homes": selectors.shown_homes()})


@staff(Permission.STAY_READ)
@require_safe
def head_leases(request: Request) -> HttpResponse:
    """Show all head leases, those that end first at the top."""
    today = local_date(timezone.now())
    context = {"rows": selectors.head_leases(on=today), "houses": forms.homes(), "today": today}
    return render(request, "stays/tenancies/head_leases.html", context)


@staff(Permission.STAY_READ)
@require_safe
def head_lease(request: Request, pk: int) -> HttpResponse:
    """Show the chain: from whom a house is leased, and to whom it is let."""
    row = get_object_or_404(HeadLease.objects.select_related("house", "sub_lessor"), pk=pk)
    context = selectors.chain(row, on=local_date(timezone.now()), may_read_protected=may_read_protected(request))
    return render(request, "stays/tenancies/head_lease.html", context)


@staff(Permission.STAY_HOUSE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_head_lease(request: Request, pk: int) -> HttpResponse:
    """Note that the town has leased a house."""
    house, form = home_or_404(pk), forms.HeadLeaseForm(request.POST or None)
    if form.is_valid():
        try:
            made = add_head_lease(house=house, fields=form.lease(), by=request.actor, at=timezone.now())
            messages.success(request, "借上げを登録しました。終わりの1年前と8か月前に、予定を入れました。")
            return redirect("stays:head_lease", organization=request.organization.slug, pk=made.pk)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, forms.REFUSALS))
    return page(request, form, title="借上げを登録する", button="登録する", house=house)


@staff(Permission.STAY_READ)
@require_safe
def waiting_list(request: Request, pk: int) -> HttpResponse:
    """Show who waits for a house, in the declared order."""
    house = home_or_404(pk)
    context = selectors.waiting_page(
        house, on=local_date(timezone.now()), may_read_protected=may_read_protected(request)
    )
    return render(request, "stays/tenancies/waiting.html", context)


@staff(Permission.STAY_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def wait(request: Request, pk: int) -> HttpResponse:
    """Put a household on a waiting list."""
    house, form = home_or_404(pk), forms.WaitForm(request.POST or None)
    if form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "number"}
        assert form.file is not None
        try:
            waiting.wait_for_home(house=house, case_file=form.file, **values, by=request.actor, at=timezone.now())
            return _to_list(request, house, "空き待ちに加えました。")
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, forms.REFUSALS))
    return page(request, form, title="空き待ちに加える", button="加える", house=house)


def _offer(row: Waiting, values: dict[str, Any], by: Actor, at: datetime) -> None:
    ends_before = forms.after(values.pop("ends_on"))
    waiting.offer_room(waiting=row, ends_before=ends_before, **values, by=by, at=at)


def _accept(row: Waiting, values: dict[str, Any], by: Actor, at: datetime) -> None:
    waiting.accept_offer(waiting=row, contract=Contract.of(values["contract"]), by=by, at=at)


def _decline(row: Waiting, values: dict[str, Any], by: Actor, at: datetime) -> None:
    waiting.decline_offer(waiting=row, why=values["why"], by=by, at=at)


def _withdraw(row: Waiting, values: dict[str, Any], by: Actor, at: datetime) -> None:
    waiting.leave_list(waiting=row, why=values["why"], by=by, at=at)


Do = Callable[[Waiting, dict[str, Any], Actor, datetime], None]
STEPS: Final[Mapping[str, tuple[str, Any, Do, str]]] = {
    "offer": ("空きを案内する", forms.OfferForm, _offer, "案内を記録し、返事の期日まで部屋を押さえました。"),
    "accept": ("入居の申込みに進む", forms.AcceptForm, _accept, "入居の申込みにしました。"),
    "decline": ("辞退を記録する", forms.ShortWhyForm, _decline, "辞退を記録しました。次の人に案内できます。"),
    "withdraw": ("空き待ちを取り下げる", forms.ShortWhyForm, _withdraw, "空き待ちから外しました。"),
}


@staff(Permission.STAY_READ)
@require_safe
def waiting_one(request: Request, pk: int) -> HttpResponse:
    """Lead from a follow-up to the list in which somebody waits."""
    return redirect("stays:waiting_list", organization=request.organization.slug, pk=_waiting(pk).house_id)


@staff(Permission.STAY_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def waiting_step(request: Request, pk: int, step: str) -> HttpResponse:
    """Offer a room, or note what was answered."""
    if step not in STEPS:
        raise Http404
    row, (title, made, do, done) = _waiting(pk), STEPS[step]
    more = {"house": row.house} if made is forms.OfferForm else {}
    form = made(request.POST or None, **more)
    if form.is_valid():
        try:
            do(row, dict(form.cleaned_data), request.actor, timezone.now())
            return _to_list(request, row.house, done)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, forms.REFUSALS))
    return page(request, form, title=title, button=title, house=row.house)


@staff(Permission.STAY_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def manager_log(request: Request, pk: int) -> HttpResponse:
    """Show and write what the community manager of a share house did; who lives there."""
    house, now = home_or_404(pk), timezone.now()
    form = forms.WorkForm(request.POST or None, initial={"on": local_date(now)})
    if form.is_valid():
        values = form.cleaned_data | {"work": ManagerWork.of(form.cleaned_data["work"])}
        services.note_work(house=house, **values, by=request.actor, at=now)
        messages.success(request, "日誌に書きました。")
        return redirect("stays:manager_log", organization=request.organization.slug, pk=house.pk)
    context = selectors.share_house(house, on=local_date(now), may_read_protected=may_read_protected(request))
    return render(
        request, "stays/tenancies/log.html", context | {"form": form}, status=422 if form.is_bound else 200
    )  # fmt: skip


def home_or_404(pk: int) -> House:
    """Return a house that is let for a longer time. Raises Http404."""
    found: House = get_object_or_404(forms.homes(), pk=pk)
    return found


def _waiting(pk: int) -> Waiting:
    found: Waiting = get_object_or_404(Waiting.objects.select_related("house"), pk=pk)
    return found


def _to_list(request: Request, house: House, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("stays:waiting_list", organization=request.organization.slug, pk=house.pk)
