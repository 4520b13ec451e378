"""States of applications and of the papers that belong to them; what a programme says of a procedure; permissions."""

from dataclasses import dataclass

from kayoi.kit.moves import Transition
from kayoi.kit.states import Labelled, PermissionSet


class Permission(PermissionSet):
    APPLICATION_READ = "application.read", "申請を見る"
    APPLICATION_EDIT = "application.edit", "申請を受け付け、書類を確かめる"
    APPLICATION_DECIDE = "application.decide", "申請を決定する"


class ApplicationStatus(Labelled):
    DRAFT = "draft", "下書き"
    SUBMITTED = "submitted", "受付済み"
    RETURNED = "returned", "補正をお願い中"
    APPROVED = "approved", "決定"
    REFUSED = "refused", "却下"
    WITHDRAWN = "withdrawn", "取下げ"


A = ApplicationStatus
# Those that the applicants may still write in; those that wait for somebody.
WRITABLE = (A.DRAFT, A.RETURNED)
OPEN = (A.SUBMITTED, A.RETURNED)
# Without permission: what applicants do themselves, or staff for them on the telephone or from paper.
TRANSITIONS = (
    Transition("submit", {A.DRAFT, A.RETURNED}, A.SUBMITTED),
    Transition("return_papers", {A.SUBMITTED}, A.RETURNED, Permission.APPLICATION_EDIT),
    Transition("approve", {A.SUBMITTED}, A.APPROVED, Permission.APPLICATION_DECIDE),
    Transition("refuse", {A.SUBMITTED, A.RETURNED}, A.REFUSED, Permission.APPLICATION_DECIDE),
    Transition("withdraw", {A.SUBMITTED, A.RETURNED}, A.WITHDRAWN),
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
    """A paper that a programme asks for in a procedure (添付書類); whether the application can do without it."""

    code: str
    label: str
    is_needed: bool = True


@dataclass(frozen=True)
class Procedure:
    """What can be applied for (手続き): key, version of its questions, words in Japanese and English."""

    key: str
    version: str
    label: str
    label_en: str


# Cause of follow-ups, engagements and mails.
APPLICATION = "procedures.Application"
# The town's sentence on how to appeal (教示), which letters of refusal carry.
INSTRUCTION = "procedures/letters/instruction"
# Drafts that nobody comes back to are forgotten after so many days.
DRAFT_DAYS = 60
