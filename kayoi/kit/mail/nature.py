"""Who wrote a mail: somebody, a programme, or a mail server that could not deliver.

Source: RFC 3834 (Auto-Submitted), RFC 3464 (delivery reports); and what Japanese carriers send instead of them.
"""

import re

from kayoi.kit.mail.charsets import one_line
from kayoi.kit.mail.headers import Headers, sender_in
from kayoi.kit.mail.letters import Bounce, Nature
from kayoi.kit.mail.limits import MAX_IDS

_SERVERS = ("mailer-daemon", "postmaster", "mail-daemon", "mailerdaemon")
_ID_LINE = re.compile(
    rb"^[> \t]{0,9}message-id:\s{0,9}(?:\r?\n[ \t]{1,9})?<([^<>\s@]{1,180}@[^<>\s@]{1,180})>", re.I | re.M
)
_STATUS = re.compile(r"^status:\s{0,9}([245]\.\d{1,3}\.\d{1,3})", re.IGNORECASE | re.MULTILINE)
_ACTION = re.compile(r"^action:\s{0,9}(\w{1,12})", re.IGNORECASE | re.MULTILINE)
_DIAGNOSTIC = re.compile(r"^diagnostic-code:\s{0,9}(.{1,400}(?:\n[ \t].{1,200}){0,3})", re.IGNORECASE | re.MULTILINE)
_IN_WORDS = re.compile(r"\b([45]\d\d)[ -](?:#?([245]\.\d{1,3}\.\d{1,3})[ :]?)?")
_UNKNOWN_USER = re.compile(
    r"unknown user|user unknown|no such user|does not exist|宛先が見つかり|存在しません", re.IGNORECASE
)


def nature_of(headers: Headers) -> Nature:
    """Tell whether somebody wrote the mail."""
    submitted = headers.raw("auto-submitted").strip().lower()
    precedence = headers.raw("precedence").strip().lower()
    kind = headers.raw("content-type").lower()
    automatic = (
        (submitted and not submitted.startswith("no"))
        or precedence in {"bulk", "list", "junk", "auto_reply"}
        or any(name in headers for name in ("list-id", "list-unsubscribe", "x-autoreply", "x-autorespond"))
        or "multipart/report" in kind
    )
    return Nature.AUTOMATIC if automatic or _of_a_server(headers) else Nature.WRITTEN


def bounce_in(headers: Headers, reports: list[str], data: bytes, text: str) -> Bounce | None:
    """Return what a mail server reports about a mail of ours, or None when this is no such report."""
    kind = headers.raw("content-type").lower()
    reported = "multipart/report" in kind and "delivery-status" in kind
    if not reported and not (_of_a_server(headers) or "x-failed-recipients" in headers):
        return None
    report = "\n".join(reports).replace("\r\n", "\n")
    action = _ACTION.search(report)
    status = _STATUS.search(report)
    diagnostic = _DIAGNOSTIC.search(report)
    told = _IN_WORDS.search(text)
    code = status[1] if status else (told[2] or f"{told[1][0]}.0.0" if told else "")
    if not code and _UNKNOWN_USER.search(text):
        code = "5.1.1"
    final = action[1].lower() == "failed" if action else code.startswith("5") or not code
    own = set(headers.ids("message-id"))
    named = dict.fromkeys(found.decode("ascii", "replace") for found in _ID_LINE.findall(data))
    ids = [*headers.ids("in-reply-to", "references"), *(found for found in named if found not in own)]
    words = one_line(diagnostic[1] if diagnostic else text[:300], most=200)
    return Bounce(final, code, words, tuple(dict.fromkeys(ids))[:MAX_IDS])


def _of_a_server(headers: Headers) -> bool:
    if headers.raw("return-path").strip() == "<>":
        return True
    return sender_in(headers.raw("from"))[1].partition("@")[0] in _SERVERS
