"""Homes that a partner lets under its own name: whom it proposes, what it found, what the town pays it."""

from kayoi.kit.moves import Transition
from kayoi.kit.states import Labelled
from kayoi.programmes.stays.states.permissions import Permission

# What follow-ups of this room are about.
PROPOSAL = "stays.Proposal"
SUB_LESSOR = "stays.SubLessor"
# The role of the people of a partner (config/roles.py).
SUBLESSOR_ROLE = "sublessor"
# Cause of what the town pays a partner or receives from it, and the town's side of it in the ledger.
PARTNER_MONEY, TOWN_SIDE = "stays.partner", "stays.partner:town"


class ProposalStatus(Labelled):
    """Where a household stands that a partner has proposed (推薦の状態)."""

    PROPOSED = "proposed", "町の返事待ち"
    TAKEN = "taken", "申込みになった"
    DECLINED = "declined", "見送り"
    LAPSED = "lapsed", "期間内に答えがなく終了"


P = ProposalStatus
PROPOSAL_TRANSITIONS = (
    Transition("take", {P.PROPOSED}, P.TAKEN, Permission.STAY_EDIT),
    Transition("decline", {P.PROPOSED}, P.DECLINED, Permission.STAY_EDIT),
    Transition("lapse", {P.PROPOSED}, P.LAPSED),
)


class Found(Labelled):
    """How a partner found a home (点検の結果)."""

    GOOD = "good", "問題なし"
    MEND = "mend", "直すところがある"
    DAMAGE = "damage", "入居者による損傷がある"


class InspectedWhen(Labelled):
    """On what occasion a partner looked at a home (点検の時)."""

    BEFORE = "before", "入居の前"
    DURING = "during", "入居中"
    AFTER = "after", "退去のとき"


class PartnerMoney(Labelled):
    """What the town pays a partner, or receives from it (町と団体の間のお金)."""

    GUARANTEE = "guarantee", "家賃の保証(町が払う)"
    AGENCY = "agency", "管理・紹介の委託料(町が払う)"
    WORKS = "works", "改修の負担金(町が払う)"
    RETURNED = "returned", "返還(町が受け取る)"


PAID_OUT = (PartnerMoney.GUARANTEE, PartnerMoney.AGENCY, PartnerMoney.WORKS)
