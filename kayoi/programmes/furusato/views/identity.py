"""Who somebody is: proved at the counter by staff, or given to the town by whoever has proved it for their log-in."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kayoi.engines.casefiles import selectors as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import is_protected
from kayoi.foundation.identity.marks import Request, in_town, person, staff
from kayoi.foundation.identity.models import IdentityProof
from kayoi.foundation.identity.selectors import latest_proof
from kayoi.foundation.identity.services.proofs import client
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.furusato.forms.identity import REFUSALS, CounterProofForm
from kayoi.programmes.furusato.selectors.activities import file_of_person
from kayoi.programmes.furusato.selectors.identity import identity_of
from kayoi.programmes.furusato.services.identity import prove_at_counter, take_proof_of_login
from kayoi.programmes.furusato.states import Permission, ProofMethod


@staff(Permission.FURUSATO_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def person_identity(request: Request, pk: int) -> HttpResponse:
    """Show how somebody's identity was proved, and take a proof at the counter."""
    file, now = casefiles.case_file(pk), timezone.now()
    if file is None:
        raise Http404
    form = CounterProofForm(request.POST or None)
    if form.is_valid():
        try:
            prove_at_counter(
                file=file, method=ProofMethod.of(form.cleaned_data["method"]), shown=form.shown(),
                place_code=form.cleaned_data["place"], by=request.actor, at=now,
            )  # fmt: skip
            messages.success(request, "本人確認を記録しました。書類の番号は記録していません。")
            return redirect("furusato:person_identity", organization=request.organization.slug, pk=pk)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
        except ChangedMeanwhile:
            form.add_error(None, str(CHANGED_MEANWHILE))
    context = {"file": file, "identity": identity_of(file, on=local_date(now)), "form": form}
    return render(request, "furusato/identity/person.html", context, status=422 if form.is_bound else 200)


@person(opens="nothing")
@require_http_methods(["GET", "HEAD", "POST"])
def my_identity(request: Request) -> HttpResponse:
    """Show whether this town knows who one is, and give it what the app has proved."""
    assert request.person is not None
    known, now = latest_proof(request.person), timezone.now()
    with in_town(request):
        file = file_of_person(request.person)
        if file is None or is_protected(file.pk, on=local_date(now)):
            raise Http404
        identity = identity_of(file, on=local_date(now))
        why = _give(request, file, known) if request.method == "POST" else []
    if request.method == "POST" and not why:
        messages.success(request, _("本人確認を町に伝えました。伝えたのは、方法・日付・市区町村だけです。"))
        return redirect("furusato:my_identity", organization=request.organization.slug)
    context = {"identity": identity, "known": known, "is_offered": client() is not None, "why": why}
    return render(request, "furusato/identity/mine.html", context, status=422 if why else 200)


def _give(request: Request, file: CaseFile, known: IdentityProof | None) -> list[str]:
    """Give the town a proof; return why it cannot be taken."""
    try:
        take_proof_of_login(file=file, known=known, by=request.actor, at=timezone.now())
    except Refused as refused:
        return sentences(refused.verdict, REFUSALS)
    return []
