"""The public: papers of an application as photos or PDFs, or documents that were handed in before."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kayoi.engines.procedures import services as procedures
from kayoi.engines.procedures.forms.applying import UploadForm
from kayoi.engines.procedures.models import Application, Document, Paper
from kayoi.engines.procedures.selectors.applications import is_protected, papers_of
from kayoi.engines.procedures.selectors.locker import documents_for, owners_of_locker
from kayoi.engines.procedures.states import LACKING, OPEN, WRITABLE
from kayoi.foundation.files.forms import REFUSALS as FILES
from kayoi.foundation.identity.marks import Request, public
from kayoi.kit.dates import local_date
from kayoi.kit.sentences import sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.schemes.forms.refusals import BUSY, REFUSALS
from kayoi.programmes.schemes.views.found import found


@public(opens="town")
@require_safe
def papers(request: Request, token: str) -> HttpResponse:
    """Show which papers are needed, with what the locker holds."""
    return _page(request, _with_papers(request, token), token)


@public(opens="town", limit="ask")
@require_POST
def upload(request: Request, token: str, pk: int) -> HttpResponse:
    """Take the pages of a paper."""
    application, now = _with_papers(request, token), timezone.now()
    paper = _paper(application, pk)
    form = UploadForm(request.POST, request.FILES, prefix=f"paper{pk}", valid_months=paper.valid_months)
    if request.limited:
        form.add_error(None, BUSY)
    if form.is_valid():
        try:
            procedures.send_paper(
                paper=paper, uploads=[(one, one.name, one.size) for one in form.cleaned_data["uploads"]],
                issued_on=form.cleaned_data.get("issued_on"), received_on=local_date(now), by=request.actor, at=now,
            )  # fmt: skip
            messages.success(request, _("受け取りました。"))
            return redirect("schemes:papers", organization=request.organization.slug, token=token)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS | FILES))
    return _page(request, application, token, form)


@public(opens="town")
@require_POST
def use(request: Request, token: str, pk: int, document: int) -> HttpResponse:
    """Hand in a document from the locker once more."""
    application, now = _with_papers(request, token), timezone.now()
    paper = _paper(application, pk)
    mine = owners_of_locker(request.person)
    row = get_object_or_404(Document, pk=document, case_file__in=mine, label=paper.label)
    try:
        procedures.use_document(paper=paper, document=row, by=request.actor, at=now)
        messages.success(request, _("前に出した書類を使います。"))
    except Refused as refused:
        messages.error(request, " ".join(sentences(refused.verdict, REFUSALS)))
    return redirect("schemes:papers", organization=request.organization.slug, token=token)


def _with_papers(request: Request, token: str) -> Application:
    """Return an application that still takes papers. Raises Http404."""
    application = found(request, token)
    if application.status not in {*WRITABLE, *OPEN} or is_protected(application, on=local_date(timezone.now())):
        raise Http404
    return application


def _paper(application: Application, pk: int) -> Paper:
    rows = Paper.objects.select_related("application__case_file", "document")
    found: Paper = get_object_or_404(rows, pk=pk, application=application, status__in=[*LACKING, "received"])
    return found


def _page(request: Request, application: Application, token: str, refused: UploadForm | None = None) -> HttpResponse:
    today, mine = local_date(timezone.now()), owners_of_locker(request.person)
    rows: list[tuple[Paper, Any, Any]] = []
    for paper in papers_of(application):
        form: UploadForm | None = UploadForm(prefix=f"paper{paper.pk}", valid_months=paper.valid_months)
        if refused is not None and refused.prefix == f"paper{paper.pk}":
            form = refused
        if paper.status not in {*LACKING, "received"}:
            form = None
        kept = [(one, sentences(one.may_use, REFUSALS)) for one in documents_for(paper, mine, on=today)]
        rows.append((paper, form, kept))
    labels = [_("申請する人"), _("質問"), _("書類"), _("確認して出す")]
    context = {"application": application, "token": token, "rows": rows, "labels": labels, "refused": refused,
               "writable": application.status in WRITABLE}  # fmt: skip
    return render(request, "schemes/apply/papers.html", context, status=422 if refused else 200)
