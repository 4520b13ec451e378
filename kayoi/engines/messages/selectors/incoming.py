"""Reads of mails that arrived: whose they are, the queue, what staff may choose from."""

import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import case_file, find_case_files, protected_families
from kayoi.engines.messages.models import Mailbox, MailSource, Message, ReceivedMail
from kayoi.engines.messages.rules import addresses, incoming
from kayoi.engines.messages.states.incoming import MANY_A_DAY, Became, MailboxAddress, ReceivedStatus
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date
from kayoi.kit.mail import Letter
from kayoi.kit.text import email_key, name_key, phone_key

_PHONE = re.compile(r"0\d{1,4}[-(). ー]?\d{1,4}[-). ー]?\d{3,4}")
_SIGNED = 12  # lines at the end in which people write who they are
SUGGESTED = 8


def reply_address_of(file: CaseFile | None, organization: Organization) -> str:
    """Return where answers to a mail go: the file's own address, else the town's, or nothing."""
    if file is None or not settings.KAYOI_REPLY_ADDRESS:
        return organization.email
    return addresses.reply_address(
        settings.KAYOI_REPLY_ADDRESS, town=organization.slug, organization_id=organization.pk, file_id=file.pk,
        key=mail_secret(),
    )  # fmt: skip


def message_id_of(message: Message, organization: Organization) -> str:
    """Return the Message-ID of a message of ours."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2]
    return addresses.message_id(town=organization.slug, message_pk=message.pk, domain=domain, key=mail_secret())


def messages_named(ids: Iterable[str], organization: Organization) -> list[Message]:
    """Return the messages of ours that ids name, the latest first."""
    pks = addresses.messages_of_ids(ids, town=organization.slug, key=mail_secret())
    return list(Message.objects.filter(pk__in=pks).order_by("-queued_at", "-pk"))


def mail_secret() -> bytes:
    """Return the key of signed addresses and ids, made of the installation's own."""
    return hmac.digest(settings.SECRET_KEY.encode(), b"kayoi.mail", hashlib.sha256)


def clues_of(letter: Letter, organization: Organization, *, at: datetime) -> tuple[incoming.Clues, Message | None]:
    """Return what speaks for a file, and the message of ours that the letter answers."""
    token = addresses.file_of_addresses(letter.recipients, organization_id=organization.pk, key=mail_secret())
    by_token = case_file(token) if token is not None else None
    answered = next(iter(messages_named(letter.answers, organization)), None)
    by_thread = case_file(answered.case_file_id) if answered is not None and answered.case_file_id else None
    by_address = _files_with(letter.sender_address)
    since = at - timedelta(days=1)
    key = email_key(letter.sender_address)
    recent = ReceivedMail.objects.filter(from_key=key, received_at__gt=since).exclude(from_key="").count()
    clues = incoming.Clues(
        token=by_token.pk if by_token else None,
        thread=by_thread.pk if by_thread else None,
        answers_nobody=answered is not None and answered.case_file_id is None,
        by_address=tuple(file.pk for file in by_address),
        protected=frozenset(protected_families([file.pk for file in by_address], on=local_date(at))),
        many=recent > MANY_A_DAY,
    )
    return clues, answered


def received_mails(status: ReceivedStatus) -> QuerySet[ReceivedMail]:
    """Return mails in one state, the oldest first while they wait, else the latest first."""
    rows = ReceivedMail.objects.filter(status=status).select_related("case_file").defer("case_file__search", "history")
    order = ("received_at", "pk") if status is ReceivedStatus.WAITING else ("-received_at", "-pk")
    return rows.order_by(*order)


def waiting_count() -> int:
    """Return how many mails wait for staff."""
    return ReceivedMail.objects.filter(status=ReceivedStatus.WAITING).count()


def received_mails_of(file_ids: Iterable[int]) -> list[ReceivedMail]:
    """Return the mails of some case files, latest first."""
    rows = ReceivedMail.objects.filter(case_file_id__in=file_ids, status=ReceivedStatus.FILED)
    return list(rows.prefetch_related("enclosures").order_by("-received_at", "-pk"))


def source_of(mail: ReceivedMail) -> bytes | None:
    """Return the bytes of a mail as it came, or None when only its head was fetched."""
    row = MailSource.objects.filter(mail=mail).first()
    return None if row is None else bytes(row.data)


@dataclass(frozen=True)
class Suggestion:
    """A file that a mail may belong to, and why."""

    file: CaseFile
    why: str
    protected: bool


def suggestions_for(mail: ReceivedMail, words: str, *, at: datetime) -> list[Suggestion]:
    """Return files that a mail may belong to: by address, name and telephone of the signature, or by words of staff."""
    found: dict[int, tuple[CaseFile, str]] = {}
    if words:
        found = {file.pk: (file, "さがした言葉") for file in find_case_files(words, most=SUGGESTED)}
    else:
        signature = "\n".join(mail.text.split("\n")[-_SIGNED:])
        phones = {key for written in _PHONE.findall(signature) if (key := phone_key(written))}
        by_name = _named_in([mail.from_name, *signature.split("\n")])
        for files, why in (
            (_files_with(mail.from_address), "メールアドレスが同じ"),
            (list(_roots().filter(phone_key__in=phones)[:SUGGESTED]) if phones else [], "署名の電話番号が同じ"),
            (by_name, "差出人・署名のお名前が同じ"),
        ):
            for file in files:
                before = f"{found[file.pk][1]}・" if file.pk in found else ""
                found[file.pk] = (file, before + why)
    protected = protected_families(found, on=local_date(at))
    return [Suggestion(file, why, file.pk in protected) for file, why in list(found.values())[:SUGGESTED]]


def mailbox_state(address: MailboxAddress) -> Mailbox | None:
    """Return how far a mailbox has been read."""
    return Mailbox.objects.filter(address=address.name).first()


def mailbox_trouble() -> Mailbox | None:
    """Return the mailbox that cannot be read at present, if any."""
    return Mailbox.objects.exclude(error="").order_by("pk").first()


def in_no_state() -> int:
    """Count mails whose state and what was made of them do not agree (for verify)."""
    filed = Q(status=ReceivedStatus.FILED)
    unlike = (filed & Q(became="")) | (~filed & ~Q(became="")) | (Q(became=Became.QUESTION) & Q(reference=""))
    return ReceivedMail.objects.filter(unlike).count()


def _roots() -> QuerySet[CaseFile]:
    rows: QuerySet[CaseFile] = CaseFile.objects.without_search().roots().of_desk().order_by("-touched_at", "-pk")
    return rows


def _files_with(address: str) -> list[CaseFile]:
    """Return the files with an address, of merged ones the file that is kept."""
    key = email_key(address)
    pks = CaseFile.objects.of_desk().filter(email_key=key).values_list("pk", flat=True)[:SUGGESTED] if key else []
    roots = {file.pk: file for pk in pks if (file := case_file(pk))}
    return list(roots.values())


def _named_in(lines: Iterable[str]) -> list[CaseFile]:
    """Return files whose whole name is a line, or begins or ends one: 「伊那 太郎(架空)」, 「氏名:伊那太郎」."""
    keys = {name_key(part) for line in lines for part in (line, *re.split(r"[\s::/|((]+", line)) if part.strip()}
    long_enough = {key for key in keys if 2 <= len(key) <= 30}
    return list(_roots().filter(Q(name_key__in=long_enough))[:SUGGESTED]) if long_enough else []
