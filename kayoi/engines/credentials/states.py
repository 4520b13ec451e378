"""Where a card stands, and what it is shown on."""

from kayoi.kit.moves import Transition
from kayoi.kit.states import Labelled


class CardStatus(Labelled):
    """Where a card stands (登録者証の状態)."""

    VALID = "valid", "有効"
    REVOKED = "revoked", "失効"
    REPLACED = "replaced", "再発行済み"


class Medium(Labelled):
    """On what a card is shown (登録者証の形)."""

    PHONE = "phone", "スマートフォン"
    PAPER = "paper", "紙"


S = CardStatus
TRANSITIONS = (
    Transition("revoke", {S.VALID}, S.REVOKED),
    Transition("restore", {S.REVOKED}, S.VALID),
    Transition("replace", {S.VALID}, S.REPLACED),
)
