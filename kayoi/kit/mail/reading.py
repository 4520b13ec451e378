"""Read the bytes of a mail, of a mail program (.eml) or of Outlook (.msg). Raises UnreadableMail and nothing else.

Sizes are counted before the parser sees the bytes: borders, nests and lines each cost memory and time.
"""

import re
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32

from kayoi.kit.compound import SIGNATURE, BrokenContainer
from kayoi.kit.mail.charsets import decoded, one_line, readable
from kayoi.kit.mail.headers import Headers, sender_in
from kayoi.kit.mail.history import split_history
from kayoi.kit.mail.html_text import text_of_html
from kayoi.kit.mail.letters import Bounce, Enclosure, Letter, Nature, Trouble, UnreadableMail
from kayoi.kit.mail.limits import MAX_BYTES, MAX_ENCLOSURES, MAX_LINES, MAX_NESTS, MAX_PARTS, MAX_TEXT
from kayoi.kit.mail.nature import bounce_in, nature_of
from kayoi.kit.mail.outlook import OutlookMail, open_outlook

_SIGNS_OF_A_MAIL = ("from", "date", "subject", "received", "message-id", "return-path", "to")
_REPORT = re.compile(rb"message/(delivery-status|disposition-notification|feedback-report)", re.IGNORECASE)
_PARSER_FAILS = (
    ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError, OverflowError,
)  # fmt: skip


def read_mail(data: bytes) -> Letter:
    """Return a mail in plain values (メールを読む). Raises UnreadableMail."""
    if len(data) > MAX_BYTES:
        raise UnreadableMail(Trouble.TOO_LARGE)
    try:
        return _of_outlook(open_outlook(data)) if data.startswith(SIGNATURE) else _of_mime(data)
    except BrokenContainer as error:
        raise UnreadableMail(Trouble.BROKEN) from error
    except _PARSER_FAILS as error:
        raise UnreadableMail(Trouble.BROKEN) from error


def _of_mime(data: bytes) -> Letter:
    _count(data)
    # Reports of mail servers are lines of text here: the parser would make an object of each empty line.
    parsed = BytesParser(policy=compat32).parsebytes(_REPORT.sub(rb"text/x-\1", data.lstrip(b"\r\n\t \xef\xbb\xbf")))
    headers = Headers.of(parsed)
    if not any(name in headers for name in _SIGNS_OF_A_MAIL):
        raise UnreadableMail(Trouble.NOT_A_MAIL)
    texts, pages, enclosures, reports = [], [], [], []
    for part in _leaves(parsed):
        about = Headers.of(part)
        kind = part.get_content_type().lower()
        if kind.startswith("text/x-"):
            reports.append(decoded(_payload(part))[:MAX_TEXT])
        elif _is_enclosed(part, about, kind):
            enclosures.append((part, about, kind))
        elif kind == "text/html":
            pages.append(text_of_html(decoded(_payload(part), about.parameter("content-type", "charset"))))
        else:
            texts.append(_plain_text(part, about))
    text = "\n\n".join(filter(str.strip, texts)) or "\n\n".join(pages)
    bounce = bounce_in(headers, reports, data, text)
    return _letter(
        headers, text, bounce, [_enclosure(*found) for found in enclosures[:MAX_ENCLOSURES]],
        max(0, len(enclosures) - MAX_ENCLOSURES),
    )  # fmt: skip


def _letter(
    headers: Headers, text: str, bounce: Bounce | None, enclosures: list[Enclosure], more: int, **known: str
) -> Letter:
    name, address = sender_in(headers.raw("from") or headers.raw("sender"))
    new, history = split_history(readable(text, most=MAX_TEXT))
    return Letter(
        subject=headers.text("subject") or known.get("subject", ""),
        sender_name=name or known.get("sender_name", ""),
        sender_address=address or known.get("sender_address", ""),
        recipients=headers.addresses("to", "cc", "delivered-to", "x-original-to", "envelope-to", "x-delivered-to"),
        sent_at=headers.moment("date"),
        message_id=next(iter(headers.ids("message-id")), ""),
        answers=headers.ids("references", "in-reply-to"),
        text=new,
        history=history,
        enclosures=tuple(enclosures),
        more_enclosures=more,
        nature=Nature.BOUNCE if bounce else nature_of(headers),
        bounce=bounce,
    )


