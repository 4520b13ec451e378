"""What is counted of houses, and how."""

from kayoi.kit.states import Labelled
from kayoi.programmes.homes.states.houses import HomeStatus


class Counted(Labelled):
    """A figure of the register (件数の種類)."""

    REGISTERED = "registered", "新規登録"
    PUBLISHED = "published", "公開"
    CONTRACTED = "contracted", "成約"
    ENDED = "ended", "取下げ・満了・取消し"


DEFINITIONS = {
    Counted.REGISTERED: "その月に登録を決定した空き家の数。期間の更新は数えません。終わった空き家の再登録は数えます。",
    Counted.PUBLISHED: "その月に公開した空き家の数。止めて再開したもの、不成立で公開に戻ったものは数えません。",
    Counted.CONTRACTED: "その月に成約の報告を受けた空き家の数。その後に不成立になったものは数えません。",
    Counted.ENDED: "その月に、取下げ・期間満了・登録取消しになった空き家の数。",
}
ENDINGS = (HomeStatus.WITHDRAWN, HomeStatus.EXPIRED, HomeStatus.DELISTED)
