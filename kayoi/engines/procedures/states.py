"""States of procedures, applications and the papers that belong to them; what a programme says of a procedure."""

from dataclasses import dataclass

from kayoi.engines.rulesets.states import FactType
from kayoi.kit.moves import Transition
from kayoi.kit.states import Labelled, PermissionSet


class Permission(PermissionSet):
    APPLICATION_READ = "application.read", "申請を見る"
    APPLICATION_EDIT = "application.edit", "申請を受け付け、書類を確かめる"
    APPLICATION_DECIDE = "application.decide", "申請を決定する"
    PROCEDURE_EDIT = "procedure.edit", "手続きを定める"
    PROCEDURE_PUBLISH = "procedure.publish", "手続きを公開・休止する"


class ProcedureKind(Labelled):
    """What is asked for in a procedure (手続きの種類); the letters speak accordingly."""

    GRANT = "grant", "補助金・支援金"
    FACILITY = "facility", "公の施設の使用"
    REGISTRATION = "registration", "登録・届出"
    STAY = "stay", "お試し滞在・施設の利用"


# Their applications are listed and answered in a programme of their own, not with those for money.
ELSEWHERE = (ProcedureKind.STAY,)


class Applicants(Labelled):
    """Who may apply in a procedure (申請できる人)."""

    PERSON = "person", "個人"
    BODY = "body", "団体(地域団体・NPO・企業など)"
    EITHER = "either", "個人と団体"


class ProcedureStatus(Labelled):
    """Where a procedure stands (手続きの状態)."""

    DRAFT = "draft", "準備中"
    PUBLISHED = "published", "公開"
    PAUSED = "paused", "休止"
    ENDED = "ended", "終了"


S = ProcedureStatus
PROCEDURE_TRANSITIONS = (
    Transition("publish", {S.DRAFT, S.PAUSED}, S.PUBLISHED, Permission.PROCEDURE_PUBLISH),
    Transition("pause", {S.PUBLISHED}, S.PAUSED, Permission.PROCEDURE_PUBLISH),
    Transition("end", {S.PUBLISHED, S.PAUSED}, S.ENDED, Permission.PROCEDURE_PUBLISH),
)


class Loading(Labelled):
    """What came of a procedure that a file holds (読み込みの結果)."""

    MADE = "made", "下書きとして作りました"
    CHANGED = "changed", "下書きを書き換えました"
    SAME = "same", "同じ内容でした"
    KEPT = "kept", "一度公開しているので、変えませんでした"


class Availability(Labelled):
    """Whether a procedure takes applications on a day (受付の状態); shown to the public, whatever it is."""

    OPEN = "open", "受付中"
    NOT_YET = "not_yet", "受付開始前"
    OUT_OF_SEASON = "out_of_season", "季節外"
    PAUSED = "paused", "休止中"
    CLOSED = "closed", "受付終了"


class ApplicationStatus(Labelled):
    DRAFT = "draft", "下書き"
    SUBMITTED = "submitted", "受付済み"
    RETURNED = "returned", "補正をお願い中"
    PROPOSED = "proposed", "審査済み・決裁待ち"
    APPROVED = "approved", "決定"
    REFUSED = "refused", "却下"
    WITHDRAWN = "withdrawn", "取下げ"


A = ApplicationStatus
# Those that the applicants may still write in; those that wait for somebody.
WRITABLE = (A.DRAFT, A.RETURNED)
OPEN = (A.SUBMITTED, A.RETURNED, A.PROPOSED)
# Without permission: what applicants do themselves, or staff for them on the telephone or from paper.
TRANSITIONS = (
    Transition("submit", {A.DRAFT, A.RETURNED}, A.SUBMITTED),
    Transition("return_papers", {A.SUBMITTED}, A.RETURNED, Permission.APPLICATION_EDIT),
    Transition("propose", {A.SUBMITTED}, A.PROPOSED, Permission.APPLICATION_EDIT),
    Transition("pass_on", {A.PROPOSED}, A.PROPOSED, Permission.APPLICATION_DECIDE),
    Transition("send_back", {A.PROPOSED}, A.SUBMITTED, Permission.APPLICATION_DECIDE),
    Transition("approve", {A.SUBMITTED, A.PROPOSED}, A.APPROVED, Permission.APPLICATION_DECIDE),
    Transition("refuse", {A.SUBMITTED, A.RETURNED, A.PROPOSED}, A.REFUSED, Permission.APPLICATION_DECIDE),
    Transition("withdraw", OPEN, A.WITHDRAWN),
)


