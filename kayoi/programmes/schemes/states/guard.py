"""What is looked at before money leaves (支払い前の確認): each check, how hard it is, which error it stops."""

from dataclasses import dataclass

from kayoi.kit.moves import Transition
from kayoi.kit.states import Labelled
from kayoi.programmes.schemes.states.permissions import Permission


class Severity(Labelled):
    """What a finding does to a payment."""

    STOP = "stop", "止める(直すまで支払えない)"
    ASK = "ask", "止める(別の人が理由を残せば支払える)"
    LOOK = "look", "知らせる(止めない)"


class FindingStatus(Labelled):
    """Where a finding stands (確認の状態)."""

    OPEN = "open", "要確認"
    RELEASED = "released", "理由を残して進めた"
    CLEARED = "cleared", "解消"


F = FindingStatus
FINDING_TRANSITIONS = (
    Transition("release", {F.OPEN}, F.RELEASED, Permission.PAYMENT_MAKE),
    # What is no longer found when somebody looks again.
    Transition("clear", {F.OPEN, F.RELEASED}, F.CLEARED),
)


@dataclass(frozen=True, slots=True)
class Check:
    """A check: its title, how hard it is, what staff are told, and where the error was published; else constructed."""

    title: str
    severity: Severity
    told: str
    source: str = ""


