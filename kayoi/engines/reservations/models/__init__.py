"""Rows of reservations."""

from kayoi.engines.reservations.models.bookings import Booking
from kayoi.engines.reservations.models.units import OpeningHours, Pool, Unit

__all__ = ["Booking", "OpeningHours", "Pool", "Unit"]
