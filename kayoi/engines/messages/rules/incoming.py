"""To which file a mail belongs, what it becomes, and what a mail server's refusal means."""

import hashlib
from dataclasses import dataclass

from kayoi.engines.messages.states.incoming import Became, Clue, Waiting

_REFUSED = (
    ("5.1.", "宛先のアドレスがありません"),
    ("5.2.1", "相手のアドレスは使われていません"),
    ("5.2.2", "相手の受信箱がいっぱいです"),
    ("5.2.3", "メールが相手の受け取れる大きさを超えています"),
    ("5.3.4", "メールが相手の受け取れる大きさを超えています"),
    ("5.4.", "相手のメールサーバーに届きません"),
    ("5.7.", "相手のメールサーバーが受け取りを断りました(迷惑メール対策など)"),
    ("4.", "相手のメールサーバーが、期限までに受け取りませんでした"),
)


@dataclass(frozen=True)
class Clues:
    """What speaks for a file: a signed address, an answer to a mail of ours, files with the sender's address.

    `answers_nobody`: it answers a mail of ours that is on nobody's file, such as what a host is asked.
    """

    token: int | None = None
    thread: int | None = None
    answers_nobody: bool = False
    by_address: tuple[int, ...] = ()
    protected: frozenset[int] = frozenset()
    many: bool = False
    readable: bool = True


@dataclass(frozen=True)
class Match:
    """The file and by what it was found, or why the mail waits."""

    file_id: int | None = None
    clue: Clue | None = None
    waiting: Waiting | None = None


def match_mail(clues: Clues) -> Match:
    """Decide whose mail it is (受信メールの照合). A name finds nobody; a protected person is not found by address.

    Source: docs/decisions/0016-what-a-mail-becomes.md
    """
    if not clues.readable:
        return Match(waiting=Waiting.UNREADABLE)
    if clues.many:
        return Match(waiting=Waiting.MANY)
    if clues.token is not None:
        return Match(clues.token, Clue.TOKEN)
    if clues.thread is not None:
        return Match(clues.thread, Clue.THREAD)
    if clues.answers_nobody:
        return Match(waiting=Waiting.ANSWER)
    if clues.protected & set(clues.by_address):
        return Match(waiting=Waiting.PROTECTED)
    if len(clues.by_address) != 1:
        return Match(waiting=Waiting.SHARED if clues.by_address else Waiting.UNKNOWN)
    return Match(clues.by_address[0], Clue.ADDRESS)


def becomes(*, clue: Clue, answers_something: bool) -> Became:
    """Decide what a matched mail becomes: what answers a mail of ours is no new consultation.

    Source: docs/decisions/0016-what-a-mail-becomes.md
    """
    goes_on = clue is Clue.THREAD or (clue is Clue.TOKEN and answers_something)
    return Became.CONTACT if goes_on else Became.QUESTION


def refusal_in_words(*, status: str, words: str) -> str:
    """Return what staff read about a mail that came back, the server's own words behind it.

    Source: RFC 3463 (enhanced mail system status codes)
    """
    known = (said for code, said in _REFUSED if status.startswith(code))
    meaning = next(known, "相手のメールサーバーが受け取りませんでした")
    return f"{meaning}({words})"[:300] if words else meaning


def mail_key(*, message_id: str, sender: str, subject: str, text: str) -> str:
    """Return what makes a mail the same mail, however it came in: its id together with its words.

    The id alone would let anybody hide another one's mail by sending the same id first.
    Source: docs/decisions/0016-what-a-mail-becomes.md
    """
    said = "".join(f"{subject}{text}".split())
    return hashlib.sha256(f"{message_id}\n{sender if not message_id else ''}\n{said}".encode()).hexdigest()
