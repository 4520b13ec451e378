"""Reads of follow-ups: what is to be done, what has gone quiet, what a desk holds."""

from kayoi.engines.followups.selectors.desk import (
    DeskCase,
    desk_cases,
    desks,
    files_of_desk,
    hand_overs,
    heirs_of,
    open_follow_ups_of_desk,
)
from kayoi.engines.followups.selectors.follow_ups import (
    asleep_follow_ups,
    follow_ups_of,
    open_follow_ups,
    reminders_due,
)
from kayoi.engines.followups.selectors.quiet import pause_of, paused_files, quiet_days, quiet_files

__all__ = [
    "DeskCase",
    "asleep_follow_ups",
    "desk_cases",
    "desks",
    "files_of_desk",
    "follow_ups_of",
    "hand_overs",
    "heirs_of",
    "open_follow_ups",
    "open_follow_ups_of_desk",
    "pause_of",
    "paused_files",
    "quiet_days",
    "quiet_files",
    "reminders_due",
]
