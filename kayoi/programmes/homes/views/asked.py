"""What a broker is asked, by the link of the mail; no log-in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kayoi.foundation.identity.marks import Request, public
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.verdict import Refused
from kayoi.programmes.homes import services
from kayoi.programmes.homes.forms.brokers import AnswerForm
from kayoi.programmes.homes.selectors.brokers import assignment_of_link


@public(opens="town")
@require_http_methods(["GET", "HEAD", "POST"])
def asked(request: Request, token: str) -> HttpResponse:
    """Ask a broker yes or no: number, 町字 and kind. Once answered, the link shows nothing any more."""
    found = assignment_of_link(token, at=timezone.now())
    if found is None:
        return render(request, "homes/asked_over.html", {"organization": request.organization}, status=404)
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        accepts, why = form.cleaned_data["answer"] == "yes", form.cleaned_data["why"]
        try:
            services.answer_assignment(assignment=found, accepts=accepts, why=why, by=request.actor, at=timezone.now())
        except (Refused, ChangedMeanwhile):
            form.add_error(None, _("このお返事は記録できませんでした。お手数ですが、お電話ください。"))
        else:
            messages.success(request, _("お返事を受け取りました。ありがとうございます。"))
            return redirect("homes:answered", organization=request.organization.slug)
    context = {"organization": request.organization, "assignment": found, "form": form}
    return render(request, "homes/asked.html", context, status=422 if form.is_bound else 200)


@public(opens="public")
@require_safe
def answered(request: Request) -> HttpResponse:
    """Say thanks: the link itself shows nothing any more."""
    return render(request, "homes/answered.html", {"organization": request.organization})
