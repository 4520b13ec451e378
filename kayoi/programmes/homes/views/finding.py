"""Staff: entrances, the flyer, the words of offers, leads by source, homes needed against homes available."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.documents import NoFont
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.qr import qr_svg
from kayoi.kit.sentences import CHANGED_MEANWHILE
from kayoi.programmes.homes import services
from kayoi.programmes.homes.forms.lead_work import OfferTextsForm, YearForm
from kayoi.programmes.homes.forms.leads import EntranceForm
from kayoi.programmes.homes.models import Entrance
from kayoi.programmes.homes.rules.estimate import homes_needed
from kayoi.programmes.homes.selectors import estimate as estimates
from kayoi.programmes.homes.selectors import leads as selectors
from kayoi.programmes.homes.selectors.flyer import flyer_pdf, tell_address
from kayoi.programmes.homes.selectors.offers import offer_texts
from kayoi.programmes.homes.states import Permission
from kayoi.programmes.homes.states.finding import FLYER_TEXT, EntranceKind, Stage


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def entrances(request: Request) -> HttpResponse:
    """Show who may tell of houses through a link of their own; make a link, which is shown once."""
    form, link = EntranceForm(request.POST or None), ""
    if form.is_valid():
        kind, name = EntranceKind.of(form.cleaned_data["kind"]), form.cleaned_data["name"]
        try:
            with transaction.atomic():
                _, token = services.open_entrance(kind=kind, name=name, by=request.actor, at=timezone.now())
            path = reverse("homes:entrance", kwargs={"organization": request.organization.slug, "token": token})
            link, form = request.build_absolute_uri(path), EntranceForm()
        except IntegrityError:
            form.add_error("name", "同じ名前の入口が、いま使われています。止めてから作り直してください。")
    context = {"form": form, "link": link, "qr": qr_svg(link) if link else "", "entrances": selectors.entrances()}
    return render(request, "homes/entrances.html", context, status=422 if form.is_bound else 200)


@staff(Permission.HOME_EDIT)
@require_POST
def close_entrance(request: Request, pk: int) -> HttpResponse:
    """Stop a link at once."""
    entrance = get_object_or_404(Entrance, pk=pk)
    try:
        services.close_entrance(entrance=entrance, by=request.actor, at=timezone.now())
        messages.success(request, f"「{entrance.name}」の入口を止めました。")
    except ChangedMeanwhile:
        messages.error(request, CHANGED_MEANWHILE)
    return redirect("homes:entrances", organization=request.organization.slug)


@staff(Permission.HOME_READ)
@require_safe
def flyer(request: Request) -> HttpResponse:
    """Show what stands on the flyer for the tax notice; the paper with ?pdf."""
    address = tell_address(request.organization)
    if "pdf" in request.GET:
        try:
            body = flyer_pdf(request.organization)
        except NoFont as missing:
            messages.error(request, str(missing))
            return redirect("homes:flyer", organization=request.organization.slug)
        headers = {"Content-Disposition": 'inline; filename="flyer.pdf"'}
        return HttpResponse(body, content_type="application/pdf", headers=headers)
    return render(request, "homes/flyer.html", {"address": address, "qr": qr_svg(address), "text": FLYER_TEXT})


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def offers(request: Request) -> HttpResponse:
    """Write the town's own sentences for what owners are offered."""
    texts = offer_texts()
    form = OfferTextsForm(request.POST or None, texts={offer.code: offer.text for offer in texts})
    if not form.is_valid():
        return render(request, "homes/offers.html", {"form": form}, status=422 if form.is_bound else 200)
    now = timezone.now()
    for code, text in form.texts().items():
        services.set_offer_text(code=code, text=text, by=request.actor, at=now)
    messages.success(request, "案内の文を保存しました。")
    return redirect("homes:offers", organization=request.organization.slug)


@staff(Permission.HOME_READ)
@require_safe
def lead_figures(request: Request) -> HttpResponse:
    """Show leads by source and how far they came."""
    form = YearForm(request.GET, today=local_date(timezone.now()))
    year = form.cleaned_data["year"] if form.is_valid() else None
    context = {"form": form, "year": year, "funnel": selectors.funnel(year=year), "stages": list(Stage)}
    return render(request, "homes/lead_figures.html", context)


@staff(Permission.HOME_READ)
@require_safe
def estimate(request: Request) -> HttpResponse:
    """Show how many houses are needed within a year, and how many can be counted on."""
    today = local_date(timezone.now())
    facts = estimates.facts_of_estimate(on=today)
    found = homes_needed(facts)
    context = {
        "facts": facts,
        "estimate": found,
        "success": (round(100 * found.success.low), round(100 * found.success.high)),
        "chart": estimates.drawn(found, on=today),
        "on": today,
    }
    return render(request, "homes/estimate.html", context)


@staff(Permission.HOME_READ)
@require_safe
def estimate_rows(request: Request, key: str) -> HttpResponse:
    """Show the rows behind a number of the estimate."""
    today = local_date(timezone.now())
    found = estimates.rows_behind(key, on=today)
    if found is None:
        raise Http404
    label, rows = found
    page = Paginator(rows, 100).get_page(request.GET.get("page"))
    shown = estimates.shown_rows(key, page.object_list)
    return render(request, "homes/estimate_rows.html", {"label": label, "page": page, "rows": shown})
