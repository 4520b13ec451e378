"""Messages that were sent, or could not be; letters as they went out."""

from django.contrib import messages as notices
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kayoi.engines.casefiles.states import Permission as CaseFiles
from kayoi.engines.messages import services
from kayoi.engines.messages.models import Message
from kayoi.engines.messages.selectors import troubled_messages
from kayoi.engines.messages.states import Permission
from kayoi.engines.procedures.models import Letter
from kayoi.engines.procedures.selectors.letters import letter_pdf
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.documents import NoFont
from kayoi.kit.moves import ChangedMeanwhile, UnableToMove
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences

ACTIONS = {
    "resend": services.resend_message,
    "settle": services.settle_message,
    "drop": services.drop_message,
}


@staff(Permission.MESSAGE_SEND)
@require_safe
def troubled(request: Request) -> HttpResponse:
    """Show messages that somebody must look at."""
    return render(request, "workspace/troubled.html", {"rows": troubled_messages(at=timezone.now())[:200]})


@staff(CaseFiles.CASEFILE_READ)
@require_safe
def message(request: Request, pk: int) -> HttpResponse:
    """Show a message as it was sent."""
    row = get_object_or_404(Message.objects.select_related("case_file").defer("case_file__search"), pk=pk)
    return render(request, "workspace/message.html", {"message": row})


@staff(Permission.MESSAGE_SEND)
@require_POST
def handle(request: Request, pk: int) -> HttpResponse:
    """Send once more, say that it arrived, or give it up."""
    row, action = get_object_or_404(Message, pk=pk), ACTIONS.get(request.POST.get("action", ""))
    try:
        if action is not None:
            action(message=row, by=request.actor, at=timezone.now())
    except UnableToMove as refused:
        notices.error(request, " ".join(sentences(refused.verdict, {})))
    except ChangedMeanwhile:
        notices.error(request, str(CHANGED_MEANWHILE))
    return redirect("workspace:message", organization=request.organization.slug, pk=row.pk)


@staff(CaseFiles.CASEFILE_READ)
@require_safe
def letter(request: Request, pk: int) -> HttpResponse:
    """Send a letter as a PDF, as it went out."""
    row = get_object_or_404(Letter, pk=pk)
    try:
        body = letter_pdf(row)
    except NoFont as missing:
        notices.error(request, str(missing))
        return redirect("workspace:case_file", organization=request.organization.slug, pk=row.case_file_id)
    headers = {"Content-Disposition": f'inline; filename="letter-{row.pk}.pdf"'}
    return HttpResponse(body, content_type="application/pdf", headers=headers)
