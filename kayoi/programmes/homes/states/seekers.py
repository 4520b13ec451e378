"""People who look for a house: registration, inquiries, viewings, contracts."""

from dataclasses import dataclass

from kayoi.kit.moves import Transition
from kayoi.kit.states import Labelled, TownSetting
from kayoi.programmes.homes.states.permissions import Permission


class SeekerStatus(Labelled):
    APPLIED = "applied", "申請中"
    REGISTERED = "registered", "登録中"
    REFUSED = "refused", "登録不可"
    EXPIRED = "expired", "期間満了"
    WITHDRAWN = "withdrawn", "取りやめ"


SEEKER_TRANSITIONS = (
    Transition("register", {SeekerStatus.APPLIED}, SeekerStatus.REGISTERED, Permission.HOME_EDIT),
    Transition("refuse", {SeekerStatus.APPLIED}, SeekerStatus.REFUSED, Permission.HOME_DECIDE),
    Transition("renew", {SeekerStatus.REGISTERED}, SeekerStatus.REGISTERED),
    Transition("expire", {SeekerStatus.REGISTERED}, SeekerStatus.EXPIRED),
    Transition("withdraw", {SeekerStatus.APPLIED, SeekerStatus.REGISTERED}, SeekerStatus.WITHDRAWN),
    Transition(
        "apply_again",
        {SeekerStatus.EXPIRED, SeekerStatus.WITHDRAWN, SeekerStatus.REFUSED},
        SeekerStatus.APPLIED,
    ),
)


class InquiryStatus(Labelled):
    WAITING = "waiting", "順番待ち・選考待ち"
    CHOSEN = "chosen", "商談中"
    CONTRACTED = "contracted", "成約"
    DECLINED = "declined", "見送り(所有者)"
    WITHDRAWN = "withdrawn", "取下げ(本人)"
    FELL_THROUGH = "fell_through", "不成立"
    LAPSED = "lapsed", "終了(ほかの人に決定など)"


# Not at an end yet.
OPEN = (InquiryStatus.WAITING, InquiryStatus.CHOSEN)
# At most one inquiry of a house is in these: the others wait.
TALKING = (InquiryStatus.CHOSEN, InquiryStatus.CONTRACTED)
INQUIRY_TRANSITIONS = (
    Transition("choose", {InquiryStatus.WAITING}, InquiryStatus.CHOSEN),
    Transition("decline", {InquiryStatus.WAITING, InquiryStatus.CHOSEN}, InquiryStatus.DECLINED),
    Transition("withdraw", {InquiryStatus.WAITING, InquiryStatus.CHOSEN}, InquiryStatus.WITHDRAWN),
    Transition("contract", {InquiryStatus.CHOSEN}, InquiryStatus.CONTRACTED),
    Transition("fall_through", {InquiryStatus.CHOSEN, InquiryStatus.CONTRACTED}, InquiryStatus.FELL_THROUGH),
    Transition("lapse", {InquiryStatus.WAITING}, InquiryStatus.LAPSED),
    Transition("queue_again", {InquiryStatus.LAPSED}, InquiryStatus.WAITING),
)


class EndOfTalk(Labelled):
    """How staff say that an inquiry has ended; the action of the table (終わり方)."""

    DECLINE = "decline", "所有者が見送った"
    WITHDRAW = "withdraw", "本人が取り下げた"
    FALL_THROUGH = "fall_through", "商談がまとまらなかった"


class ViewingStatus(Labelled):
    ASKED = "asked", "希望を受付"
    FIXED = "fixed", "日時が決定"
    DONE = "done", "見学済み"
    CANCELLED = "cancelled", "取りやめ"


VIEWING_TRANSITIONS = (
    Transition("fix", {ViewingStatus.ASKED, ViewingStatus.FIXED}, ViewingStatus.FIXED),
    Transition("finish", {ViewingStatus.FIXED}, ViewingStatus.DONE),
    Transition("cancel", {ViewingStatus.ASKED, ViewingStatus.FIXED}, ViewingStatus.CANCELLED),
)


