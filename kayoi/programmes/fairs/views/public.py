"""Ask for brochures, and see the receipt."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from kayoi.engines.casefiles.states import CONSENT_TEXTS, Channel, ConsentPurpose
from kayoi.foundation.identity.marks import Request, public
from kayoi.foundation.tenancy.models import Organization
from kayoi.programmes.fairs import selectors, services
from kayoi.programmes.fairs.forms.brochures import BUSY, AskForBrochuresForm
from kayoi.programmes.fairs.models import Brochure


@public(opens="town", limit="ask")
@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_brochures(request: Request) -> HttpResponse:
    """Ask for brochures by post."""
    offered, now = list(selectors.offered_brochures()), timezone.now()
    form = AskForBrochuresForm(
        request.POST or None,
        initial=_initial(request),
        offered=offered,
        titles={brochure.pk: _either(brochure.title, brochure.title_en) for brochure in offered},
        prefectures=selectors.prefecture_names(english=_english()),
    )
    if request.method == "POST" and request.limited:
        form.add_error(None, BUSY)
    if not offered or not form.is_valid():
        return _page(request, form, offered)
    wanted = services.Wanted(form.chosen(), Channel.PORTAL, now, client_key=form.cleaned_data["client_key"])
    made = services.ask_for_brochures(
        fields={**form.file_fields(), "language": "en" if _english() else "ja"}, person=request.person,
        consents=form.consents(), wanted=wanted, by=request.actor, at=now,
    )  # fmt: skip
    return redirect("fairs:asked_for", organization=request.organization.slug, receipt=made[0].receipt)


@public(opens="town")
@require_safe
def asked_for(request: Request, receipt: str) -> HttpResponse:
    """Show the receipt: number, what was asked for, state. Never the name or the address."""
    found = selectors.requests_by_receipt(receipt)
    if not found:
        raise Http404
    rows = [(request_, _either(request_.brochure.title, request_.brochure.title_en)) for request_ in found]
    return render(request, "fairs/asked_for.html", {"requests": rows, "first": found[0]})


def _english() -> bool:
    return get_language() == "en"


def _either(japanese: str, english: str) -> str:
    return english or japanese if _english() else japanese


def _initial(request: Request) -> dict[str, Any]:
    """Return what the person's profile says; the prefecture is that of the place."""
    if request.person is None:
        return {}
    person = request.person
    known = {"name": person.name, "kana": person.kana, "phone": person.phone, "email": str(request.user)}
    return known | {"postal_code": person.postal_code}


def _text(purpose: ConsentPurpose, organization: Organization) -> str:
    text = CONSENT_TEXTS[purpose]
    name = _either(organization.name, organization.name_en)
    return _either(text.text, text.text_en).replace("{organization}", name)


def _page(request: Request, form: AskForBrochuresForm, offered: list[Brochure]) -> HttpResponse:
    organization = request.organization
    context = {
        "form": form,
        "organization": organization,
        "town": _either(organization.name, organization.name_en),
        "brochures": [(_either(one.title, one.title_en), _either(one.about, one.about_en)) for one in offered],
        "consultation_text": _text(ConsentPurpose.CONSULTATION, organization),
        "news_text": _text(ConsentPurpose.NEWS, organization),
    }
    return render(request, "fairs/ask_for_brochures.html", context, status=422 if form.is_bound else 200)
