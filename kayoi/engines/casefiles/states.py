"""Words of the case file: stages, wishes, channels, purposes of consent, retention, permissions."""

from dataclasses import dataclass

from kayoi.kit.moves import Transition
from kayoi.kit.states import Labelled, PermissionSet


class Permission(PermissionSet):
    CASEFILE_READ = "casefile.read", "個票を見る"
    CASEFILE_EDIT = "casefile.edit", "個票を書く"
    CASEFILE_MERGE = "casefile.merge", "重複した個票を統合する"
    SENSITIVE_READ = "casefile.sensitive", "配慮の必要なメモを見る"
    PROTECTION_MANAGE = "casefile.protect", "支援措置を登録・解除する"


class CaseFileStatus(Labelled):
    OPEN = "open", "対応中"
    CLOSED = "closed", "終了"


TRANSITIONS = (
    Transition("close", {CaseFileStatus.OPEN}, CaseFileStatus.CLOSED, Permission.CASEFILE_EDIT),
    Transition("reopen", {CaseFileStatus.CLOSED}, CaseFileStatus.OPEN, Permission.CASEFILE_EDIT),
)


class Stage(Labelled):
    """How near a person has come (段階); chosen by staff, never a condition of a right."""

    ASKING = "asking", "問い合わせ"
    CONSIDERING = "considering", "検討中"
    TRYING = "trying", "お試し中"
    DECIDED = "decided", "決定"
    TWO_PLACES = "two_places", "二地域居住中"
    MOVED = "moved", "移住済み"
    RESTING = "resting", "休止"


class Interest(Labelled):
    """What a wish is about (関心)."""

    HOUSING = "housing", "住まい"
    WORK = "work", "仕事"
    CHILDREN = "children", "子育て"
    FARMING = "farming", "農業"
    BUSINESS = "business", "起業"
    TWO_PLACES = "two_places", "二地域居住"
    LEARNING = "learning", "学び"


class Channel(Labelled):
    PORTAL = "portal", "ポータル"
    COUNTER = "counter", "来庁"
    TELEPHONE = "telephone", "電話"
    EMAIL = "email", "メール"
    ONLINE = "online", "オンライン面談"
    EVENT = "event", "イベント"
    LINE = "line", "LINE"
    LETTER = "letter", "手紙"


class ConsentPurpose(Labelled):
    CONSULTATION = "consultation", "相談への回答と記録"
    NEWS = "news", "お知らせの送付"
    TELEPHONE = "telephone", "電話での連絡"


@dataclass(frozen=True)
class ConsentText:
    """What a person agrees to, word by word, with its version; {organization} is the town's name."""

    purpose: ConsentPurpose
    version: str
    text: str
    text_en: str


CONSENT_TEXTS = {
    text.purpose: text
    for text in (
        ConsentText(
            ConsentPurpose.CONSULTATION,
            "2026-11",
            "お名前・連絡先・ご相談の内容は、{organization}が、ご相談への回答と、その記録のために使います。"
            "ほかの目的には使わず、ほかの市町村や会社には渡しません。記録は公文書として保存年限まで保存します。",
            "{organization} uses your name, contact and question to answer you and to keep a record of it. "
            "It is used for nothing else and passed to nobody else. The record is an official document "
            "and is kept until its retention term ends.",
        ),
        ConsentText(
            ConsentPurpose.NEWS,
            "2026-11",
            "{organization}から、住まい・仕事・イベントなどのお知らせをメールで受け取ります。いつでもやめられます。",
            "I would like news from {organization} on homes, work and events by e-mail. I can stop at any time.",
        ),
        ConsentText(
            ConsentPurpose.TELEPHONE,
            "2026-11",
            "{organization}から電話で連絡を受けることに同意します。いつでもやめられます。",
            "{organization} may call me by telephone. I can stop this at any time.",
        ),
    )
}


class Retention(Labelled):
    """Retention class (保存年限): years after the fiscal year in which the matter ended."""

    YEARS_1 = "1", "1年"
    YEARS_3 = "3", "3年"
    YEARS_5 = "5", "5年"
    YEARS_10 = "10", "10年"


class Likeness(Labelled):
    """How likely two files are about one person."""

    SAME = "same", "同じ人とみられます"
    LIKELY = "likely", "同じ人かもしれません"
    DIFFERENT = "different", "別の人とみられます"


@dataclass(frozen=True)
class Kind:
    """A kind of engagement (経過の種類). Towns' programmes write these; figures count them."""

    code: str
    label: str
    label_en: str
    unit: str


# The standing rows of casefiles_engagementkind: kinds are data, programmes add theirs here by code.
KINDS = (
    Kind("question", "質問・相談", "Question", "件"),
    Kind("answer", "回答", "Answer", "件"),
    Kind("question_closed", "回答不要とした", "Closed without answer", "件"),
    Kind("question_reopened", "未回答に戻した", "Opened again", "件"),
    Kind("contact", "連絡", "Contact", "件"),
    Kind("consent", "同意", "Consent", "件"),
    Kind("consent_withdrawn", "同意の取り消し", "Consent withdrawn", "件"),
    Kind("login_linked", "ログインとの結びつけ", "Log-in linked", "件"),
    Kind("login_erased", "ログインの消去", "Log-in erased", "件"),
    Kind("file_received", "書類・写真の受け取り", "File received", "件"),
)
