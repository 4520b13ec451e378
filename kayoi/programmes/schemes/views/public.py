"""The public: what can be applied for, and one procedure before somebody begins."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from kayoi.engines.casefiles.states import Channel
from kayoi.engines.procedures.selectors.applications import application_of_key
from kayoi.engines.procedures.selectors.procedures import availability_of, form_of, shown_procedure, shown_procedures
from kayoi.engines.procedures.services import UnableToApply
from kayoi.foundation.identity.marks import Request, public
from kayoi.kit.dates import local_date
from kayoi.kit.sentences import sentences
from kayoi.programmes.schemes import services
from kayoi.programmes.schemes.forms.refusals import BUSY, REFUSALS
from kayoi.programmes.schemes.selectors.about import about
from kayoi.programmes.schemes.selectors.budget.left import left_of_each

BEGUN = "schemes_begun"


@public(opens="town")
@require_safe
def procedures(request: Request) -> HttpResponse:
    """Show what can be applied for, open or not."""
    today = local_date(timezone.now())
    shown = list(shown_procedures())
    left = left_of_each(shown, on=today)
    rows = [(one, availability_of(one, on=today), left.get(one.pk)) for one in shown]
    return render(request, "schemes/apply/procedures.html", {"rows": rows})


@public(opens="town", limit="ask")
@require_http_methods(["GET", "HEAD", "POST"])
def procedure(request: Request, key: str) -> HttpResponse:
    """Say what a procedure is and what it needs, and begin."""
    row, now = shown_procedure(key), timezone.now()
    if row is None or (form := form_of(row)) is None:
        raise Http404
    begun, why = request.session.get(BEGUN, {}), [str(BUSY)] if request.limited else []
    if request.method == "POST" and not why:
        try:
            started = services.begin(
                procedure=row, channel=Channel.PORTAL, you=_known(request),
                language="en" if get_language() == "en" else "ja", by=request.actor, at=now,
            )  # fmt: skip
            request.session[BEGUN] = begun | {_place(request, key): started.token}
            return redirect("schemes:you", organization=request.organization.slug, token=started.token)
        except UnableToApply as refused:
            why = sentences(refused.verdict, REFUSALS)
    token = begun.get(_place(request, key), "")
    context = {"about": about(row, form, on=local_date(now)), "why": why}
    context["token"] = token if application_of_key(token) else ""
    return render(request, "schemes/apply/procedure.html", context, status=422 if why else 200)


def _place(request: Request, key: str) -> str:
    return f"{request.organization.slug}/{key}"


def _known(request: Request) -> dict[str, str]:
    """Return what the person's profile says already."""
    if (person := request.person) is None:
        return {}
    return {
        "name": person.name,
        "kana": person.kana,
        "birth_on": person.birth_on.isoformat() if person.birth_on else "",
        "phone": person.phone,
        "email": str(request.user),
        "postal_code": person.postal_code,
        "address": person.address,
    }
