"""Owners, heirs and kin; what they have agreed to."""

from kayoi.kit.states import Labelled


class PartyRole(Labelled):
    OWNER = "owner", "所有者"
    CO_OWNER = "co_owner", "共有者"
    HEIR = "heir", "相続人"
    DECEASED = "deceased", "亡くなった名義人"
    KIN = "kin", "親族(窓口)"
    MANAGER = "manager", "管理人"


# Those who must agree before a house is registered.
HOLDERS = (PartyRole.OWNER, PartyRole.CO_OWNER, PartyRole.HEIR)


class Kinship(Labelled):
    """What an heir is to the person they inherit from (亡くなった人との続柄); the Civil Code knows these."""

    SPOUSE = "spouse", "配偶者"
    CHILD = "child", "子"
    PARENT = "parent", "父母"
    SIBLING = "sibling", "兄弟姉妹"
    HALF_SIBLING = "half_sibling", "兄弟姉妹(父母の一方だけが同じ)"
    OTHER = "other", "そのほか(遺言など)"


class Reached(Labelled):
    """Whether the office is in contact (連絡の状態)."""

    UNKNOWN = "unknown", "所在不明"
    NOT_YET = "not_yet", "未連絡"
    WAITING = "waiting", "返事待ち"
    REACHED = "reached", "連絡がついた"


class Agreement(Labelled):
    """What a holder has said to registering (登録への同意)."""

    OPEN = "open", "まだ"
    AGREED = "agreed", "同意"
    REFUSED = "refused", "不同意"


class HomeConsentPurpose(Labelled):
    """What an owner agrees to, each for itself (同意の種類)."""

    OWN_SITE = "own_site", "このサイトへの掲載"
    NATIONAL_SITES = "national_sites", "全国版空き家・空き地バンクへの掲載"
    BROKERS = "brokers", "宅建業者への情報提供"
    SUPPORT_CORPORATION = "support_corporation", "空家等管理活用支援法人・特定居住支援法人への情報提供"
    TAX_CHECK = "tax_check", "市町村税の納付状況の確認"
    TELEPHONE = "telephone", "電話での連絡"


CONSENT_VERSION = "2026-11"


class OwnersReason(Labelled):
    """Why the house is not offered yet (活用していない理由); it selects the next offer."""

    STORAGE = "storage", "物置として使っている"
    SOME_DAY = "some_day", "いつか使うかもしれない"
    BELONGINGS = "belongings", "家財・仏壇が残っている"
    REPAIR = "repair", "傷みがあり、直す費用がかかる"
    REGISTRY = "registry", "相続・登記が済んでいない"
    FAMILY = "family", "家族・親族の意見がまとまらない"
    STRANGERS = "strangers", "知らない人に貸す・売るのが不安"
    DEMOLITION = "demolition", "取り壊す費用がない"
    DONT_KNOW = "dont_know", "どうすればよいか分からない"
    OTHER = "other", "そのほか"
