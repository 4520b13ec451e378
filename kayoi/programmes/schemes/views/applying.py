"""The public: answer question by question, or several at once; look it over, and send it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kayoi.engines.casefiles.states import CONSENT_TEXTS, ConsentPurpose
from kayoi.engines.procedures import services as procedures
from kayoi.engines.procedures.forms.applying import SendForm, YouForm
from kayoi.engines.procedures.forms.facts import form_for
from kayoi.engines.procedures.models import Application
from kayoi.engines.procedures.rules.answers import with_answers
from kayoi.engines.procedures.selectors.applications import lacking, papers_of
from kayoi.engines.procedures.selectors.evaluating import evaluated, questions_left
from kayoi.engines.procedures.selectors.procedures import questions_of
from kayoi.engines.procedures.selectors.words import answered, told
from kayoi.engines.procedures.states import WRITABLE
from kayoi.foundation.identity.marks import Request, public
from kayoi.kit.dates import local_date, local_time
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.posted import version_of
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.schemes import services
from kayoi.programmes.schemes.forms.refusals import BUSY, REFUSALS
from kayoi.programmes.schemes.views.found import applicants_of, found, link_to_state, writable

YOU, QUESTIONS, PAPERS, SEND = 1, 2, 3, 4


@public(opens="town")
@require_http_methods(["GET", "HEAD", "POST"])
def you(request: Request, token: str) -> HttpResponse:
    """Say who applies, and for whom."""
    application = writable(request, token)
    form = YouForm(
        request.POST or None, initial=application.answers.get("you", {}), applicants=applicants_of(application)
    )
    if form.is_valid():
        try:
            procedures.say_who(
                application=application, you=form.answers(), version=version_of(request), by=request.actor,
                at=timezone.now(),
            )  # fmt: skip
            return redirect("schemes:question", organization=request.organization.slug, token=token)
        except ChangedMeanwhile:
            form.add_error(None, str(CHANGED_MEANWHILE))
    return _page(request, "you", application, token, {"form": form}, current=YOU)


@public(opens="town")
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: Request, token: str, fact: str = "") -> HttpResponse:
    """Ask one question: the one that is named, or the next one that can still decide."""
    application, now = writable(request, token), timezone.now()
    left = questions_left(evaluated(application, today=local_date(now)))
    if not fact and not left:
        return redirect("schemes:papers", organization=request.organization.slug, token=token)
    facts, key = questions_of(application.form), fact or left[0]  # type: ignore[arg-type]
    if key not in facts:
        raise Http404
    form = form_for(facts[key], request.POST or None, application.answers)
    if "more" not in request.POST and form.is_bound and form.is_valid():
        try:
            _keep(request, application, {key: form})
            return redirect("schemes:question", organization=request.organization.slug, token=token)
        except ChangedMeanwhile:
            form.add_error(None, str(CHANGED_MEANWHILE))
    context = {"form": form, "key": key, "left": len(left), "before": answered(application)}
    return _page(request, "question", application, token, context, current=QUESTIONS)


@public(opens="town")
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: Request, token: str) -> HttpResponse:
    """Ask all questions at once that can still decide; what is left empty is asked again."""
    application = writable(request, token)
    facts = questions_of(application.form)  # type: ignore[arg-type]
    keys = questions_left(evaluated(application, today=local_date(timezone.now())))
    if not keys:
        return redirect("schemes:papers", organization=request.organization.slug, token=token)
    forms = {key: form_for(facts[key], None, application.answers) for key in keys}
    written = {key: form_for(facts[key], request.POST, application.answers) for key in keys if request.POST}
    written = {key: form for key, form in written.items() if form.has_changed()}
    wrong = [form for form in written.values() if not form.is_valid()]
    if written and not wrong and "more" not in request.POST:
        try:
            _keep(request, application, written)
            return redirect("schemes:questions", organization=request.organization.slug, token=token)
        except ChangedMeanwhile:
            messages.error(request, str(CHANGED_MEANWHILE))
    context = {"forms": (forms | written).values(), "wrong": wrong}
    return _page(request, "questions", application, token, context, current=QUESTIONS)


@public(opens="town", limit="draft")
@require_POST
def keep(request: Request, token: str) -> HttpResponse:
    """Keep what has been typed so far; called by the page itself while somebody writes."""
    application, now = writable(request, token), timezone.now()
    if request.limited:
        return JsonResponse({"message": _("いまは下書きを保存できません。送信はできます。")}, status=429)
    facts = questions_of(application.form)  # type: ignore[arg-type]
    forms = {key: form_for(facts[key], request.POST, application.answers) for key in request.POST.getlist("asked")
             if key in facts}  # fmt: skip
    given = {key: form.answer() for key, form in forms.items() if form.is_valid() and not form.is_unknown}
    kept = procedures.keep_draft(
        application=application, answers=with_answers(application.answers, given, set()), version=version_of(request),
        by=request.actor, at=now,
    )  # fmt: skip
    return JsonResponse({"saved_at": local_time(now).strftime("%H:%M")}, status=200 if kept else 409)


@public(opens="town", limit="ask")
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: Request, token: str) -> HttpResponse:
    """Look everything over with what the rule says, and send it, whatever it says."""
    application, form = found(request, token), SendForm(request.POST or None)
    if application.status not in WRITABLE:  # the button was pressed twice, or a page of before is sent again
        return redirect("schemes:state", organization=request.organization.slug, token=token)
    who = YouForm(_posted(application.answers.get("you", {})), applicants=applicants_of(application))
    if request.limited:
        form.add_error(None, BUSY)
    if form.is_valid() and who.is_valid():
        try:
            services.send(
                organization=request.organization, application=application, link=link_to_state(request),
                sender=procedures.Sender(person=request.person), by=request.actor, at=timezone.now(),
            )  # fmt: skip
            messages.success(request, _("申請を受け付けました。受付番号を控えておいてください。"))
            return redirect("schemes:state", organization=request.organization.slug, token=token)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    return _page(request, "send", application, token, _review(request, application, token, who, form), current=SEND)


def _review(request: Request, application: Application, token: str, who: YouForm, form: SendForm) -> dict[str, Any]:
    result = evaluated(application, today=local_date(timezone.now()))
    text, english = CONSENT_TEXTS[ConsentPurpose.CONSULTATION], get_language() == "en"
    name = (request.organization.name_en if english else "") or request.organization.name
    return {
        "form": form,
        "who_is_complete": who.is_valid(),
        "left": len(questions_left(result)),
        "answers": answered(application, edit=_address(request, "one_question", token, fact="KEY")),
        "told": told(result),
        "lacking": lacking(papers_of(application)),
        "privacy": (text.text_en if english else text.text).replace("{organization}", name),
    }


def _address(request: Request, name: str, token: str, **more: str) -> str:
    return reverse(f"schemes:{name}", kwargs={"organization": request.organization.slug, "token": token, **more})


def _keep(request: Request, application: Application, forms: dict[str, Any]) -> None:
    """Keep answers that are valid, and which questions were said not to be known."""
    given = {key: form.answer() for key, form in forms.items()}
    unknown = {key for key, form in forms.items() if form.is_unknown}
    procedures.answer(
        application=application, given=given, unknown=unknown, version=version_of(request), by=request.actor,
        at=timezone.now(),
    )  # fmt: skip


def _posted(you: dict[str, Any]) -> dict[str, Any]:
    """Return who applies as the form would post it, so that it can be looked at once more."""
    parts: dict[str, str] = {}
    for name in ("birth_on", "principal_birth_on"):
        year, month, day = [*str(you.get(name) or "").split("-"), "", "", ""][:3]
        parts |= {f"{name}_year": year, f"{name}_month": month, f"{name}_day": day}
    return {**you, **parts}


def _page(
    request: Request, name: str, application: Application, token: str, context: dict[str, Any], *, current: int
) -> HttpResponse:
    keep_url = _address(request, "keep", token)
    labels = [_("申請する人"), _("質問"), _("書類"), _("確認して出す")]
    shared = {"application": application, "token": token, "keep_url": keep_url, "labels": labels, "current": current}
    bound = request.method == "POST"
    return render(request, f"schemes/apply/{name}.html", shared | context, status=422 if bound else 200)
