"""Checks, the survey at the house, brokers, the term: words, transitions, settings of a town."""

from kayoi.kit.moves import Transition
from kayoi.kit.states import Labelled, TownSetting
from kayoi.programmes.homes.states.permissions import Permission


class CheckKind(Labelled):
    """What is checked before a house is registered (審査の項目); that all holders agree is read from the parties."""

    TAX = "tax", "市町村税の滞納がない"
    ANTISOCIAL = "antisocial", "暴力団等と関わりがない"
    BROKERAGE = "brokerage", "宅建業者と媒介契約を結んでいない"
    HAZARDOUS = "hazardous", "特定空家等に当たらない"
    DEALER_STOCK = "dealer_stock", "分譲・賃貸用に建てたもの、業者の在庫でない"
    OWNERSHIP = "ownership", "所有が確かめられる(登記・課税明細)"


class CheckResult(Labelled):
    OPEN = "open", "未確認"
    ASKED = "asked", "照会中"
    PASSED = "passed", "問題なし"
    FAILED = "failed", "問題あり"


class SurveyedBy(Labelled):
    STAFF = "staff", "職員"
    BROKER = "broker", "宅建業者"


class BrokerStatus(Labelled):
    APPLIED = "applied", "申請中"
    ACTIVE = "active", "登録中"
    SUSPENDED = "suspended", "停止中"
    CANCELLED = "cancelled", "登録取消し"


BROKER_TRANSITIONS = (
    Transition("admit", {BrokerStatus.APPLIED, BrokerStatus.SUSPENDED}, BrokerStatus.ACTIVE, Permission.HOME_DECIDE),
    Transition("suspend", {BrokerStatus.ACTIVE}, BrokerStatus.SUSPENDED, Permission.HOME_DECIDE),
    Transition(
        "cancel",
        {BrokerStatus.APPLIED, BrokerStatus.ACTIVE, BrokerStatus.SUSPENDED},
        BrokerStatus.CANCELLED,
        Permission.HOME_DECIDE,
    ),
    Transition("apply_again", {BrokerStatus.CANCELLED}, BrokerStatus.APPLIED, Permission.HOME_EDIT),
)


class AssignedBy(Labelled):
    WISH = "wish", "所有者の希望"
    ROTATION = "rotation", "順番"
    AGAIN = "again", "前の業者からの交代"


class AssignmentStatus(Labelled):
    ASKED = "asked", "依頼中"
    ACCEPTED = "accepted", "引き受け"
    DECLINED = "declined", "辞退"
    ENDED = "ended", "終了"


ASSIGNMENT_TRANSITIONS = (
    Transition("accept", {AssignmentStatus.ASKED}, AssignmentStatus.ACCEPTED),
    Transition("decline", {AssignmentStatus.ASKED}, AssignmentStatus.DECLINED),
    Transition("end", {AssignmentStatus.ASKED, AssignmentStatus.ACCEPTED}, AssignmentStatus.ENDED),
)
# Those that keep a house with a broker; at most one of a house.
OPEN_ASSIGNMENTS = (AssignmentStatus.ASKED, AssignmentStatus.ACCEPTED)


class Step(Labelled):
    """What staff do with a house by one button: transitions, and the longer term (手続き)."""

    CHECK = "check", "審査を始める"
    REGISTER = "register", "登録を決定する"
    REJECT = "reject", "登録しないと決定する"
    PUBLISH = "publish", "公開する"
    SUSPEND = "suspend", "公開を止める"
    EXTEND = "extend", "登録期間を延ばす"
    RENEW = "renew", "登録を更新する"
    CLOSE = "close", "終了にする"
    WITHDRAW = "withdraw", "取下げを記録する"
    DELIST = "delist", "登録を取り消す"
    APPLY_AGAIN = "apply_again", "もう一度申込みを受ける"


SAYS = {
    Step.CHECK: "審査の項目を用意します。税の確認は、所有者の同意があるときだけできます。",
    Step.REGISTER: "登録日と登録期間を決め、窓口の方に結果を知らせます。公開は、次の手続きで行います。",
    Step.REJECT: "理由を付けて登録しないと決め、窓口の方に知らせます。",
    Step.PUBLISH: "町のページ・検索・オープンデータに、公開の項目だけが出ます。",
    Step.SUSPEND: "町のページから、すぐに外します。登録は続きます。",
    Step.EXTEND: "いまの期間の終わりから、登録期間を延ばします。",
    Step.RENEW: "今日から、新しい登録期間を始めます。公開は、次の手続きで行います。",
    Step.CLOSE: "成約した空き家の記録を終えます。賃貸の終わりの日があれば、その日に再登録をたずねる対応を入れます。",
    Step.WITHDRAW: "所有者などの申し出で終えます。公開中のときは、すぐに外します。",
    Step.DELIST: "虚偽の内容・所有者の交代・特定空家等などのときに取り消し、窓口の方に知らせます。",
    Step.APPLY_AGAIN: "終わった空き家を、もう一度「申込み」に戻します。審査と現地調査は、やり直します。",
}
NEEDS_WHY = frozenset({Step.REJECT, Step.SUSPEND, Step.WITHDRAW, Step.DELIST})
# To an end, or away from the public: drawn as such.
GRAVE = frozenset({Step.REJECT, Step.SUSPEND, Step.WITHDRAW, Step.DELIST})


