"""Where a guided day stops, and what the host has said."""

from kayoi.kit.moves import Transition
from kayoi.kit.states import Labelled
from kayoi.programmes.appointments.states.permissions import Permission


class StopKind(Labelled):
    PICK_UP = "pick_up", "送迎・車"
    HOUSE = "house", "空き家・住まい"
    NURSERY = "nursery", "保育園・学校"
    WARD_HEAD = "ward_head", "区長・自治会"
    SETTLER = "settler", "先輩移住者"
    WORK = "work", "仕事・農地"
    OTHER = "other", "その他"


class StopStatus(Labelled):
    OPEN = "open", "未依頼"
    ASKED = "asked", "返事待ち"
    CONFIRMED = "confirmed", "承諾"
    DECLINED = "declined", "辞退"


# Without permission: what the host answers through the link of the mail. "renew": place, time or host has changed.
TRANSITIONS = (
    Transition("ask", {StopStatus.OPEN, StopStatus.ASKED}, StopStatus.ASKED, Permission.APPOINTMENT_MANAGE),
    Transition("accept", {StopStatus.OPEN, StopStatus.ASKED, StopStatus.DECLINED}, StopStatus.CONFIRMED),
    Transition("decline", {StopStatus.OPEN, StopStatus.ASKED, StopStatus.CONFIRMED}, StopStatus.DECLINED),
    Transition(
        "renew",
        {StopStatus.ASKED, StopStatus.CONFIRMED, StopStatus.DECLINED},
        StopStatus.OPEN,
        Permission.APPOINTMENT_MANAGE,
    ),
)
