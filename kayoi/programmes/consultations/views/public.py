"""Ask a question, keep a draft of it, see its state by the receipt number."""

from typing import Any
from uuid import uuid4

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.engines.casefiles.services import FileFields
from kayoi.engines.casefiles.states import CONSENT_TEXTS, Channel, ConsentPurpose
from kayoi.foundation.files.forms import REFUSALS
from kayoi.foundation.files.services import UnableToTakeFile
from kayoi.foundation.identity.marks import Request, public
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_time
from kayoi.kit.sentences import sentences
from kayoi.kit.tokens import new_token
from kayoi.programmes.consultations import selectors, services
from kayoi.programmes.consultations.forms.public import BUSY, AskForm, interests_of

DRAFTS = "consultations_drafts"
MOST_WORDS = 1000


@public(opens="town", limit="ask")
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: Request) -> HttpResponse:
    """Ask a question; what was typed before is there again."""
    now = timezone.now()
    if not selectors.takes_questions(at=now):
        raise Http404
    if request.method != "POST":
        return _page(request, AskForm(initial=_initial(request)))
    form = AskForm(request.POST, request.FILES)
    if request.limited:
        form.add_error(None, BUSY)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        question = services.ask_question(
            organization=request.organization,
            who=services.AskedBy(_fields(request, form), person=request.person),
            asked=_asked(form, now),
            links=_links(request),
            by=request.actor,
            at=now,
        )
    except UnableToTakeFile as refused:
        for sentence in sentences(refused.verdict, REFUSALS):
            form.add_error("upload", sentence)
        return _page(request, form, status=422)
    services.forget_draft(token=_draft_token(request), by=request.actor, at=now)
    return redirect("consultations:asked", organization=request.organization.slug, receipt=question.receipt)


@public(opens="town", limit="draft")
@require_POST
def save_draft(request: Request) -> HttpResponse:
    """Keep what has been typed so far; called by the page itself while somebody writes."""
    now = timezone.now()
    if request.limited:
        return JsonResponse({"message": _("いまは下書きを保存できません。送信はできます。")}, status=429)
    tokens = request.session.get(DRAFTS, {})
    token = tokens.setdefault(request.organization.slug, new_token())
    request.session[DRAFTS] = tokens
    services.save_draft(token=token, data=AskForm(request.POST).draft(), by=request.actor, at=now)
    return JsonResponse({"saved_at": local_time(now).strftime("%H:%M")})


@public(opens="town")
@require_safe
def asked(request: Request, receipt: str) -> HttpResponse:
    """Show the receipt: number, state, by when. Never the text, the name or the answer."""
    question = selectors.question_with_receipt(receipt)
    if question is None:
        raise Http404
    return render(request, "consultations/asked.html", {"question": question})


def _page(request: Request, form: AskForm, status: int = 200) -> HttpResponse:
    english = _language() == "en"
    context = {
        "form": form,
        "organization": request.organization,
        "person": request.person,
        "consultation_text": _consent_text(ConsentPurpose.CONSULTATION, request.organization, english=english),
        "news_text": _consent_text(ConsentPurpose.NEWS, request.organization, english=english),
    }
    return render(request, "consultations/ask.html", context, status=status)


def _consent_text(purpose: ConsentPurpose, organization: Organization, *, english: bool) -> str:
    text = CONSENT_TEXTS[purpose]
    name = (organization.name_en or organization.name) if english else organization.name
    return (text.text_en if english else text.text).replace("{organization}", name)


def _draft_token(request: Request) -> str:
    token: str = request.session.get(DRAFTS, {}).get(request.organization.slug, "")
    return token


def _initial(request: Request) -> dict[str, Any]:
    """Return what the person's profile says, under what was typed before."""
    token = _draft_token(request)
    # What a page before has put into words for the visitor, who sees it here and sends it or not.
    known: dict[str, Any] = {"text": request.GET.get("text", "")[:MOST_WORDS]}
    if request.person is not None:
        person, email = request.person, str(request.user)
        known |= {"name": person.name, "kana": person.kana, "phone": person.phone, "email": email}
    return known | (selectors.draft_of(token) if token else {})


def _language() -> str:
    return "en" if get_language() == "en" else "ja"


def _fields(request: Request, form: AskForm) -> FileFields:
    """Return what to write on a new file; of a person with a log-in also what the page said it would send along."""
    fields = form.file_fields(_language())
    if (person := request.person) is not None:
        fields["birth_on"] = person.birth_on
        fields["postal_code"] = person.postal_code
        fields["place_code"] = person.place_code
        fields["address"] = person.address
    return fields


def _asked(form: AskForm, now: Any) -> services.Asked:
    upload = form.cleaned_data["upload"]
    return services.Asked(
        text=form.cleaned_data["text"],
        channel=Channel.PORTAL,
        asked_at=now,
        language=_language(),
        interests=interests_of(form.cleaned_data["interests"]),
        consents=form.consents(),
        uploads=[(upload, upload.name, upload.size)] if upload else [],
        client_key=form.cleaned_data["client_key"] or uuid4(),
    )


def _links(request: Request) -> dict[str, str]:
    slug = request.organization.slug
    status = reverse("consultations:asked", kwargs={"organization": slug, "receipt": "RECEIPT"})
    connect = reverse("portal:connect", kwargs={"token": "TOKEN"})
    return {
        "status": request.build_absolute_uri(status).replace("RECEIPT", "{receipt}"),
        "connect": request.build_absolute_uri(connect).replace("TOKEN", "{token}"),
    }
