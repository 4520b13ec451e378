"""Rows of appointments."""

from kayoi.programmes.appointments.models.bookings import Booking, BookingLink
from kayoi.programmes.appointments.models.days import GuidedDay, Stop
from kayoi.programmes.appointments.models.hours import Counsellor, HoursException, WeeklyHours

__all__ = ["Booking", "BookingLink", "Counsellor", "GuidedDay", "HoursException", "Stop", "WeeklyHours"]
