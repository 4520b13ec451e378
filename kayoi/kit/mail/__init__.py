"""Mails as they arrive (受信メール): bytes of a mail program or of Outlook become one plain `Letter`."""

from kayoi.kit.mail.letters import Bounce, Enclosure, Letter, Nature, Trouble, UnreadableMail
from kayoi.kit.mail.limits import MAX_BYTES
from kayoi.kit.mail.reading import read_mail

__all__ = ["MAX_BYTES", "Bounce", "Enclosure", "Letter", "Nature", "Trouble", "UnreadableMail", "read_mail"]
