"""Kinds of houses, and what each is let on."""

from kayoi.kit.moves import Transition
from kayoi.kit.states import Labelled
from kayoi.programmes.stays.states.permissions import Permission


class HouseKind(Labelled):
    """For how long and for what a house is given (施設の種類)."""

    TRIAL = "trial", "お試し住宅・移住体験住宅"
    MODEL = "model", "モデルハウス(短期の宿泊)"
    WORKPLACE = "workplace", "コワーキング・会議室"
    CAR = "car", "貸出しの車"
    PREPARING = "preparing", "移住準備住宅・移住支援住宅"
    MANAGED = "managed", "中間管理住宅"
    SUBLEASE = "sublease", "サブリース"
    MUNICIPAL = "municipal", "市町村営住宅(移住者優先)"
    SHARED = "shared", "シェアハウス"


# Let by the month to somebody who lives there (tenancies); the others are stayed in (stays).
LIVED_IN = (HouseKind.PREPARING, HouseKind.MANAGED, HouseKind.SUBLEASE, HouseKind.MUNICIPAL, HouseKind.SHARED)


class LegalBasis(Labelled):
    """On what a house may be let (根拠): what follows from each is said by rules/legal.py."""

    INN = "inn", "簡易宿所の許可(旅館業法)"
    NOTICE = "notice", "通知に基づく(売却・賃貸する空き家での短期居住)"
    FIXED_LEASE = "fixed_lease", "定期建物賃貸借(借地借家法38条)"
    PUBLIC_FACILITY = "public_facility", "公の施設の使用許可(条例)"
    HOME_SHARING = "home_sharing", "住宅宿泊事業の届出"
    USE_PERMIT = "use_permit", "行政財産の目的外使用許可"
    SPECIAL_ZONE = "special_zone", "国家戦略特区の認定"
    NONE_NEEDED = "none_needed", "宿泊・居住をさせない(席・会議室・車)"


class HouseStatus(Labelled):
    DRAFT = "draft", "準備中"
    PUBLISHED = "published", "公開"
    PAUSED = "paused", "休止"
    ENDED = "ended", "終了"


H = HouseStatus
HOUSE_TRANSITIONS = (
    Transition("publish", {H.DRAFT, H.PAUSED}, H.PUBLISHED, Permission.STAY_HOUSE),
    Transition("pause", {H.PUBLISHED}, H.PAUSED, Permission.STAY_HOUSE),
    Transition("end", {H.DRAFT, H.PUBLISHED, H.PAUSED}, H.ENDED, Permission.STAY_HOUSE),
)
