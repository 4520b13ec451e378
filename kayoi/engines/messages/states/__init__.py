"""How far a message has come."""

from kayoi.kit.moves import Transition
from kayoi.kit.states import Labelled, PermissionSet


class Permission(PermissionSet):
    MAIL_FILE = "message.file", "受信メールを整理する"
    MESSAGE_SEND = "message.send", "メールを送る・送り直す"
    TEMPLATE_EDIT = "message.template", "メールの文面を変える"


class Delivery(Labelled):
    QUEUED = "queued", "送信待ち"
    SENDING = "sending", "送信中"
    SENT = "sent", "送信済み"
    FAILED = "failed", "届きませんでした"
    UNCLEAR = "unclear", "届いたか不明"
    DROPPED = "dropped", "送らない"
    HELD = "held", "送る前の確認待ち"


# Whoever is under protection measures (支援措置) is not written to before staff have said that it is safe.
# A message is "sending" before the mail server is spoken to. When the worker dies in between nobody knows whether it
# went out: it becomes "unclear", is shown to staff, and is never sent again by itself.
TRANSITIONS = (
    Transition("start", {Delivery.QUEUED}, Delivery.SENDING),
    Transition("finish", {Delivery.SENDING}, Delivery.SENT),
    Transition("postpone", {Delivery.SENDING}, Delivery.QUEUED),
    Transition("fail", {Delivery.SENDING}, Delivery.FAILED),
    Transition("doubt", {Delivery.SENDING}, Delivery.UNCLEAR),
    # A mail server reports later that it could not deliver.
    Transition("bounce", {Delivery.SENT, Delivery.UNCLEAR}, Delivery.FAILED),
    Transition("resend", {Delivery.FAILED, Delivery.UNCLEAR}, Delivery.QUEUED, Permission.MESSAGE_SEND),
    Transition("settle", {Delivery.UNCLEAR}, Delivery.SENT, Permission.MESSAGE_SEND),
    Transition("drop", {Delivery.FAILED, Delivery.UNCLEAR, Delivery.HELD}, Delivery.DROPPED, Permission.MESSAGE_SEND),
    Transition("hold", {Delivery.QUEUED}, Delivery.HELD),
    Transition("release", {Delivery.HELD}, Delivery.QUEUED, Permission.MESSAGE_SEND),
)
