"""The town's own registers: their life, and the life of a registration."""

from kayoi.kit.moves import Transition
from kayoi.kit.states import Labelled
from kayoi.programmes.furusato.states.permissions import Permission

# What follow-ups of this room are about.
REGISTRATION = "furusato.Registration"


class RegisterStatus(Labelled):
    """Where a register is (登録簿の状態)."""

    DRAFT = "draft", "準備中"
    PUBLISHED = "published", "受付中"
    PAUSED = "paused", "受付休止"
    ENDED = "ended", "終了"


R = RegisterStatus
REGISTER_TRANSITIONS = (
    Transition("publish", {R.DRAFT, R.PAUSED}, R.PUBLISHED, Permission.FURUSATO_MANAGE),
    Transition("pause", {R.PUBLISHED}, R.PAUSED, Permission.FURUSATO_MANAGE),
    Transition("end", {R.DRAFT, R.PUBLISHED, R.PAUSED}, R.ENDED, Permission.FURUSATO_MANAGE),
)


class DecidedBy(Labelled):
    """Who decides on an application (登録の決め方)."""

    RULE = "rule", "条件に合えば、すぐに登録する"
    OFFICE = "office", "職員が確かめて決める"


class RegistrationStatus(Labelled):
    """Where a registration is (登録の状態)."""

    ASKED = "asked", "申込み中"
    REGISTERED = "registered", "登録中"
    REFUSED = "refused", "登録しない"
    LAPSED = "lapsed", "期限切れ"
    FALLEN_BACK = "fallen_back", "別の登録へ移行"
    WITHDRAWN = "withdrawn", "取りやめ"
    ENDED = "ended", "終了"


S = RegistrationStatus
# A person may withdraw without permission: the secret of the link, or the log-in, is the key. Where the rule alone
# decides, and where time is over, the system moves.
TRANSITIONS = (
    Transition("register", {S.ASKED}, S.REGISTERED, Permission.FURUSATO_DECIDE),
    Transition("refuse", {S.ASKED}, S.REFUSED, Permission.FURUSATO_DECIDE),
    Transition("withdraw", {S.ASKED, S.REGISTERED}, S.WITHDRAWN),
    Transition("lapse", {S.REGISTERED}, S.LAPSED, Permission.FURUSATO_DECIDE),
    Transition("fall_back", {S.REGISTERED}, S.FALLEN_BACK, Permission.FURUSATO_DECIDE),
    Transition("end", {S.ASKED, S.REGISTERED}, S.ENDED, Permission.FURUSATO_DECIDE),
    # What was decided by mistake goes back, with a reason.
    Transition("reopen", {S.REFUSED}, S.ASKED, Permission.FURUSATO_DECIDE),
    Transition("restore", {S.LAPSED, S.FALLEN_BACK, S.WITHDRAWN, S.ENDED}, S.REGISTERED, Permission.FURUSATO_DECIDE),
)
OPEN = (S.ASKED, S.REGISTERED)


class EndReason(Labelled):
    """Why the town ends a registration (終了の理由)."""

    MOVED_IN = "moved_in", "町に転入した"
    MOVED_OUT = "moved_out", "登録の地域から転出した"
    DEATH = "death", "亡くなった"
    FALSE = "false", "申込みの内容が事実と違った"
    OTHER = "other", "そのほか"


class RenewalOutcome(Labelled):
    """What became of a registration at the end of its time (更新の結果)."""

    RENEWED = "renewed", "更新した"
    FELL_BACK = "fell_back", "条件に足りず、別の登録へ移した"
    LAPSED = "lapsed", "期限が切れた"
