"""What each town knows about me; my consents; what I have sent."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kayoi.doors.portal.selectors import relations as selectors
from kayoi.doors.portal.selectors.ties import own_tie
from kayoi.engines.casefiles.services import give_consent as give
from kayoi.engines.casefiles.services import withdraw_consent as withdraw
from kayoi.engines.casefiles.states import Channel
from kayoi.foundation.files.selectors import response_for
from kayoi.foundation.identity.marks import Request, person
from kayoi.kit.dates import local_date


@person(opens="nothing")
@require_safe
def relations(request: Request) -> HttpResponse:
    """Show what each town knows about the person, and for how long."""
    assert request.person is not None
    return render(request, "portal/relations.html", {"towns": selectors.relations_of(request.person)})


@person(opens="town")
@require_POST
def withdraw_consent(request: Request, pk: int) -> HttpResponse:
    """Withdraw one's own consent; what others have consented to does not exist here."""
    assert request.person is not None
    consent = selectors.own_consent(request.person, pk)
    if consent is None:
        raise Http404
    withdraw(consent=consent, channel=Channel.PORTAL, by=request.actor, at=timezone.now())
    messages.success(request, _("同意を取り消しました。"))
    return redirect("portal:relations")


@person(opens="town")
@require_POST
def give_consent(request: Request, purpose: str) -> HttpResponse:
    """Agree to a purpose for which the town asks."""
    assert request.person is not None
    file, asked = selectors.own_file(request.person), selectors.OFFERED.get(purpose)
    if file is None or asked is None:
        raise Http404
    now = timezone.now()
    give(file=file, purpose=asked, channel=Channel.PORTAL, given_at=now, by=request.actor, at=now)
    messages.success(request, _("同意を記録しました。いつでも取り消せます。"))
    return redirect("portal:relations")


@person(opens="town")
@require_safe
def ties(request: Request) -> HttpResponse:
    """Show on which days the town counts the person, from which entries, and how to object."""
    assert request.person is not None
    found = own_tie(request.person, request.organization, on=local_date(timezone.now()))
    if found is None:
        raise Http404
    return render(request, "portal/ties.html", {"own": found})


@person(opens="town")
@require_safe
def attachment(request: Request, pk: int) -> HttpResponse:
    """Send a picture or paper of one's own file."""
    assert request.person is not None
    row = selectors.own_attachment(request.person, pk)
    if row is None:
        raise Http404
    return cast(HttpResponse, response_for(row.file))
