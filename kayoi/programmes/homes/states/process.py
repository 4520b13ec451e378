"""Checks, the survey at the house, brokers."""

from kayoi.kit.moves import Transition
from kayoi.kit.states import Labelled
from kayoi.programmes.homes.states.permissions import Permission


class CheckKind(Labelled):
    """What is checked before a house is registered (審査の項目)."""

    TAX = "tax", "市町村税の滞納がない"
    ANTISOCIAL = "antisocial", "暴力団等と関わりがない"
    BROKERAGE = "brokerage", "宅建業者と媒介契約を結んでいない"
    HAZARDOUS = "hazardous", "特定空家等に当たらない"
    DEALER_STOCK = "dealer_stock", "分譲・賃貸用に建てたもの、業者の在庫でない"
    HOLDERS = "holders", "権利者全員の同意がある"
    OWNERSHIP = "ownership", "所有が確かめられる(登記・課税明細)"


class CheckResult(Labelled):
    OPEN = "open", "未確認"
    ASKED = "asked", "照会中"
    PASSED = "passed", "問題なし"
    FAILED = "failed", "問題あり"


class SurveyedBy(Labelled):
    STAFF = "staff", "職員"
    BROKER = "broker", "宅建業者"


class BrokerStatus(Labelled):
    APPLIED = "applied", "申請中"
    ACTIVE = "active", "登録中"
    SUSPENDED = "suspended", "停止中"
    CANCELLED = "cancelled", "登録取消し"


BROKER_TRANSITIONS = (
    Transition("admit", {BrokerStatus.APPLIED, BrokerStatus.SUSPENDED}, BrokerStatus.ACTIVE, Permission.HOME_DECIDE),
    Transition("suspend", {BrokerStatus.ACTIVE}, BrokerStatus.SUSPENDED, Permission.HOME_DECIDE),
    Transition(
        "cancel",
        {BrokerStatus.APPLIED, BrokerStatus.ACTIVE, BrokerStatus.SUSPENDED},
        BrokerStatus.CANCELLED,
        Permission.HOME_DECIDE,
    ),
    Transition("apply_again", {BrokerStatus.CANCELLED}, BrokerStatus.APPLIED, Permission.HOME_EDIT),
)


class AssignedBy(Labelled):
    WISH = "wish", "所有者の希望"
    ROTATION = "rotation", "順番"
    AGAIN = "again", "前の業者からの交代"


class AssignmentStatus(Labelled):
    ASKED = "asked", "依頼中"
    ACCEPTED = "accepted", "引き受け"
    DECLINED = "declined", "辞退"
    ENDED = "ended", "終了"


ASSIGNMENT_TRANSITIONS = (
    Transition("accept", {AssignmentStatus.ASKED}, AssignmentStatus.ACCEPTED),
    Transition("decline", {AssignmentStatus.ASKED}, AssignmentStatus.DECLINED),
    Transition("end", {AssignmentStatus.ASKED, AssignmentStatus.ACCEPTED}, AssignmentStatus.ENDED),
)
