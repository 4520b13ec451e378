"""What is counted, and where a hold stands."""

from kayoi.kit.moves import Transition
from kayoi.kit.states import Labelled


class Measure(Labelled):
    """In what an account is kept (単位)."""

    YEN = "yen", "円"
    POINT = "point", "ポイント"
    TICKET = "ticket", "枚"


class HoldStatus(Labelled):
    """Where a hold stands (仮押さえの状態)."""

    HELD = "held", "仮押さえ中"
    TAKEN = "taken", "確定"
    RELEASED = "released", "取りやめ"
    LAPSED = "lapsed", "期限切れ"


H = HoldStatus
TRANSITIONS = (
    Transition("take", {H.HELD}, H.TAKEN),
    Transition("release", {H.HELD}, H.RELEASED),
    Transition("lapse", {H.HELD}, H.LAPSED),
)
