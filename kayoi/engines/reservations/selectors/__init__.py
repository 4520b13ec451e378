"""What is taken and what is free."""

from kayoi.engines.reservations.selectors.boards import Bar, Row, calendar
from kayoi.engines.reservations.selectors.free import Nearest, free_of_pool, free_periods, free_units, nearest_free
from kayoi.engines.reservations.selectors.taken import extension_of, facts_of, hours_of, taken_around

__all__ = [
    "Bar", "Nearest", "Row", "calendar", "extension_of", "facts_of", "free_of_pool", "free_periods", "free_units",
    "hours_of", "nearest_free", "taken_around",
]  # fmt: skip
