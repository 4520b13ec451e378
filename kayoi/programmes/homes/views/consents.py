"""Staff: the six consents of a house, each for itself; given and withdrawn for a caller or from paper."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kayoi.engines.casefiles.states import Channel
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date, wareki
from kayoi.kit.verdict import Refused
from kayoi.programmes.homes import services
from kayoi.programmes.homes.forms.consents import ConsentForm, WithdrawForm
from kayoi.programmes.homes.models import Home, HomeConsent
from kayoi.programmes.homes.selectors.consents import consents_of, words_of
from kayoi.programmes.homes.states import HomeConsentPurpose, Permission
from kayoi.programmes.homes.states.consents import WHAT_ENDS
from kayoi.programmes.homes.views.acting import REFUSALS, form_page, go, refusal
from kayoi.programmes.homes.views.people import party_or_404, shown_of


@staff(Permission.HOME_READ)
@require_safe
def consents(request: Request, pk: int) -> HttpResponse:
    """Show what everybody has agreed to, and whether the house may be used for it."""
    home = get_object_or_404(Home, pk=pk)
    rows = consents_of(home, on=local_date(timezone.now()))
    context = {"home": home, "rows": [(row, words_of(row, request.organization, REFUSALS)) for row in rows]}
    return render(request, "homes/consents.html", context)


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def give_consent(request: Request, pk: int) -> HttpResponse:
    """Write down what somebody has agreed to, as told or as it stands on paper."""
    party, now = party_or_404(pk), timezone.now()
    form = ConsentForm(
        request.POST or None, today=local_date(now), has_agent=party.agent_id is not None,
        initial={"purposes": request.GET.getlist("purpose")},
    )  # fmt: skip
    if form.is_valid():
        purposes = [HomeConsentPurpose.of(value) for value in form.cleaned_data["purposes"]]
        try:
            services.give_consents(party=party, purposes=purposes, **form.said(), by=request.actor, at=now)
        except Refused as refused:
            form.add_error("purposes", refusal(refused))
        else:
            messages.success(request, "同意を記録しました。")
            return go(request, "homes:consents", pk=party.home_id)
    title = f"同意を記録する: {shown_of(party).name}"
    notes = ("文面は、同意のページにあります。電話では読み上げてから、一つずつ聞きます。",)
    return form_page(
        request, form, title=title, button="同意を記録する", back="homes:consents", home=party.home, notes=notes,
        pk=party.home_id,
    )  # fmt: skip


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_consent(request: Request, pk: int) -> HttpResponse:
    """Write down that a consent is withdrawn; whatever relied on it ends at once."""
    rows = HomeConsent.objects.select_related("home", "party__case_file").defer("party__case_file__search")
    consent, now = get_object_or_404(rows, pk=pk), timezone.now()
    form = WithdrawForm(request.POST or None, today=local_date(now))
    if form.is_valid():
        values = form.cleaned_data
        services.withdraw_consent(
            consent=consent, channel=Channel.of(values["channel"]), withdrawn_on=values["withdrawn_on"],
            by=request.actor, at=now,
        )  # fmt: skip
        messages.success(request, "同意の取り消しを記録しました。")
        return go(request, "homes:consents", pk=consent.home_id)
    purpose = HomeConsentPurpose.of(consent.purpose)
    told = f"{shown_of(consent.party).name}が{wareki(consent.given_on)}に同意しました。"
    return form_page(
        request, form, title=f"同意を取り消す: {purpose.label}", button="取り消しを記録する", back="homes:consents",
        home=consent.home, pk=consent.home_id,
        notes=(told, WHAT_ENDS[purpose]),
    )  # fmt: skip
