"""The life of a grant after its decision, of claims and changes; what goes out at each step."""

from kayoi.engines.procedures.states import Permission
from kayoi.kit.moves import Transition
from kayoi.kit.states import Labelled

# 実績報告: within so many days of the completion, and not after the end of the fiscal year.
REPORT_DAYS = 30
# By when staff have looked at what came in (open days), and by when money is claimed and paid (days).
STEP_DAYS = 5
CLAIM_DAYS = 30


class Shape(Labelled):
    """How a grant is paid (交付のしかた)."""

    ONCE = "once", "一度に支払う"
    MONTHLY = "monthly", "月ごとに請求を受ける(通勤など)"
    YEARLY = "yearly", "年度ごとに支払う(団体など)"


class LaterYears(Labelled):
    """On what ground a grant binds the town in years to come (年度をまたぐ根拠)."""

    DECISION = "decision", "年度ごとに決定する"
    BURDEN = "burden", "債務負担行為による"


class YearStatus(Labelled):
    """Where a year of a grant stands (年度分の状態)."""

    PLANNED = "planned", "予定"
    DECIDED = "decided", "決定"


class Once(Labelled):
    """For what a scheme is granted once only (一度限り)."""

    PERSON = "person", "同じ人・団体に一度限り"
    HOUSEHOLD = "household", "同じ世帯に一度限り"
    HOUSE = "house", "同じ家に一度限り"
    CONTRACT = "contract", "同じ家の同じ契約に一度限り"


class Side(Labelled):
    """On which side of a house somebody is granted something (家との関わり)."""

    OWNER = "owner", "所有者"
    BUYER = "buyer", "買う人・借りる人"


class GrantStatus(Labelled):
    """Where a grant stands (交付の状態)."""

    DECIDED = "decided", "交付決定"
    REPORTED = "reported", "実績報告あり"
    INSPECTED = "inspected", "検査済み"
    FIXED = "fixed", "額の確定"
    CLAIMED = "claimed", "請求あり"
    PAID = "paid", "支払済み"
    OBLIGED = "obliged", "義務期間中"
    ENDED = "ended", "終了"
    STOPPED = "stopped", "中止"
    CANCELLED = "cancelled", "決定の取消し"
    RETURNING = "returning", "返還を請求中"
    RETURNED = "returned", "返還済み"


S = GrantStatus
EDIT, DECIDE = Permission.APPLICATION_EDIT, Permission.APPLICATION_DECIDE
UNPAID = (S.DECIDED, S.REPORTED, S.INSPECTED, S.FIXED, S.CLAIMED)
# Nothing is due any more.
CLOSED = (S.ENDED, S.STOPPED, S.CANCELLED, S.RETURNED)
# What was paid can be asked back; a demand that does not stand (審査請求の認容など) leads back to where it came from.
TAKEN_FROM = (S.DECIDED, S.PAID, S.OBLIGED, S.ENDED, S.STOPPED)
# Without permission: what grantees do themselves or staff for them, and what follows from a payment.
GRANT_TRANSITIONS = (
    Transition("report", {S.DECIDED}, S.REPORTED),
    Transition("return_report", {S.REPORTED}, S.DECIDED, EDIT),
    Transition("inspect", {S.REPORTED}, S.INSPECTED, EDIT),
    Transition("look_again", {S.INSPECTED}, S.REPORTED, DECIDE),
    Transition("fix", {S.INSPECTED}, S.FIXED, DECIDE),
    # What is a fixed sum for what has happened already is fixed with its decision.
    Transition("fix_at_once", {S.DECIDED}, S.FIXED, DECIDE),
    Transition("claim", {S.FIXED}, S.CLAIMED),
    Transition("return_claim", {S.CLAIMED}, S.FIXED, EDIT),
    Transition("pay", {S.CLAIMED}, S.PAID),
    # The last month or year of several has been paid.
    Transition("complete", {S.DECIDED}, S.PAID, EDIT),
    Transition("bounce", {S.PAID, S.OBLIGED, S.ENDED}, S.CLAIMED),
    Transition("oblige", {S.PAID}, S.OBLIGED),
    Transition("end", {S.PAID, S.OBLIGED}, S.ENDED),
    Transition("stop", {S.DECIDED}, S.STOPPED, DECIDE),
    Transition("cancel", UNPAID, S.CANCELLED, DECIDE),
    Transition("take_back", TAKEN_FROM, S.RETURNING, DECIDE),
    Transition("settle_return", {S.RETURNING}, S.RETURNED),
    # What was booked as paid back by mistake is owed again.
    Transition("reopen_return", {S.RETURNED}, S.RETURNING),
    *(Transition(f"withdraw_return_{one.value}", {S.RETURNING}, one, DECIDE) for one in TAKEN_FROM),
    # What is not paid back any more (不納欠損など).
    Transition("end_return", {S.RETURNING}, S.ENDED, DECIDE),
)


YEAR_TRANSITIONS = (Transition("decide", {YearStatus.PLANNED}, YearStatus.DECIDED, DECIDE),)


class ClaimStatus(Labelled):
    """Where a claim for money stands (請求の状態)."""

    ASKED = "asked", "請求あり"
    FIXED = "fixed", "支払待ち"
    PAID = "paid", "支払済み"
    RETURNED = "returned", "差し戻し"


C = ClaimStatus
CLAIM_TRANSITIONS = (
    Transition("fix", {C.ASKED}, C.FIXED, EDIT),
    Transition("return_claim", {C.ASKED, C.FIXED}, C.RETURNED, EDIT),
    Transition("pay", {C.FIXED}, C.PAID),
    Transition("bounce", {C.PAID}, C.FIXED),
)


class ReportStatus(Labelled):
    """Where a report of what was done stands (報告の状態)."""

    RECEIVED = "received", "受け取り"
    INSPECTED = "inspected", "検査済み"
    RETURNED = "returned", "差し戻し"


R = ReportStatus
REPORT_TRANSITIONS = (
    Transition("receive", {R.RETURNED}, R.RECEIVED),
    Transition("inspect", {R.RECEIVED}, R.INSPECTED, EDIT),
    Transition("look_again", {R.INSPECTED}, R.RECEIVED, DECIDE),
    Transition("return_report", {R.RECEIVED}, R.RETURNED, EDIT),
)


class ChangeKind(Labelled):
    """What is asked for after the decision (変更・中止の申請)."""

    CHANGE = "change", "内容・額の変更"
    STOP = "stop", "中止"


class ChangeStatus(Labelled):
    """Where a change stands (変更・中止の状態)."""

    ASKED = "asked", "審査中"
    APPROVED = "approved", "承認"
    REFUSED = "refused", "不承認"


K = ChangeStatus
CHANGE_TRANSITIONS = (
    Transition("approve", {K.ASKED}, K.APPROVED, DECIDE),
    Transition("refuse", {K.ASKED}, K.REFUSED, DECIDE),
)
# The first line of each template is the title of its letter.
LETTERS = {
    "early_start": "schemes/letters/early_start",
    "changed": "schemes/letters/changed",
    "stopped": "schemes/letters/stopped",
    "not_changed": "schemes/letters/not_changed",
    "fixed": "schemes/letters/fixed",
    "year_decided": "schemes/letters/year_decided",
    "hearing": "schemes/letters/hearing",
    "cancelled": "schemes/letters/cancelled",
    "taken_back": "schemes/letters/taken_back",
    "exempted": "schemes/letters/exempted",
    "reminder": "schemes/letters/reminder",
    "instalments": "schemes/letters/instalments",
    "withdrawn": "schemes/letters/withdrawn",
}
MAIL = "schemes/mail/grant"
