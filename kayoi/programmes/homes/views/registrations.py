"""Staff: who is registered as a seeker; approve, refuse, renew, end; register a caller; what owners may read."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import CONSENT_TEXTS, Channel, ConsentPurpose
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.verdict import Refused
from kayoi.programmes.homes import services
from kayoi.programmes.homes.forms.seekers import StaffReasonForm, StaffRegisterForm, said
from kayoi.programmes.homes.models import Home, Seeker
from kayoi.programmes.homes.selectors.inquiries import inquiries_of_seeker
from kayoi.programmes.homes.selectors.protected import shown_names
from kayoi.programmes.homes.selectors.seeker_words import pledge_points
from kayoi.programmes.homes.selectors.seekers import listed_seekers, seekers
from kayoi.programmes.homes.selectors.viewings import viewings_of_seeker
from kayoi.programmes.homes.selectors.wishes import open_wishes
from kayoi.programmes.homes.states import Permission, SeekerStatus
from kayoi.programmes.homes.views.seekers import refusal


@staff(Permission.HOME_READ)
@require_safe
def seeker_list(request: Request) -> HttpResponse:
    """Show who is registered, by state."""
    status = request.GET.get("status", "")
    chosen = status if status in set(SeekerStatus) else ""
    rows = listed_seekers(status=chosen, on=local_date(timezone.now()))
    return render(request, "homes/seekers.html", {"rows": rows, "chosen": chosen, "statuses": SeekerStatus.choices()})


@staff(Permission.HOME_READ)
@require_safe
def seeker(request: Request, pk: int) -> HttpResponse:
    """Show one registration, with inquiries and viewings."""
    found = get_object_or_404(seekers(), pk=pk)
    names = shown_names([found.case_file], on=local_date(timezone.now()))
    context = {
        "seeker": found, "name": names[found.case_file_id], "inquiries": inquiries_of_seeker(found),
        "viewings": viewings_of_seeker(found),
    }  # fmt: skip
    return render(request, "homes/seeker.html", context)


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def new_seeker(request: Request) -> HttpResponse:
    """Register somebody who calls, comes or writes."""
    key = request.POST.get("file") or request.GET.get("file") or ""
    file = get_object_or_404(CaseFile.objects.without_search(), pk=int(key)) if key.isdecimal() else None
    form = StaffRegisterForm(request.POST or None, file=file)
    if form.is_valid():
        channel = Channel.of(form.cleaned_data["channel"])
        who = services.AppliedBy(form.file_fields(), channel, file=file, client_key=form.cleaned_data["client_key"])
        try:
            done = services.apply_as_seeker(
                who=who, wanted=said(form.cleaned_data), by=request.actor, at=timezone.now()
            )
            return redirect("homes:seeker", organization=request.organization.slug, pk=done.seeker.pk)
        except services.UnableToRegister as refused:
            form.add_error(None, refusal(refused))
    consent = CONSENT_TEXTS[ConsentPurpose.CONSULTATION].text.replace("{organization}", request.organization.name)
    context = {"form": form, "file": file, "pledge": pledge_points(english=False), "consent": consent}
    return render(request, "homes/new_seeker.html", context, status=422 if form.is_bound else 200)


@staff(Permission.HOME_EDIT)
@require_POST
def approve_seeker(request: Request, pk: int) -> HttpResponse:
    """Register a seeker who was checked, or go on for another term."""
    found = get_object_or_404(seekers(), pk=pk)
    try:
        if found.status == SeekerStatus.REGISTERED:
            services.renew_seeker(seeker=found, by=request.actor, at=timezone.now())
        else:
            services.register_seeker(seeker=found, by=request.actor, at=timezone.now())
        messages.success(request, "登録しました。本人にメールで知らせます。")
    except (Refused, ChangedMeanwhile) as refused:
        messages.error(request, " ".join(refusal(refused)))
    return redirect("homes:seeker", organization=request.organization.slug, pk=pk)


@staff(Permission.HOME_DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def refuse_seeker(request: Request, pk: int) -> HttpResponse:
    """Refuse a registration; the reason is mailed to the person."""
    return _with_reason(request, get_object_or_404(seekers(), pk=pk), refuses=True)


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_seeker(request: Request, pk: int) -> HttpResponse:
    """End a registration for somebody who calls."""
    return _with_reason(request, get_object_or_404(seekers(), pk=pk), refuses=False)


def _with_reason(request: Request, found: Seeker, *, refuses: bool) -> HttpResponse:
    form = StaffReasonForm(request.POST or None)
    if form.is_valid():
        do = services.refuse_seeker if refuses else services.withdraw_seeker
        try:
            do(seeker=found, why=form.cleaned_data["why"], by=request.actor, at=timezone.now())
            return redirect("homes:seeker", organization=request.organization.slug, pk=found.pk)
        except (Refused, ChangedMeanwhile) as refused:
            form.add_error(None, refusal(refused))
    context = {"form": form, "seeker": found, "refuses": refuses}
    return render(request, "homes/end_seeker.html", context, status=422 if form.is_bound else 200)


@staff(Permission.HOME_READ)
@require_safe
def wishes(request: Request) -> HttpResponse:
    """Show what owners would read of the seekers' wishes; it prints."""
    rows = open_wishes(on=local_date(timezone.now()))
    return render(request, "homes/wishes.html", {"wishes": rows})


@staff(Permission.HOME_EDIT)
@require_POST
def share_wishes(request: Request, pk: int) -> HttpResponse:
    """Make a link by which the owner of a house reads the wishes; it is shown once."""
    home = get_object_or_404(Home, pk=pk)
    token = services.share_wishes(home=home, by=request.actor, at=timezone.now())
    path = reverse("homes:wishes_for_owner", kwargs={"organization": request.organization.slug, "token": token})
    context = {"home": home, "link": request.build_absolute_uri(path)}
    return render(request, "homes/share_wishes.html", context)


@staff(Permission.HOME_EDIT)
@require_POST
def hand_to_broker(request: Request, pk: int) -> HttpResponse:
    """Hand talk about the price to the broker, without a word of it."""
    home = get_object_or_404(Home, pk=pk)
    if services.hand_to_broker(home=home, by=request.actor, at=timezone.now()):
        messages.success(request, "取扱業者にメールで取り次ぎました。金額や書いた内容は送っていません。")
    else:
        messages.warning(request, "取扱業者にメールで送れません。電話で伝える用事を、対応ボードに入れました。")
    return redirect("homes:home", organization=request.organization.slug, pk=pk)
