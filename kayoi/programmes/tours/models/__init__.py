"""Tours and their dates, who applied, and what came of it."""

from kayoi.programmes.tours.models.afterwards import Attendance, NextStep, Outcome
from kayoi.programmes.tours.models.parties import Companion, Party, Passing
from kayoi.programmes.tours.models.tours import ItineraryItem, Tour, TourDate

__all__ = ["Attendance", "Companion", "ItineraryItem", "NextStep", "Outcome", "Party", "Passing", "Tour", "TourDate"]
