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


class Lifestyle(Labelled):
    """How somebody wants to live in two places or more (暮らし方の型)."""

    PARALLEL = "parallel", "パラレル(二つの家・二つの仕事)"
    TELEWORK = "telework", "テレワーク"
    SECOND_HOUSE = "second_house", "別荘・週末"
    LOCAL_ISSUES = "local_issues", "地域課題に関わる"
    APART = "apart", "単身赴任・家族は別の地域"
    SETTLING = "settling", "移り住む"


class WhyHere(Labelled):
    """What ties somebody to the place (きっかけ・理由)."""

    NATURE = "nature", "自然・暮らしの環境"
    CHILDREN = "children", "子育て・教育"
    WORK = "work", "就職・転職"
    BUSINESS = "business", "起業・事業の引継ぎ"
    FARMING = "farming", "農林漁業"
    RETURN = "return", "出身・Uターン"
    RELATIVES = "relatives", "親族がいる"
    CARE = "care", "親などの介護"
    TRANSFER = "transfer", "転勤"
    MARRIAGE = "marriage", "結婚"
    STUDY = "study", "進学"
    RETIREMENT = "retirement", "退職後の暮らし"
    OTHER = "other", "その他"


class Route(Labelled):
    """How somebody came to the town (知った経路)."""

    PORTAL = "portal", "このサイト"
    TOWN_SITE = "town_site", "市町村のサイト"
    SEARCH = "search", "検索・SNS"
    MATCHING_SITE = "matching_site", "マッチングサイト(SMOUTなど)"
    NATIONAL_COUNTER = "national_counter", "ふるさと回帰支援センターなど全国の窓口"
    PREFECTURE = "prefecture", "都道府県の窓口"
    FAIR = "fair", "フェア・セミナー"
    ACQUAINTANCE = "acquaintance", "知人・先輩移住者"
    MEDIA = "media", "新聞・テレビ・雑誌"
    DONATION = "donation", "ふるさと納税"
    HOME_BANK = "home_bank", "空き家バンク"
    OTHER = "other", "その他"


class HouseholdType(Labelled):
    """With whom somebody would come (世帯の形)."""

    SINGLE = "single", "単身"
    COUPLE = "couple", "夫婦・二人"
    FAMILY = "family", "子どものいる世帯"
    PARENT = "parent", "ひとり親と子ども"
    THREE_GENERATIONS = "three_generations", "三世代"
    OTHER = "other", "その他"


class AgeBand(Labelled):
    """Age as it is asked at a counter where no birth date is given (年代)."""

    UNDER_20 = "u20", "10代まで"
    TWENTIES = "20s", "20代"
    THIRTIES = "30s", "30代"
    FORTIES = "40s", "40代"
    FIFTIES = "50s", "50代"
    SIXTIES = "60s", "60代"
    OVER_70 = "70p", "70代以上"


# Households in which a child lives.
WITH_CHILDREN = (HouseholdType.FAMILY, HouseholdType.PARENT, HouseholdType.THREE_GENERATIONS)
# The ages of each band, first and last.
AGES = {
    AgeBand.UNDER_20: (0, 19), AgeBand.TWENTIES: (20, 29), AgeBand.THIRTIES: (30, 39), AgeBand.FORTIES: (40, 49),
    AgeBand.FIFTIES: (50, 59), AgeBand.SIXTIES: (60, 69), AgeBand.OVER_70: (70, 129),
}  # fmt: skip
CHILD_UNTIL = 17


class ContactBasis(Labelled):
    """On what ground a town may write to the person of a file (連絡の根拠)."""

    GIVEN = "given", "本人が連絡先を示した"
    UNCONFIRMED = "unconfirmed", "取り込み・未確認"
    ASKED = "asked", "続けてよいか確認中"
    ENDED = "ended", "連絡しない"


class CollectedFor(Labelled):
    """For what a person gave the data on a file (集めた目的); the purpose of a donation is not that of the desk."""

    CONSULTATION = "consultation", "相談への回答と記録"
    DONATION = "donation", "寄附の受付"
    DONATION_CONTACT = "donation_contact", "寄附の受付と、町からの連絡"


# The purposes of donors. Their files serve the desk only once the person has turned to it (ContactBasis.GIVEN).
OF_DONORS = (CollectedFor.DONATION, CollectedFor.DONATION_CONTACT)


class Channel(Labelled):
    PORTAL = "portal", "ポータル"
    COUNTER = "counter", "来庁"
    TELEPHONE = "telephone", "電話"
    EMAIL = "email", "メール"
    ONLINE = "online", "オンライン面談"
    EVENT = "event", "イベント"
    LINE = "line", "LINE"
    LETTER = "letter", "手紙"


# Channels in which somebody speaks with a person who listens.
SPOKEN = frozenset({Channel.COUNTER, Channel.TELEPHONE, Channel.ONLINE, Channel.EVENT})


class IdentityFact(Labelled):
    """What a caller is asked to say before anything is read out (本人確認の問い)."""

    NAME = "name", "お名前"
    BIRTH = "birth_on", "生年月日"
    PHONE = "phone", "電話番号"
    ADDRESS = "address", "住所"
    EMAIL = "email", "メールアドレス"


# How many of them must be said as they stand on the file.
FACTS_TO_MATCH = 2
# For how long a file stays open to somebody who has confirmed an identity, or has written a reason to look.
LOOK_MINUTES = 30
# Where the session keeps since when, by the id of the file.
CONFIRMED, LOOKED = "casefiles_confirmed", "casefiles_looked"


class ConsentPurpose(Labelled):
    CONSULTATION = "consultation", "相談への回答と記録"
    NEWS = "news", "お知らせの送付"
    TELEPHONE = "telephone", "電話での連絡"
    COMPARISON = "comparison", "ほかの市町村との実人数の照合"


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
        ConsentText(
            ConsentPurpose.COMPARISON,
            "2026-11",
            "{organization}がほかの市町村と合わせて相談した人の数を数えるとき、ふりがなと生年月日を、同じことに同意した人の"
            "記録とだけ照らし合わせます。使うのは数だけで、だれが同じ人かは、どの市町村にも知らせません。いつでもやめられます。",
            "When {organization} and other municipalities count how many people asked them together, the reading of my "
            "name and my date of birth are compared with the records of people who agreed to the same. "
            "Only numbers are used; no municipality learns who is the same person. I can stop this at any time.",
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
