"""Staff: registrations in a list and one by one; taken by telephone, decided, renewed, ended, set right."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import Channel
from kayoi.foundation.identity.marks import Request, staff
from kayoi.foundation.tenancy.selectors import setting
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.posted import version_of
from kayoi.kit.verdict import Refused
from kayoi.programmes.furusato.forms.registering import Questions, TakingForm, WhyForm
from kayoi.programmes.furusato.forms.registers import CorrectForm, EndForm, ListForm
from kayoi.programmes.furusato.models import Register, Registration
from kayoi.programmes.furusato.selectors import registered as reading
from kayoi.programmes.furusato.selectors.judging import questions_of
from kayoi.programmes.furusato.selectors.office import registration_page, searched
from kayoi.programmes.furusato.services import ending, registering, renewing
from kayoi.programmes.furusato.services.registering import Asking, UnableToRegister
from kayoi.programmes.furusato.states import EndReason, Permission, RegisterStatus
from kayoi.programmes.furusato.states.national import ADULT_AGE
from kayoi.programmes.furusato.views.registering import consent_words, refusal

# What staff do to a registration with one reason: service, title, button, hint, whether the reason must be given.
STEPS: dict[str, tuple[Callable[..., object], str, str, str, bool]] = {
    "register": (
        registering.register_person, "登録する", "登録する",
        "条件をすべて満たすときは、空けておきます。満たさないときに登録するには、理由が要ります。", False,
    ),
    "refuse": (
        registering.refuse_registration, "登録しない", "登録しないと決める",
        "理由は、本人にメールで送られ、本人のページにも出ます。", True,
    ),
    "reopen": (registering.look_again, "不登録を取り消す", "もう一度確かめる", "", True),
    "renew": (
        renewing.renew, "更新する", "更新する",
        "条件をすべて満たすときは、空けておきます。満たさないときに更新するには、理由が要ります。", False,
    ),
    "withdraw": (ending.withdraw, "取りやめる(本人の希望)", "取りやめる", "登録者証は使えなくなります。", False),
    "restore": (ending.restore, "終了を取り消す", "登録に戻す", "まちがって終えたときに使います。", True),
}  # fmt: skip


@staff(Permission.FURUSATO_READ)
@require_safe
def registrations(request: Request) -> HttpResponse:
    """Show who asks, who is registered, and who was."""
    form = ListForm(request.GET)
    rows = searched(form.cleaned_data if form.is_valid() else {}, on=local_date(timezone.now()))
    return render(request, "furusato/office/registrations.html", {"form": form, "rows": rows})


@staff(Permission.FURUSATO_READ)
@require_safe
def registration(request: Request, pk: int) -> HttpResponse:
    """Show one registration: what was said, what the conditions answer today, what was decided."""
    page = registration_page(_found(pk), on=local_date(timezone.now()))
    return render(request, "furusato/office/registration.html", {"page": page})


@staff(Permission.FURUSATO_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def take_registration(request: Request, pk: int) -> HttpResponse:
    """Take an application on the telephone, at the counter or from paper."""
    register = get_object_or_404(Register, pk=pk, status__in=(RegisterStatus.PUBLISHED, RegisterStatus.PAUSED))
    file, today = _file(request), local_date(timezone.now())
    age = setting(ADULT_AGE, on=today)
    form = TakingForm(request.POST or None, file=file, today=today, adult_age=age)
    asked = Questions(request.POST or None, questions_of(register, on=today))
    if form.is_valid() and not asked.wrong:
        who = Asking(
            form.file_fields(), Channel.of(form.cleaned_data["channel"]), asked.answers(form.cleaned_data["place"]),
            form.guardian(), file=file, client_key=form.key(),
        )  # fmt: skip
        try:
            done = registering.ask_to_register(register=register, who=who, by=request.actor, at=timezone.now())
            return redirect("furusato:registration", organization=request.organization.slug, pk=done.registration.pk)
        except UnableToRegister as refused:
            form.add_error(None, refusal(refused))
    context: dict[str, Any] = {"register": register, "file": file, "form": form, "asked": asked, "adult_age": age}
    context["consent"] = consent_words(request)
    return render(request, "furusato/office/take.html", context, status=422 if form.is_bound else 200)


@staff(Permission.FURUSATO_DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def registration_step(request: Request, pk: int, step: str) -> HttpResponse:
    """Do one thing to a registration, with its reason."""
    if step not in STEPS:
        raise Http404
    found = _found(pk)
    do, title, button, hint, required = STEPS[step]
    form = WhyForm(request.POST or None, required=required, hint=hint)
    if request.method == "POST" and form.is_valid():
        try:
            do(registration=found, why=form.cleaned_data["why"], by=request.actor, at=timezone.now())
            messages.success(request, f"{title}: 記録しました。")
            return redirect("furusato:registration", organization=request.organization.slug, pk=pk)
        except (Refused, ChangedMeanwhile) as refused:
            form.add_error(None, refusal(refused))
    return _step_page(request, found, form, title, button)


@staff(Permission.FURUSATO_DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def end_registration(request: Request, pk: int) -> HttpResponse:
    """End a registration for a reason of the town's."""
    found, now = _found(pk), timezone.now()
    form = EndForm(request.POST or None, initial={"on": local_date(now)})
    if form.is_valid():
        given = form.cleaned_data
        reason = EndReason.of(given["reason"])
        try:
            ending.end(registration=found, reason=reason, why=given["why"], on=given["on"], by=request.actor, at=now)
            messages.success(request, "終了を記録しました。")
            return redirect("furusato:registration", organization=request.organization.slug, pk=pk)
        except (Refused, ChangedMeanwhile) as refused:
            form.add_error(None, refusal(refused))
    return _step_page(request, found, form, "登録を終える", "登録を終える")


