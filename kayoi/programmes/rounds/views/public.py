"""Answer a round, or end its mails, with one press and without a log-in. Opening a link answers nothing."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from kayoi.foundation.identity.marks import Request, public
from kayoi.programmes.rounds import selectors, services
from kayoi.programmes.rounds.models import Asking
from kayoi.programmes.rounds.services.replies import REPLY_WORDS
from kayoi.programmes.rounds.states import REPLIES, Purpose, Reply


@public(opens="town")
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: Request, token: str) -> HttpResponse:
    """Show the button of the answer that was chosen in the mail, and the others; the press is recorded."""
    asking = _asking_or_404(token)
    offered = REPLIES[Purpose.of(asking.round.purpose)]
    chosen = next((reply for reply in offered if reply == request.POST.get("answer", request.GET.get("a"))), None)
    if request.method == "POST" and chosen is not None:
        services.reply(asking=asking, what=chosen, by=request.actor, at=timezone.now())
        return redirect("rounds:thanks", organization=request.organization.slug, token=token)
    context = {
        "organization": request.organization,
        "chosen": chosen and (chosen.value, REPLY_WORDS[chosen]),
        "others": [(reply.value, REPLY_WORDS[reply]) for reply in offered if reply is not chosen],
    }
    return render(request, "rounds/answer.html", context, status=422 if request.method == "POST" else 200)


@public(opens="town")
@require_safe
def thanks(request: Request, token: str) -> HttpResponse:
    """Say thank you, and what happens now."""
    asking = _asking_or_404(token)
    context = {"organization": request.organization, "reply": asking.reply}
    return render(request, "rounds/thanks.html", context)


# Mail programs post here by themselves, without page, cookie or token: the signed address is the proof (RFC 8058).
@public(opens="town")
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: Request, token: str) -> HttpResponse:
    """End the mails to somebody at once."""
    asking = _asking_or_404(token)
    if request.method == "POST":
        services.reply(asking=asking, what=Reply.STOP, by=request.actor, at=timezone.now())
        return redirect("rounds:thanks", organization=request.organization.slug, token=token)
    return render(request, "rounds/unsubscribe.html", {"organization": request.organization})


def _asking_or_404(token: str) -> Asking:
    found = selectors.asking_of_token(token)
    if found is None or found.asked_at is None:
        raise Http404
    return found
