"""The public: see where an application stands by its secret link, send papers, withdraw it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.engines.procedures.models import Application, Paper
from kayoi.engines.procedures.selectors.applications import application_of_key, is_protected, papers_of
from kayoi.engines.procedures.states import LACKING, OPEN, ApplicationStatus
from kayoi.foundation.files.forms import REFUSALS as FILES
from kayoi.foundation.files.services import UnableToTakeFile
from kayoi.foundation.identity.marks import Request, public
from kayoi.kit.dates import local_date
from kayoi.kit.moves import UnableToMove
from kayoi.kit.sentences import sentences
from kayoi.programmes.homes import services
from kayoi.programmes.homes.forms.applying import BUSY, REFUSALS, UploadForm, WithdrawForm


@public(opens="town")
@require_safe
def offer_state(request: Request, token: str) -> HttpResponse:
    """Show where an application stands and what is missing, nothing else; a draft goes on where it is."""
    application = found(request, token)
    if application.status == ApplicationStatus.DRAFT:
        return redirect("homes:offer_step", organization=request.organization.slug, token=token, step="you")
    return _state_page(request, application, token)


@public(opens="town", limit="ask")
@require_POST
def offer_paper(request: Request, token: str, pk: int) -> HttpResponse:
    """Take a paper as a photo or PDF."""
    application, now = found(request, token), timezone.now()
    paper = get_object_or_404(Paper.objects.select_related("application__case_file"), pk=pk, application=application)
    form = UploadForm(request.POST, request.FILES, prefix=f"paper{pk}")
    if request.limited or application.status not in OPEN:
        form.add_error(None, BUSY if request.limited else _("この申込みには、もう書類を加えられません。"))
    if form.is_valid():
        uploads = [(one, one.name, one.size) for one in form.cleaned_data["uploads"]]
        try:
            services.send_paper(paper=paper, uploads=uploads, received_on=local_date(now), by=request.actor, at=now)
            messages.success(request, _("受け取りました。担当が確かめます。"))
            return redirect("homes:offer_state", organization=request.organization.slug, token=token)
        except (UnableToTakeFile, UnableToMove) as refused:
            form.add_error(None, sentences(refused.verdict, FILES))
    return _state_page(request, application, token, form)


@public(opens="town")
@require_http_methods(["GET", "HEAD", "POST"])
def offer_withdraw(request: Request, token: str) -> HttpResponse:
    """Withdraw an application with a reason."""
    application, form = found(request, token), WithdrawForm(request.POST or None)
    if application.status not in OPEN:
        raise Http404
    if form.is_valid():
        try:
            services.withdraw_offer(
                organization=request.organization, application=application, why=form.cleaned_data["why"],
                link=link_to_state(request), by=request.actor, at=timezone.now(),
            )  # fmt: skip
            messages.success(request, _("取り下げました。"))
            return redirect("homes:offer_state", organization=request.organization.slug, token=token)
        except UnableToMove as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    context = {"application": application, "token": token, "form": form}
    return render(request, "homes/applying/withdraw.html", context, status=422 if form.is_bound else 200)


def found(request: Request, token: str) -> Application:
    """Return the application of a secret link, or of a receipt number to whom it belongs. Raises Http404."""
    application = application_of_key(token, person=request.person)
    if application is None:
        raise Http404
    return application


def link_to_state(request: Request) -> str:
    """Return the address of the state page for mails, with {token} in it."""
    path = reverse("homes:offer_state", kwargs={"organization": request.organization.slug, "token": "TOKEN"})
    return request.build_absolute_uri(path).replace("TOKEN", "{token}")


def _state_page(
    request: Request, application: Application, token: str, refused: UploadForm | None = None
) -> HttpResponse:
    """Say the state and what is missing; of somebody under protection measures nothing but whom to call."""
    protected = is_protected(application, on=local_date(timezone.now()))
    rows: list[tuple[Paper, Any]] = []
    for paper in [] if protected else papers_of(application):
        form = UploadForm(prefix=f"paper{paper.pk}") if paper.status in LACKING else None
        rows.append((paper, refused if refused and refused.prefix == f"paper{paper.pk}" else form))
    context = {
        "application": application,
        "token": token,
        "rows": rows,
        "protected": protected,
        "is_open": application.status in OPEN,
        "refused": refused,
        "organization": request.organization,
    }
    return render(request, "homes/applying/state.html", context, status=422 if refused else 200)
