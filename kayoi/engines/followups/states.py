"""States of a follow-up; after how many days a file has gone quiet; how a desk is divided."""

from kayoi.engines.casefiles.states import Stage
from kayoi.kit.moves import Transition
from kayoi.kit.states import Labelled, PermissionSet, TownSetting


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


class Division(Labelled):
    """How a desk is divided among successors (分け方). What belongs to one person stays together."""

    EVENLY = "evenly", "件数を等しく(読む順に一人ずつ配る)"
    BY_STAGE = "by_stage", "段階ごとにまとめて"
    BY_PREFECTURE = "by_prefecture", "いまの住所の都道府県ごとにまとめて"


class Warm(Labelled):
    """Why a case stands near the beginning of a successor's reading order (先に読む理由)."""

    LATE = "late", "期限切れの対応がある"
    WEEK = "week", "7日以内に期限が来る"
    DECIDED = "decided", "移住を決めている"
    TRYING = "trying", "お試し中"
    RECENT = "recent", "14日以内に動きがあった"
    PROMISED = "promised", "約束したことがある"


# A person who tries or has decided needs us soon; who has settled, seldom.
QUIET_AFTER = {
    stage: TownSetting(
        f"followups.quiet_days_{stage.value}",
        f"動きがないと知らせるまでの日数: {stage.label}",
        default=days,
        unit="日",
        least=7,
        most=1095,
        help="最後の動きからこの日数がたち、次の対応も決まっていない個票を、対応ボードの「動きなし」に出します。",
    )
    for stage, days in (
        (Stage.ASKING, 30),
        (Stage.CONSIDERING, 60),
        (Stage.TRYING, 30),
        (Stage.DECIDED, 30),
        (Stage.TWO_PLACES, 120),
        (Stage.MOVED, 180),
        (Stage.RESTING, 365),
    )
}
