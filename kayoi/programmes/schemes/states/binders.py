"""The auditor's binder: where it stands, what is read off the audit trail for it, how long it is kept."""

from kayoi.kit.moves import Transition
from kayoi.kit.states import Labelled

# A binder holds names: it is thrown away when the audit is over, and made again at a press.
KEPT_DAYS = 30
# Cases that are read in one transaction.
CHUNK = 50
# Who has looked a claim through stands in the audit trail.
CLAIM = "schemes.Claim"
# Papers are bound in while the binder can still be opened and sent: photos as for A4 at 150 dots an inch.
PRINT_SIDE_PX = 1754
MOST_PAGES_A_PAPER = 30
MOST_BYTES_A_PAPER = 8_000_000
MOST_BYTES_OF_PAPERS = 100_000_000


class BinderStatus(Labelled):
    """Where a binder stands (監査の綴りの状態)."""

    MAKING = "making", "作成中"
    READY = "ready", "できました"
    FAILED = "failed", "途中で止まりました"
    FORGOTTEN = "forgotten", "保存期間を過ぎて消しました"


B = BinderStatus
BINDER_TRANSITIONS = (
    Transition("finish", {B.MAKING}, B.READY),
    Transition("fail", {B.MAKING}, B.FAILED),
    Transition("forget", {B.READY, B.FAILED}, B.FORGOTTEN),
)


class BinderPart(Labelled):
    """What is handed over of a binder."""

    PDF = "pdf", "綴り(PDF)"
    XLSX = "xlsx", "一覧(Excel)"


class Outcome(Labelled):
    """What became of an application, as the binder counts it."""

    OPEN = "open", "未決定"
    GRANTED = "granted", "交付決定"
    REFUSED = "refused", "却下"
    WITHDRAWN = "withdrawn", "取下げ"


class NotBound(Labelled):
    """Why a paper is not in the binder (綴じていない理由)."""

    PROTECTED = "protected", "支援措置の対象のため、綴じていません"
    TOO_MANY = "too_many", f"{MOST_PAGES_A_PAPER}ページを超えるため、綴じていません"
    TOO_LARGE = "too_large", f"{MOST_BYTES_A_PAPER // 1_000_000}MBを超えるため、綴じていません"
    FULL = "full", f"添付書類が合わせて{MOST_BYTES_OF_PAPERS // 1_000_000}MBを超えるため、綴じていません"
    UNREADABLE = "unreadable", "ファイルを開けないため、綴じていません"


# Steps whose hands stand in the audit trail only, in words.
HANDS = {
    "schemes.grant.fix": "額の確定",
    "schemes.grant.fix_at_once": "額の確定",
    "schemes.claim.fix": "請求の確認",
    "schemes.payeeaccount.confirm": "口座の確認",
}
SUBMIT = "procedures.application.submit"
