"""The public: from a stay's own page to the questionnaire before and after it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kayoi.foundation.identity.marks import Request, public
from kayoi.kit.verdict import Refused
from kayoi.programmes.stays.forms.refusals import BUSY
from kayoi.programmes.stays.selectors.asking import AFTER, BEFORE, open_version
from kayoi.programmes.stays.services import asking
from kayoi.programmes.stays.views.found import open_stay


@public(opens="town", limit="lead")
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: Request, token: str, which: str) -> HttpResponse:
    """Lead a guest to the questionnaire: begun with one press, not by opening an address."""
    stay = open_stay(request, token)
    if which not in {BEFORE, AFTER}:
        raise Http404
    version = open_version(stay, which)
    if request.limited:
        messages.error(request, BUSY)
    elif request.method == "POST" and version is not None:
        try:
            code = asking.begin_sheet(stay=stay, which=which, by=request.actor, at=timezone.now())
        except Refused:
            code = None
        if code:
            return redirect("surveys:answer", organization=request.organization.slug, code=code)
        messages.error(request, _("このアンケートは、いま回答を受け付けていません。"))
    context, status = {"version": version, "token": token}, 429 if request.limited else 200
    return render(request, "stays/public/questions.html", context, status=status)
