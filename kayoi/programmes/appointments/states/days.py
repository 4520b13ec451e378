"""States of a guided day."""

from kayoi.kit.moves import Transition
from kayoi.kit.states import Labelled
from kayoi.programmes.appointments.states.permissions import Permission


class DayStatus(Labelled):
    PLANNED = "planned", "計画中"
    CONFIRMED = "confirmed", "確定"
    DONE = "done", "終了"
    CANCELLED = "cancelled", "取りやめ"


# "reopen": a confirmed day whose plan is changed, or whose host declines after all, has to be confirmed again.
TRANSITIONS = (
    Transition("confirm", {DayStatus.PLANNED}, DayStatus.CONFIRMED, Permission.APPOINTMENT_MANAGE),
    Transition("reopen", {DayStatus.CONFIRMED}, DayStatus.PLANNED),
    Transition("finish", {DayStatus.CONFIRMED}, DayStatus.DONE, Permission.APPOINTMENT_MANAGE),
    Transition("cancel", {DayStatus.PLANNED, DayStatus.CONFIRMED}, DayStatus.CANCELLED, Permission.APPOINTMENT_MANAGE),
)
