"""Refunds of grants (返還): on which ground, where each stands, what staff do with it."""

from kayoi.engines.procedures.states import Permission
from kayoi.kit.moves import Transition
from kayoi.kit.states import Labelled

# Cause of follow-ups.
RECOVERY = "schemes.Recovery"
# Cause of follow-ups: a claim lapses soon; so many months before staff look at it.
LAPSE, LAPSE_MONTHS = "schemes.Recovery.lapse", 6
# After so many years a claim lapses, by either law.
LIMITATION_YEARS = 5
# By when staff have looked at a broken obligation, and decided on a proposal (open days).
LOOK_DAYS, DECIDE_DAYS = 5, 5
DAYS_OF_YEAR = 365
LEAST_PARTS = 2


class Ground(Labelled):
    """Which obligation was broken (返還の事由), by the words that rulesets use."""

    MOVED_OUT = "moved_out", "転出"
    LEFT_JOB = "left_job", "離職"
    CLOSED_BUSINESS = "closed_business", "事業の廃止"
    FALSE_APPLICATION = "false_application", "虚偽の申請"
    OTHER = "other", "その他"


# How the day of each is called.
DAY_OF = {
    Ground.MOVED_OUT: "転出日",
    Ground.LEFT_JOB: "離職日",
    Ground.CLOSED_BUSINESS: "廃止日",
    Ground.FALSE_APPLICATION: "判明した日",
    Ground.OTHER: "起きた日",
}


class Hardship(Labelled):
    """For which reason a refund is exempted (免除の事由)."""

    BANKRUPTCY = "bankruptcy", "勤め先の倒産"
    DISASTER = "disaster", "災害"
    ILLNESS = "illness", "病気"
    OTHER = "other", "その他やむを得ない事情"


class Loss(Labelled):
    """On which ground something is given up (不納欠損の事由)."""

    LAPSED = "lapsed", "消滅時効"
    WAIVED = "waived", "権利放棄の議決"
    DISCHARGED = "discharged", "免除・免責"
    OTHER = "other", "その他"


class Arrears(Labelled):
    """As what money for a late payment is asked (延滞の扱い)."""

    NONE = "none", "求めない"
    PENALTY = "penalty", "違約延滞金"
    LATE = "late", "延滞金"
    DAMAGES = "damages", "遅延損害金"


class Limitation(Labelled):
    """By which law a claim lapses (消滅時効の根拠)."""

    PUBLIC = "public", "地方自治法第236条(援用は要りません)"
    PRIVATE = "private", "民法第166条(本人の援用が要ります)"


class Renewal(Labelled):
    """What lets the time begin anew after which a claim lapses (時効の更新)."""

    REMINDED = "reminded", "督促"
    PLANNED = "planned", "分割納付の承認"
    ACKNOWLEDGED = "acknowledged", "債務の承認"
    PAID = "paid", "納付"


class RecoveryStatus(Labelled):
    """Where a refund stands (返還の状態)."""

    CONSIDERING = "considering", "検討中"
    PROPOSED = "proposed", "決裁待ち"
    NOTHING_DUE = "nothing_due", "返還なし"
    EXEMPTED = "exempted", "免除"
    DEMANDED = "demanded", "返還を請求中"
    IN_INSTALMENTS = "in_instalments", "分割納付中"
    CONTESTED = "contested", "審査請求など"
    PAID = "paid", "加算金・延滞分が残る"
    SETTLED = "settled", "完納"
    WRITTEN_OFF = "written_off", "不納欠損"


R = RecoveryStatus
# Money may come in; somebody waits for it and reminds.
OWED = (R.DEMANDED, R.IN_INSTALMENTS, R.CONTESTED, R.PAID)
AWAITED = (R.DEMANDED, R.IN_INSTALMENTS)
CLOSED = (R.NOTHING_DUE, R.EXEMPTED, R.SETTLED, R.WRITTEN_OFF)
EDIT, DECIDE = Permission.APPLICATION_EDIT, Permission.APPLICATION_DECIDE
# Without permission: what follows from a payment.
RECOVERY_TRANSITIONS = (
    Transition("propose", {R.CONSIDERING}, R.PROPOSED, EDIT),
    Transition("send_back", {R.PROPOSED}, R.CONSIDERING, DECIDE),
    Transition("find_nothing_due", {R.PROPOSED}, R.NOTHING_DUE, DECIDE),
    Transition("exempt", {R.PROPOSED}, R.EXEMPTED, DECIDE),
    Transition("demand", {R.PROPOSED}, R.DEMANDED, DECIDE),
    Transition("allow_instalments", set(AWAITED), R.IN_INSTALMENTS, DECIDE),
    Transition("contest", {R.CONSIDERING, *AWAITED}, R.CONTESTED, EDIT),
    # What was contested before anything was demanded is considered again; a demand is upheld.
    Transition("take_up", {R.CONTESTED}, R.CONSIDERING, DECIDE),
    Transition("uphold", {R.CONTESTED}, R.DEMANDED, DECIDE),
    Transition("uphold_plan", {R.CONTESTED}, R.IN_INSTALMENTS, DECIDE),
    Transition("pay_principal", {*AWAITED, R.CONTESTED}, R.PAID),
    Transition("settle", set(OWED), R.SETTLED),
    # A repayment that was booked by mistake is owed again.
    Transition("owe_again", {R.PAID, R.SETTLED}, R.DEMANDED),
    Transition("owe_plan_again", {R.PAID, R.SETTLED}, R.IN_INSTALMENTS),
    Transition("owe_rest_again", {R.SETTLED}, R.PAID),
    Transition("write_off", {*AWAITED, R.PAID}, R.WRITTEN_OFF, DECIDE),
)


class RecoveryAction(Labelled):
    """A step that staff take with a refund (返還の手続き)."""

    CORRECT = "correct", "日・事由を直す"
    HEAR = "hear", "弁明の機会を与える"
    STATEMENT = "statement", "弁明を記録する"
    PROPOSE = "propose", "返還・免除の案を作る"
    APPROVE = "approve", "決裁する"
    SEND_BACK = "send-back", "案を差し戻す"
    RECEIVE = "receive", "納付を記録する"
    REMIND = "remind", "督促状を出す"
    INSTALMENTS = "instalments", "分割納付を承認する"
    ACKNOWLEDGE = "acknowledge", "債務の承認を記録する"
    CONTEST = "contest", "審査請求などを記録する"
    UPHOLD = "uphold", "審査請求などの結果を記録する"
    WRITE_OFF = "write-off", "不納欠損にする"


class Stands(Labelled):
    """What came of an objection (審査請求などの結果)."""

    STANDS = "stands", "返還の手続きを続ける(棄却・取下げなど)"
    WITHDRAWN = "withdrawn", "返還命令を取り消して、検討に戻す(認容など)"


class Shelf(Labelled):
    """Which refunds a list shows (返還の一覧)."""

    CONSIDERING = "considering", "検討中"
    DEMANDED = "demanded", "請求中"
    OVERDUE = "overdue", "期限切れ"
    CLOSED = "closed", "終わったもの"
