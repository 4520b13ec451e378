"""Mails that arrived: the queue, one mail, and what staff do with it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.rules import still_open
from kayoi.engines.casefiles.selectors import case_file, is_protected
from kayoi.engines.casefiles.states import LOOKED
from kayoi.engines.messages.models import MailEnclosure, ReceivedMail
from kayoi.engines.messages.selectors import incoming
from kayoi.engines.messages.services import set_aside_mail
from kayoi.engines.messages.states import Permission
from kayoi.engines.messages.states.incoming import Became, ReceivedStatus, Way
from kayoi.foundation.files.selectors import response_for
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.html import Link
from kayoi.kit.mail import UnreadableMail
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.consultations.forms.mails import REFUSALS, DropForm, FileMailForm, OpenFileForm, SetAsideForm
from kayoi.programmes.consultations.selectors import mails as selectors
from kayoi.programmes.consultations.services import mails as services

PAGE = 50


@staff(Permission.MAIL_FILE)
@require_safe
def mails(request: Request) -> HttpResponse:
    """Show the queue of mails, or those that are filed or set aside."""
    chosen = next((item for item in ReceivedStatus if item == request.GET.get("status")), ReceivedStatus.WAITING)
    page = Paginator(incoming.received_mails(chosen), PAGE).get_page(request.GET.get("page"))
    waiting = incoming.waiting_count()
    tabs = [
        Link(item.label, f"?status={item.value}", current=item is chosen, count=waiting if item == "waiting" else None)
        for item in ReceivedStatus
    ]
    context = {"page": page, "tabs": tabs, "chosen": chosen.value, "trouble": incoming.mailbox_trouble()}
    return render(request, "consultations/mails.html", context)


@staff(Permission.MAIL_FILE)
@require_http_methods(["GET", "HEAD", "POST"])
def drop(request: Request) -> HttpResponse:
    """Take in mail files that staff have saved from their mail program."""
    form = DropForm(request.POST, request.FILES) if request.method == "POST" else DropForm()
    if not form.is_valid():
        return render(request, "consultations/drop_mails.html", {"form": form}, status=422 if form.is_bound else 200)
    told = [_dropped(request, file) for file in form.cleaned_data["letters"]]
    return render(request, "consultations/dropped_mails.html", {"told": told})


@staff(Permission.MAIL_FILE)
@require_safe
def mail(request: Request, pk: int) -> HttpResponse:
    """Show a mail, whose it may be, and what can be done with it."""
    return _page(request, _mail(pk), SetAsideForm())


@staff(Permission.MAIL_FILE)
@require_POST
def file_mail(request: Request, pk: int) -> HttpResponse:
    """Put a mail to a file, as a new consultation or as the going-on of one."""
    row, form = _mail(pk), FileMailForm(request.POST)
    file = case_file(form.cleaned_data["file"]) if form.is_valid() else None
    if file is None:
        messages.error(request, "個票が見つかりません。もう一度選んでください。")
        return _back(request, row)
    became = Became.of(form.cleaned_data["became"])
    return _done(
        request,
        row,
        lambda now: services.file_mail_as(
            organization=request.organization, mail=row, file=file, became=became, by=request.actor, at=now
        ),
        f"{file.shown_name}さんの個票に入れました。",
    )


@staff(Permission.MAIL_FILE)
@require_http_methods(["GET", "HEAD", "POST"])
def open_file(request: Request, pk: int) -> HttpResponse:
    """Open a new file for somebody who wrote for the first time."""
    row = _mail(pk)
    form = OpenFileForm(request.POST or None, initial=OpenFileForm.initial_of(row))
    if not form.is_valid():
        context = {"form": form, "mail": row}
        return render(request, "consultations/open_file.html", context, status=422 if form.is_bound else 200)
    return _done(
        request,
        row,
        lambda now: services.open_file_for_mail(
            organization=request.organization, mail=row, fields=form.file_fields(), by=request.actor, at=now
        ),
        "新しい個票を作り、相談として受け付けました。",
    )


@staff(Permission.MAIL_FILE)
@require_POST
def set_aside(request: Request, pk: int) -> HttpResponse:
    """Say that a mail is nothing for the desk."""
    row, form = _mail(pk), SetAsideForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form)
    why = form.cleaned_data["why"]
    return _done(
        request, row, lambda now: set_aside_mail(mail=row, why=why, by=request.actor, at=now), "対象外にしました。"
    )


@staff(Permission.MAIL_FILE)
@require_POST
def put_back(request: Request, pk: int) -> HttpResponse:
    """Take back what was done with a mail."""
    row = _mail(pk)
    return _done(
        request, row, lambda now: services.put_mail_back(mail=row, by=request.actor, at=now), "整理待ちに戻しました。"
    )


@staff(Permission.MAIL_FILE)
@require_POST
def count(request: Request, pk: int) -> HttpResponse:
    """Make a new consultation of a mail that went on with an old one."""
    row = _mail(pk)
    return _done(
        request,
        row,
        lambda now: services.count_mail_as_question(
            organization=request.organization, mail=row, by=request.actor, at=now
        ),
        "新しい相談として受け付けました。",
    )


@staff(Permission.MAIL_FILE)
@require_POST
def mark_read(request: Request, pk: int) -> HttpResponse:
    """Say that a mail has been read and needs nothing more."""
    row = _mail(pk)
    return _done(
        request, row, lambda now: services.mark_mail_read(mail=row, by=request.actor, at=now), "読んだことにしました。"
    )


@staff(Permission.MAIL_FILE)
@require_safe
def source(request: Request, pk: int) -> HttpResponse:
    """Send a mail as it came, for a mail program; never shown as a page."""
    row = _mail(pk)
    if (first := _asked_why_first(request, row)) is not None:
        return first
    data = incoming.source_of(row)
    if data is None:
        raise Http404
    _look(request, row, "元のメール")
    outlook = data.startswith(b"\xd0\xcf\x11\xe0")
    response = HttpResponse(data, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="mail-{row.pk}.{"msg" if outlook else "eml"}"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@staff(Permission.MAIL_FILE)
@require_safe
def enclosure(request: Request, pk: int) -> HttpResponse:
    """Send a file that came with a mail."""
    rows = MailEnclosure.objects.select_related("file", "mail__case_file").defer("mail__case_file__search")
    row = get_object_or_404(rows, pk=pk)
    if row.file is None:
        raise Http404
    if (first := _asked_why_first(request, row.mail)) is not None:
        return first
    _look(request, row.mail, f"メールの添付 {row.name}")
    return response_for(row.file)  # type: ignore[return-value]  # a file response is an answer too


def _mail(pk: int) -> ReceivedMail:
    rows: QuerySet[ReceivedMail] = ReceivedMail.objects.select_related("case_file", "answers")
    return get_object_or_404(rows.defer("case_file__search"), pk=pk)


def _page(request: Request, row: ReceivedMail, form: SetAsideForm) -> HttpResponse:
    now, words = timezone.now(), request.GET.get("q", "").strip()
    waiting = row.status == ReceivedStatus.WAITING
    context = {
        "mail": row,
        "form": form,
        "words": words,
        "enclosures": row.enclosures.order_by("pk"),
        "suggestions": incoming.suggestions_for(row, words, at=now) if waiting else [],
        "protected": is_protected(row.case_file_id, on=local_date(now)),
        "question": selectors.question_of(row),
        "answered": selectors.question_answered_by(row),
        "unread": selectors.is_unread(row),
        "is_contact": row.became == Became.CONTACT,
        "waiting": waiting,
    }
    _look(request, row, "受信メール")
    return render(request, "consultations/mail.html", context, status=422 if form.is_bound else 200)


def _asked_why_first(request: Request, row: ReceivedMail) -> HttpResponse | None:
    """Return the way to the page that asks for a reason, while a file under protection (支援措置) is not open."""
    file, now = case_file(row.case_file_id) if row.case_file_id else None, timezone.now()
    if file is None or not is_protected(file.pk, on=local_date(now)):
        return None
    since = request.session.get(LOOKED, {}).get(str(file.pk))
    if still_open(since=since, now=now.timestamp()):
        return None
    messages.info(request, "支援措置の対象の方のメールです。個票を開く理由を書いてから、もう一度開いてください。")
    return redirect("workspace:case_file", organization=request.organization.slug, pk=file.pk)


def _look(request: Request, row: ReceivedMail, what: str) -> None:
    """Write down that somebody looked at what stands in a file."""
    if row.case_file is not None:
        casefiles.view_case_file(file=row.case_file, by=request.actor, at=timezone.now(), why=what)


def _done(request: Request, row: ReceivedMail, change: Callable[[Any], object], said: str) -> HttpResponse:
    """Make the change and say so, or say why it could not be made."""
    try:
        change(timezone.now())
    except Refused as refused:
        messages.error(request, " ".join(sentences(refused.verdict, REFUSALS)))
    except ChangedMeanwhile:
        messages.error(request, str(CHANGED_MEANWHILE))
    else:
        messages.success(request, said)
    return _back(request, row)


def _back(request: Request, row: ReceivedMail) -> HttpResponse:
    return redirect("consultations:mail", organization=request.organization.slug, pk=row.pk)


def _dropped(request: Request, file: Any) -> dict[str, Any]:
    """Take in one file; return what became of it, for the page."""
    if trouble := DropForm.too_large(file):
        return {"name": file.name, "trouble": trouble}
    try:
        row = services.receive_mail(
            organization=request.organization, data=file.read(), way=Way.DROPPED, by=request.actor, at=timezone.now()
        )
    except UnreadableMail as refused:
        return {"name": file.name, "trouble": refused.trouble.label}
    if row is None:
        return {"name": file.name, "known": "すでに届いているメールです。二重には入れません。"}
    row.refresh_from_db()
    href = reverse("consultations:mail", kwargs={"organization": request.organization.slug, "pk": row.pk})
    waits = row.status == ReceivedStatus.WAITING
    subject = row.subject or "(件名なし)"
    return {"name": file.name, "href": href, "subject": subject, "state": row.get_status_display(), "waits": waits}
