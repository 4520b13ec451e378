"""Messages that were sent, or could not be; letters as they went out."""

from django.contrib import messages as notices
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kayoi.doors.workspace.forms.files import WhyForm
from kayoi.doors.workspace.views.files import asked_why_first
from kayoi.engines.casefiles.selectors import protected_families
from kayoi.engines.casefiles.states import Permission as CaseFiles
from kayoi.engines.messages import services
from kayoi.engines.messages.models import Message
from kayoi.engines.messages.selectors import troubled_messages
from kayoi.engines.messages.states import Permission
from kayoi.engines.procedures.models import Letter
from kayoi.engines.procedures.selectors.letters import letter_pdf
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
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
    now = timezone.now()
    rows = list(troubled_messages(at=now)[:200])
    hidden = protected_families((row.case_file_id for row in rows if row.case_file_id), on=local_date(now))
    return render(request, "workspace/troubled.html", {"rows": rows, "hidden": hidden})


@staff(CaseFiles.CASEFILE_READ)
@require_safe
def message(request: Request, pk: int) -> HttpResponse:
    """Show a message as it was sent."""
    row = get_object_or_404(Message.objects.select_related("case_file").defer("case_file__search"), pk=pk)
    if why := asked_why_first(request, row.case_file_id):
        return why
    return render(request, "workspace/message.html", {"message": row, "form": WhyForm()})


@staff(Permission.MESSAGE_SEND)
@require_POST
def handle(request: Request, pk: int) -> HttpResponse:
    """Send once more, say that it arrived, give it up, or send with a reason what was held."""
    row, named, now = get_object_or_404(Message, pk=pk), request.POST.get("action", ""), timezone.now()
    form = WhyForm(request.POST) if named == "release" else None
    if form is not None and not form.is_valid():
        return render(request, "workspace/message.html", {"message": row, "form": form}, status=422)
    try:
        if form is not None:
            services.release_message(message=row, why=form.cleaned_data["why"], by=request.actor, at=now)
        elif named in ACTIONS:
            ACTIONS[named](message=row, by=request.actor, at=now)
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
    if why := asked_why_first(request, row.case_file_id):
        return why
    try:
        body = letter_pdf(row)
    except NoFont as missing:
        notices.error(request, str(missing))
        return redirect("workspace:case_file", organization=request.organization.slug, pk=row.case_file_id)
    headers = {"Content-Disposition": f'inline; filename="letter-{row.pk}.pdf"'}
    return HttpResponse(body, content_type="application/pdf", headers=headers)
