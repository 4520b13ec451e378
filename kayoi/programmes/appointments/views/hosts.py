"""What a host of a guided day is asked, by the link of the mail; no log-in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kayoi.foundation.identity.marks import Request, public
from kayoi.kit.verdict import Refused
from kayoi.programmes.appointments import services
from kayoi.programmes.appointments.forms.public import HostForm
from kayoi.programmes.appointments.selectors import days, words
from kayoi.programmes.appointments.views.public import language


@public(opens="town")
@require_http_methods(["GET", "HEAD", "POST"])
def host(request: Request, token: str) -> HttpResponse:
    """Ask a host yes or no: time, place, purpose and how the family is called. After the day the link shows nothing."""
    stop = days.stop_of_link(token, at=timezone.now())
    if stop is None:
        return render(request, "appointments/host_over.html", {"organization": request.organization}, status=404)
    form = HostForm(request.POST or None)
    if form.is_valid():
        accepts, remark = form.cleaned_data["answer"] == "yes", form.cleaned_data["remark"]
        try:
            services.answer_stop(stop=stop, accepts=accepts, remark=remark, by=request.actor, at=timezone.now())
        except Refused:
            form.add_error(None, _("このお返事は記録できませんでした。お手数ですが、お電話ください。"))
        else:
            messages.success(request, _("お返事を受け取りました。ありがとうございます。"))
            return redirect(request.path)
    context = {
        "organization": request.organization,
        "stop": stop,
        "form": form,
        "when": words.when_in_words(stop.starts_at, stop.ends_before, language()),
    }
    return render(request, "appointments/host.html", context, status=422 if form.is_bound else 200)
