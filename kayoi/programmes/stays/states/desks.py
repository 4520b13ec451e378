"""Desks for members (コワーキングの会員): plans, the life of a membership, what is counted."""

from kayoi.kit.moves import Transition
from kayoi.kit.states import Labelled
from kayoi.programmes.stays.states.permissions import Permission

# What follow-ups, mails and engagements of members are about.
DESK_MEMBER = "stays.DeskMember"
DESK_USE = "stays.DeskUse"
# Cause of transfers in the ledger.
DESK_FEE = "stays.desk"
DESK_INCOME, DESK_RECEIVED = "stays.desk:income", "stays.desk:received"
DESK_MAIL = "stays/mail/desk_news"
DESK_LATE_MAIL = "stays/mail/desk_late"


class PlanStatus(Labelled):
    DRAFT = "draft", "準備中"
    OPEN = "open", "募集中"
    CLOSED = "closed", "募集終了"


P = PlanStatus
PLAN_TRANSITIONS = (
    Transition("open", {P.DRAFT, P.CLOSED}, P.OPEN, Permission.STAY_HOUSE),
    Transition("close", {P.OPEN}, P.CLOSED, Permission.STAY_HOUSE),
)


class Counted(Labelled):
    """By what the use of members is counted (利用の数え方)."""

    HOURS = "hours", "時間"
    DAYS = "days", "日"


class PartMonths(Labelled):
    """What a month costs of which somebody is a member for a part (途中の月の会費)."""

    BY_DAY = "by_day", "日割り"
    WHOLE = "whole", "1か月分"


class MemberStatus(Labelled):
    """Where a membership stands (会員の状態)."""

    APPLIED = "applied", "申込み中"
    MEMBER = "member", "会員"
    LEAVING = "leaving", "退会予定"
    ENDED = "ended", "退会済み"
    REFUSED = "refused", "入会不可"
    WITHDRAWN = "withdrawn", "申込みの取下げ"


M = MemberStatus
# A person may withdraw and leave without permission: the secret of the link, or the log-in, is the key.
MEMBER_TRANSITIONS = (
    Transition("decide", {M.APPLIED}, M.MEMBER, Permission.STAY_DECIDE),
    Transition("refuse", {M.APPLIED}, M.REFUSED, Permission.STAY_DECIDE),
    Transition("withdraw", {M.APPLIED}, M.WITHDRAWN),
    Transition("give_notice", {M.MEMBER}, M.LEAVING),
    Transition("stay_on", {M.LEAVING}, M.MEMBER, Permission.STAY_EDIT),
    Transition("end", {M.MEMBER, M.LEAVING}, M.ENDED),
)
# Those who have a place in the plan, and those who may not ask for the same plan again.
IS_MEMBER = (M.MEMBER, M.LEAVING)
ASKS_OR_IS = (M.APPLIED, *IS_MEMBER)


class FeeKind(Labelled):
    """For what a member is charged (請求の種類)."""

    MONTH = "month", "月会費"
    OVER = "over", "超えた利用"