def _count(data: bytes) -> None:
    lower = data.lower()
    nests = lower.count(b"boundary") + lower.count(b"message/") + lower.count(b"multipart/digest")
    parts = data.count(b"\n--") + data.count(b"\r--")
    if nests > MAX_NESTS or parts > MAX_PARTS or data.count(b"\n") + data.count(b"\r") > 2 * MAX_LINES:
        raise UnreadableMail(Trouble.TOO_MANY_PARTS)


def _leaves(parsed: Message) -> Iterator[Message]:
    """Return the parts that hold something, in order; a forwarded mail is one part."""
    waiting = [parsed]
    while waiting:
        part = waiting.pop()
        inner = part.get_payload()
        if isinstance(inner, list) and part.get_content_maintype() != "message":
            waiting += [piece for piece in reversed(inner) if isinstance(piece, Message)]
        else:
            yield part


def _is_enclosed(part: Message, about: Headers, kind: str) -> bool:
    if not kind.startswith("text/") or kind not in {"text/plain", "text/html"}:
        return kind != "text/plain"
    named = _name_of(about)
    return about.raw("content-disposition").strip().lower().startswith("attachment") or bool(named)


def _name_of(about: Headers) -> str:
    return about.parameter("content-disposition", "filename") or about.parameter("content-type", "name")


def _payload(part: Message) -> bytes:
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _plain_text(part: Message, about: Headers) -> str:
    text = decoded(_payload(part), about.parameter("content-type", "charset"))
    if about.parameter("content-type", "format").lower() != "flowed":
        return text
    stuffed = about.parameter("content-type", "delsp").lower() == "yes"
    # RFC 3676: a line that ends with a space goes on in the next one; "-- " begins a signature.
    pattern = r"(?<!\n--)(?<=[^\n]) \r?\n(?!>)"
    return re.sub(pattern, "" if stuffed else " ", text)


def _enclosure(part: Message, about: Headers, kind: str) -> Enclosure:
    name = _name_of(about)
    if part.get_content_maintype() == "message":
        inner = part.get_payload()
        first = inner[0] if isinstance(inner, list) and inner else None
        about_inner = Headers.of(first) if isinstance(first, Message) else Headers([])
        return Enclosure(
            name or one_line(f"{about_inner.text('subject', most=80)}.eml", most=100), b"",
            "メールの中のメールは取り出しません。元のメールを保存して、メールソフトで開いてください。",
        )  # fmt: skip
    if kind == "application/ms-tnef" or name.lower() == "winmail.dat":
        return Enclosure(
            name or "winmail.dat", b"",
            "Outlookの独自形式(winmail.dat)です。送った人に、リッチテキストではない形式で送り直してもらってください。",
        )  # fmt: skip
    return Enclosure(name or f"添付.{re.sub('[^a-z0-9]', '', kind.rpartition('/')[2])[:10] or 'bin'}", _payload(part))


def _of_outlook(mail: OutlookMail) -> Letter:
    headers = Headers.of(BytesParser(policy=compat32).parsebytes(mail.headers, headersonly=True))
    lines: list[tuple[str, str]] = [(name, value) for name, values in headers.items() for value in values]
    for name, value in mail.fields.items():
        if name not in headers and value:
            lines.append((name, value))
    text = mail.text if mail.text.strip() else text_of_html(mail.page)
    enclosures = [
        _outlook_enclosure(found) if not found.why_not else found for found in mail.enclosures[:MAX_ENCLOSURES]
    ]
    whole = Headers(lines)
    return _letter(
        whole, text, bounce_in(whole, [], mail.headers, text), enclosures,
        max(0, len(mail.enclosures) - MAX_ENCLOSURES), **mail.known,
    )  # fmt: skip


def _outlook_enclosure(found: Enclosure) -> Enclosure:
    if found.name.lower() == "winmail.dat":
        return Enclosure(found.name, b"", "Outlookの独自形式(winmail.dat)です。")
    return found
