"""Staff: homes for a longer time; who lives there, one step a page; rent, month by month."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kayoi.engines.casefiles.states import Permission as CaseFiles
from kayoi.engines.ledger.models import Transfer
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.stays.forms import tenancies as forms
from kayoi.programmes.stays.forms.securities import ClaimForm, GuaranteeForm, damage_of, guarantee_of
from kayoi.programmes.stays.models import Tenancy
from kayoi.programmes.stays.rules.securities import claim_due_on
from kayoi.programmes.stays.selectors import tenancies as selectors
from kayoi.programmes.stays.selectors.sublets import book_of
from kayoi.programmes.stays.selectors.tenancies_deposit import deposit_key, deposit_page
from kayoi.programmes.stays.selectors.tenancies_papers import papers_page
from kayoi.programmes.stays.services import tenancies as services
from kayoi.programmes.stays.services import tenancies_damage as damages
from kayoi.programmes.stays.services import tenancies_deposit as deposits
from kayoi.programmes.stays.services import tenancies_guarantee as guarantees
from kayoi.programmes.stays.services import tenancies_papers as papers
from kayoi.programmes.stays.services import tenancies_rent as rents
from kayoi.programmes.stays.services.sublets_rent import correct_sublets
from kayoi.programmes.stays.states import Permission
from kayoi.programmes.stays.states.tenancies import Afterwards, PaperKind


@dataclass(frozen=True)
class Step:
    """One thing that is done with a tenancy: what the page is called, what it asks, what it does."""

    title: str
    form: Any
    do: Callable[[Tenancy, dict[str, Any], Actor, datetime], object]
    done: str


def _rent(row: Tenancy, values: dict[str, Any], by: Actor, at: datetime) -> None:
    version = values.pop("version")
    services.change_rent(tenancy=row, fields=values, version=version, by=by, at=at)


def _renew(row: Tenancy, values: dict[str, Any], by: Actor, at: datetime) -> None:
    ends_before = forms.after(values.pop("ends_on"))
    services.renew_tenancy(tenancy=row, ends_before=ends_before, **values, by=by, at=at)


def _leave(row: Tenancy, values: dict[str, Any], by: Actor, at: datetime) -> None:
    values["afterwards"] = Afterwards.of(values["afterwards"])
    services.end_tenancy(tenancy=row, **values, by=by, at=at)


def _correct(row: Tenancy, values: dict[str, Any], by: Actor, at: datetime) -> None:
    put_right = correct_sublets if selectors.is_sublet(row) else rents.correct_rents
    put_right(tenancy=row, **values, by=by, at=at)


def _plain(service: Callable[..., object]) -> Callable[[Tenancy, dict[str, Any], Actor, datetime], object]:
    return lambda row, values, by, at: service(tenancy=row, **values, by=by, at=at)


def _paper(kind: PaperKind, form: Any = forms.PaperForm) -> Step:
    return Step(
        f"{kind.label}を作る", form,
        lambda row, values, by, at: papers.write_paper(
            tenancy=row, kind=kind, ends_on=values.get("next_ends_on"), by=by, at=at
        ),
        f"{kind.label}を作りました。下の「書面」から印刷できます。",
    )  # fmt: skip


STEPS: Final[Mapping[str, Step]] = {
    "rent": Step("家賃・減額を決める", forms.RentForm, _rent, "家賃を書き換えました。請求済みの月は、そのままです。"),
    "sign": Step("契約・許可を記録する", forms.SignForm, _plain(services.sign_tenancy), "記録しました。"),
    "deposit": Step("敷金の入金を記録する", forms.DepositForm, _plain(deposits.note_deposit), "敷金を記録しました。"),
    "move-in": Step(
        "入居を記録する", forms.NothingForm, _plain(services.move_in), "入居を記録し、満了の前の予定を作りました。"
    ),
    "renew": Step("更新・再契約する", forms.RenewForm, _renew, "新しい契約を記録しました。"),
    "notice": Step(
        "退去の申出・終了の通知を記録する", forms.NoticeForm, _plain(services.give_notice), "退去の予定を記録しました。"
    ),
    "end": Step("退去を記録する", forms.LeaveForm, _leave, "退去を記録し、家賃を最終日までに正しました。"),
    "withdraw": Step("入居を取りやめる", forms.WhyForm, _plain(services.withdraw_tenancy), "取りやめました。"),
    "correct": Step(
        "請求を今の家賃に合わせて正す", forms.ShortWhyForm, _correct,
        "違っていた月を取り消し、請求し直しました。",
    ),
    "guarantee": Step(
        "保証を記録する", GuaranteeForm,
        lambda row, values, by, at: guarantees.add_guarantee(tenancy=row, fields=guarantee_of(values), by=by, at=at),
        "保証を記録しました。",
    ),
    "claim": Step(
        "原状回復の費用を請求する", ClaimForm,
        lambda row, values, by, at: damages.claim_damage(
            tenancy=row, damage=damage_of(values), key=values["key"], by=by, at=at
        ),
        "請求を記録し、請求書を作りました。下の「書面」から印刷できます。",
    ),
    "write-explanation": _paper(PaperKind.EXPLANATION),
    "write-contract": _paper(PaperKind.CONTRACT),
    "write-permit": _paper(PaperKind.PERMIT),
    "write-end_notice": _paper(PaperKind.END_NOTICE, forms.NothingForm),
}  # fmt: skip
DECISIONS: Final[Mapping[str, Step]] = {
    "decide": Step("入居を決定する", forms.RemarkForm, _plain(services.decide_tenancy), "入居を決定しました。"),
    "refuse": Step("入居できないと決定する", forms.WhyForm, _plain(services.refuse_tenancy), "決定しました。"),
}


@staff(Permission.STAY_READ)
@require_safe
def homes(request: Request) -> HttpResponse:
    """Show who lives in homes of the town, what is due first at the top."""
    today = local_date(timezone.now())
    rows = selectors.lines(on=today, may_read_protected=may_read_protected(request))
    context = {"rows": rows, "houses": forms.homes(), "today": today}
    return render(request, "stays/tenancies/list.html", context)


@staff(Permission.STAY_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def apply_home(request: Request) -> HttpResponse:
    """Take an application for a home."""
    form = forms.ApplyForm(request.POST or None)
    if form.is_valid():
        assert form.file is not None
        try:
            made = services.apply_tenancy(
                wanted=form.wanted(), case_file=form.file, by=request.actor, at=timezone.now()
            )  # fmt: skip
            return back(request, made, "申込みを受け、部屋を押さえました。")
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, forms.REFUSALS))
    return page(request, form, title="入居の申込みを受ける", button="受け付ける")


@staff(Permission.STAY_READ)
@require_safe
def tenancy(request: Request, pk: int) -> HttpResponse:
    """Show a tenancy: the contract, the chain of leases, the statement of its rent, what can be done."""
    row, today = tenancy_or_404(pk), local_date(timezone.now())
    context = selectors.tenancy_page(row, on=today, may_read_protected=may_read_protected(request))
    context |= {"form": forms.PaidForm(initial={"paid_on": today}), **papers_page(row), **deposit_page(row)}
    if context["sublet"]:
        context |= book_of(row)
    return render(request, "stays/tenancies/tenancy.html", context)


@staff(Permission.STAY_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def tenancy_step(request: Request, pk: int, step: str) -> HttpResponse:
    """Do one thing with a tenancy."""
    return _step(request, pk, STEPS.get(step))


@staff(Permission.STAY_DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def tenancy_decision(request: Request, pk: int, step: str) -> HttpResponse:
    """Decide an application for a home."""
    return _step(request, pk, DECISIONS.get(step))


def _step(request: Request, pk: int, step: Step | None) -> HttpResponse:
    if step is None:
        raise Http404
    row = tenancy_or_404(pk)
    initial = {name: getattr(row, name, None) for name in step.form.base_fields}
    form = step.form(request.POST if request.method == "POST" else None, initial=initial | _first_days(row))
    if form.is_valid():
        try:
            step.do(row, dict(form.cleaned_data), request.actor, timezone.now())
            return back(request, row, step.done)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, forms.REFUSALS))
        except ChangedMeanwhile:
            form.add_error(None, str(CHANGED_MEANWHILE))
    return page(request, form, title=step.title, button=step.title, row=row)


def _first_days(row: Tenancy) -> dict[str, Any]:
    return {
        "left_on": row.ends_on, "why": "", "damage_yen": 0, "amount_yen": row.deposit_yen or None, "key": uuid4(),
        "kind": "", "name": "", "words": "", "due_on": claim_due_on(local_date(timezone.now())),
    }  # fmt: skip


@staff(Permission.STAY_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def take_deposit_back(request: Request, pk: int, transfer: int) -> HttpResponse:
    """Take a note of a deposit back."""
    row, form = tenancy_or_404(pk), forms.ShortWhyForm(request.POST or None)
    note = get_object_or_404(Transfer, pk=transfer, debit__key=deposit_key(row))
    if form.is_valid():
        try:
            deposits.take_deposit_back(
                tenancy=row, note=note, why=form.cleaned_data["why"], by=request.actor, at=timezone.now()
            )
            return back(request, row, "敷金の入金を取り消しました。")
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, forms.REFUSALS))
    return page(request, form, title="敷金の入金を取り消す", button="取り消す", row=row)


def tenancy_or_404(pk: int) -> Tenancy:
    """Return a tenancy. Raises Http404."""
    rows = Tenancy.objects.select_related("room__house", "room__unit", "case_file", "head_lease__sub_lessor", "booking")
    found: Tenancy = get_object_or_404(rows, pk=pk)
    return found


def may_read_protected(request: Request) -> bool:
    """Tell whether the reader may see names of people under protection in lists."""
    return request.actor.may(CaseFiles.SENSITIVE_READ)


def back(request: Request, row: Tenancy, words: str) -> HttpResponse:
    """Lead back to a tenancy and say what was done."""
    messages.success(request, words)
    return redirect("stays:tenancy", organization=request.organization.slug, pk=row.pk)


def page(request: Request, form: Any, *, title: str, button: str, **context: Any) -> HttpResponse:
    """Show a page that asks one thing."""
    values = {"form": form, "title": title, "button": button, **context}
    return render(request, "stays/tenancies/step.html", values, status=422 if form.is_bound else 200)
