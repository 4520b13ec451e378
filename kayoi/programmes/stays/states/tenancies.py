"""Homes in which people live for a longer time: contracts, the life of a tenancy, the waiting list, the share house."""

from kayoi.kit.moves import Transition
from kayoi.kit.states import Labelled
from kayoi.programmes.stays.states.permissions import Permission

# What follow-ups of this room are about.
TENANCY = "stays.Tenancy"
HEAD_LEASE = "stays.HeadLease"
WAITING = "stays.Waiting"
GUARANTEE = "stays.Guarantee"
DAMAGE_CLAIM = "stays.DamageClaim"
# Cause of transfers in the ledger, and of mails.
RENT = "stays.rent"
INCOME, RECEIVED = "stays.rent:income", "stays.rent:received"
# The same of deposits: their cause, where they come from and go back to, what of them made good a damage.
DEPOSIT = "stays.deposit"
PAYERS, MADE_GOOD = "stays.deposit:payers", "stays.deposit:made_good"
# What is claimed for a damage beyond a deposit is no rent: months of rent are closed without it.
DAMAGE, DAMAGE_INCOME = "stays.damage", "stays.damage:income"
# Cause of mails that tell of a new paper.
PAPER = "stays.paper"


class Contract(Labelled):
    """On what somebody lives in a home (契約の種類)."""

    FIXED_LEASE = "fixed_lease", "定期建物賃貸借(借地借家法38条)"
    SUBLEASE = "sublease", "転貸(定期建物賃貸借)"
    USE_PERMIT = "use_permit", "使用許可(条例・行政財産)"


# Explained in writing before it is signed; the end is announced; it is made anew rather than renewed.
LEASES = (Contract.FIXED_LEASE, Contract.SUBLEASE)


class Guarantor(Labelled):
    """Who answers for what a household owes (保証の種類)."""

    PERSON = "person", "連帯保証人"
    COMPANY = "company", "保証会社"


class Guaranty(Labelled):
    """Which guarantee a house asks for before its contract is signed (保証)."""

    NONE = "none", "求めない"
    PERSON = "person", "連帯保証人"
    COMPANY = "company", "保証会社"
    EITHER = "either", "連帯保証人か保証会社のどちらか"


class PaperKind(Labelled):
    """What a household is given in writing (入居の書面)."""

    ALLOWED = "allowed", "入居決定通知書"
    REFUSED = "refused", "入居不可の通知書"
    EXPLANATION = "explanation", "事前説明書"
    CONTRACT = "contract", "契約書"
    PERMIT = "permit", "使用許可書"
    END_NOTICE = "end_notice", "終了の通知書"
    CLAIM = "claim", "原状回復の費用の請求書"


LETTERS = {
    PaperKind.ALLOWED: "stays/letters/home_allowed",
    PaperKind.REFUSED: "stays/letters/home_refused",
    PaperKind.EXPLANATION: "stays/letters/explanation",
    PaperKind.CONTRACT: "stays/letters/contract",
    PaperKind.PERMIT: "stays/letters/home_permit",
    PaperKind.END_NOTICE: "stays/letters/end_notice",
    PaperKind.CLAIM: "stays/letters/damage_claim",
}


class TenancyStatus(Labelled):
    """Where a tenancy stands (入居の状態)."""

    APPLIED = "applied", "申込み"
    DECIDED = "decided", "入居決定"
    LIVING = "living", "入居中"
    LEAVING = "leaving", "退去予定"
    ENDED = "ended", "退去済み"
    REFUSED = "refused", "入居不可"
    WITHDRAWN = "withdrawn", "取りやめ"


class Afterwards(Labelled):
    """Where the household went (退去のあと): whether renting led to a home of their own in the town."""

    BUILT = "built", "町内に家を建てた"
    BOUGHT = "bought", "町内の家を買った"
    RENTED = "rented", "町内で別の家を借りた"
    LEFT = "left", "町外へ移った"
    UNKNOWN = "unknown", "分からない"


T = TenancyStatus
TENANCY_TRANSITIONS = (
    Transition("decide", {T.APPLIED}, T.DECIDED, Permission.STAY_DECIDE),
    Transition("refuse", {T.APPLIED}, T.REFUSED, Permission.STAY_DECIDE),
    Transition("withdraw", {T.APPLIED, T.DECIDED}, T.WITHDRAWN, Permission.STAY_EDIT),
    Transition("move_in", {T.DECIDED}, T.LIVING, Permission.STAY_EDIT),
    Transition("give_notice", {T.LIVING}, T.LEAVING, Permission.STAY_EDIT),
    Transition("stay_on", {T.LEAVING}, T.LIVING, Permission.STAY_EDIT),
    Transition("end", {T.LEAVING}, T.ENDED, Permission.STAY_EDIT),
)
# Those for whom rent is charged, and those who keep the room.
LIVES = (T.LIVING, T.LEAVING)
# Those who have not moved in yet: they can still be given another room.
MOVABLE = (T.APPLIED, T.DECIDED)
KEEPS = (T.APPLIED, T.DECIDED, *LIVES)
# Those of whose rent, damage and home something can be written down: they live there or have lived there.
HAS_LIVED = (*LIVES, T.ENDED)
# What a partner sees of the homes that it lets: nobody whom the town refused, or who did not come.
SHOWN_TO_PARTNER = (*KEEPS, T.ENDED)


class WaitingStatus(Labelled):
    """Where somebody stands in a waiting list (空き待ちの状態)."""

    WAITING = "waiting", "空き待ち"
    OFFERED = "offered", "案内中"
    TAKEN = "taken", "申込みに進んだ"
    DECLINED = "declined", "辞退"
    LAPSED = "lapsed", "期日までに返事がなかった"
    WITHDRAWN = "withdrawn", "取下げ"


W = WaitingStatus
WAITING_TRANSITIONS = (
    Transition("offer", {W.WAITING}, W.OFFERED, Permission.STAY_EDIT),
    Transition("accept", {W.OFFERED}, W.TAKEN, Permission.STAY_EDIT),
    Transition("decline", {W.OFFERED}, W.DECLINED, Permission.STAY_EDIT),
    Transition("lapse", {W.OFFERED}, W.LAPSED),
    Transition("withdraw", {W.WAITING}, W.WITHDRAWN, Permission.STAY_EDIT),
)


class ManagerWork(Labelled):
    """What the community manager of a share house did (コミュニティマネージャーの仕事)."""

    TALK = "talk", "入居者の相談"
    MEETING = "meeting", "入居者の話合い・行事"
    LOCAL = "local", "地域との橋渡し"
    UPKEEP = "upkeep", "共用部の手入れ・修繕"
    OTHER = "other", "そのほか"
