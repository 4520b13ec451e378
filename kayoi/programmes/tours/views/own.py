"""The public: a party by its secret link: where it stands, declining in one tap, other doors, its receipt."""

import json

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kayoi.engines.selections.selectors import receipt as receipt_of
from kayoi.foundation.identity.marks import Request, public
from kayoi.kit.downloads import download
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.qr import qr_svg
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.tours import services
from kayoi.programmes.tours.forms.refusals import REFUSALS
from kayoi.programmes.tours.models import NextStep
from kayoi.programmes.tours.selectors.asking import asked_now
from kayoi.programmes.tours.selectors.own import party_page
from kayoi.programmes.tours.states import PartyStatus
from kayoi.programmes.tours.views.found import own_party, teller_of


@public(opens="town")
@require_safe
def state(request: Request, token: str) -> HttpResponse:
    """Show where a party stands and why, what it may still do, and which other doors there are."""
    party = own_party(request, token)
    page = party_page(party)
    context = {
        "page": page, "party": party, "token": token, "why": sentences(page.why, REFUSALS), "asks": asked_now(party),
        "qr": qr_svg(request.build_absolute_uri()) if party.status == PartyStatus.PLACED else "",
    }  # fmt: skip
    return render(request, "tours/public/state.html", context)


@public(opens="town")
@require_POST
def decline(request: Request, token: str) -> HttpResponse:
    """Let a party decline in one tap; whoever waits moves up at once."""
    try:
        services.decline(
            teller=teller_of(request), party=own_party(request, token), why=_("本人の辞退"), by=request.actor,
            at=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("辞退を受け付けました。お知らせくださり、ありがとうございます。"))
    except Refused as refused:
        messages.error(request, " ".join(sentences(refused.verdict, REFUSALS)))
    except ChangedMeanwhile:
        messages.error(request, str(CHANGED_MEANWHILE))
    return redirect("tours:state", organization=request.organization.slug, token=token)


@public(opens="town")
@require_POST
def step(request: Request, token: str, pk: int) -> HttpResponse:
    """Note that a party goes on by another door, and lead there."""
    party = own_party(request, token)
    found = NextStep.objects.filter(party=party, pk=pk).first()
    if found is None:
        raise Http404
    services.take_step(step=found, by=request.actor, at=timezone.now())
    return redirect(found.path)


@public(opens="town")
@require_safe
def receipt(request: Request, token: str) -> HttpResponse:
    """Give the party its own line of the list with the salt, to find it in what was published (控え)."""
    party = own_party(request, token)
    found = receipt_of(party.tour.selection, party.number) if party.tour.selection else None
    if found is None:
        raise Http404
    return json_file(found, f"receipt-{party.number}.json")


def json_file(data: object, name: str) -> HttpResponse:
    """Return data as a JSON file that is saved under its name."""
    return download(json.dumps(data, ensure_ascii=False, indent=1).encode(), name)
