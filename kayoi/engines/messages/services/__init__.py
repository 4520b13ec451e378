"""Queue and deliver messages; take in mails, file them, set them aside; read mailboxes."""

from kayoi.engines.messages.services.incoming import (
    file_mail,
    note_bounce,
    put_back_mail,
    say_why_it_waits,
    set_aside_mail,
    take_mail,
    take_unopened_mail,
)
from kayoi.engines.messages.services.outbox import (
    UnableToUseText,
    deliver_message,
    drop_message,
    release_message,
    resend_message,
    send,
    set_text,
    settle_message,
)

__all__ = [
    "UnableToUseText",
    "deliver_message",
    "drop_message",
    "file_mail",
    "note_bounce",
    "put_back_mail",
    "release_message",
    "resend_message",
    "say_why_it_waits",
    "send",
    "set_aside_mail",
    "set_text",
    "settle_message",
    "take_mail",
    "take_unopened_mail",
]
