"""Requests for brochures: write them down for callers, print labels, send, one by one where that is needed."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.engines.casefiles.states import CONSENT_TEXTS, Channel, ConsentPurpose
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.documents import NoFont
from kayoi.kit.downloads import download
from kayoi.kit.html import Link
from kayoi.kit.moves import ChangedMeanwhile, UnableToMove
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.programmes.fairs import selectors, services
from kayoi.programmes.fairs.forms.brochures import CallerForm, ReasonForm, SelectionForm
from kayoi.programmes.fairs.forms.fields import REFUSALS
from kayoi.programmes.fairs.models import BrochureRequest
from kayoi.programmes.fairs.states import Permission, RequestStatus


@staff(Permission.FAIR_MANAGE)
@require_safe
def waiting(request: Request) -> HttpResponse:
    """Show who waits for brochures, or what became of earlier requests."""
    return _list(request, None)


@staff(Permission.FAIR_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: Request) -> HttpResponse:
    """Write down a request for somebody who calls."""
    offered, now = list(selectors.brochures()), timezone.now()
    titles = {brochure.pk: brochure.title for brochure in offered}
    names = selectors.prefecture_names()
    form = CallerForm(request.POST or None, offered=offered, titles=titles, prefectures=names)
    if not form.is_valid():
        consent = CONSENT_TEXTS[ConsentPurpose.CONSULTATION].text.replace("{organization}", request.organization.name)
        context = {"form": form, "consent_text": consent, "offered": offered}
        return render(request, "fairs/take_request.html", context, status=422 if form.is_bound else 200)
    channel = Channel.of(form.cleaned_data["channel"])
    wanted = services.Wanted(form.chosen(), channel, now, client_key=form.cleaned_data["client_key"])
    made = services.ask_for_brochures(
        fields=form.file_fields(), person=None, consents=form.consents(), wanted=wanted, by=request.actor, at=now
    )
    messages.success(request, f"資料請求を記録しました(受付番号 {made[0].receipt})。")
    return redirect("fairs:requests", organization=request.organization.slug)


@staff(Permission.FAIR_MANAGE)
@require_POST
def labels(request: Request) -> HttpResponse:
    """Send a sheet of address labels as PDF; protected persons are never on it."""
    form = _selection(request)
    if not form.is_valid():
        return _list(request, form)
    rows, held = selectors.label_rows(_chosen(form), on=local_date(timezone.now()))
    if not rows:
        form.add_error("rows", f"ラベルにできる人がいません({len(held)}件は、住所がないか、個別の扱いです)。")
        return _list(request, form)
    try:
        data = selectors.labels_pdf(rows, sheet=form.cleaned_data["sheet"], skip=form.cleaned_data["skip"] or 0)
    except NoFont as missing:
        form.add_error(None, str(missing))
        return _list(request, form)
    services.tell_labels(requests=[one for row in rows for one in row.requests], by=request.actor, at=timezone.now())
    return download(data, "atena.pdf")


@staff(Permission.FAIR_MANAGE)
@require_POST
def addresses(request: Request) -> HttpResponse:
    """Send the same addresses as CSV, for the town's own printing."""
    form = _selection(request)
    if not form.is_valid():
        return _list(request, form)
    rows, _ = selectors.label_rows(_chosen(form), on=local_date(timezone.now()))
    services.tell_labels(requests=[one for row in rows for one in row.requests], by=request.actor, at=timezone.now())
    return download(selectors.labels_csv(rows), "atena.csv")


@staff(Permission.FAIR_MANAGE)
@require_POST
def send(request: Request) -> HttpResponse:
    """Write down that the chosen ones went to the post."""
    form = _selection(request)
    if not form.is_valid():
        return _list(request, form)
    chosen = _chosen(form)
    refused = services.send_requests(requests=chosen, by=request.actor, at=timezone.now())
    for one, answer in refused:
        messages.error(request, f"{one.receipt}: {' '.join(sentences(answer, REFUSALS))}")
    if len(chosen) > len(refused):
        messages.success(request, f"{len(chosen) - len(refused)}件を発送済みにしました。")
    return redirect("fairs:requests", organization=request.organization.slug)


@staff(Permission.FAIR_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def request_page(request: Request, pk: int) -> HttpResponse:
    """Show one request, and send it by itself with a reason."""
    found = get_object_or_404(BrochureRequest.objects.select_related("brochure", "case_file"), pk=pk)
    form = ReasonForm(request.POST or None)
    if found.status == RequestStatus.REQUESTED and form.is_valid():
        why = form.cleaned_data["why"]
        refused = services.send_requests(requests=[found], why=why, by=request.actor, at=timezone.now())
        if not refused:
            messages.success(request, "発送済みにしました。")
            return redirect("fairs:requests", organization=request.organization.slug)
        for sentence in sentences(refused[0][1], REFUSALS):
            form.add_error(None, sentence)
    return _request_page(request, found, form)


@staff(Permission.FAIR_MANAGE)
@require_POST
def cancel(request: Request, pk: int) -> HttpResponse:
    """Do not send it."""
    found = get_object_or_404(BrochureRequest.objects.select_related("brochure", "case_file"), pk=pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _request_page(request, found, form)
    try:
        services.cancel_request(request=found, why=form.cleaned_data["why"], by=request.actor, at=timezone.now())
        messages.success(request, "発送を取りやめました。")
    except UnableToMove as refused:
        messages.error(request, " ".join(sentences(refused.verdict, REFUSALS)))
    except ChangedMeanwhile:
        messages.error(request, str(CHANGED_MEANWHILE))
    return redirect("fairs:requests", organization=request.organization.slug)


def _selection(request: Request) -> SelectionForm:
    ids = selectors.requests_with(RequestStatus.REQUESTED).values_list("pk", flat=True)
    return SelectionForm(request.POST, waiting=list(ids))


def _chosen(form: SelectionForm) -> list[BrochureRequest]:
    return list(selectors.requests_with(RequestStatus.REQUESTED).filter(pk__in=form.cleaned_data["rows"]))


def _list(request: Request, form: SelectionForm | None) -> HttpResponse:
    status = request.GET.get("status", RequestStatus.REQUESTED.value)
    if status not in set(RequestStatus):
        raise Http404
    today = local_date(timezone.now())
    page = Paginator(selectors.requests_with(status), 100).get_page(request.GET.get("page"))
    rows, held = selectors.label_rows(list(page.object_list), on=today)
    context = {
        "form": form or SelectionForm(waiting=[]),
        "errors": form,
        "page": page,
        "rows": rows,
        "held": held,
        "status": status,
        "tabs": [Link(one.label, f"?status={one}", current=one == status) for one in RequestStatus],
        "is_waiting": status == RequestStatus.REQUESTED,
        "today": today,
    }
    return render(request, "fairs/requests.html", context, status=422 if form else 200)


def _request_page(request: Request, found: BrochureRequest, form: ReasonForm) -> HttpResponse:
    _, held = selectors.label_rows([found], on=local_date(timezone.now()))
    context = {"found": found, "form": form, "held": held[0] if held else None}
    return render(request, "fairs/request.html", context, status=422 if form.is_bound else 200)
