"""What is taken and what is free."""

from kayoi.engines.reservations.selectors.boards import Bar, Row, calendar
from kayoi.engines.reservations.selectors.taken import extension_of, facts_of, hours_of, taken_around

__all__ = ["Bar", "Row", "calendar", "extension_of", "facts_of", "hours_of", "taken_around"]
