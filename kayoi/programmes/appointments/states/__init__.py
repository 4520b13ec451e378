"""Words, permissions and transitions of appointments."""

from kayoi.programmes.appointments.states.bookings import BookingStatus, ExceptionKind, Way, Weekday
from kayoi.programmes.appointments.states.days import DayStatus
from kayoi.programmes.appointments.states.permissions import Permission
from kayoi.programmes.appointments.states.stops import StopKind, StopStatus

__all__ = [
    "BOOKING",
    "DAY",
    "OFFER",
    "BookingStatus",
    "DayStatus",
    "ExceptionKind",
    "Permission",
    "StopKind",
    "StopStatus",
    "Way",
    "Weekday",
]

# Causes of follow-ups, engagements and mails; reference of the one published row.
BOOKING = "appointments.Booking"
DAY = "appointments.GuidedDay"
OFFER = "appointments"
