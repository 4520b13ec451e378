"""Staff: give an application for a stay back, judge, propose, send back, decide."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kayoi.engines.procedures import services as procedures
from kayoi.engines.procedures.forms.staff import DeputyForm, JudgeForm, ReturnForm, WhyForm
from kayoi.engines.procedures.selectors.evaluating import evaluated
from kayoi.engines.procedures.selectors.words import told
from kayoi.engines.procedures.states import ApplicationStatus
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.posted import version_of
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.kit.verdict import Outcome, Refused
from kayoi.programmes.stays.forms.office import OutcomeForm
from kayoi.programmes.stays.forms.office_refusals import REFUSALS
from kayoi.programmes.stays.models import Stay
from kayoi.programmes.stays.selectors.deciding import application_of
from kayoi.programmes.stays.services import deciding
from kayoi.programmes.stays.states import Permission
from kayoi.programmes.stays.views.found import link_to_stay
from kayoi.programmes.stays.views.office import stay_or_404
from kayoi.programmes.stays.views.steps import back, step

DAYS_TO_PUT_RIGHT = 14


@staff(Permission.STAY_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def return_stay(request: Request, pk: int) -> HttpResponse:
    """Give an application back with what is to be put right."""
    row, now = _asked(pk), timezone.now()
    applied = row.application.case_file if row.application else None
    without_mail = applied is None or not applied.email
    initial = {"due_on": local_date(now) + timedelta(days=DAYS_TO_PUT_RIGHT), "by_letter": without_mail}
    form = ReturnForm(request.POST or None, today=local_date(now), initial=initial)
    if form.is_valid():
        values = form.cleaned_data
        what = deciding.Return(values["reasons"], values["due_on"], by_letter=values["by_letter"])
        try:
            deciding.return_stay(
                organization=request.organization, stay=row, what=what, link=link_to_stay(request), by=request.actor,
                at=now,
            )  # fmt: skip
            return back(request, row, "補正をお願いしました。")
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    return step(request, form, row, title="補正をお願いする", button="お願いする")


@staff(Permission.STAY_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def judge_stay(request: Request, pk: int, number: int) -> HttpResponse:
    """Find that a condition holds or not where the rule does not know."""
    row, now, form = _asked(pk), timezone.now(), JudgeForm(request.POST or None)
    application = application_of(row)
    found = evaluated(application, today=local_date(now)).findings()
    finding = next((one for one in found if one.number == number), None)
    if finding is None:
        raise Http404
    if form.is_valid():
        holds, ground = form.cleaned_data["holds"] == "yes", form.cleaned_data["ground"]
        try:
            procedures.judge(
                application=application, number=number, holds=holds, ground=ground, by=request.actor, at=now
            )
            return back(request, row, "認定を記録しました。")
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    hint = [f"要件: {finding.text}", "決まりからは分からない要件です。人が判断し、根拠を残します。"]
    return step(request, form, row, title="要件を認定する", button="認定を記録する", hints=hint)


@staff(Permission.STAY_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def propose_stay(request: Request, pk: int) -> HttpResponse:
    """Put a decision before whoever decides; what the rule says stands in the form already."""
    row, now = _asked(pk), timezone.now()
    says = told(evaluated(application_of(row), today=local_date(now)))
    against = [f"次の要件を満たしません: {one.text}" for one in says.against] if says.outcome is Outcome.NOT_MET else []
    first = ApplicationStatus.REFUSED if against else ApplicationStatus.APPROVED
    form = OutcomeForm(request.POST or None, initial={"outcome": first, "reasons": "\n".join(against)})
    if form.is_valid():
        values = form.cleaned_data | {"outcome": ApplicationStatus.of(form.cleaned_data["outcome"])}
        try:
            deciding.propose_stay(stay=row, by=request.actor, at=now, **values)
            return back(request, row, "決裁に回しました。")
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    hints = [
        f"料金 {row.price_yen:,}円" if row.price_yen is not None else "料金は、まだ決まっていません。",
        "許可しないときは、空いている近い日程とほかの家を、通知書に自動で載せます。",
    ]
    return step(request, form, row, title="審査を終えて決裁に回す", button="決裁に回す", hints=hints)


@staff(Permission.STAY_DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def send_back_stay(request: Request, pk: int) -> HttpResponse:
    """Give a proposal back to the examiner."""
    row, form = _asked(pk), WhyForm(request.POST or None)
    if form.is_valid():
        try:
            deciding.send_back_stay(
                stay=row, why=form.cleaned_data["why"], version=version_of(request) or None, by=request.actor,
                at=timezone.now(),
            )  # fmt: skip
            return back(request, row, "審査に戻しました。")
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
        except ChangedMeanwhile:
            form.add_error(None, str(CHANGED_MEANWHILE))
    return step(request, form, row, title="審査に戻す", button="審査に戻す")


@staff(Permission.STAY_DECIDE)
@require_POST
def decide_stay(request: Request, pk: int) -> HttpResponse:
    """Approve a proposal; the last step of its route decides it."""
    row, form = _asked(pk), DeputyForm(request.POST)
    why = form.cleaned_data["why"] if form.is_valid() else ""
    try:
        done = deciding.sign_stay(
            organization=request.organization, stay=row, link=link_to_stay(request), why=why,
            version=version_of(request) or None, by=request.actor, at=timezone.now(),
        )  # fmt: skip
        passed = isinstance(done, procedures.Passed)
        messages.success(request, "承認し、次に回しました。" if passed else "決定し、通知書を作りました。")
    except Refused as refused:
        messages.error(request, " ".join(sentences(refused.verdict, REFUSALS)))
    except ChangedMeanwhile:
        messages.error(request, str(CHANGED_MEANWHILE))
    return redirect("stays:staff_stay", organization=request.organization.slug, pk=row.pk)


def _asked(pk: int) -> Stay:
    """Return a stay with its application. Raises Http404."""
    row = stay_or_404(pk)
    if row.application is None:
        raise Http404
    return row
