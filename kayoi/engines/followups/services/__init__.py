"""Changes of follow-ups: one at a time, and a whole desk at once."""

from kayoi.engines.followups.services.follow_ups import (
    cancel_follow_up,
    change_follow_up,
    end_pause,
    finish_caused_by,
    finish_follow_up,
    pause_file,
    plan_follow_up,
    remind_owners,
    reopen_follow_up,
    snooze_follow_up,
    wake_follow_up,
)
from kayoi.engines.followups.services.hand_over import (
    UnableToHandOver,
    hand_over_desk,
    read_hand_over,
    undo_hand_over,
)

__all__ = [
    "UnableToHandOver",
    "cancel_follow_up",
    "change_follow_up",
    "end_pause",
    "finish_caused_by",
    "finish_follow_up",
    "hand_over_desk",
    "pause_file",
    "plan_follow_up",
    "read_hand_over",
    "remind_owners",
    "reopen_follow_up",
    "snooze_follow_up",
    "undo_hand_over",
    "wake_follow_up",
]