class PaperStatus(Labelled):
    """Where a paper of an application stands (書類の状態)."""

    MISSING = "missing", "未提出"
    RECEIVED = "received", "受け取り"
    ACCEPTED = "accepted", "確認済み"
    RETURNED = "returned", "直しが必要"


P = PaperStatus
# Papers that the applicants have still to hand in.
LACKING = (P.MISSING, P.RETURNED)
PAPER_TRANSITIONS = (
    Transition("receive", {P.MISSING, P.RECEIVED, P.RETURNED}, P.RECEIVED),
    Transition("accept", {P.RECEIVED}, P.ACCEPTED, Permission.APPLICATION_EDIT),
    Transition("return_paper", {P.RECEIVED, P.ACCEPTED}, P.RETURNED, Permission.APPLICATION_EDIT),
)


@dataclass(frozen=True)
class PaperKind:
    """A paper that is asked for in a procedure (添付書類): whether the application can do without it.

    It may be `valid_months` old at most when it is handed in, and has `least_pages`; it proves the facts `proves`.
    """

    code: str
    label: str
    is_needed: bool = True
    valid_months: int | None = None
    least_pages: int = 1
    proves: tuple[str, ...] = ()


# The paper by which somebody says that another may act for them.
MANDATE = PaperKind("mandate", "委任状")


@dataclass(frozen=True)
class ProcedureWords:
    """What can be applied for (手続き): key, version of its questions, words in Japanese and English."""

    key: str
    version: str
    label: str
    label_en: str


# Cause of follow-ups, engagements and mails.
APPLICATION = "procedures.Application"
# The town's sentence on how to appeal (教示), which letters of refusal carry.
INSTRUCTION = "procedures/letters/instruction"
# How a question of a procedure's own may be answered; a procedure has so many questions, and documents, at most.
QUESTION_TYPES = (FactType.YES_NO, FactType.CHOICE, FactType.NUMBER, FactType.YEN, FactType.DATE, FactType.TEXT)
MOST_LINES = 30
# Under which address of the town the public applies.
PAGE = "apply/{key}/"
# What goes out when an application is decided, by what was asked for: the first line of each template is its title.
LETTERS = {
    (ProcedureKind.GRANT, A.APPROVED): "procedures/letters/granted",
    (ProcedureKind.GRANT, A.REFUSED): "procedures/letters/not_granted",
    (ProcedureKind.FACILITY, A.APPROVED): "procedures/letters/permitted",
    (ProcedureKind.FACILITY, A.REFUSED): "procedures/letters/not_permitted",
    (ProcedureKind.REGISTRATION, A.APPROVED): "procedures/letters/registered",
    (ProcedureKind.REGISTRATION, A.REFUSED): "procedures/letters/not_registered",
    (ProcedureKind.STAY, A.APPROVED): "procedures/letters/stay_allowed",
    (ProcedureKind.STAY, A.REFUSED): "procedures/letters/stay_not_allowed",
}
RETURN_LETTER = "procedures/letters/returned"
# What a procedure may say in words of its own in a letter, and the most characters of each; empty: the standard words.
LETTER_PARTS = {"title": 60, "opening": 400, "closing": 400}
# Places in these words that are filled, as in mails: {{ receipt }}. A title has none.
PLACES = {"procedure": "手続きの名称", "receipt": "受付番号", "applied_on": "申請の日", "decided_on": "決定の日"}
LETTER_PLACES = {A.APPROVED: PLACES | {"amount": "金額"}, A.REFUSED: PLACES}
# Who asks where an application stands without log-in may give a wrong day of birth so many times.
STATUS_TRIES = 5
# Drafts that nobody comes back to are forgotten after so many days.
DRAFT_DAYS = 60


class Who(Labelled):
    """For whom somebody applies (だれの申請か)."""

    SELF = "self", "自分の申請をする"
    OTHER = "other", "代理で申請する(家族など)"
    BODY = "body", "団体の名前で申請する"


# For whom somebody may apply, by who may apply in the procedure.
ALLOWED = {
    Applicants.PERSON: (Who.SELF, Who.OTHER),
    Applicants.BODY: (Who.BODY,),
    Applicants.EITHER: tuple(Who),
}
# How the file of whoever writes for a body stands to it.
CONTACT = "連絡担当者"
