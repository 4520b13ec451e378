"""Staff: the guest register, the intent that was confirmed, leases explained and signed."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.engines.procedures.forms.staff import WhyForm
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.downloads import download
from kayoi.kit.sentences import sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.stays.forms.office import DayForm, GuestForm, IntentForm
from kayoi.programmes.stays.forms.office_refusals import REFUSALS
from kayoi.programmes.stays.models import Guest
from kayoi.programmes.stays.selectors import duties as selectors
from kayoi.programmes.stays.services import duties as services
from kayoi.programmes.stays.states import Intent, Permission
from kayoi.programmes.stays.views.office import stay_or_404
from kayoi.programmes.stays.views.steps import back, step

PAGE = 50


@staff(Permission.STAY_REGISTER)
@require_safe
def register(request: Request) -> HttpResponse:
    """Show the guest register."""
    page = Paginator(selectors.register(), PAGE).get_page(request.GET.get("page"))
    protected = selectors.protected_of(list(page.object_list), on=local_date(timezone.now()))
    return render(request, "stays/office/register.html", {"page": page, "protected": protected})


@staff(Permission.STAY_REGISTER)
@require_POST
def register_sheet(request: Request) -> HttpResponse:
    """Hand the guest register out as a workbook, and keep who has taken it."""
    now = timezone.now()
    data = services.hand_over_register(organization=request.organization, by=request.actor, at=now)
    return download(data, f"guests-{local_date(now):%Y%m%d}.xlsx")


@staff(Permission.STAY_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def guest(request: Request, pk: int) -> HttpResponse:
    """Write somebody into the guest register."""
    row = stay_or_404(pk)
    form = GuestForm(request.POST or None, initial=_first_guest(row))
    if form.is_valid():
        try:
            services.write_guest(stay=row, guest=form.written(), by=request.actor, at=timezone.now())
            return back(request, row, "宿泊者名簿に記入しました。")
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    hints = ["泊まる人を、全員1人ずつ書きます。3年たつと、自動で消えます。"]
    return step(request, form, row, title="宿泊者名簿に記入する", button="記入する", hints=hints)


def _first_guest(stay: Any) -> dict[str, Any]:
    """Return what the case file knows of the applicant, while nobody stands in the register."""
    file = stay.case_file
    if file is None or stay.guests.exists():
        return {}
    return {"name": file.name, "address": file.address, "contact": file.phone}


@staff(Permission.STAY_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def strike_guest(request: Request, pk: int) -> HttpResponse:
    """Take a row out of the register that was written by mistake."""
    found, form = get_object_or_404(Guest, pk=pk), WhyForm(request.POST or None)
    row = stay_or_404(found.stay_id)
    if form.is_valid():
        services.strike_guest(guest=found, why=form.cleaned_data["why"], by=request.actor, at=timezone.now())
        return back(request, row, "名簿の記入を取り消しました。")
    return step(request, form, row, title=f"名簿の記入を取り消す: {found.name}", button="取り消す")


@staff(Permission.STAY_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def intent(request: Request, pk: int) -> HttpResponse:
    """Keep what somebody has said of the time after the stay."""
    row, now = stay_or_404(pk), timezone.now()
    form = IntentForm(request.POST or None, initial={"asked_on": local_date(now)})
    if form.is_valid():
        values = form.cleaned_data | {"intent": Intent.of(form.cleaned_data["intent"])}
        services.confirm_intent(stay=row, by=request.actor, at=now, **values)
        return back(request, row, "意思を記録しました。")
    hints = ["通知に基づく家には、買うか長く借りる意思のある人だけが滞在できます。"]
    return step(request, form, row, title="意思を確かめて記録する", button="記録する", hints=hints)


@staff(Permission.STAY_EDIT)
@require_POST
def lease_paper(request: Request, pk: int, which: str) -> HttpResponse:
    """Make the paper that explains a lease, or the contract."""
    row = stay_or_404(pk)
    issue = services.issue_contract if which == "contract" else services.issue_explanation
    letter = issue(stay=row, by=request.actor, at=timezone.now())
    return back(request, row, f"{letter.title}を作りました。")


@staff(Permission.STAY_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def lease_day(request: Request, pk: int, which: str) -> HttpResponse:
    """Note when a lease was explained, or signed."""
    row, now = stay_or_404(pk), timezone.now()
    signed = which == "signed"
    label = "契約した日" if signed else "事前説明書を渡して説明した日"
    form = DayForm(request.POST or None, label=label, today=local_date(now))
    if form.is_valid():
        on = form.cleaned_data["on"]
        try:
            if signed:
                services.note_signed(stay=row, signed_on=on, by=request.actor, at=now)
            else:
                services.note_explained(stay=row, explained_on=on, by=request.actor, at=now)
            return back(request, row, f"{label}を記録しました。")
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    return step(request, form, row, title=f"{label}を記録する", button="記録する")
