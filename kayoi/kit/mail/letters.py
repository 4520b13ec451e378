"""What a mail says, whatever wrote it."""

from dataclasses import dataclass
from datetime import datetime

from kayoi.kit.states import Labelled


class Trouble(Labelled):
    """Why a mail cannot be read."""

    TOO_LARGE = "too_large", "大きすぎて、ここでは開けません。メールソフトで開いてください。"
    TOO_MANY_PARTS = "too_many_parts", "部品が多すぎるため、安全のために開きませんでした。"
    NOT_A_MAIL = "not_a_mail", "メールのファイル(.eml または .msg)ではありません。"
    BROKEN = "broken", "メールのファイルが壊れていて、開けませんでした。"


class UnreadableMail(Exception):
    """The only thing that reading a mail raises."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


class Nature(Labelled):
    """Whether somebody wrote it."""

    WRITTEN = "written", "人が書いたメール"
    AUTOMATIC = "automatic", "自動応答・一斉配信"
    BOUNCE = "bounce", "配達できなかった知らせ"


@dataclass(frozen=True)
class Enclosure:
    """A file that came along. Without data, `why_not` says why."""

    name: str
    data: bytes
    why_not: str = ""


@dataclass(frozen=True)
class Bounce:
    """What a mail server says about a mail that it could not deliver."""

    final: bool
    status: str
    words: str
    message_ids: tuple[str, ...]


@dataclass(frozen=True)
class Letter:
    """A mail in plain values. `text` is what was newly written, `history` what it quotes."""

    subject: str
    sender_name: str
    sender_address: str
    recipients: tuple[str, ...]
    sent_at: datetime | None
    message_id: str
    answers: tuple[str, ...]
    text: str
    history: str
    enclosures: tuple[Enclosure, ...]
    more_enclosures: int
    nature: Nature
    bounce: Bounce | None = None
