"""The public: offer a house step by step; what was written is there again by a secret link."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kayoi.engines.casefiles.states import CONSENT_TEXTS, Channel, ConsentPurpose
from kayoi.engines.procedures import services as procedures
from kayoi.engines.procedures.forms import REFUSALS as PROCEDURES
from kayoi.engines.procedures.models import Application
from kayoi.engines.procedures.selectors.applications import application_of_key
from kayoi.engines.procedures.states import WRITABLE
from kayoi.foundation.identity.marks import Request, public
from kayoi.kit.dates import local_time
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.posted import version_of
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.homes import services
from kayoi.programmes.homes.forms.applying import BUSY, REFUSALS, STEPS, StepForm, forms_for, steps_for
from kayoi.programmes.homes.forms.offered import offered_of, refusals_in
from kayoi.programmes.homes.models import Home
from kayoi.programmes.homes.selectors.answers import steps_shown
from kayoi.programmes.homes.states.applying import OFFER
from kayoi.programmes.homes.views.offers import found, link_to_state

BEGUN = "homes_offers"


@public(opens="town", limit="ask")
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: Request) -> HttpResponse:
    """Say what offering a house means, and begin."""
    slug, begun = request.organization.slug, request.session.get(BEGUN, {})
    if request.method == "POST" and not request.limited:
        english = get_language() == "en"
        started = procedures.start_application(
            procedure=OFFER, channel=Channel.PORTAL, language="en" if english else "ja", answers=_known(request),
            by=request.actor, at=timezone.now(),
        )  # fmt: skip
        request.session[BEGUN] = begun | {slug: started.token}
        return redirect("homes:offer_step", organization=slug, token=started.token, step="you")
    if request.limited:
        messages.error(request, str(BUSY))
    token = begun.get(slug, "")
    context = {"organization": request.organization, "token": token if application_of_key(token) else ""}
    return render(request, "homes/applying/offer.html", context, status=429 if request.limited else 200)


@public(opens="town")
@require_http_methods(["GET", "HEAD", "POST"])
def offer_step(request: Request, token: str, step: str) -> HttpResponse:
    """Answer the questions of one step."""
    application = _writable(request, token)
    if step not in steps_for(application.answers):
        raise Http404
    form = STEPS[step](request.POST or None, initial=application.answers)
    if form.is_valid() and not (why := refusals_in(form)):
        version = version_of(request)
        try:
            procedures.change_answers(
                application=application, answers=form.answers(), version=version, by=request.actor, at=timezone.now()
            )
            return _next(request, application, token, step)
        except ChangedMeanwhile:
            why = [str(CHANGED_MEANWHILE)]
    if form.is_valid():
        form.add_error(None, why)
    return _step_page(request, application, token, step, form)


@public(opens="town", limit="draft")
@require_POST
def offer_draft(request: Request, token: str, step: str) -> HttpResponse:
    """Keep what has been typed so far; called by the page itself while somebody writes."""
    application, now = _writable(request, token), timezone.now()
    if step not in STEPS or request.limited:
        return JsonResponse({"message": _("いまは下書きを保存できません。送信はできます。")}, status=429)
    answers, version = STEPS[step](request.POST).answers(), version_of(request)
    kept = procedures.keep_draft(application=application, answers=answers, version=version, by=request.actor, at=now)
    return JsonResponse({"saved_at": local_time(now).strftime("%H:%M")}, status=200 if kept else 409)


@public(opens="town", limit="ask")
@require_http_methods(["GET", "HEAD", "POST"])
def offer_send(request: Request, token: str) -> HttpResponse:
    """Look everything over, and send it."""
    application, why = found(request, token), [str(BUSY)] if request.limited else []
    if application.status not in WRITABLE:  # the button was pressed twice, or a page of before is sent again
        return redirect("homes:offer_state", organization=request.organization.slug, token=token)
    forms = forms_for(application.answers)
    ready = all([form.is_valid() for form in forms.values()])
    if request.method == "POST" and ready and not why:
        try:
            home = services.send_offer(
                organization=request.organization, application=application, link=link_to_state(request),
                offered=offered_of(forms, language=application.language), by=request.actor, at=timezone.now(),
                sender=services.Sender(person=request.person),
            )  # fmt: skip
            messages.success(request, _said(home))
            return redirect("homes:offer_state", organization=request.organization.slug, token=token)
        except Refused as refused:
            why = sentences(refused.verdict, REFUSALS | PROCEDURES)
    context = {"application": application, "token": token, "shown": steps_shown(forms), "ready": ready, "why": why}
    status = 422 if request.method == "POST" else 200
    return render(request, "homes/applying/send.html", context | _steps(application, len(forms) + 1), status=status)


def _writable(request: Request, token: str) -> Application:
    application = found(request, token)
    if application.status not in WRITABLE:
        raise Http404
    return application


def _known(request: Request) -> dict[str, str]:
    """Return what the person's profile says already."""
    if (person := request.person) is None:
        return {}
    return {
        "name": person.name,
        "kana": person.kana,
        "phone": person.phone,
        "email": str(request.user),
        "postal_code": person.postal_code,
        "address": person.address,
    }


def _next(request: Request, application: Application, token: str, step: str) -> HttpResponseRedirect:
    steps = steps_for(application.answers)
    slug, after = request.organization.slug, steps.index(step) + 1
    if after == len(steps):
        return redirect("homes:offer_send", organization=slug, token=token)
    return redirect("homes:offer_step", organization=slug, token=token, step=steps[after])


def _steps(application: Application, current: int) -> dict[str, Any]:
    """Return the labels of {% steps %}, and which is shown."""
    labels = [str(STEPS[name].title) for name in steps_for(application.answers)]
    return {"labels": [*labels, _("確認して出す")], "current": current}


def _step_page(request: Request, application: Application, token: str, step: str, form: StepForm) -> HttpResponse:
    text, english = CONSENT_TEXTS[ConsentPurpose.CONSULTATION], get_language() == "en"
    name = request.organization.name_en if english and request.organization.name_en else request.organization.name
    context = {
        "application": application,
        "token": token,
        "step": step,
        "form": form,
        "version": application.version,
        "privacy": (text.text_en if english else text.text).replace("{organization}", name),
        "before": _before(application, step),
    }
    context |= _steps(application, steps_for(application.answers).index(step) + 1)
    return render(request, "homes/applying/step.html", context, status=422 if form.is_bound else 200)


def _before(application: Application, step: str) -> str:
    steps = steps_for(application.answers)
    at = steps.index(step)
    return steps[at - 1] if at else ""


def _said(home: Home | None) -> str:
    if home is not None:
        return _("申込みを受け付けました。")
    return _(
        "申込みを受け付けました。同じ地番の家が、すでに申込みか登録されています。"
        "間違いではないか、担当が確かめて連絡します。"
    )
