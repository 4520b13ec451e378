"""Decisions of appointments on plain values."""

from kayoi.programmes.appointments.rules.bookings import (
    Wanted,
    initials,
    may_book,
    may_change,
    may_record_result,
    reminds,
)
from kayoi.programmes.appointments.rules.days import (
    Leg,
    follow_up_on,
    may_ask_host,
    may_confirm_day,
    may_finish_day,
    may_place_stop,
    tight_gaps,
)
from kayoi.programmes.appointments.rules.slots import (
    Exceptional,
    Offer,
    Slot,
    Span,
    Weekly,
    Window,
    free_slots,
    nearest,
    slots_on,
    windows_on,
)

__all__ = [
    "Exceptional",
    "Leg",
    "Offer",
    "Slot",
    "Span",
    "Wanted",
    "Weekly",
    "Window",
    "follow_up_on",
    "free_slots",
    "initials",
    "may_ask_host",
    "may_book",
    "may_change",
    "may_confirm_day",
    "may_finish_day",
    "may_place_stop",
    "may_record_result",
    "nearest",
    "reminds",
    "slots_on",
    "tight_gaps",
    "windows_on",
]
