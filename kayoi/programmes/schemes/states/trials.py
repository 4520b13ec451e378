"""Trials of a changed rule on past applications (過去の申請での試算): where one stands, what becomes of whom."""

from kayoi.kit.moves import Transition
from kayoi.kit.states import Labelled

# So many applications are worked out while somebody waits; more by the worker, piece by piece.
AT_ONCE = 5_000
PIECE = 1_000
# Groups of fewer applications are not shown by themselves on what is printed or published.
SMALL = 5


class TrialStatus(Labelled):
    """Where a trial stands (試算の状態)."""

    WAITING = "waiting", "計算中"
    DONE = "done", "計算済み"
    FAILED = "failed", "計算できませんでした"


T = TrialStatus
# Without permission: what follows from asking for a trial.
TRIAL_TRANSITIONS = (
    Transition("finish", {T.WAITING}, T.DONE),
    Transition("fail", {T.WAITING}, T.FAILED),
)


class Change(Labelled):
    """What would become of an application (変更による違い)."""

    NEWLY = "newly", "新たに対象になる"
    MORE = "more", "増える"
    LESS = "less", "減る"
    NO_LONGER = "no_longer", "対象外になる"
    UNKNOWN = "unknown", "まだ分からない"
    HELD = "held", "人の判断のまま"
    SAME = "same", "変わらない"


C = Change
GAINS, LOSSES = (C.NEWLY, C.MORE), (C.LESS, C.NO_LONGER)


class Cause(Labelled):
    """Why what is booked is not what the rule of the decision gives (規則の計算との差の理由)."""

    BY_PERSON = "by_person", "規則の幅の中で、職員が額を決めた"
    REFUSED = "refused", "要件は満たすが、ほかの理由で却下した"
    ENDED = "ended", "決定のあとに、中止・取消し・返還・終了があった"
    NO_RULE = "no_rule", "決定したとき、規則がなかった"
    UNLIKE = "unlike", "理由が分からない(確かめてください)"
