"""Staff: look at a paper; receive it, find it in order, or say what is wrong."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kayoi.engines.procedures import services as procedures
from kayoi.engines.procedures.forms.staff import AcceptForm, ReceiveForm, ReturnPaperForm
from kayoi.engines.procedures.models import Paper
from kayoi.engines.procedures.selectors.applications import page_of
from kayoi.engines.procedures.states import Permission
from kayoi.foundation.files.forms import REFUSALS as FILES
from kayoi.foundation.files.selectors import response_for
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.sentences import sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.schemes.forms.refusals import REFUSALS


@staff(Permission.APPLICATION_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: Request, pk: int) -> HttpResponse:
    """Show one paper; receive it, find it in order, or say what is wrong."""
    row, action = _paper(pk), request.POST.get("action", "")
    today = local_date(timezone.now())
    forms = {
        "receive": ReceiveForm(
            request.POST if action == "receive" else None, request.FILES or None, initial={"received_on": today}
        ),
        "accept": AcceptForm(request.POST if action == "accept" else None),
        "return": ReturnPaperForm(request.POST if action == "return" else None),
    }
    if action in forms and forms[action].is_valid():
        try:
            _do(request, row, action, forms[action].cleaned_data)
            messages.success(request, f"{row.label}: {row.get_status_display()}")
            return redirect("schemes:application", organization=request.organization.slug, pk=row.application_id)
        except Refused as refused:
            forms[action].add_error(None, sentences(refused.verdict, REFUSALS | FILES))
    status = 422 if action else 200
    return render(request, "schemes/applications/paper.html", {"paper": row, "forms": forms}, status=status)


@staff(Permission.APPLICATION_READ)
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
    found: Paper = get_object_or_404(rows, pk=pk, application__form__isnull=False)
    return found
