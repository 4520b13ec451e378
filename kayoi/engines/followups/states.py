"""States of a follow-up."""

from kayoi.kit.moves import Transition
from kayoi.kit.states import Labelled, PermissionSet


class Permission(PermissionSet):
    FOLLOWUP_EDIT = "followup.edit", "次の対応を決め、終える"
    FOLLOWUP_ASSIGN = "followup.assign", "ほかの職員に割り当てる"


class FollowUpStatus(Labelled):
    OPEN = "open", "未了"
    DONE = "done", "済み"
    CANCELLED = "cancelled", "取りやめ"


TRANSITIONS = (
    Transition("finish", {FollowUpStatus.OPEN}, FollowUpStatus.DONE, Permission.FOLLOWUP_EDIT),
    Transition("cancel", {FollowUpStatus.OPEN}, FollowUpStatus.CANCELLED, Permission.FOLLOWUP_EDIT),
    Transition(
        "reopen", {FollowUpStatus.DONE, FollowUpStatus.CANCELLED}, FollowUpStatus.OPEN, Permission.FOLLOWUP_EDIT
    ),
)
