"""Bodies that apply: what stands on one is put right."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kayoi.doors.workspace.forms.bodies import BodyForm
from kayoi.doors.workspace.views.files import case_file_or_404
from kayoi.doors.workspace.views.on_file import back_to
from kayoi.engines.casefiles import services
from kayoi.engines.casefiles.forms import REFUSALS
from kayoi.engines.casefiles.selectors import body_of
from kayoi.engines.casefiles.states import Permission
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences


@staff(Permission.CASEFILE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_body(request: Request, pk: int) -> HttpResponse:
    """Change what stands on a body: name, seat, who represents it."""
    file = case_file_or_404(pk)
    if (body := body_of(file)) is None:
        raise Http404
    form = BodyForm(request.POST or None, initial=BodyForm.known(body))
    if form.is_valid():
        try:
            services.change_body(
                body=body, fields=form.fields_of_body(), version=form.cleaned_data["version"], by=request.actor,
                at=timezone.now(),
            )  # fmt: skip
            messages.success(request, "団体の記録を書き換えました。")
            return back_to(request, file)
        except ChangedMeanwhile:
            form.add_error(None, str(CHANGED_MEANWHILE))
        except services.UnableToChangeBody as refused:
            form.add_error("corporate_number", sentences(refused.verdict, REFUSALS))
    context = {"file": file, "form": form}
    return render(request, "workspace/edit_body.html", context, status=422 if form.is_bound else 200)
