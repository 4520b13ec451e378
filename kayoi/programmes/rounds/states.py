"""States of a round, what a round is for, answers, permissions, settings."""

from kayoi.kit.moves import Transition
from kayoi.kit.states import Labelled, PermissionSet, TownSetting


class Permission(PermissionSet):
    ROUND_SEND = "round.send", "声かけを送る"


class Purpose(Labelled):
    """Whom a round may reach, and on what ground."""

    NEWS = "news", "お知らせに同意した人に、その後を聞く"
    CONFIRM = "confirm", "取り込んだ未確認の人に、続けて連絡してよいかを一度だけ聞く"


class RoundStatus(Labelled):
    DRAFT = "draft", "下書き"
    SENDING = "sending", "送信中"
    SENT = "sent", "送信済み"
    STOPPED = "stopped", "止めた"


TRANSITIONS = (
    Transition("start", {RoundStatus.DRAFT}, RoundStatus.SENDING, Permission.ROUND_SEND),
    Transition("stop", {RoundStatus.DRAFT, RoundStatus.SENDING}, RoundStatus.STOPPED, Permission.ROUND_SEND),
    Transition("finish", {RoundStatus.SENDING}, RoundStatus.SENT),
)


class Reply(Labelled):
    """What somebody answers with one press, without a log-in."""

    MOVED = "moved", "移住しました"
    STILL = "still", "まだ検討中です"
    YES = "yes", "これからも連絡を受け取ります"
    STOP = "stop", "もう連絡は要りません"


REPLIES = {
    Purpose.NEWS: (Reply.MOVED, Reply.STILL, Reply.STOP),
    Purpose.CONFIRM: (Reply.YES, Reply.STOP),
}


class Show(Labelled):
    """Which people of a round a list shows."""

    SENT = "sent", "送った"
    ANSWERED = "answered", "返事があった"
    MOVED = "moved", "移住したと答えた"
    STOPPED = "stopped", "連絡は要らないと答えた"
    WAITING = "waiting", "送信待ち"
    LEFT_OUT = "left_out", "送る直前に外した"


CAP_DAYS = TownSetting(
    "rounds.cap_days",
    "同じ人に次の声かけを送るまでの日数",
    default=90,
    unit="日",
    least=14,
    most=1095,
    help="どの声かけかによらず、一人に続けて送らないための間隔です。",
)
SILENCE_DAYS = TownSetting(
    "rounds.silence_days",
    "続けて連絡してよいかの返事を待つ日数",
    default=60,
    unit="日",
    least=14,
    most=365,
    help="取り込んだ人に一度だけ聞き、この日数のうちに返事がなければ「連絡しない」にします。その後は送りません。",
)

# The cause of follow-ups and engagements of a round; their reference is the id of the row.
ASKING = "rounds.Asking"
REPLY_WITHIN_DAYS = 7
AT_ONCE = 50
# Places that a text may hold, with what fills them.
PLACES = {
    "name": "相手のお名前",
    "organization": "町の名前",
    "office": "担当課",
    "phone": "町の電話番号",
    "asked": "最後に連絡のあった月",
    "source": "連絡先を知った元(何の名簿か)",
}
# What a person does by themselves when they turn to a town: "asked in the last n months" looks for one of these.
ASKED_BY_THEMSELVES = (
    "question", "fair_visit", "seminar", "brochure", "appointment", "guided_day", "mail_received",
)  # fmt: skip
