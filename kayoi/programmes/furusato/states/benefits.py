"""Benefits (特典), and what a counter must see."""

from kayoi.kit.moves import Transition
from kayoi.kit.states import Labelled
from kayoi.programmes.furusato.states.permissions import Permission

BENEFIT = "furusato.Benefit"
# The role of the people of a counter (config/roles.py).
COUNTER_ROLE = "counter"
# Cause of transfers in the ledger.
BENEFIT_USE = "furusato.BenefitUse"


class BenefitKind(Labelled):
    """What a benefit is (特典の種類)."""

    FARE = "fare", "交通の住民運賃"
    FACILITY = "facility", "施設の住民料金"
    HOMES_EARLY = "homes_early", "空き家情報の先行公開"
    EVENT = "event", "催しの優先申込み"
    TICKET = "ticket", "サービス券"
    LODGING = "lodging", "宿泊費・交通費の補助"
    POINTS = "points", "ポイントの付与"
    NEWS = "news", "広報・便りの送付"
    OTHER = "other", "そのほか"


class BenefitStatus(Labelled):
    DRAFT = "draft", "準備中"
    PUBLISHED = "published", "実施中"
    PAUSED = "paused", "休止"
    ENDED = "ended", "終了"


B = BenefitStatus
BENEFIT_TRANSITIONS = (
    Transition("publish", {B.DRAFT, B.PAUSED}, B.PUBLISHED, Permission.FURUSATO_MANAGE),
    Transition("pause", {B.PUBLISHED}, B.PAUSED, Permission.FURUSATO_MANAGE),
    Transition("end", {B.DRAFT, B.PUBLISHED, B.PAUSED}, B.ENDED, Permission.FURUSATO_MANAGE),
)


class ProofNeeded(Labelled):
    """What has to be shown for a benefit (示すもの)."""

    NOTHING = "nothing", "なし(登録だけでよい)"
    CARD = "card", "登録者証"
    CARD_AND_ID = "card_and_id", "登録者証と本人確認書類"


class UseStatus(Labelled):
    """Where a use stands (利用の状態)."""

    USED = "used", "利用"
    REVERSED = "reversed", "取消し"


USE_TRANSITIONS = (Transition("reverse", {UseStatus.USED}, UseStatus.REVERSED, Permission.FURUSATO_EDIT),)
# Benefits that somebody at a counter gives out: only these can take points.
AT_COUNTERS = frozenset(
    {BenefitKind.FARE, BenefitKind.FACILITY, BenefitKind.TICKET, BenefitKind.LODGING, BenefitKind.OTHER}
)
# What is noted with a use, as the office reads it.
BEYOND = {
    "furusato.use_beyond_person": "1人の上限を超過",
    "furusato.use_beyond_stock": "数量の上限を超過",
    "furusato.use_beyond_budget": "予算を超過",
    "furusato.use_card_revoked": "失効・再発行の後",
    "furusato.use_not_for": "対象外の登録",
    "furusato.use_not_covered": "ポイントの不足",
}
