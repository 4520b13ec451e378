"""Counters: partners and staff check cards and record uses; the page works without a network after one visit."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kayoi.foundation.identity.marks import Request, in_town, partner, staff
from kayoi.kit.html.fields import problems_of
from kayoi.kit.html.page_worker import page_worker
from kayoi.kit.sentences import sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.furusato.forms.card_words import REFUSALS, counter_words
from kayoi.programmes.furusato.forms.cards import CounterUseForm
from kayoi.programmes.furusato.models import Benefit
from kayoi.programmes.furusato.selectors.benefits import published
from kayoi.programmes.furusato.selectors.counter import pack
from kayoi.programmes.furusato.services.benefits import record_use
from kayoi.programmes.furusato.states import Permission

PARTS = (
    "furusato/furusato.css", "furusato/counter.js", "furusato/checking.js", "kit/scan.js", "furusato/signed.js",
    "furusato/words.js", "kit/vendor/jsQR.js",
)  # fmt: skip


@partner(Permission.FURUSATO_CHECK)
@require_safe
def counter(request: Request) -> HttpResponse:
    """Check cards, at a partner's counter."""
    return _page(request, "furusato/counter/partner.html", "counter", published())


@partner(Permission.FURUSATO_CHECK)
@require_safe
def counter_pack(request: Request) -> JsonResponse:
    """Give a partner's counter what it needs without a network, for its own benefits."""
    mine = list(published().values_list("pk", flat=True))
    with in_town(request):
        return _pack(request, published().filter(pk__in=mine))


@partner(Permission.FURUSATO_CHECK)
@require_http_methods(["GET", "HEAD", "POST"])
def counter_send(request: Request) -> JsonResponse:
    """Take one entry of a partner's outbox."""
    mine = list(Benefit.objects.values_list("pk", flat=True))
    with in_town(request):
        return _send(request, Benefit.objects.filter(pk__in=mine), request.membership.organization.name)


@partner(Permission.FURUSATO_CHECK)
@require_safe
def counter_worker(request: Request) -> HttpResponse:
    """Send the service worker of a partner's counter."""
    return _worker(request, "counter")


@staff(Permission.FURUSATO_CHECK)
@require_safe
def desk(request: Request) -> HttpResponse:
    """Check cards, at a counter of the town."""
    return _page(request, "furusato/counter/staff.html", "desk", published())


@staff(Permission.FURUSATO_CHECK)
@require_safe
def desk_pack(request: Request) -> JsonResponse:
    """Give a counter of the town what it needs without a network."""
    return _pack(request, published())


@staff(Permission.FURUSATO_CHECK)
@require_http_methods(["GET", "HEAD", "POST"])
def desk_send(request: Request) -> JsonResponse:
    """Take one entry of the outbox of a counter of the town."""
    return _send(request, Benefit.objects.all(), request.organization.name)


@staff(Permission.FURUSATO_CHECK)
@require_safe
def desk_worker(request: Request) -> HttpResponse:
    """Send the service worker of a counter of the town."""
    return _worker(request, "desk")


def _page(request: Request, template: str, name: str, benefits: QuerySet[Benefit]) -> HttpResponse:
    at = {"organization": request.organization.slug}
    urls = {f"{one}_url": reverse(f"furusato:{name}_{one}", kwargs=at) for one in ("pack", "send", "worker")}
    context: dict[str, Any] = {"form": CounterUseForm(benefits=benefits), "words": counter_words(), **urls}
    return render(request, template, context)


def _pack(request: Request, benefits: QuerySet[Benefit]) -> JsonResponse:
    return JsonResponse(pack(request.organization, benefits, at=timezone.now()))


def _send(request: Request, benefits: QuerySet[Benefit], counter: str) -> JsonResponse:
    if request.method != "POST":
        return JsonResponse({"token": get_token(request)})
    form, now = CounterUseForm(request.POST, benefits=benefits), timezone.now()
    if not form.is_valid() or form.cleaned_data["client_key"] is None:
        errors = [": ".join(filter(None, (one.label, one.message))) for one in problems_of([form])]
        return JsonResponse({"errors": errors or ["控えの番号がありません。"]}, status=422)
    try:
        row = record_use(use=form.use(at=now, counter=counter), by=request.actor, at=now)
    except Refused as refused:
        return JsonResponse({"errors": sentences(refused.verdict, REFUSALS)}, status=422)
    return JsonResponse({"receipt": str(row.pk)})


def _worker(request: Request, name: str) -> HttpResponse:
    at = {"organization": request.organization.slug}
    accent = reverse("portal:accent", kwargs=at)
    return page_worker(reverse(f"furusato:{name}", kwargs=at), parts=PARTS, also=(accent,))
