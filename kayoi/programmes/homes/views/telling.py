"""The public: tell of a house, the receipt, the entrance of a post office or district head, answer the survey."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kayoi.engines.casefiles.states import CONSENT_TEXTS, Channel, ConsentPurpose
from kayoi.foundation.identity.marks import Request, public
from kayoi.kit.dates import local_date
from kayoi.programmes.homes import services
from kayoi.programmes.homes.forms.leads import BUSY, HouseForm, TellForm
from kayoi.programmes.homes.forms.owner_surveys import CodeForm, ReplyForm
from kayoi.programmes.homes.models import SurveyLetter
from kayoi.programmes.homes.selectors.leads import entrance_of, entries_of, lead_of_receipt, state_line
from kayoi.programmes.homes.selectors.survey_letters import letter_with_code
from kayoi.programmes.homes.states import LeadSource
from kayoi.programmes.homes.states.finding import BY_LINK, Answered, EntranceKind, Teller

SOURCES = {
    EntranceKind.POST_OFFICE: LeadSource.POST_OFFICE,
    EntranceKind.DISTRICT_HEAD: LeadSource.DISTRICT_HEAD,
}


@public(opens="town", limit="lead")
@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: Request) -> HttpResponse:
    """Tell the town of a house that stands empty: owners, kin, neighbours."""
    form, now = TellForm(request.POST or None, initial=_initial(request)), timezone.now()
    if form.is_bound and request.limited:
        form.add_error(None, BUSY)
    if not form.is_valid():
        context = {"form": form, "town": _town(request), "consent_text": _consent(request)}
        return render(request, "homes/tell.html", context, status=422 if form.is_bound else 200)
    values = form.told()
    told = services.Told(
        source=_source(form.cleaned_data["by"], values["teller"]), channel=Channel.PORTAL, received_at=now, **values
    )
    lead = services.tell_lead(
        told=told, contact=form.contact(_language()), person=request.person, by=request.actor, at=now
    )
    return redirect("homes:told", organization=request.organization.slug, receipt=lead.receipt)


@public(opens="town")
@require_safe
def told(request: Request, receipt: str) -> HttpResponse:
    """Show the receipt: number and state, never a name or an address."""
    lead = lead_of_receipt(receipt)
    if lead is None:
        raise Http404
    return render(request, "homes/told.html", {"lead": lead, "state": state_line(lead)})


@public(opens="town", limit="lead")
@require_http_methods(["GET", "HEAD", "POST"])
def entrance(request: Request, token: str) -> HttpResponse:
    """Tell of a house through the link of a post office or a district head; show what came of their own."""
    found, now = entrance_of(token), timezone.now()
    if found is None:
        return render(request, "homes/entrance_over.html", {"town": _town(request)}, status=404)
    form = HouseForm(request.POST or None)
    if form.is_bound and request.limited:
        form.add_error(None, BUSY)
    if form.is_valid():
        source = SOURCES[EntranceKind.of(found.kind)]
        told = services.Told(
            source=source, teller=Teller.OFFICE, channel=Channel.PORTAL, received_at=now, informant=found.name,
            entrance=found, **form.house(),
        )  # fmt: skip
        services.tell_lead(told=told, by=request.actor, at=now)
        messages.success(request, _("受け付けました。ありがとうございます。"))
        return redirect(request.path)
    context = {"form": form, "entrance": found, "town": _town(request), "entries": entries_of(found)}
    return render(request, "homes/entrance.html", context, status=422 if form.is_bound else 200)


@public(opens="town", limit="code")
@require_http_methods(["GET", "HEAD", "POST"])
def survey_code(request: Request) -> HttpResponse:
    """Take the code of a letter."""
    form = CodeForm(request.POST or None)
    if form.is_bound and request.limited:
        form.add_error(None, BUSY)
    if form.is_valid():
        code = form.cleaned_data["code"]
        if letter_with_code(code) is not None:
            return redirect("homes:answer_survey", organization=request.organization.slug, code=code)
        form.add_error("code", _("この番号の手紙が見つかりません。手紙の番号と見比べてください。"))
    context = {"form": form, "town": _town(request)}
    return render(request, "homes/survey_code.html", context, status=422 if form.is_bound else 200)


@public(opens="town", limit="code")
@require_http_methods(["GET", "HEAD", "POST"])
def answer_survey(request: Request, code: str) -> HttpResponse:
    """Answer the survey of owners, keep a draft, or correct the answer until the last day."""
    letter = None if request.limited else letter_with_code(code)
    if letter is None:
        return _no_letter(request)
    form, now = ReplyForm.of(letter, request.POST or None), timezone.now()
    is_draft = "draft" in request.POST
    if (form.for_draft() if is_draft else form).is_valid():
        try:
            if is_draft:
                services.save_draft(letter=letter, reply=form.reply(), by=request.actor, at=now)
                messages.success(request, _("下書きを保存しました。締切までに、この番号で開いて送ってください。"))
            else:
                services.answer_letter(letter=letter, reply=form.reply(), how=Answered.ONLINE, by=request.actor, at=now)
                messages.success(request, _("回答を受け取りました。ありがとうございます。"))
            return redirect(request.path)
        except services.AnsweringEnded:
            form.add_error(None, _("締切を過ぎました。お手数ですが、お電話でお知らせください。"))
    context = _survey_context(request, letter) | {"form": form}
    return render(request, "homes/answer_survey.html", context, status=422 if form.is_bound else 200)


def _no_letter(request: Request) -> HttpResponse:
    problem = BUSY if request.limited else _("この番号の手紙が見つかりません。手紙の番号と見比べてください。")
    context = {"form": CodeForm(), "problem": problem, "town": _town(request)}
    return render(request, "homes/survey_code.html", context, status=422 if request.limited else 404)


def _survey_context(request: Request, letter: SurveyLetter) -> dict[str, Any]:
    closes_on = letter.survey.closes_on
    is_over = closes_on is not None and local_date(timezone.now()) > closes_on
    return {"letter": letter, "survey": letter.survey, "is_over": is_over, "town": _town(request)}


def _initial(request: Request) -> dict[str, Any]:
    known: dict[str, Any] = {"by": request.GET.get("by", "")[:10]}
    if request.person is not None:
        known |= {"name": request.person.name, "phone": request.person.phone, "email": str(request.user)}
    return known


def _source(by: str, teller: Teller) -> LeadSource:
    usual = LeadSource.NEIGHBOUR if teller is Teller.NEIGHBOUR else LeadSource.PORTAL
    return BY_LINK.get(by, usual)


def _language() -> str:
    return "en" if get_language() == "en" else "ja"


def _town(request: Request) -> str:
    organization = request.organization
    return organization.name_en or organization.name if _language() == "en" else organization.name


def _consent(request: Request) -> str:
    text = CONSENT_TEXTS[ConsentPurpose.CONSULTATION]
    return (text.text_en if _language() == "en" else text.text).replace("{organization}", _town(request))
