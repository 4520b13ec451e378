"""Budgets: who pays a share, what happens to a line, how much of what is left the public sees."""

from kayoi.kit.states import Labelled

# Cause of transfers and commitments: whose money it is stands in a grant of this room.
GRANT = "schemes.Grant"
YEAR = "schemes.GrantYear"
LINE = "schemes.BudgetLine"
# Key of the account from which all appropriations come, and of the one from which refunds of past years come.
COUNCIL, OUTSIDE = "budget:council", "budget:outside"
FEW_PERCENT = 20


class Payer(Labelled):
    """Who bears a share of what a line pays (財源)."""

    NATIONAL = "national", "国"
    PREFECTURE = "prefecture", "県"
    OTHER = "other", "その他"
    TOWN = "town", "市町村"


class EntryKind(Labelled):
    """What happened to a line (予算の増減)."""

    INITIAL = "initial", "当初予算"
    SUPPLEMENT = "supplement", "補正"
    DIVERTED = "diverted", "流用"
    CARRIED = "carried", "繰越"
    COMMITTED = "committed", "支出負担行為"
    RAISED = "raised", "増額変更"
    REDUCED = "reduced", "減額変更"
    RELEASED = "released", "不用額の解除"
    PAID = "paid", "支出"
    REOPENED = "reopened", "組戻し"
    TAKEN_BACK = "taken_back", "戻入"
    REVENUE = "revenue", "過年度の返還(諸収入)"
    SURCHARGE = "surcharge", "返還の加算金(諸収入)"
    INTEREST = "interest", "返還の延滞分(諸収入)"
    TAKEN_OUT = "taken_out", "戻入の取消し"
    REVENUE_OUT = "rev_out", "過年度の返還の取消し"
    SURCHARGE_OUT = "sur_out", "返還の加算金の取消し"
    INTEREST_OUT = "int_out", "返還の延滞分の取消し"


class ProvisionKind(Labelled):
    """What a budget provides for beyond its year, by a vote of the council (予算の定め)."""

    PERMITTED = "permitted", "繰越明許費"
    CONTINUED = "continued", "継続費"
    BURDEN = "burden", "債務負担行為"


class CarryKind(Labelled):
    """By what right money passes into the next year (繰越の種類)."""

    PERMITTED = "permitted", "繰越明許費"
    CONTINUED = "continued", "継続費の逓次繰越"
    ACCIDENT = "accident", "事故繰越"


K = EntryKind
# What a decision adds to and takes from what has been decided.
DECIDING = {K.COMMITTED: 1, K.RAISED: 1, K.REDUCED: -1, K.RELEASED: -1, K.TAKEN_BACK: -1, K.TAKEN_OUT: 1}
# What undoes what has come back.
UNDONE_BY = {
    K.TAKEN_BACK: K.TAKEN_OUT,
    K.REVENUE: K.REVENUE_OUT,
    K.SURCHARGE: K.SURCHARGE_OUT,
    K.INTEREST: K.INTEREST_OUT,
}


class Shown(Labelled):
    """What the public sees of what is left (公開のしかた), the least telling first."""

    NOTHING = "nothing", "公開しない"
    WORDS = "words", "ことばで(残りわずか など)"
    SHARE = "share", "割合で"
    YEN = "yen", "金額で"