class Doer(Labelled):
    """Who must act next (次に動く人)."""

    OFFICE = "office", "職員"
    OWNER = "owner", "所有者・窓口の方"
    BROKER = "broker", "取扱業者"
    TALKERS = "talkers", "所有者と利用希望者"
    NOBODY = "nobody", "なし"


class Next(Labelled):
    """What is to be done next with a house (次にすること)."""

    APPLY = "apply", "所有者に申込みをすすめる"
    BEGIN_CHECKS = "begin_checks", "書類を確かめ、審査を始める"
    SEND_PAPERS = "send_papers", "足りない書類を出す"
    FINISH_CHECKS = "finish_checks", "審査の項目を確かめる"
    CHECK_PAPERS = "check_papers", "登録申込みの書類を確かめる"
    ASK_HOLDERS = "ask_holders", "権利者全員の同意を得る"
    PLAN_SURVEY = "plan_survey", "現地調査の日を決める"
    SURVEY = "survey", "現地を調べ、結果を記録する"
    REFUSE = "refuse", "問題があった項目を直すか、登録しないと決める"
    ANSWER = "answer", "取扱いの依頼に返事をする"
    DECIDE = "decide", "登録を決定する"
    PUBLISH = "publish", "掲載の内容を確かめ、公開する"
    WAIT = "wait", "見学・交渉の申込みを待つ"
    FIND_BROKER = "find_broker", "取扱業者を決める"
    RENEW = "renew", "登録を続けるか、所有者に確かめる"
    TALK = "talk", "交渉を進める(町は価格の話に加わらない)"
    CLOSE = "close", "入居・引渡しを確かめ、終了にする"
    RESUME = "resume", "公開を再開するか決める"
    RENEW_OR_END = "renew_or_end", "更新するか、所有者に確かめる"
    NOTHING = "nothing", "ありません"


DOER = {
    Next.APPLY: Doer.OFFICE, Next.BEGIN_CHECKS: Doer.OFFICE, Next.SEND_PAPERS: Doer.OWNER,
    Next.FINISH_CHECKS: Doer.OFFICE, Next.CHECK_PAPERS: Doer.OFFICE, Next.ASK_HOLDERS: Doer.OFFICE,
    Next.PLAN_SURVEY: Doer.OFFICE, Next.SURVEY: Doer.OFFICE, Next.REFUSE: Doer.OFFICE, Next.ANSWER: Doer.BROKER,
    Next.DECIDE: Doer.OFFICE, Next.PUBLISH: Doer.OFFICE, Next.WAIT: Doer.TALKERS, Next.FIND_BROKER: Doer.OFFICE,
    Next.RENEW: Doer.OFFICE, Next.TALK: Doer.TALKERS, Next.CLOSE: Doer.OFFICE, Next.RESUME: Doer.OFFICE,
    Next.RENEW_OR_END: Doer.OFFICE, Next.NOTHING: Doer.NOBODY,
}  # fmt: skip


class Task(Labelled):
    """What is put on somebody's board because of a house (空き家の次の対応)."""

    SURVEY = "survey", "現地調査の結果を記録する"
    DECIDE = "decide", "登録の可否を決める"
    ANSWER = "answer", "取扱業者の返事を確かめる"
    FIND_BROKER = "find_broker", "取扱業者を決める"
    TERM = "term", "登録期間を更新するか、所有者に確かめる"
    DELIST = "delist", "特定空家等になった空き家の登録取消しを決める"
    TELL = "tell", "メールで知らせられない窓口の方に、電話か手紙で知らせる"
    TAKE_DOWN = "take_down", "全国版から下ろす"
    RENT_ENDS = "rent_ends", "賃貸が終わる。もう一度登録するか、所有者に聞く"


# Why a house ends whose term is over, as the owner's side reads it.
TERM_OVER, TERM_OVER_EN = "登録期間の満了", "the term of registration is over"
TERM_YEARS = TownSetting(
    "homes.term_years",
    "空き家バンクの登録期間",
    default=2,
    unit="年",
    least=1,
    most=10,
    help="登録した日から数えます。終わりの60日前と30日前に、窓口の方へ知らせます。",
)
TURN_MONTHS = TownSetting(
    "homes.turn_months",
    "業者の順番で、割当てを数える期間",
    default=12,
    unit="か月",
    least=1,
    most=60,
    help="いま任せている空き家と、この期間の割当てを数え、少ない業者から順に依頼します。",
)
DECLINES_COUNT = TownSetting(
    "homes.declines_count",
    "業者の順番で、辞退を一回と数える(1: 数える、0: 数えない)",
    default=1,
    unit="",
    least=0,
    most=1,
    help="数えると、辞退した業者の次の順番は後になります。",
)
REMINDED_DAYS_BEFORE = (60, 30)
EXTEND_FROM_DAYS = 60
TALK_EXTENDS_MONTHS = 1
LINK_DAYS = 30