# A viewing in these takes the house's time.
VISITING = (ViewingStatus.FIXED, ViewingStatus.DONE)


class News(Labelled):
    """What the owner's side and the broker are told of a house (家のできごと)."""

    ASKED = "asked", "交渉の申込みがありました"
    CHOSEN = "chosen", "商談の相手が決まりました"
    TALK_OVER = "talk_over", "商談が終わりました"
    CONTRACTED = "contracted", "成約の報告を受けました"
    FELL_THROUGH = "fell_through", "契約が不成立になり、公開に戻しました"
    VIEWING_FIXED = "viewing_fixed", "見学の日時が決まりました"
    VIEWING_CANCELLED = "viewing_cancelled", "見学が取りやめになりました"


class ContractKind(Labelled):
    SALE = "sale", "売買"
    RENT = "rent", "賃貸"
    SUBLEASE = "sublease", "サブリース(団体が借りて貸す)"
    OUTSIDE = "outside", "バンクを通さない契約"


@dataclass(frozen=True)
class Pledge:
    """What a seeker promises, point by point, with the version of the words (誓約)."""

    version: str
    points: tuple[str, ...]
    points_en: tuple[str, ...]


PLEDGE = Pledge(
    "2026-11",
    (
        "空き家に住むか、定期的に滞在して使い、地域の一員として、自治会などの活動や近所の付き合いに加わります。",
        "暴力団員など、反社会的勢力ではなく、関わりもありません。",
        "転売や投機を目的としません。",
        "所有者・取扱業者・市町村から知った個人の情報を、ほかの目的に使わず、ほかの人に教えません。",
        "契約は当事者が行い、市町村は仲介や価格の交渉をせず、争いについて責任を負わないことを理解しました。",
    ),
    (
        "I will live in the house or stay there regularly, and take part in the community and its activities.",
        "I neither belong to nor deal with organised crime.",
        "I do not buy in order to resell at a profit.",
        "What I learn about persons from owners, brokers or the town I use for nothing else and pass to nobody.",
        "I understand that contracts are made between the parties: the town neither mediates nor talks about prices, "
        "and is not liable in disputes.",
    ),
)

SEEKER_TERM_YEARS = TownSetting(
    key="homes.seeker_term_years",
    label="空き家バンクの利用登録の期間",
    default=2,
    unit="年",
    least=1,
    most=10,
    help="登録した日から数えます。終わる30日前に、本人にメールで知らせます。",
)
REMIND_DAYS_BEFORE = 30

# A secret link to a seeker's page works so long after it was made; each mail brings a new one.
LINK_WORKS_DAYS = 400
# An owner reads the seekers' wishes so long by one link.
WISHES_LINK_DAYS = 30

# What an organization is reminded of when it rents a house to sublet it. Source: 令和2年法律第60号, and the ministry's
# answers of which contracts are meant: https://www.mlit.go.jp/tochi_fudousan_kensetsugyo/pm_portal/faq.html
SUBLEASE_DUTIES = (
    "所有者から借りて転貸する事業のための契約(特定賃貸借契約)では、戸数にかかわらず、誇大広告と不当な勧誘が禁止され、契約の前に"
    "所有者へ重要事項を書面で説明し、契約のときに書面を渡す必要があります"
    "(賃貸住宅の管理業務等の適正化に関する法律 第28条〜第31条)。",
    "賃貸住宅の管理を事業として行い、管理する戸数が200戸以上のときは、国土交通大臣の登録が必要です"
    "(同法 第3条、施行規則 第3条)。200戸未満でも登録できます。",
    "当たるかどうか(営利の意思をもって繰り返し転貸するか、所有者との関係など)は場合によります。団体が、地方整備局などの窓口に"
    "確かめてください。",
)