STOP, ASK, LOOK = Severity.STOP, Severity.ASK, Severity.LOOK
# In the order in which findings are told: what is decided, what was paid already, who gets it, the budget, the batch.
CHECKS = {
    "frozen_changed": Check(
        "決定のもとが、決定のときと違う",
        STOP,
        "決定のもとになった内容が、決定のときの指紋と合いません。運営者に調べてもらってください。",
    ),
    "not_adopted": Check(
        "施行していない版(見本など)で決定している",
        STOP,
        "「%(version)s」の版は、要綱で施行された版ではありません。施行した版で決定し直してください。",
    ),
    "other_version": Check(
        "別の年度の版を当てはめている",
        STOP,
        "基準日に合う版は「%(right)s」(計算すると%(right_yen)s円)ですが、「%(used)s」の版で決定しています(%(yen)s円)。",
        "延岡市 2024",
    ),
    "not_met": Check(
        "決定のもとで、要件を満たさない",
        STOP,
        "決定のときの要件と事実で計算し直すと、要件を満たしません。",
        "笛吹市 2022",
    ),
    "not_recomputed": Check(
        "再計算した額と合わない",
        STOP,
        "決定のもとから計算し直すと%(right)s円ですが、%(yen)s円を支払おうとしています。",
        "狛江市 2018",
    ),
    "cap_and_rounding": Check(
        "上限と端数処理の順が違う",
        STOP,
        "上限と端数処理を逆の順に計算した額(%(yen)s円)になっています。正しくは%(right)s円です。",
    ),
    "tax_included": Check(
        "消費税を含めて計算している",
        STOP,
        "消費税を除かずに計算した額(%(yen)s円)になっています。正しくは%(right)s円です。",
        "会計検査院 令和元年度",
    ),
    "started_early": Check(
        "交付決定の前に着手している",
        STOP,
        "着手の日(%(day)s)が交付決定の日(%(decided)s)より前で、事前着手の承認もありません。",
    ),
    "unlike_claim": Check(
        "請求の額と違う",
        STOP,
        "請求は%(claimed)s円ですが、%(yen)s円を支払おうとしています。",
        "倉敷市 2020",
    ),
    "above_granted": Check(
        "交付決定額・確定額を超える",
        STOP,
        "支払済みの%(paid)s円に%(yen)s円を足すと、決定額・確定額の%(most)s円を超えます。",
    ),
    "grant_ended": Check(
        "取消し・中止・差し戻しの後である",
        STOP,
        "%(state)sです。支払いを取りやめるか、状態を確かめてください。",
    ),
    "paid_already": Check(
        "同じ請求を支払済みである",
        STOP,
        "この請求は、支払済みと記録されています。二重に支払わないよう、取りやめてください。",
        "津山市 2020",
    ),
    "months_twice": Check(
        "同じ月を、別の交付で請求している",
        STOP,
        "同じ人が、%(months)sを別の交付(%(receipt)s)でも請求しています。",
    ),
    "too_many_months": Check(
        "請求できる月数を超える",
        STOP,
        "請求は合わせて%(months)sか月で、上限の%(most)sか月を超えます。",
    ),
    "granted_twice": Check(
        "同じ制度から二度受けることになる",
        ASK,
        "同じ制度の交付が、ほかにもあります: %(title)s(%(receipt)s)",
        "門真市 2020",
    ),
    "cost_twice": Check(
        "併給できない制度から受けている",
        ASK,
        "同じ経費を対象とする交付が、ほかにもあります: %(title)s(%(receipt)s)",
        "岸和田市 2017",
    ),
    "child_twice": Check(
        "同じ子どもを二つの世帯で数えている",
        ASK,
        "%(born)s生まれの子どもを、別の世帯の交付(%(receipt)s)でも数えています。",
    ),
    "moved_out": Check(
        "住んでいないという回答・確認がある",
        ASK,
        "%(day)sの住民記録の回答・転出者の一覧・現地確認・義務違反の記録で、住んでいないことになっています。",
        "大阪市鶴見区 2023",
    ),
    "spoken_against": Check(
        "照会に「支障あり」の回答がある",
        ASK,
        "照会の回答が「支障あり」です: %(offices)s",
    ),
    "account_replaced": Check(
        "支払データを作ったあとで口座が変わった",
        STOP,
        "支払データの口座は、いまの確認済みの口座ではありません。",
        "仙台市 2022",
    ),
    "account_shared": Check(
        "別の世帯と同じ口座である",
        ASK,
        "別の世帯の人(個票 %(names)s)と同じ口座です。通帳の写しを確かめてください。",
        "倉敷市 2020",
    ),
    "account_after_return": Check(
        "組戻しのあとで登録した口座である",
        LOOK,
        "組戻しのあとの口座です(名義 %(holder)s)。本人から届いた口座か、もう一度見てください。",
        "新潟県 2024",
    ),
    "other_holder": Check(
        "本人と違う名義の口座である",
        LOOK,
        "本人と違う名義(%(holder)s)の口座です。委任状を確かめてください。",
    ),
    "other_year": Check(
        "別の年度の予算から支払おうとしている",
        STOP,
        "%(line)s年度の予算から支払おうとしていますが、%(year)s年度の支払いです。",
    ),
    "other_line": Check(
        "別の手続きの予算から支払おうとしている",
        STOP,
        "この手続きのものではない予算から支払おうとしています。",
    ),
    "books_closed": Check(
        "出納整理期間を過ぎている",
        STOP,
        "支払予定日(%(day)s)が、出納整理期間の末日(%(last)s)までの期間の外です。",
    ),
    "shares_above_whole": Check(
        "国・県などの負担が、額を超える",
        STOP,
        "国・県などの負担の合計(%(shares)s円)が、交付額(%(yen)s円)を超えます。",
        "会計検査院 令和4年度",
    ),
    "in_two_batches": Check(
        "ほかの支払データにも入っている",
        STOP,
        "ほかの支払データにも入っています: %(batches)s",
        "垂水市 2024",
    ),
    "whole_sum": Check(
        "1件の額が、ほかの全件の合計と同じである",
        ASK,
        "この1件(%(yen)s円)が、ほかの%(count)s件の合計と同じ額です。1件に全件分が入っていないか見てください。",
        "阿武町 2022",
    ),
    "row_unlike": Check(
        "支払データの行・件数・合計が、支払いと合わない",
        STOP,
        "支払い%(yen)s円に対し、行は%(row)s円、合計は%(total)s円(行の合計 %(rows)s円)で、合いません。",
    ),
}
