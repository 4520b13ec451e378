"""Read a mailbox by IMAP, from where it was left. Nothing is deleted or marked at the server.

Source: RFC 3501: a UID never changes as long as UIDVALIDITY stays the same.
"""

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Self

from django.db import transaction

from kayoi.engines.messages.models import Mailbox
from kayoi.engines.messages.states.incoming import FETCHED_AT_ONCE, MailboxAddress
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.mail import MAX_BYTES

TIMEOUT_S = 30
LOOKED_BACK_DAYS = 3
_SIZE = re.compile(rb"UID (\d+).*?RFC822\.SIZE (\d+)|RFC822\.SIZE (\d+).*?UID (\d+)")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class MailboxUnreachable(Exception):
    """The mail server does not answer, refuses the log-in, or says what cannot be understood."""


@dataclass(frozen=True)
class Arrived:
    """A mail at the server: its whole bytes, or only its head when it is too large."""

    uid: int
    data: bytes
    whole: bool


class OpenMailbox:
    """A connection to a mailbox, for reading only. Raises MailboxUnreachable."""

    def __init__(self, address: MailboxAddress) -> None:
        self._address = address

    def __enter__(self) -> Self:
        try:
            self._imap = _connect(self._address)
        except (OSError, imaplib.IMAP4.error) as error:
            raise MailboxUnreachable(_words(error)) from error
        try:
            self._ask("login", self._address.user, self._address.password)
            self._ask("select", _quoted(self._address.folder), True)
            self.validity = self._number("UIDVALIDITY")
        except MailboxUnreachable:
            self._hang_up()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError, imaplib.IMAP4.error):
            self._imap.logout()
        self._hang_up()

    def newest(self) -> int:
        """Return the UID of the newest mail, 0 in an empty mailbox."""
        return max(0, self._number("UIDNEXT") - 1)

    def after(self, uid: int, *, since: datetime | None = None) -> Iterator[Arrived]:
        """Return the mails that came after a UID, in order; `since` leaves out those of earlier days."""
        criteria = [f"UID {uid + 1}:*"] if since is None else [f"UID {uid + 1}:* SINCE {_day(since)}"]
        (found,) = self._uid("SEARCH", *criteria) or [b""]
        # "9:*" means the last mail also where that is older than 9.
        uids = sorted(number for number in map(int, found.split()) if number > uid)[:FETCHED_AT_ONCE]
        for number in uids:
            size = self._size(number)
            if size is None:  # taken away in between
                continue
            whole = size <= MAX_BYTES
            data = self._bytes(number, "BODY.PEEK[]" if whole else "BODY.PEEK[HEADER]")
            yield Arrived(number, data, whole)

    def _size(self, uid: int) -> int | None:
        for line in self._uid("FETCH", str(uid), "(UID RFC822.SIZE)"):
            if isinstance(line, bytes) and (match := _SIZE.search(line)):
                return int(match[2] or match[3])
        return None

    def _bytes(self, uid: int, what: str) -> bytes:
        for line in self._uid("FETCH", str(uid), f"(UID {what})"):
            if isinstance(line, tuple):
                return bytes(line[1])
        return b""

    def _uid(self, *words: str) -> list[Any]:
        return self._ask("uid", *words)

    def _ask(self, command: str, *words: Any) -> list[Any]:
        try:
            status, data = getattr(self._imap, command)(*words)
        except (OSError, imaplib.IMAP4.error, ValueError) as error:
            raise MailboxUnreachable(_words(error)) from error
        if status != "OK":
            raise MailboxUnreachable(f"{command}: {status}")
        return [line for line in data if line is not None]

    def _number(self, name: str) -> int:
        _, data = self._imap.response(name)
        said = data[0] if data and isinstance(data[0], bytes) else b""
        return int(said) if said.isdigit() else 0

    def _hang_up(self) -> None:
        with suppress(OSError):
            self._imap.shutdown()


@transaction.atomic
def begin_mailbox(*, address: MailboxAddress, validity: int, newest: int, by: Actor, at: datetime) -> Mailbox:
    """Return where to go on (受信箱の読み取りを始める). A new mailbox begins with what arrives from now on."""
    row, made = Mailbox.objects.get_or_create(
        address=address.name, defaults={"uid_validity": validity, "last_uid": newest, "read_at": at}
    )
    if not row.uid_validity:  # it could not be read before
        Mailbox.objects.filter(pk=row.pk).update(uid_validity=validity, last_uid=newest)
        row.refresh_from_db()
    if made:
        audit.record("messages.begin_mailbox", row, by=by, at=at, after={"last_uid": newest})
    return row


@transaction.atomic
def move_mailbox(*, mailbox: Mailbox, validity: int, uid: int, by: Actor, at: datetime) -> None:
    """Write down how far a mailbox has been read (読み取り位置を進める), in the transaction that keeps the mail."""
    Mailbox.objects.filter(pk=mailbox.pk).update(uid_validity=validity, last_uid=uid)


@transaction.atomic
def note_mailbox(*, address: MailboxAddress, error: str, by: Actor, at: datetime) -> None:
    """Write down that a mailbox was read, or why not (受信箱の状態を記録する)."""
    changes = {"error": error[:300]} if error else {"error": "", "read_at": at}
    fresh = changes | {"uid_validity": 0, "last_uid": 0, "read_at": at}
    Mailbox.objects.update_or_create(address=address.name, defaults=changes, create_defaults=fresh)


def _connect(address: MailboxAddress) -> imaplib.IMAP4:
    if address.security == "tls":
        return imaplib.IMAP4_SSL(
            address.host, address.port, ssl_context=ssl.create_default_context(), timeout=TIMEOUT_S
        )
    plain = imaplib.IMAP4(address.host, address.port, timeout=TIMEOUT_S)
    if address.security == "starttls":
        plain.starttls(ssl.create_default_context())
    return plain


def _quoted(folder: str) -> str:
    safe = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{safe}"'


def _day(moment: datetime) -> str:
    day = moment - timedelta(days=LOOKED_BACK_DAYS)
    return f"{day.day:02d}-{_MONTHS[day.month - 1]}-{day.year}"


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:200]
