"""Staff: applications as a list, one with all that belongs to it; written down for callers and from paper."""

from collections.abc import Container
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kayoi.engines.casefiles.models import Body, CaseFile
from kayoi.engines.casefiles.selectors import body_of, case_file
from kayoi.engines.casefiles.states import CONSENT_TEXTS, Channel, ConsentPurpose
from kayoi.engines.procedures import services as engine
from kayoi.engines.procedures.forms.applying import YouForm
from kayoi.engines.procedures.forms.facts import Question, form_for
from kayoi.engines.procedures.forms.staff import DeputyForm, FilterForm, HowForm
from kayoi.engines.procedures.models import Application, Procedure
from kayoi.engines.procedures.rules.answers import BORN_ON, with_who
from kayoi.engines.procedures.selectors.page import application_page
from kayoi.engines.procedures.selectors.procedures import form_of, procedures, questions_of, shown_procedure
from kayoi.engines.procedures.selectors.words import told
from kayoi.engines.procedures.states import ELSEWHERE, ApplicationStatus, Permission, Who
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.posted import version_of
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.schemes import services
from kayoi.programmes.schemes.forms.refusals import REFUSALS
from kayoi.programmes.schemes.selectors.grants.around import around_of
from kayoi.programmes.schemes.selectors.inbox import Filter, answered_so, filtered, lines, requests
from kayoi.programmes.schemes.views.found import link_to_state

PAGE = 50


@staff(Permission.APPLICATION_READ)
@require_safe
def applications(request: Request) -> HttpResponse:
    """Show the applications, all or those of a filter."""
    listed = procedures().exclude(kind__in=ELSEWHERE)
    form, today = FilterForm(request.GET or None, procedures=list(listed)), local_date(timezone.now())
    wanted = Filter(**form.cleaned_data) if form.is_valid() else Filter()
    rows: Any = filtered(wanted, by=request.actor, role=request.membership.role)
    if wanted.answer:
        rows = answered_so(rows, wanted.answer, on=today)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "rows": lines(page.object_list, on=today), "procedures": listed}
    return render(request, "schemes/applications/list.html", context)


@staff(Permission.APPLICATION_READ)
@require_safe
def application(request: Request, pk: int) -> HttpResponse:
    """Show an application: condition by condition, papers, similar ones, letters, what happened."""
    page = application_page(request_or_404(pk), on=local_date(timezone.now()), role=request.membership.role)
    proxy = sentences(page.proxy, REFUSALS) if page.proxy else []
    around = around_of(page.application, on=local_date(timezone.now()))
    context = {"page": page, "row": page.application, "told": told(page.found), "proxy_words": proxy, "around": around}
    context |= {"deputy": DeputyForm(), "against": sentences(around.may_grant, REFUSALS) if around else []}
    return render(request, "schemes/applications/application.html", context)


