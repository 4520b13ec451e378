"""Duties that go on after a grant was paid: what is proved, by what, how grantees are reminded, how one is broken."""

from kayoi.engines.procedures.states import Permission
from kayoi.kit.moves import Transition
from kayoi.kit.states import Labelled

# Causes of follow-ups: a proof that is to be looked at, a breach that waits for a decision.
PROOF, BREACH = "schemes.Proof", "schemes.Breach"
# A proof is due so many days after the day that it proves; the second reminder follows the first after as many.
PROOF_DAYS = 30
# What the list shows as due soon; within so many open days a breach is looked at.
SOON_DAYS, BREACH_DAYS = 60, 5


class Duty(Labelled):
    """What a grantee has to keep up (義務の内容)."""

    RESIDENCE = "residence", "居住"
    JOB = "job", "就業"
    STARTUP = "startup", "起業"
    BUSINESS = "business", "営業"


class ObligationStatus(Labelled):
    """Where a duty stands (義務の状態)."""

    RUNNING = "running", "義務期間中"
    FULFILLED = "fulfilled", "義務期間満了"
    BROKEN = "broken", "義務違反"
    ENDED = "ended", "終了"


EDIT, DECIDE = Permission.APPLICATION_EDIT, Permission.APPLICATION_DECIDE
S = ObligationStatus
OBLIGATION_TRANSITIONS = (
    # Without permission: what follows from the calendar, a payment that came back, or a breach that was found.
    Transition("fulfil", {S.RUNNING}, S.FULFILLED),
    Transition("break", {S.RUNNING}, S.BROKEN),
    Transition("resume", {S.BROKEN}, S.RUNNING, DECIDE),
    Transition("end", {S.RUNNING, S.BROKEN}, S.ENDED),
    Transition("restart", {S.ENDED}, S.RUNNING),
)


class ProofStatus(Labelled):
    """Where the proof of a year stands (証明の状態)."""

    EXPECTED = "expected", "未提出"
    RECEIVED = "received", "確認待ち"
    ACCEPTED = "accepted", "確認済み"
    MISSING = "missing", "確認できず"


P = ProofStatus
OPEN_PROOFS = (P.EXPECTED, P.RECEIVED, P.MISSING)
PROOF_TRANSITIONS = (
    Transition("receive", {P.EXPECTED, P.RECEIVED, P.MISSING}, P.RECEIVED),
    Transition("accept", OPEN_PROOFS, P.ACCEPTED, EDIT),
    Transition("give_back", {P.RECEIVED}, P.EXPECTED, EDIT),
    Transition("miss", {P.EXPECTED, P.RECEIVED}, P.MISSING, EDIT),
    Transition("look_again", {P.ACCEPTED, P.MISSING}, P.EXPECTED, EDIT),
)


class YearState(Labelled):
    """How a year of a duty stands on a day, as its box shows it (年ごとの状態)."""

    AHEAD = "ahead", "これから"
    WAITED_FOR = "waited_for", "提出待ち"
    OVERDUE = "overdue", "期限超過"
    RECEIVED = "received", "確認待ち"
    ACCEPTED = "accepted", "確認済み"
    MISSING = "missing", "確認できず"
    OVER = "over", "求めない"


# Which badge each state bears: sign and colour only repeat the word.
BADGES = {
    YearState.AHEAD: "neutral",
    YearState.WAITED_FOR: "warning",
    YearState.OVERDUE: "danger",
    YearState.RECEIVED: "info",
    YearState.ACCEPTED: "success",
    YearState.MISSING: "danger",
    YearState.OVER: "neutral",
}


class Means(Labelled):
    """By what something was proved (確かめ方)."""

    CERTIFICATE = "certificate", "住民票の写し"
    EMPLOYER = "employer", "就業証明書"
    BUSINESS = "business", "確定申告書の写しなど"
    REGISTER = "register", "住民記録照会"
    VISIT = "visit", "現地確認"
    TOLD = "told", "本人・勤め先からの聞き取り"
    OTHER = "other", "その他"


# How mails in English call what is proved.
IN_ENGLISH = {
    Duty.RESIDENCE: "proof of residence",
    Duty.JOB: "proof of employment",
    Duty.STARTUP: "proof of your business",
    Duty.BUSINESS: "proof of your business",
}
# What a grantee hands in for each duty.
PAPERS = {
    Duty.RESIDENCE: Means.CERTIFICATE,
    Duty.JOB: Means.EMPLOYER,
    Duty.STARTUP: Means.BUSINESS,
    Duty.BUSINESS: Means.BUSINESS,
}


class Step(Labelled):
    """How far a grantee has been asked for a proof (お願いと督促)."""

    NONE = "none", "まだ"
    ASKED = "asked", "提出のお願い"
    REMINDED = "reminded", "督促"
    AGAIN = "again", "再督促"


MAILS = {
    Step.ASKED: "schemes/mail/proof_asked",
    Step.REMINDED: "schemes/mail/proof_reminded",
    Step.AGAIN: "schemes/mail/proof_again",
}
LETTERS = {
    Step.ASKED: "schemes/letters/proof_asked",
    Step.REMINDED: "schemes/letters/proof_reminded",
    Step.AGAIN: "schemes/letters/proof_again",
}


class BreachKind(Labelled):
    """How a duty was broken (義務違反の種類); rules of refunds know it by these words."""

    MOVED_OUT = "moved_out", "転出"
    LEFT_JOB = "left_job", "離職"
    CLOSED_BUSINESS = "closed_business", "廃業・事業の廃止"
    OTHER = "other", "その他"


# Which duty is broken by what.
BROKEN_BY = {
    Duty.RESIDENCE: (BreachKind.MOVED_OUT, BreachKind.OTHER),
    Duty.JOB: (BreachKind.LEFT_JOB, BreachKind.OTHER),
    Duty.STARTUP: (BreachKind.CLOSED_BUSINESS, BreachKind.OTHER),
    Duty.BUSINESS: (BreachKind.CLOSED_BUSINESS, BreachKind.OTHER),
}


class FoundBy(Labelled):
    """How the town learned of a breach (把握の方法)."""

    REGISTER = "register", "住民記録の一覧"
    GRANTEE = "grantee", "本人の届出・連絡"
    EMPLOYER = "employer", "勤め先の連絡"
    VISIT = "visit", "現地確認"
    OTHER = "other", "その他"


class BreachStatus(Labelled):
    """What becomes of a breach (義務違反の扱い)."""

    OPEN = "open", "確認中"
    RECOVERING = "recovering", "返還の検討中"
    DISMISSED = "dismissed", "違反ではない"


B = BreachStatus
BREACH_TRANSITIONS = (
    Transition("recover", {B.OPEN}, B.RECOVERING, EDIT),
    Transition("dismiss", {B.OPEN}, B.DISMISSED, DECIDE),
)


class Event(Labelled):
    """What a list of the residents' register says of somebody (異動の種類)."""

    MOVED_OUT = "moved_out", "転出"
    DIED = "died", "死亡"
    WITHIN = "within", "転居(町内)"


class DepartureStatus(Labelled):
    """What a person decided about somebody on a list (照合の結果)."""

    WAITING = "waiting", "確かめる"
    SAME = "same", "本人・世帯員"
    OTHER = "other", "別の人"


D = DepartureStatus
DEPARTURE_TRANSITIONS = (
    Transition("confirm", {D.WAITING}, D.SAME, DECIDE),
    Transition("refuse", {D.WAITING}, D.OTHER, DECIDE),
)
