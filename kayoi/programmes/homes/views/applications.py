"""Staff: applications to the home bank as a list, one with all that belongs to it, new ones from paper or a call."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kayoi.engines.casefiles.selectors import case_file
from kayoi.engines.casefiles.states import CONSENT_TEXTS, Channel, ConsentPurpose
from kayoi.engines.procedures import services as procedures
from kayoi.engines.procedures.forms import REFUSALS as PROCEDURES
from kayoi.engines.procedures.models import Application
from kayoi.engines.procedures.states import ApplicationStatus
from kayoi.engines.procedures.states import Permission as Procedures
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.posted import version_of
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.homes import services
from kayoi.programmes.homes.forms.applications import HowForm, known_of, new_key, staff_forms
from kayoi.programmes.homes.forms.applying import REFUSALS, StepForm, forms_for
from kayoi.programmes.homes.forms.offered import offered_of
from kayoi.programmes.homes.selectors.answers import steps_shown
from kayoi.programmes.homes.selectors.application_page import offer_list, offer_page, offer_rows
from kayoi.programmes.homes.selectors.applying import offers
from kayoi.programmes.homes.views.offers import link_to_state

PAGE = 50


@staff(Procedures.APPLICATION_READ)
@require_safe
def applications(request: Request) -> HttpResponse:
    """Show the applications, all or those of one status."""
    status = request.GET.get("status", "")
    page = Paginator(offer_list(status), PAGE).get_page(request.GET.get("page"))
    rows = offer_rows(page.object_list, on=local_date(timezone.now()))
    statuses = [one for one in ApplicationStatus if one is not ApplicationStatus.DRAFT]
    context = {"page": page, "rows": rows, "statuses": statuses, "chosen": status}
    return render(request, "homes/applications/list.html", context)


@staff(Procedures.APPLICATION_READ)
@require_safe
def application(request: Request, pk: int) -> HttpResponse:
    """Show an application: answers, papers, letters, what happened."""
    row = offer_or_404(pk)
    page = offer_page(row, on=local_date(timezone.now()))
    context = {
        "page": page,
        "row": row,
        "shown": steps_shown(forms_for(row.answers)),
        "proxy_words": sentences(page.proxy, PROCEDURES) if page.proxy else [],
        "to_ask": sentences(page.to_ask, REFUSALS),
    }
    return render(request, "homes/applications/application.html", context)


@staff(Procedures.APPLICATION_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def new_application(request: Request) -> HttpResponse:
    """Write down an application that came on paper, at the counter or by telephone."""
    key = request.GET.get("file", "")
    file = case_file(int(key)) if key.isascii() and key.isdigit() else None
    how = HowForm(request.POST or None, initial=new_key())
    steps = staff_forms(request.POST or None, known_of(file) if file else None)
    if _are_valid(how, steps):
        try:
            taken = services.take_offer(
                organization=request.organization, offered=offered_of(_answered(steps)), answers=_answers(steps),
                channel=Channel.of(how.cleaned_data["channel"]), sender=services.Sender(file=file),
                client_key=how.cleaned_data["client_key"], link=link_to_state(request), by=request.actor,
                at=timezone.now(),
            )  # fmt: skip
            messages.success(request, f"申込みを記録しました(受付番号 {taken.receipt})。")
            return redirect("homes:application", organization=request.organization.slug, pk=taken.pk)
        except Refused as refused:
            how.add_error(None, sentences(refused.verdict, REFUSALS | PROCEDURES))
    return _form_page(request, steps, how=how, file=file)


@staff(Procedures.APPLICATION_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def resend_application(request: Request, pk: int) -> HttpResponse:
    """Put a returned application right for somebody who calls or writes, and hand it in again."""
    row, now = offer_or_404(pk, status=ApplicationStatus.RETURNED), timezone.now()
    steps = staff_forms(request.POST or None, row.answers)
    if _are_valid(None, steps):
        try:
            procedures.change_answers(
                application=row, answers=_answers(steps), version=version_of(request), by=request.actor, at=now
            )
            services.send_offer(
                organization=request.organization, application=row, sender=services.Sender(),
                offered=offered_of(_answered(steps), language=row.language), link=link_to_state(request),
                by=request.actor, at=now,
            )  # fmt: skip
            messages.success(request, "直した内容で受け付けました。")
            return redirect("homes:application", organization=request.organization.slug, pk=row.pk)
        except ChangedMeanwhile:
            steps["you"].add_error(None, str(CHANGED_MEANWHILE))
        except Refused as refused:
            steps["you"].add_error(None, sentences(refused.verdict, REFUSALS | PROCEDURES))
    return _form_page(request, steps, row=row)


def offer_or_404(pk: int, **conditions: str) -> Application:
    """Return an application to the home bank that was handed in. Raises Http404."""
    found: Application = get_object_or_404(offers(), pk=pk, **conditions)
    return found


def _are_valid(how: HowForm | None, steps: dict[str, StepForm]) -> bool:
    forms = [form for form in (how, *steps.values()) if form is not None and form.is_bound]
    return bool(forms) and all([form.is_valid() for form in forms])


def _answered(steps: dict[str, StepForm]) -> dict[str, StepForm]:
    return {name: form for name, form in steps.items() if form.is_bound}


def _answers(steps: dict[str, StepForm]) -> dict[str, str]:
    return {name: value for form in _answered(steps).values() for name, value in form.answers().items()}


def _form_page(request: Request, steps: dict[str, StepForm], **context: object) -> HttpResponse:
    text = CONSENT_TEXTS[ConsentPurpose.CONSULTATION].text.replace("{organization}", request.organization.name)
    status = 422 if request.method == "POST" else 200
    context = {"how": None, "steps": steps, "privacy": text} | context
    return render(request, "homes/applications/new.html", context, status=status)
