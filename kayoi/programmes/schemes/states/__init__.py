"""Cause of follow-ups; by when staff look at an application."""

# Follow-ups about applications in procedures that staff have opened: they lead to the pages of this room.
REQUEST = "schemes.Request"
# By when staff have looked at an application, in days on which the office is open.
LOOK_WITHIN_DAYS = 5
DAYS_TO_PUT_RIGHT = 14
# First parts of addresses: no procedure may be called so.
TAKEN_KEYS = frozenset({"a", "status"})
