"""What becomes of mails that arrive, and where a town's mailbox is."""

from dataclasses import dataclass

from kayoi.engines.messages.states import Permission
from kayoi.kit.moves import Transition
from kayoi.kit.states import Labelled


class Way(Labelled):
    """How a mail came in."""

    MAILBOX = "mailbox", "受信箱から"
    DROPPED = "dropped", "職員が入れたファイル"


class ReceivedStatus(Labelled):
    WAITING = "waiting", "整理待ち"
    FILED = "filed", "整理済み"
    ASIDE = "aside", "対象外"


TRANSITIONS = (
    Transition("file", {ReceivedStatus.WAITING}, ReceivedStatus.FILED, Permission.MAIL_FILE),
    Transition("set_aside", {ReceivedStatus.WAITING}, ReceivedStatus.ASIDE, Permission.MAIL_FILE),
    Transition("put_back", {ReceivedStatus.FILED, ReceivedStatus.ASIDE}, ReceivedStatus.WAITING, Permission.MAIL_FILE),
)


class Clue(Labelled):
    """By what the file of a mail was found. A name alone never finds one."""

    TOKEN = "token", "返信用のアドレス"
    THREAD = "thread", "こちらのメールへの返信"
    ADDRESS = "address", "メールアドレス"
    STAFF = "staff", "職員が選んだ"


class Waiting(Labelled):
    """Why a mail waits for staff."""

    UNKNOWN = "unknown", "このアドレスの個票がありません"
    SHARED = "shared", "同じアドレスの個票が二つ以上あります"
    PROTECTED = "protected", "支援措置の人のアドレスです。本人か確かめてください"
    MANY = "many", "同じアドレスから続けて届いています"
    UNREADABLE = "unreadable", "メールを開けませんでした"
    ANSWER = "answer", "こちらからのお願いへの返事です"
    UNCLEAR = "unclear", "お願いへの返事です。意味を読み取れませんでした"
    UNDONE = "undone", "職員が整理待ちに戻しました"


class Became(Labelled):
    """What was made of a mail."""

    QUESTION = "question", "新しい相談"
    CONTACT = "contact", "やりとりの続き"


@dataclass(frozen=True)
class MailboxAddress:
    """Where a town's mails are fetched from (IMAP). Stands in the installation's settings, not in the database."""

    host: str
    user: str
    password: str
    port: int = 993
    security: str = "tls"  # tls, starttls, none (only on this machine)
    folder: str = "INBOX"

    @property
    def name(self) -> str:
        """What tells this mailbox from another, without its password."""
        return f"{self.user}@{self.host}:{self.port}/{self.folder}"


CAUSE = "mailing.ReceivedMail"
MANY_A_DAY = 20  # from one address: more of them wait for staff (two programmes that answer each other)
FETCHED_AT_ONCE = 200
