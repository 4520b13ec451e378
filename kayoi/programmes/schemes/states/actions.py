"""What staff can do with a grant, in the words of its buttons."""

from kayoi.kit.states import Labelled


class GrantAction(Labelled):
    """A step that staff take with a grant (交付の手続き)."""

    REPORT = "report", "実績報告を記録する"
    FINISH = "finish", "完了日を記録する"
    INSPECT = "inspect", "検査する"
    RETURN_REPORT = "return-report", "実績報告を差し戻す"
    LOOK_AGAIN = "look-again", "検査に戻す"
    FIX = "fix", "額を確定する"
    CLAIM = "claim", "請求を記録する"
    CLAIM_MONTHS = "claim-months", "月の請求を記録する"
    CLAIM_YEAR = "claim-year", "年度分の請求を記録する"
    CHECK_CLAIM = "check-claim", "請求を確認済みにする"
    RETURN_CLAIM = "return-claim", "請求を差し戻す"
    PAY = "pay", "支払を記録する"
    BOUNCE = "bounce", "組戻しを記録する"
    COMPLETE = "complete", "交付を終える"
    DECIDE_YEAR = "decide-year", "年度分の交付を決定する"
    PLAN_YEARS = "plan-years", "年度ごとの予定額を直す"
    CHANGE = "change", "変更・中止の申請を記録する"
    APPROVE_CHANGE = "approve-change", "変更・中止を承認する"
    REFUSE_CHANGE = "refuse-change", "変更・中止を承認しない"
    HEAR = "hear", "弁明の機会を与える"
    STATEMENT = "statement", "弁明を記録する"
    CANCEL = "cancel", "交付決定を取り消す"
    TAKE_BACK = "take-back", "返還の検討を始める"
    VISIT = "visit", "現地確認を記録する"
