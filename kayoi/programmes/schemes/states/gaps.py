"""Gaps of cases: of which kind, and what an auditor is told of each."""

from kayoi.kit.states import Labelled


class GapKind(Labelled):
    """What an auditor would stop at (確かめることの種類)."""

    PAPERS_MISSING = "papers_missing", "書類がない"
    PAPERS_UNCHECKED = "papers_unchecked", "書類を確かめていない"
    CONSENT = "consent", "同意の記録がない"
    NOT_ASKED = "not_asked", "照会していない"
    UNANSWERED = "unanswered", "照会の回答を待っていない"
    AGAINST = "against", "照会に支障ありの回答"
    LETTER = "letter", "通知書がない"
    LETTER_NUMBER = "letter_number", "文書番号がない"
    REASONS = "reasons", "却下の理由がない"
    FROZEN = "frozen", "決定の指紋が合わない"
    DECIDED_YEN = "decided_yen", "決定額が計算と違う"
    GRANT = "grant", "交付の記録がない"
    DECIDED_LATE = "decided_late", "決定が遅れた"
    UNDECIDED = "undecided", "決定が遅れている"
    BEGUN = "begun", "着手が早い"
    REPORT = "report", "実績報告がない"
    REPORT_LATE = "report_late", "実績報告が遅れた"
    INSPECTION = "inspection", "検査の記録がない"
    INSPECTOR_FIXED = "inspector_fixed", "検査と確定が同じ人"
    FIXED_YEN = "fixed_yen", "確定額が計算と違う"
    BOUND = "bound", "支出負担行為の額が違う"
    NO_CLAIM = "no_claim", "請求のない支払"
    OVERPAID = "overpaid", "払い過ぎ"
    UNPAID = "unpaid", "支払が遅れている"
    PAYEE = "payee", "口座を二人で確かめていない"
    NOT_RETURNED = "not_returned", "返還が済んでいない"
    PROOF = "proof", "義務の証明がない"
    BREACH = "breach", "義務違反の扱いが決まっていない"
    BOOKS = "books", "台帳と合わない"
    STRANGER = "stranger", "結び付かない支出負担行為"


GAPS = {
    GapKind.PAPERS_MISSING: "必要な書類「%(name)s」がないまま決定しています。",
    GapKind.PAPERS_UNCHECKED: "書類「%(name)s」を確かめた記録がありません。",
    GapKind.CONSENT: "個人情報の取扱いへの同意の記録がありません。",
    GapKind.NOT_ASKED: "ほかの件でしている照会(%(name)s)が、この件にはありません。",
    GapKind.UNANSWERED: "照会(%(name)s)の回答を待たずに決定しています。",
    GapKind.AGAINST: "照会(%(name)s)に「支障あり」の回答があるのに決定しています。",
    GapKind.LETTER: "決定の通知書がありません。",
    GapKind.LETTER_NUMBER: "文書番号のない通知書があります。",
    GapKind.REASONS: "却下の理由の記録がありません。",
    GapKind.FROZEN: "決定のもとになった内容が、決定のときの指紋と一致しません。",
    GapKind.DECIDED_YEN: "決定額(%(said)s円)が、決定のときの要件で計算し直した額(%(by_rule)s円)と違います。",
    GapKind.GRANT: "決定に続く交付の記録がありません。",
    GapKind.DECIDED_LATE: "決定が、標準処理期間(%(day)sまで)を過ぎています。",
    GapKind.UNDECIDED: "標準処理期間(%(day)sまで)を過ぎても、決定していません。",
    GapKind.BEGUN: "着手の日(%(day)s)が、着手してよい日(%(first)s)より前です。",
    GapKind.REPORT: "実績報告が、期限(%(day)s)を過ぎても出ていません。",
    GapKind.REPORT_LATE: "実績報告の日(%(day)s)が、期限(%(due)s)を過ぎています。",
    GapKind.INSPECTION: "検査の記録がないまま、額を確定しています。",
    GapKind.INSPECTOR_FIXED: "検査した人が、額も確定しています。",
    GapKind.FIXED_YEN: "確定額(%(said)s円)が、認めた費用で計算し直した額(%(by_rule)s円)と違います。",
    GapKind.BOUND: "支出負担行為の額(%(bound)s円)が、交付する額(%(owed)s円)と違います。",
    GapKind.NO_CLAIM: "支払った額(%(paid)s円)に対して、請求が%(claimed)s円しかありません。",
    GapKind.OVERPAID: "支払った額(%(paid)s円)が、交付できる額(%(most)s円)を超えています。",
    GapKind.UNPAID: "%(day)sの請求が、30日を過ぎても支払われていません。",
    GapKind.PAYEE: "口座(%(name)s)を、登録した人とは別の人が確かめた記録がありません。",
    GapKind.NOT_RETURNED: "返還を求めた額のうち、%(left)s円が返っていません。",
    GapKind.PROOF: "交付後の義務の証明が、期限(%(day)s)を過ぎても確認できていません。",
    GapKind.BREACH: "%(day)sに把握した義務違反の扱いが、30日を過ぎても決まっていません。",
    GapKind.BOOKS: "%(line)s: 各件の合計(支払待ち %(bound)s円、支払済み %(paid)s円)が、台帳(%(ledger_bound)s円、"
    "%(ledger_paid)s円)と違います。",
    GapKind.STRANGER: "%(line)s: この手続きの件に結び付かない支出負担行為があります(%(name)s)。",
}
