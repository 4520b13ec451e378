"""The mails of the demonstration, read from the folder they were written to."""

import email
import re
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from django.conf import settings

from kayoi.kit.dates import JST

MOST = 100
SEPARATOR = re.compile(rb"\n-{79}\n")  # Django writes it behind each mail of a connection
LINK = re.compile(r"https?://\S+")


@dataclass(frozen=True)
class Mail:
    """A mail that would have been sent."""

    at: datetime
    to: str
    sender: str
    subject: str
    body: str
    links: list[str]


def mails() -> list[Mail]:
    """Return the latest mails, newest first."""
    folder = Path(settings.MAIL_FOLDER)
    files = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True) if folder.exists() else []
    found: list[Mail] = []
    for path in files:
        at = datetime.fromtimestamp(path.stat().st_mtime, JST)
        found += [_mail(part, at) for part in reversed(SEPARATOR.split(path.read_bytes())) if part.strip()]
        if len(found) >= MOST:
            break
    return found[:MOST]


def _mail(data: bytes, at: datetime) -> Mail:
    message = email.message_from_bytes(data, policy=default)
    assert isinstance(message, EmailMessage)
    part = message.get_body(("plain",))
    body = part.get_content() if part else ""
    return Mail(at, str(message["To"]), str(message["From"]), str(message["Subject"]), body, LINK.findall(body))
