"""Decisions about units and times, on plain values."""

from kayoi.engines.reservations.rules.choosing import best_fit
from kayoi.engines.reservations.rules.hours import Hours, hours_on, is_open
from kayoi.engines.reservations.rules.nearest import Also, Search, Shift, nearest
from kayoi.engines.reservations.rules.spans import (
    Span,
    Taken,
    busy_before,
    in_the_way,
    left_to_spend,
    midnight,
    nights,
    shortened_end,
)
from kayoi.engines.reservations.rules.taking import (
    UnitFacts,
    may_block,
    may_change,
    may_confirm,
    may_extend,
    may_miss,
    may_start,
    may_take,
    none_of_pool,
    obstacle,
    written,
)

__all__ = [
    "Also", "Hours", "Search", "Shift", "Span", "Taken", "UnitFacts", "best_fit", "busy_before", "hours_on",
    "in_the_way", "is_open", "left_to_spend", "may_block", "may_change", "may_confirm", "may_extend",
    "may_miss", "may_start", "may_take", "midnight", "nearest", "nights", "none_of_pool", "obstacle",
    "shortened_end", "written",
]  # fmt: skip
