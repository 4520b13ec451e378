"""Staff: the cards of a registration, on paper, revoked and restored; the keys that sign them."""

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.engines.credentials import services as signing
from kayoi.engines.credentials.models import Card, SigningKey
from kayoi.engines.credentials.selectors import signing_key
from kayoi.engines.procedures.forms.staff import WhyForm
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.documents import NoFont, pdf
from kayoi.kit.downloads import download
from kayoi.kit.sentences import sentences
from kayoi.kit.verdict import Refused, verdict
from kayoi.programmes.furusato.forms.card_words import REFUSALS
from kayoi.programmes.furusato.forms.cards import PaperForm, ReasonForm
from kayoi.programmes.furusato.models import Registration
from kayoi.programmes.furusato.selectors.cards import cards_page, keys_page, lacking, paper_data
from kayoi.programmes.furusato.services import cards as services
from kayoi.programmes.furusato.states import Permission
from kayoi.programmes.furusato.views.steps import step

TEMPLATE = Path(__file__).parents[1] / "templates" / "furusato" / "cards" / "paper.typ"


@staff(Permission.FURUSATO_READ)
@require_safe
def cards(request: Request, pk: int) -> HttpResponse:
    """Show the cards of a registration."""
    row, now = _registration(pk), timezone.now()
    context: dict[str, Any] = {
        "row": row, "page": cards_page(row, at=now), "why": sentences(verdict(lacking(row, at=now)), REFUSALS),
    }  # fmt: skip
    return render(request, "furusato/cards/office.html", context)


@staff(Permission.FURUSATO_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: Request, pk: int) -> HttpResponse:
    """Issue the card on paper; what is signed is kept nowhere, so it is printed at once."""
    row, now = _registration(pk), timezone.now()
    form = PaperForm(request.POST or None, initial={"birthday": row.case_file.birth_on})
    if form.is_valid():
        try:
            given = services.give_paper_card(
                registration=row, birthday=form.cleaned_data["birthday"], by=request.actor, at=now
            )
            data = paper_data(given, row, town=request.organization.name)
            return download(pdf(TEMPLATE.read_text(encoding="utf-8"), data), f"登録者証 {given.card.number}.pdf")
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
        except NoFont as missing:
            form.add_error(None, str(missing))
    return step(
        request, form, title="紙の登録者証を発行する", button="発行してPDFを開く", back_url=_href(request, row),
        about=row.case_file.shown_name,
        hints=["紙の登録者証がすでにあれば、それは使えなくなります。PDFは保存されないので、すぐに印刷してください。"],
    )  # fmt: skip


@staff(Permission.FURUSATO_DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: Request, pk: int) -> HttpResponse:
    """Revoke a card, with the reason that its holder reads."""
    card, form = get_object_or_404(Card, pk=pk), ReasonForm(request.POST or None)
    row = get_object_or_404(Registration, subject=card.subject)
    if form.is_valid():
        try:
            signing.revoke(card=card.pk, reason=form.cleaned_data["reason"], by=request.actor, at=timezone.now())
            messages.success(request, "失効させました。窓口には、次の更新から伝わります。")
            return redirect(_href(request, row))
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    return step(
        request,
        form,
        title="登録者証を失効させる",
        button="失効させる",
        back_url=_href(request, row),
        about=card.number,
    )


@staff(Permission.FURUSATO_DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: Request, pk: int) -> HttpResponse:
    """Take a revocation back."""
    card, form = get_object_or_404(Card, pk=pk), WhyForm(request.POST or None)
    row = get_object_or_404(Registration, subject=card.subject)
    if form.is_valid():
        try:
            services.restore_card(card=card, why=form.cleaned_data["why"], by=request.actor, at=timezone.now())
            messages.success(request, "失効を取り消しました。")
            return redirect(_href(request, row))
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    return step(
        request, form, title="失効を取り消す", button="取り消す", about=card.number,
        back_url=_href(request, row),
    )  # fmt: skip


@staff(Permission.FURUSATO_READ)
@require_safe
def keys(request: Request) -> HttpResponse:
    """Show the keys that sign cards."""
    now = timezone.now()
    context = {"rows": keys_page(at=now), "signs": signing_key(at=now) is not None}
    return render(request, "furusato/cards/keys.html", context)


@staff(Permission.FURUSATO_MANAGE)
@require_POST
def rotate(request: Request) -> HttpResponse:
    """Make the first key, or announce the next."""
    row, now = signing.rotate_keys(by=request.actor, at=timezone.now()), timezone.now()
    words = "署名鍵を作りました。" if row.valid_from <= now else "次の署名鍵を予告しました。7日後から署名します。"
    messages.success(request, words)
    return redirect("furusato:keys", organization=request.organization.slug)


@staff(Permission.FURUSATO_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Take a key out that somebody else may have."""
    key, form = get_object_or_404(SigningKey, pk=pk), WhyForm(request.POST or None)
    back = reverse("furusato:keys", kwargs={"organization": request.organization.slug})
    if form.is_valid():
        signing.withdraw_key(kid=key.kid, why=form.cleaned_data["why"], by=request.actor, at=timezone.now())
        messages.success(request, "署名鍵を取りやめました。この鍵の登録者証は、受け取り直しが要ります。")
        return redirect(back)
    return step(
        request, form, title="署名鍵を取りやめる", button="取りやめる", back_url=back, about=key.kid,
        hints=[
            "鍵が盗まれたか、その疑いがあるときだけ行います。この鍵で署名した登録者証は、すべて使えなくなります。",
            "署名する鍵がなくなるときは、続けて「署名鍵を作る」を押してください。それまで、発行と失効一覧の更新が止まります。",
        ],
    )  # fmt: skip


def _registration(pk: int) -> Registration:
    return get_object_or_404(Registration.objects.select_related("register", "case_file"), pk=pk)


def _href(request: Request, row: Registration) -> str:
    return reverse("furusato:cards", kwargs={"organization": request.organization.slug, "pk": row.pk})