@staff(Permission.APPLICATION_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def new_application(request: Request, key: str) -> HttpResponse:
    """Write down an application that came on paper, at the counter or by telephone."""
    procedure = shown_procedure(key)
    if procedure is None or (form := form_of(procedure)) is None:
        raise Http404
    number = request.GET.get("file", "")
    file = case_file(int(number)) if number.isascii() and number.isdigit() else None
    how = HowForm(request.POST or None, initial=HowForm.begun())
    needed = questions_of(form)
    body = body_of(file)
    who, asked = _forms(request, procedure, needed, _known_of(file, body) if file else {})
    if request.method == "POST" and all([how.is_valid(), who.is_valid()]):
        try:
            taken = services.take(
                organization=request.organization, procedure=procedure, answers=_answers(who, asked, needed=needed),
                channel=Channel.of(how.cleaned_data["channel"]),
                sender=engine.Sender(body=file) if body else engine.Sender(file=file),
                client_key=how.cleaned_data["client_key"], link=link_to_state(request), by=request.actor,
                at=timezone.now(),
            )  # fmt: skip
            messages.success(request, f"申請を受け付けました(受付番号 {taken.receipt})。")
            return redirect("schemes:application", organization=request.organization.slug, pk=taken.pk)
        except Refused as refused:
            how.add_error(None, sentences(refused.verdict, REFUSALS))
    return _form_page(request, who, asked, how=how, procedure=procedure, file=file)


@staff(Permission.APPLICATION_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def resend_application(request: Request, pk: int) -> HttpResponse:
    """Put a returned application right for somebody who calls or writes, and hand it in again."""
    row = request_or_404(pk, status=ApplicationStatus.RETURNED)
    assert row.form is not None
    needed = questions_of(row.form)
    who, asked = _forms(request, row.form.procedure, needed, row.answers.get("you", {}), row.answers)
    if request.method == "POST" and who.is_valid():
        by, now = request.actor, timezone.now()
        try:
            engine.change_answers(
                application=row, answers=_answers(who, asked, needed=needed), version=version_of(request), by=by, at=now
            )
            services.send(
                organization=request.organization, application=row, sender=engine.Sender(),
                link=link_to_state(request), by=by, at=now,
            )  # fmt: skip
            messages.success(request, "直した内容で受け付けました。")
            return redirect("schemes:application", organization=request.organization.slug, pk=row.pk)
        except ChangedMeanwhile:
            who.add_error(None, str(CHANGED_MEANWHILE))
        except Refused as refused:
            who.add_error(None, sentences(refused.verdict, REFUSALS))
    return _form_page(request, who, asked, row=row, procedure=row.form.procedure)


def request_or_404(pk: int, **conditions: str) -> Application:
    """Return an application in a procedure of the town that was handed in. Raises Http404."""
    found: Application = get_object_or_404(requests(), pk=pk, **conditions)
    return found


def _known_of(file: CaseFile, body: Body | None) -> dict[str, Any]:
    """Return the answers that a case file gives already."""
    if body:
        known = {f"body_{name}": getattr(file, name) for name in ("name", "kana", "postal_code", "address")}
        said = ("corporate_number", "representative_title", "representative_name")
        return known | {name: getattr(body, name) for name in said} | {"who": Who.BODY}
    names = ("name", "kana", "birth_on", "phone", "email", "postal_code", "address")
    return {name: getattr(file, name) for name in names}


def _forms(
    request: Request, procedure: Procedure, facts: dict[str, Any], you: dict[str, Any],
    answers: dict[str, Any] | None = None,
) -> tuple[YouForm, dict[str, Question]]:  # fmt: skip
    who = YouForm(request.POST or None, initial=you, applicants=procedure.applicants)
    who.about_self = False  # type: ignore[attr-defined]  # asked by kit.html.fields
    asked = {key: fact for key, fact in facts.items() if key != BORN_ON}  # who applies tells the day of birth
    return who, {key: form_for(fact, request.POST or None, answers or {}) for key, fact in asked.items()}


def _answers(who: YouForm, asked: dict[str, Question], *, needed: Container[str]) -> dict[str, Any]:
    """Return what was written; what is left empty was not said, and is asked for later."""
    valid = {key: form for key, form in asked.items() if form.is_valid()}
    facts = {key: form.answer() for key, form in valid.items() if not form.is_unknown}
    unknown = sorted(key for key, form in valid.items() if form.is_unknown)
    return with_who({"facts": facts}, who.answers(), asked=needed) | {"unknown": unknown}


def _form_page(request: Request, who: YouForm, asked: dict[str, Question], **context: Any) -> HttpResponse:
    text = CONSENT_TEXTS[ConsentPurpose.CONSULTATION].text.replace("{organization}", request.organization.name)
    shared = {"who": who, "asked": asked.values(), "privacy": text, "how": None, "row": None, "file": None}
    status = 422 if request.method == "POST" else 200
    return render(request, "schemes/applications/write.html", shared | context, status=status)
