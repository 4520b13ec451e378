"""A person: one's own consents for one's house, given and withdrawn without the office."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kayoi.engines.casefiles.states import Channel
from kayoi.foundation.identity.marks import Request, person
from kayoi.kit.dates import local_date
from kayoi.kit.verdict import Refused
from kayoi.programmes.homes import services
from kayoi.programmes.homes.models import HomeConsent, Party
from kayoi.programmes.homes.selectors.consents import own_houses
from kayoi.programmes.homes.states import HomeConsentPurpose
from kayoi.programmes.homes.views.acting import go, refusal


@person(opens="town")
@require_safe
def own_consents(request: Request) -> HttpResponse:
    """Show the houses in which one has a say, and one's own consents."""
    assert request.person is not None
    houses = own_houses(request.person, request.organization)
    context = {"organization": request.organization, "houses": houses}
    return render(request, "homes/own_consents.html", context)


@person(opens="town")
@require_POST
def give_own_consent(request: Request, pk: int, purpose: str) -> HttpResponse:
    """Give one consent for one's own house."""
    mine = Party.objects.filter(case_file__person=request.person).select_related("case_file")
    party, now = get_object_or_404(mine.defer("case_file__search"), pk=pk), timezone.now()
    if purpose not in list(HomeConsentPurpose):
        raise Http404
    try:
        services.give_consent(
            party=party, purpose=HomeConsentPurpose.of(purpose), channel=Channel.PORTAL, given_on=local_date(now),
            by=request.actor, at=now,
        )  # fmt: skip
    except Refused as refused:
        messages.error(request, " ".join(refusal(refused)))
    else:
        messages.success(request, _("同意を受け取りました。"))
    return go(request, "homes:own_consents")


@person(opens="town")
@require_POST
def withdraw_own_consent(request: Request, pk: int) -> HttpResponse:
    """Withdraw one's own consent; what others have agreed to does not exist here."""
    mine = HomeConsent.objects.filter(party__case_file__person=request.person).select_related("party__case_file")
    consent, now = get_object_or_404(mine.defer("party__case_file__search"), pk=pk), timezone.now()
    services.withdraw_consent(
        consent=consent, channel=Channel.PORTAL, withdrawn_on=local_date(now), by=request.actor, at=now
    )
    messages.success(request, _("同意を取り消しました。"))
    return go(request, "homes:own_consents")
