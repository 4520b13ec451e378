"""Log-in pages of our own: second factor, invitations, proof of identity."""

from dataclasses import asdict

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kayoi.foundation.identity.marks import Request, person, public
from kayoi.foundation.identity.models import User
from kayoi.foundation.identity.selectors import open_invitation
from kayoi.foundation.identity.services import InvitationInvalid, proofs
from kayoi.foundation.identity.services import accept_invitation as accept
from kayoi.foundation.tenancy.states import PARTNER_KINDS

PROOF = "identity_proof"


@public(opens="nothing")
@require_GET
def second_factor_needed(request: Request) -> HttpResponse:
    """Tell a member of staff why a second factor is needed, and lead to its set-up."""
    return render(request, "identity/second_factor_needed.html", {"next": request.GET.get("next", "")})


@person(opens="nothing")
@require_http_methods(["GET", "POST"])
def invitation(request: Request, token: str) -> HttpResponse:
    """Show an invitation and, on POST, join: a link that is only opened must not change anything."""
    now = timezone.now()
    invited = open_invitation(token, at=now)
    if invited is None:
        return render(request, "identity/invitation_invalid.html", status=404)
    if request.method == "GET":
        return render(
            request,
            "identity/invitation.html",
            {"invitation": invited, "email": request.user, "is_partner": invited.organization.kind in PARTNER_KINDS},
        )
    assert isinstance(request.user, User)
    try:
        membership = accept(token=token, user=request.user, by=request.actor, at=now)
    except InvitationInvalid:
        return render(request, "identity/invitation_invalid.html", status=404)
    if membership.organization.kind in PARTNER_KINDS:
        return redirect("portal:my_page")
    return redirect("workspace:home", organization=membership.organization.slug)


@person(opens="nothing")
@require_POST
def start_proof(request: Request) -> HttpResponse:
    """Send the person to デジタル認証アプリ."""
    client = proofs.client()
    if client is None:
        raise Http404
    try:
        started = proofs.start_proof(client=client, redirect_uri=_callback(request), at=timezone.now())
    except proofs.ProofFailed as failed:
        messages.error(request, _proof_sentence(failed.code))
        return redirect("portal:my_page")
    request.session[PROOF] = asdict(started)
    return HttpResponseRedirect(started.url)


@person(opens="nothing")
@require_GET
def finish_proof(request: Request) -> HttpResponse:
    """Take the person back from デジタル認証アプリ."""
    client, stored = proofs.client(), request.session.pop(PROOF, None)
    assert request.person is not None
    if client is None:
        raise Http404
    try:
        if stored is None:
            raise proofs.ProofFailed("state")
        proofs.finish_proof(
            client=client,
            started=proofs.Started(**stored),
            answer=request.GET.dict(),
            redirect_uri=_callback(request),
            person=request.person,
            by=request.actor,
            at=timezone.now(),
        )
    except proofs.ProofFailed as failed:
        messages.error(request, _proof_sentence(failed.code))
    else:
        messages.success(request, _("本人確認ができました。番号と番地は残していません。"))
    return redirect("portal:my_page")


def _callback(request: Request) -> str:
    return request.build_absolute_uri(reverse("identity:finish_proof"))


def _proof_sentence(code: str) -> str:
    return {
        "cancelled": _("本人確認を取りやめました。何も変わっていません。"),
        "expired": _("時間がたちすぎました。もう一度、本人確認を始めてください。"),
        "state": _("この画面からは本人確認を続けられません。マイページから始めてください。"),
        "profile": _("先に、プロフィールにお名前を書いてください。カードのお名前と照らし合わせます。"),
        "other_person": _(
            "カードのお名前か生年月日が、プロフィールと違います。本人のカードで、もう一度お試しください。"
        ),
        "other_place": _(
            "カードの住所が、プロフィールの市区町村と違います。先に、プロフィールの住所を直してください。"
        ),
        "taken": _("このカードの本人確認は、別のログインですでに使われています。"),
        "unreachable": _("デジタル認証アプリにつながりません。時間をおいてもう一度お試しください。"),
    }.get(code, _("本人確認ができませんでした。もう一度お試しください。"))
