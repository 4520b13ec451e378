"""Mails in the demonstration: some that found their file, some that wait, an advertisement."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, formataddr

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.messages.models import Message
from kayoi.engines.messages.selectors.incoming import message_id_of
from kayoi.engines.messages.states.incoming import Way
from kayoi.foundation.identity.models import Membership
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.programmes.consultations.services.mails import receive_mail

STRANGERS = (
    ("北沢 圭(架空)", "kei.kitazawa@example.com", "空き家バンクの見学について",
     "はじめまして。横浜市に住む北沢と申します。\n夫婦と小学生の子の三人で、二年以内の移住を考えています。"
     "\n空き家バンクの物件を、12月の土日に見学できますか。\n\n--\n北沢 圭(架空)\n携帯 090-0000-0123", 30),
    ("Mary Example(架空)", "mary@example.org", "Working remotely for a month",
     "Hello,\nwe are a couple working remotely. Is there a furnished place to stay for a month in spring?\nMary", 20),
    ("", "info@example.net", "Re: お問い合わせ", "先日お電話した者です。資料を送っていただけますか。", 5),
)  # fmt: skip


def fill(*, town: Organization, staff: Sequence[Membership], by: Actor, at: datetime) -> None:
    """Let mails arrive at a town's desk."""
    for name, address, subject, text, hours in STRANGERS:
        _receive(town, _mail(town, name, address, subject, text, at - timedelta(hours=hours)), by=by, at=at)
    offer = _mail(town, "広告配信(架空)", "news@example.net", "移住PRサイト掲載のご案内", "特別価格です。", at)
    offer["List-Unsubscribe"] = "<mailto:stop@example.net>"
    _receive(town, offer, by=by, at=at)
    known = CaseFile.objects.roots().without_search().exclude(email="").order_by("-touched_at").first()
    if known is None:
        return
    asked = _mail(town, known.name, known.email, "保育園の申し込み", "4月の入園の申し込みは、いつまでですか。", at)
    _receive(town, asked, by=by, at=at)
    receipt = Message.objects.filter(template="consultations/mail/receipt_mail", case_file=known).first()
    if receipt is not None:
        quoted = "\n".join(f"> {line}" for line in receipt.body.splitlines()[:6])
        thanks_for_it = "受付をありがとうございます。下の子は2歳です。書き忘れました。"
        text = f"{thanks_for_it}\n\n{town.name} <noreply@example.jp> wrote:\n{quoted}"
        thanks = _mail(town, "", receipt.to_address, f"Re: {receipt.subject}", text, at)
        thanks["In-Reply-To"] = f"<{message_id_of(receipt, town)}>"
        _receive(town, thanks, by=by, at=at)


def _mail(town: Organization, name: str, address: str, subject: str, text: str, sent_at: datetime) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = formataddr((name, address)), town.email or "desk@example.jp", subject
    mail["Date"], mail["Message-ID"] = format_datetime(sent_at), f"<{town.slug}.{len(text)}.{address}>"
    mail.set_content(text)
    return mail


def _receive(town: Organization, mail: EmailMessage, *, by: Actor, at: datetime) -> None:
    receive_mail(organization=town, data=mail.as_bytes(), way=Way.MAILBOX, by=by, at=at)
