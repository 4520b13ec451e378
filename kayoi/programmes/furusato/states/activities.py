"""Activities (担い手活動), and the life of a sign-up."""

from kayoi.kit.moves import Transition
from kayoi.kit.states import Labelled
from kayoi.programmes.furusato.states.permissions import Permission

# What follow-ups and engagements of this room are about.
ACTIVITY, SIGN_UP = "furusato.Activity", "furusato.SignUp"


class ActivityStatus(Labelled):
    """Where an activity is (活動の状態)."""

    DRAFT = "draft", "準備中"
    OPEN = "open", "募集中"
    CLOSED = "closed", "募集終了"
    HELD = "held", "実施済み"
    CANCELLED = "cancelled", "中止"


A = ActivityStatus
ACTIVITY_TRANSITIONS = (
    Transition("open", {A.DRAFT, A.CLOSED}, A.OPEN, Permission.FURUSATO_EDIT),
    Transition("close", {A.OPEN}, A.CLOSED, Permission.FURUSATO_EDIT),
    Transition("hold", {A.OPEN, A.CLOSED}, A.HELD, Permission.FURUSATO_EDIT),
    Transition("cancel", {A.DRAFT, A.OPEN, A.CLOSED}, A.CANCELLED, Permission.FURUSATO_EDIT),
)


class SignUpStatus(Labelled):
    """Where a sign-up is (活動の申込みの状態)."""

    WAITING = "waiting", "空き待ち"
    SIGNED = "signed", "申込み済み"
    REPORTED = "reported", "本人から報告(確認待ち)"
    CONFIRMED = "confirmed", "参加を確認"
    REJECTED = "rejected", "確認できない"
    ABSENT = "absent", "不参加"
    CANCELLED = "cancelled", "取消し"


U = SignUpStatus
# The person signs, reports and cancels; a host confirms by the secret of the link, staff by permission of the page.
SIGN_UP_TRANSITIONS = (
    Transition("let_in", {U.WAITING}, U.SIGNED),
    Transition("report", {U.SIGNED, U.REJECTED}, U.REPORTED),
    Transition("confirm", {U.SIGNED, U.REPORTED, U.ABSENT}, U.CONFIRMED),
    Transition("reject", {U.REPORTED}, U.REJECTED, Permission.FURUSATO_EDIT),
    Transition("miss", {U.SIGNED, U.CONFIRMED}, U.ABSENT),
    Transition("cancel", {U.WAITING, U.SIGNED, U.REPORTED}, U.CANCELLED),
    Transition("undo_confirm", {U.CONFIRMED}, U.SIGNED, Permission.FURUSATO_EDIT),
)

# Those that keep a place; those of whom a host says whether they came.
TAKING = (U.SIGNED, U.REPORTED, U.CONFIRMED, U.REJECTED, U.ABSENT)
ON_HOST_LIST = (U.SIGNED, U.CONFIRMED, U.ABSENT)
# The mail that a host answers with a word.
ASK_MAIL = "furusato/mail/host_ask"


class ConfirmedBy(Labelled):
    """How it was confirmed that somebody took part (参加の確認の方法)."""

    QR = "qr", "会場のQRコード"
    LIST = "list", "受入れ先の名簿"
    MAIL = "mail", "受入れ先のメールの返信"
    EVIDENCE = "evidence", "写真・メモを職員が確認"
    STAFF = "staff", "職員が立ち会った"
