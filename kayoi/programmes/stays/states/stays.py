"""The life of a stay, and what is paid for it."""

from kayoi.kit.moves import Transition
from kayoi.kit.states import Labelled
from kayoi.programmes.stays.states.permissions import Permission

# What a follow-up of this room is about.
STAY = "stays.Stay"
# The same of what waits for an answer (questionnaires.selectors.waited_for).
STAY_ANSWER = f"{STAY}.answer"
CANCELLED_MAIL = "stays/mail/cancelled"
# For what key codes are sealed.
KEY_CODE = "stays.key_code"


class StayStatus(Labelled):
    """Where a stay is (滞在の状態)."""

    ASKED = "asked", "申請中"
    ALLOWED = "allowed", "許可済み"
    STAYING = "staying", "滞在中"
    LEFT = "left", "退去済み(点検待ち)"
    CLOSED = "closed", "終了"
    REFUSED = "refused", "不許可"
    CANCELLED = "cancelled", "取りやめ"
    ABSENT = "absent", "来られなかった"


S = StayStatus
# A person may cancel without permission: the secret of the link, or the log-in, is the key.
TRANSITIONS = (
    Transition("allow", {S.ASKED}, S.ALLOWED, Permission.STAY_DECIDE),
    Transition("refuse", {S.ASKED}, S.REFUSED, Permission.STAY_DECIDE),
    Transition("check_in", {S.ALLOWED}, S.STAYING),
    Transition("check_out", {S.STAYING}, S.LEFT),
    Transition("close", {S.LEFT}, S.CLOSED, Permission.STAY_EDIT),
    Transition("cancel", {S.ASKED, S.ALLOWED}, S.CANCELLED),
    Transition("miss", {S.ALLOWED}, S.ABSENT, Permission.STAY_EDIT),
    # What was written by mistake goes back, with a reason.
    Transition("undo_check_in", {S.STAYING}, S.ALLOWED, Permission.STAY_EDIT),
    Transition("undo_check_out", {S.LEFT}, S.STAYING, Permission.STAY_EDIT),
    Transition("undo_close", {S.CLOSED}, S.LEFT, Permission.STAY_EDIT),
    Transition("undo_miss", {S.ABSENT}, S.ALLOWED, Permission.STAY_EDIT),
)

# Those that count as a use: how often somebody has stayed, and the figures.
STAYED = (S.STAYING, S.LEFT, S.CLOSED)


class ChargeKind(Labelled):
    """For what money is asked or given back (請求の種類)."""

    FEE = "fee", "利用料・使用料"
    DEPOSIT = "deposit", "預り金"
    DEPOSIT_BACK = "deposit_back", "預り金の返還"
    CANCELLATION = "cancellation", "取消料"
    DAMAGE = "damage", "原状回復の費用"
    REFUND = "refund", "利用料の還付"


class PaidBy(Labelled):
    """How it was paid (支払いの方法); Kayoi notes it and takes no money itself."""

    SLIP = "slip", "納入通知書"
    COUNTER = "counter", "窓口"
    TRANSFER = "transfer", "振込"
    DONATION = "donation", "ふるさと納税など(寄附)"
    DEPOSIT = "deposit", "敷金からの充当"


# How money comes from outside: what somebody notes at the desk.
PAYABLE = [pair for pair in PaidBy.choices() if pair[0] != PaidBy.DEPOSIT]