@staff(Permission.FURUSATO_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def correct_registration(request: Request, pk: int) -> HttpResponse:
    """Set right what was written wrongly."""
    found = _found(pk)
    form = CorrectForm(request.POST or None, instance=_found(pk))
    if form.is_valid():
        try:
            registering.correct_registration(
                registration=found, changes=form.changes(), version=version_of(request),
                why=form.cleaned_data["why"], by=request.actor, at=timezone.now(),
            )  # fmt: skip
            messages.success(request, "直しました。")
            return redirect("furusato:registration", organization=request.organization.slug, pk=pk)
        except ChangedMeanwhile as refused:
            form.add_error(None, refusal(refused))
    return _step_page(request, found, form, "登録の内容を直す", "直す")


@staff(Permission.FURUSATO_READ)
@require_safe
def renewals(request: Request) -> HttpResponse:
    """Show whose time ends soon, what the conditions say of each, and what is to be done."""
    rows = reading.renewals(on=local_date(timezone.now()))
    return render(request, "furusato/office/renewals.html", {"rows": rows})


@staff(Permission.FURUSATO_DECIDE)
@require_POST
def renew_ready(request: Request) -> HttpResponse:
    """Renew all that meet their conditions, in one press."""
    count = renewing.renew_ready(by=request.actor, at=timezone.now())
    messages.success(request, f"{count}件を更新し、本人に知らせました。" if count else "更新できるものはありません。")
    return redirect("furusato:renewals", organization=request.organization.slug)


def _found(pk: int) -> Registration:
    return get_object_or_404(reading.registrations(), pk=pk)


def _file(request: Request) -> CaseFile | None:
    key = request.GET.get("file", "")
    return get_object_or_404(CaseFile.objects.without_search(), pk=int(key)) if key.isdecimal() else None


def _step_page(request: Request, found: Registration, form: Any, title: str, button: str) -> HttpResponse:
    page = registration_page(found, on=local_date(timezone.now()))
    context = {"page": page, "form": form, "title": title, "button": button}
    return render(request, "furusato/office/step.html", context, status=422 if form.errors else 200)
