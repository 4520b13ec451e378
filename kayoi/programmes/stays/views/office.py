"""Staff: stays as a list, one with all that belongs to it, its papers."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kayoi.engines.procedures import services as procedures
from kayoi.engines.procedures.forms.staff import AcceptForm, DeputyForm, ReceiveForm, ReturnPaperForm
from kayoi.engines.procedures.models import Paper
from kayoi.engines.procedures.selectors.applications import page_of
from kayoi.engines.procedures.selectors.words import told
from kayoi.foundation.files.selectors import response_for
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.downloads import download
from kayoi.kit.sentences import sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.stays.forms.office import StaysForm
from kayoi.programmes.stays.forms.office_refusals import REFUSALS
from kayoi.programmes.stays.models import Stay
from kayoi.programmes.stays.selectors import office as selectors
from kayoi.programmes.stays.states import Permission

PAGE = 50


@staff(Permission.STAY_READ)
@require_safe
def stays(request: Request) -> HttpResponse:
    """Show the stays that were asked for, all or those of a filter."""
    form = StaysForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    rows = selectors.filtered(**wanted, by=request.actor, role=request.membership.role)
    if request.GET.get("format") == "csv":
        return download(selectors.stays_csv(rows), "taizai.csv")
    query = request.GET.copy()
    query["format"] = "csv"
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    shown = selectors.lines(page.object_list, at=timezone.now())
    context = {"form": form, "page": page, "rows": shown, "csv": query.urlencode()}
    return render(request, "stays/office/list.html", context)


@staff(Permission.STAY_READ)
@require_safe
def stay(request: Request, pk: int) -> HttpResponse:
    """Show a stay: who and when, what the rules say, money, what the law asks for, papers, letters."""
    page = selectors.office_page(stay_or_404(pk), role=request.membership.role, at=timezone.now())
    proxy = page.application.proxy if page.application else None
    context: dict[str, Any] = {
        "proxy_words": sentences(proxy, REFUSALS) if proxy else [],
        "page": page, "stay": page.stay, "house": page.stay.room.house, "deputy": DeputyForm(),
        "against": sentences(page.against, REFUSALS), "not_in": sentences(page.duties.may_check_in, REFUSALS),
        "told": told(page.application.found) if page.application else None,
    }  # fmt: skip
    return render(request, "stays/office/stay.html", context)


@staff(Permission.STAY_READ)
@require_safe
def stay_applied(request: Request, pk: int) -> HttpResponse:
    """Lead from an application to its stay."""
    row = get_object_or_404(Stay, application=pk)
    return redirect("stays:staff_stay", organization=request.organization.slug, pk=row.pk)


@staff(Permission.STAY_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: Request, pk: int) -> HttpResponse:
    """Show one paper; receive it, find it in order, or say what is wrong."""
    row, action = _paper(pk), request.POST.get("action", "")
    stay = get_object_or_404(Stay, application=row.application_id)
    received = {"received_on": local_date(timezone.now())}
    forms = {
        "receive": ReceiveForm(
            request.POST if action == "receive" else None, request.FILES or None, initial=received
        ),
        "accept": AcceptForm(request.POST if action == "accept" else None),
        "return": ReturnPaperForm(request.POST if action == "return" else None),
    }  # fmt: skip
    if action in forms and forms[action].is_valid():
        try:
            _do(request, row, action, forms[action].cleaned_data)
            messages.success(request, f"{row.label}: {row.get_status_display()}")
            return redirect("stays:staff_stay", organization=request.organization.slug, pk=stay.pk)
        except Refused as refused:
            forms[action].add_error(None, sentences(refused.verdict, REFUSALS))
    context = {"paper": row, "forms": forms, "stay": stay}
    return render(request, "stays/office/paper.html", context, status=422 if action else 200)


@staff(Permission.STAY_READ)
@require_safe
def paper_page(request: Request, pk: int, position: int) -> FileResponse:
    """Send a page of a paper: a picture or PDF."""
    page = page_of(_paper(pk), position)
    if page is None:
        raise Http404
    return response_for(page.file)


def _do(request: Request, row: Paper, action: str, values: dict[str, Any]) -> None:
    by, at = request.actor, timezone.now()
    if action == "receive":
        uploads = [(one, one.name, one.size) for one in values["uploads"]]
        procedures.send_paper(
            paper=row, uploads=uploads, issued_on=values["issued_on"], received_on=values["received_on"], by=by, at=at
        )
    elif action == "accept":
        procedures.accept_with_mandate(paper=row, valid_until=values["valid_until"], by=by, at=at)
    else:
        procedures.return_paper(paper=row, why=values["why"], by=by, at=at)


def _paper(pk: int) -> Paper:
    rows = Paper.objects.select_related("document", "application__case_file", "application__proxy")
    found: Paper = get_object_or_404(rows, pk=pk, application__form__procedure__kind="stay")
    return found


def stay_or_404(pk: int) -> Stay:
    """Return a stay that was asked for. Raises Http404."""
    rows = selectors.stays().select_related(
        "room__house__procedure__ruleset", "room__house__price_rule", "room__house__cancel_rule",
        "room__house__deposit_rule", "room__unit",
        "booking", "application__form__procedure__ruleset", "application__examined_by", "application__proxy__principal",
        "application__case_file", "case_file",
    )  # fmt: skip
    found: Stay = get_object_or_404(rows, pk=pk)
    return found
