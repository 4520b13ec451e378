"""Staff: the inquiries of a house and the owner's choice; its contracts."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.engines.casefiles.states import Channel
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.documents import NoFont, pdf
from kayoi.kit.downloads import download
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.verdict import Refused
from kayoi.programmes.homes import services
from kayoi.programmes.homes.forms.talks import ContractForm, EndOfTalkForm, FellThroughForm, StaffAskForm
from kayoi.programmes.homes.models import Contract, Home
from kayoi.programmes.homes.selectors.inquiries import inquiries, letters_sheet, letters_source, queue_of
from kayoi.programmes.homes.selectors.protected import shown_names
from kayoi.programmes.homes.selectors.seekers import seeker_with_number
from kayoi.programmes.homes.selectors.viewings import contracts_of
from kayoi.programmes.homes.states import ContractKind, EndOfTalk, Permission
from kayoi.programmes.homes.states.houses import SHOWN
from kayoi.programmes.homes.states.seekers import SUBLEASE_DUTIES
from kayoi.programmes.homes.views.seekers import refusal


@staff(Permission.HOME_READ)
@require_safe
def home_inquiries(request: Request, pk: int) -> HttpResponse:
    """Show the inquiries of a house: in order, letters side by side."""
    home = get_object_or_404(Home, pk=pk)
    queue = queue_of(home, on=local_date(timezone.now()))
    context = {"home": home, "queue": queue, "is_shown": home.status in SHOWN}
    return render(request, "homes/inquiries.html", context)


@staff(Permission.HOME_READ)
@require_safe
def letters(request: Request, pk: int) -> HttpResponse:
    """Give the letters as a paper for the owner: without names and contacts."""
    home = get_object_or_404(Home, pk=pk)
    try:
        body = pdf(letters_source(), letters_sheet(home, request.organization))
    except NoFont as missing:
        return HttpResponse(str(missing), status=503, content_type="text/plain; charset=utf-8")
    return download(body, f"letters-{home.pk}.pdf")


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_caller(request: Request, pk: int) -> HttpResponse:
    """Take an inquiry from a caller or from paper."""
    home, form = get_object_or_404(Home, pk=pk), StaffAskForm(request.POST or None)
    seeker = seeker_with_number(form.cleaned_data["seeker"]) if form.is_valid() else None
    if seeker is not None:
        values = form.cleaned_data
        try:
            services.ask_to_talk(
                home=home, seeker=seeker, letter=values["letter"], channel=Channel.of(values["channel"]),
                client_key=values["client_key"], by=request.actor, at=timezone.now(),
            )  # fmt: skip
            return redirect("homes:inquiries", organization=request.organization.slug, pk=pk)
        except Refused as refused:
            form.add_error(None, refusal(refused))
    elif form.is_valid():
        form.add_error("seeker", "この番号の利用登録はありません。番号を確かめてください。")
    return render(
        request, "homes/ask_for_caller.html", {"home": home, "form": form}, status=422 if form.is_bound else 200
    )


@staff(Permission.HOME_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def inquiry(request: Request, pk: int) -> HttpResponse:
    """Show one inquiry, and take how it ended."""
    found = get_object_or_404(inquiries(), pk=pk)
    form = EndOfTalkForm(request.POST or None)
    if form.is_valid():
        how, why = EndOfTalk.of(form.cleaned_data["how"]), form.cleaned_data["why"]
        try:
            services.end_talk(inquiry=found, how=how, why=why, by=request.actor, at=timezone.now())
            return redirect("homes:inquiries", organization=request.organization.slug, pk=found.home_id)
        except (Refused, ChangedMeanwhile) as refused:
            form.add_error(None, refusal(refused))
    names = shown_names([found.seeker.case_file], on=local_date(timezone.now()))
    context = {"inquiry": found, "home": found.home, "form": form, "name": names[found.seeker.case_file_id]}
    return render(request, "homes/inquiry.html", context, status=422 if form.is_bound else 200)


@staff(Permission.HOME_EDIT)
@require_POST
def choose_inquiry(request: Request, pk: int) -> HttpResponse:
    """Write down whom the owner has chosen."""
    found = get_object_or_404(inquiries(), pk=pk)
    try:
        services.choose_inquiry(inquiry=found, by=request.actor, at=timezone.now())
        messages.success(request, "商談に進めました。本人・所有者・取扱業者にメールで知らせます。")
    except (Refused, ChangedMeanwhile) as refused:
        messages.error(request, " ".join(refusal(refused)))
    return redirect("homes:inquiries", organization=request.organization.slug, pk=found.home_id)


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def home_contracts(request: Request, pk: int) -> HttpResponse:
    """Show the contracts of a house, and take the report of one."""
    home, form = get_object_or_404(Home, pk=pk), ContractForm(request.POST or None)
    if form.is_valid():
        try:
            done = services.report_contract(
                home=home, fields=form.contract_fields(), by=request.actor, at=timezone.now()
            )
            return redirect("homes:contract", organization=request.organization.slug, pk=done.pk)
        except (Refused, ChangedMeanwhile) as refused:
            form.add_error(None, refusal(refused))
    context = {"home": home, "form": form, "contracts": contracts_of(home), "duties": SUBLEASE_DUTIES}
    return render(request, "homes/contracts.html", context, status=422 if form.is_bound else 200)


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def contract(request: Request, pk: int) -> HttpResponse:
    """Show one contract, and take that it came to nothing."""
    found = get_object_or_404(Contract.objects.select_related("home", "inquiry__seeker"), pk=pk)
    form = FellThroughForm(request.POST or None)
    if form.is_valid():
        on, why = form.cleaned_data["on"], form.cleaned_data["why"]
        try:
            services.fall_through(contract=found, on=on, why=why, by=request.actor, at=timezone.now())
            return redirect("homes:inquiries", organization=request.organization.slug, pk=found.home_id)
        except (Refused, ChangedMeanwhile) as refused:
            form.add_error(None, refusal(refused))
    duties = SUBLEASE_DUTIES if found.kind == ContractKind.SUBLEASE else ()
    context = {"contract": found, "home": found.home, "form": form, "duties": duties}
    return render(request, "homes/contract.html", context, status=422 if form.is_bound else 200)


@staff(Permission.HOME_EDIT)
@require_POST
def complete_contract(request: Request, pk: int) -> HttpResponse:
    """Say that a house is handed over."""
    found = get_object_or_404(Contract.objects.select_related("home"), pk=pk)
    try:
        services.complete_contract(contract=found, by=request.actor, at=timezone.now())
        messages.success(request, "引渡しを記録し、この空き家を終了にしました。")
    except (Refused, ChangedMeanwhile) as refused:
        messages.error(request, " ".join(refusal(refused)))
    return redirect("homes:contract", organization=request.organization.slug, pk=pk)
