"""Staff: duties after grants as lists, proofs one by one and many at once."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.engines.casefiles.selectors import is_protected
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.procedures.forms.staff import WhyForm
from kayoi.engines.procedures.states import Permission
from kayoi.foundation.files.forms import REFUSALS as FILES
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.schemes.forms.obligations import (
    AcceptProofForm,
    ObligationsForm,
    ReceiveProofForm,
    RegisterForm,
)
from kayoi.programmes.schemes.forms.refusals import REFUSALS
from kayoi.programmes.schemes.models import Proof
from kayoi.programmes.schemes.selectors.obligations import lists
from kayoi.programmes.schemes.selectors.obligations.page import year_of
from kayoi.programmes.schemes.selectors.obligations.proofs import proofs
from kayoi.programmes.schemes.services import obligations as services
from kayoi.programmes.schemes.services.grants import Sender
from kayoi.programmes.schemes.states.obligations import PAPERS, Duty, Means
from kayoi.programmes.schemes.views.found import link_to_state

PAGE = 50


@staff(Permission.APPLICATION_READ)
@require_safe
def obligations(request: Request) -> HttpResponse:
    """Show what is due, overdue, handed in or broken over all grants, and the figures of each year."""
    today = local_date(timezone.now())
    form = ObligationsForm(request.GET or None, procedures=lists.procedures_obliging(), years=lists.years())
    wanted = form.wanted(request.GET.get("view", ""))
    page = Paginator(lists.rows_of(wanted, on=today), PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form, "wanted": wanted, "page": page, "rows": lists.lines(page.object_list, on=today),
        "views": lists.counts(wanted, on=today).items(), "register": RegisterForm(initial={"seen_on": today}),
        "keep": ("view",), "by_year": lists.counts_by_year(procedure=wanted.procedure, on=today),
    }  # fmt: skip
    return render(request, "schemes/obligations/list.html", context)


@staff(Permission.APPLICATION_EDIT)
@require_POST
def prove_by_register(request: Request) -> HttpResponse:
    """Find residence proved for many at once, as the residents' register shows it."""
    form, slug, now = RegisterForm(request.POST), request.organization.slug, timezone.now()
    ids = [int(one) for one in request.POST.getlist("pk") if one.isascii() and one.isdigit()]
    chosen = list(proofs().filter(pk__in=ids, obligation__kind=Duty.RESIDENCE))
    if not form.is_valid() or not chosen:
        messages.error(request, "居住を確かめた人を選び、いつの時点の住民記録かを書いてください。")
        return redirect("schemes:obligations", organization=slug)
    shown = services.Shown(Means.REGISTER, form.cleaned_data["seen_on"])
    try:
        count, left = services.accept_proofs(
            proofs=chosen, shown=shown, sender=_sender(request), by=request.actor, at=now
        )
        messages.success(request, f"{count}件の居住を、住民記録照会で確認済みにしました。")
        if left:
            messages.warning(request, f"{len(left)}件は、証明する日がその時点より後などのため、そのままです。")
    except (Refused, ChangedMeanwhile):
        messages.error(request, CHANGED_MEANWHILE)
    return redirect("schemes:obligations", organization=slug)


@staff(Permission.APPLICATION_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def proof(request: Request, pk: int) -> HttpResponse:
    """Show the proof of a year; receive it, find it in order, ask once more, or say that it could not be proved."""
    row, now, action = get_object_or_404(proofs(), pk=pk), timezone.now(), request.POST.get("action", "")
    forms = _forms(request, row, action)
    form: Any = forms.get(action)
    if form is not None and form.is_valid():
        try:
            _do(request, row, action, form.cleaned_data, at=now)
            messages.success(request, f"{row.label}を記録しました。")
            return redirect("schemes:grant", organization=request.organization.slug, pk=row.obligation.grant_id)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS | FILES))
        except ChangedMeanwhile:
            form.add_error(None, str(CHANGED_MEANWHILE))
    today, file = local_date(now), row.obligation.grant.case_file_id
    context = {"row": row, "grant": row.obligation.grant, "forms": forms, "year": year_of(row, on=today),
               "protected": is_protected(file, on=today)}  # fmt: skip
    status = 422 if request.method == "POST" else 200
    return render(request, "schemes/obligations/proof.html", context, status=status)


def _forms(request: Request, row: Proof, action: str) -> dict[str, Any]:
    """Return the forms of a proof, the one that was sent with what was written."""
    data = {name: request.POST if action == name else None for name in ("receive", "accept", "back", "miss", "again")}
    duty = Duty.of(row.obligation.kind)
    proved = {"means": row.means or PAPERS[duty]}
    return {
        "receive": ReceiveProofForm(data["receive"], request.FILES or None, duty=duty),
        "accept": AcceptProofForm(data["accept"], initial=proved, prefix="accept"),
        "back": WhyForm(data["back"], prefix="back"),
        "miss": WhyForm(data["miss"], prefix="miss"),
        "again": WhyForm(data["again"], prefix="again"),
    }


def _do(request: Request, row: Proof, action: str, values: dict[str, Any], *, at: datetime) -> None:
    who: dict[str, Any] = {"proof": row, "by": request.actor, "at": at}
    if action == "receive":
        uploads = [(one, one.name, one.size) for one in values["uploads"] or []]
        channel, means = Channel.of(values["channel"]), Means.of(values["means"])
        services.receive_proof(channel=channel, means=means, uploads=uploads, **who)
    elif action == "accept":
        shown = services.Shown(Means.of(values["means"]), values["seen_on"], values["remark"])
        services.accept_proof(shown=shown, sender=_sender(request), **who)
    elif action == "back":
        services.give_back_proof(why=values["why"], **who)
    elif action == "miss":
        services.miss_proof(why=values["why"], **who)
    else:
        services.look_again(why=values["why"], **who)


def _sender(request: Request) -> Sender:
    return Sender(request.organization, link_to_state(request))
