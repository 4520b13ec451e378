"""Staff: leads as a list, one lead with what is next, the owner, the house file made of it, offers."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.states import CONSENT_TEXTS, ConsentPurpose
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import business_days_later, local_date
from kayoi.kit.moves import ChangedMeanwhile, UnableToMove
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.programmes.homes import services
from kayoi.programmes.homes.forms.lead_work import LeadsForm, MoveLeadForm, OwnerForm, PlanOfferForm, TakeOnForm
from kayoi.programmes.homes.forms.leads import TakeLeadForm
from kayoi.programmes.homes.models import Home, Lead
from kayoi.programmes.homes.selectors import leads as selectors
from kayoi.programmes.homes.selectors.offers import offers_for
from kayoi.programmes.homes.states import LEAD, Permission
from kayoi.programmes.homes.states.finding import LEAD_OFFER, OPEN_LEADS, NextOffer

LOOK_AGAIN_DAYS = 5
OFFER_WITHIN_DAYS = 5
SAME_LOT = "同じ地番の空き家が、すでに登録または受付されています。"


@staff(Permission.HOME_READ)
@require_safe
def leads(request: Request) -> HttpResponse:
    """Show leads with source, age, state and next step."""
    today = local_date(timezone.now())
    form = LeadsForm(request.GET, today=today)
    chosen = form.cleaned_data if form.is_valid() else {}
    page = Paginator(selectors.leads(**chosen), 50).get_page(request.GET.get("page"))
    rows = selectors.lead_rows(page.object_list, on=today)
    return render(request, "homes/leads.html", {"form": form, "page": page, "rows": rows})


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def take_lead(request: Request) -> HttpResponse:
    """Write down what a caller, a visitor or a reply card tells."""
    form, now = TakeLeadForm(request.POST or None), timezone.now()
    if not form.is_valid():
        consent = CONSENT_TEXTS[ConsentPurpose.CONSULTATION].text.replace("{organization}", request.organization.name)
        context = {"form": form, "consent_text": consent}
        return render(request, "homes/take_lead.html", context, status=422 if form.is_bound else 200)
    told = services.Told(received_at=now, **form.told())
    lead = services.tell_lead(told=told, contact=form.contact("ja"), by=request.actor, at=now)
    messages.success(request, f"空き家の情報を記録しました(受付番号 {lead.receipt})。")
    return redirect("homes:lead", organization=request.organization.slug, pk=lead.pk)


@staff(Permission.HOME_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def lead(request: Request, pk: int) -> HttpResponse:
    """Show one lead; note what was done about it and what comes next."""
    found, now = _lead(pk), timezone.now()
    today = local_date(now)
    form = MoveLeadForm(request.POST or None, initial={"next_on": business_days_later(today, LOOK_AGAIN_DAYS)})
    if form.is_valid():
        _try(request, partial(services.move_lead, lead=found, by=request.actor, at=now, **form.cleaned_data))
        return _back(request, found)
    context = {
        "lead": found,
        "form": form,
        "is_open": found.status in OPEN_LEADS,
        "people": selectors.people_of(found, on=today),
        "steps": selectors.steps_of_lead(found),
        "next_steps": selectors.next_steps_of(found, (LEAD, LEAD_OFFER)),
        "offers": offers_for(found),
        "offer_by": business_days_later(today, OFFER_WITHIN_DAYS),
        "home": Home.objects.filter(lead=found).first(),
    }
    return render(request, "homes/lead.html", context, status=422 if form.is_bound else 200)


@staff(Permission.HOME_EDIT)
@require_POST
def reopen_lead(request: Request, pk: int) -> HttpResponse:
    """Take up a lead again that was dropped."""
    found, now = _lead(pk), timezone.now()
    next_on = business_days_later(local_date(now), LOOK_AGAIN_DAYS)
    _try(request, partial(services.reopen_lead, lead=found, next_on=next_on, by=request.actor, at=now))
    return _back(request, found)


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def lead_owner(request: Request, pk: int) -> HttpResponse:
    """Say who owns the house: a file that is there, or a new one."""
    found, form, now = _lead(pk), OwnerForm(request.POST or None), timezone.now()
    if not form.is_valid():
        context = {"form": form, "lead": found}
        return render(request, "homes/lead_owner.html", context, status=422 if form.is_bound else 200)
    file = form.cleaned_data["file"]
    if file is None:
        file = casefiles.open_case_file(fields=form.file_fields(), by=request.actor, at=now)
    try:
        services.name_owner(lead=found, file=file, by=request.actor, at=now)
        messages.success(request, "所有者を記録しました。")
    except ChangedMeanwhile:
        messages.error(request, CHANGED_MEANWHILE)
    return _back(request, found)


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def take_on_lead(request: Request, pk: int) -> HttpResponse:
    """Make a house file of a lead."""
    found, now = _lead(pk), timezone.now()
    form = TakeOnForm.of(found, request.POST or None)
    if form.is_valid():
        fields = form.home_fields(request.organization.place_code)
        try:
            with transaction.atomic():
                home = services.take_on_lead(lead=found, fields=fields, by=request.actor, at=now)
            messages.success(request, f"空き家の記録 {home.number} を作りました。")
            return redirect("homes:home", organization=request.organization.slug, pk=home.pk)
        except IntegrityError:
            form.add_error("lot_number", SAME_LOT)
        except UnableToMove as refused:
            form.add_error(None, " ".join(sentences(refused.verdict, {})))
        except ChangedMeanwhile:
            form.add_error(None, CHANGED_MEANWHILE)
    context = {"form": form, "lead": found}
    return render(request, "homes/take_on_lead.html", context, status=422 if form.is_bound else 200)


@staff(Permission.HOME_EDIT)
@require_POST
def lead_offer(request: Request, pk: int) -> HttpResponse:
    """Put an offer to the owner of a lead among what is to be done."""
    found = _lead(pk)
    _plan(request, found)
    return _back(request, found)


@staff(Permission.HOME_EDIT)
@require_POST
def home_offer(request: Request, pk: int) -> HttpResponse:
    """Put an offer to the owner of a house among what is to be done."""
    home = get_object_or_404(Home, pk=pk)
    _plan(request, home)
    return redirect("homes:home", organization=request.organization.slug, pk=home.pk)


def _plan(request: Request, about: Lead | Home) -> None:
    form, now = PlanOfferForm(request.POST), timezone.now()
    if not form.is_valid():
        raise Http404
    due_on = form.cleaned_data["due_on"] or business_days_later(local_date(now), OFFER_WITHIN_DAYS)
    offer = NextOffer.of(form.cleaned_data["offer"])
    services.plan_offer(about=about, offer=offer, due_on=due_on, by=request.actor, at=now)
    messages.success(request, f"「{offer.label}」を、次の対応に入れました。")


def _try(request: Request, change: Callable[[], None]) -> None:
    try:
        change()
    except UnableToMove as refused:
        messages.error(request, " ".join(sentences(refused.verdict, {})))
    except ChangedMeanwhile:
        messages.error(request, CHANGED_MEANWHILE)
    else:
        messages.success(request, "記録しました。")


def _lead(pk: int) -> Lead:
    found = selectors.lead_named(pk)
    if found is None:
        raise Http404
    return found


def _back(request: Request, found: Lead) -> HttpResponse:
    return redirect("homes:lead", organization=request.organization.slug, pk=found.pk)
