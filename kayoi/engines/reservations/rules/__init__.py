"""Decisions about units and times, on plain values."""

from kayoi.engines.reservations.rules.choosing import best_fit
from kayoi.engines.reservations.rules.hours import Hours, is_open
from kayoi.engines.reservations.rules.spans import (
    Span,
    Taken,
    busy_before,
    end_after,
    in_the_way,
    length_of,
    midnight,
    nights,
    shortened_end,
)  # fmt: skip
from kayoi.engines.reservations.rules.taking import (
    UnitFacts,
    may_block,
    may_confirm,
    may_extend,
    may_miss,
    may_start,
    may_take,
    none_of_pool,
)  # fmt: skip

__all__ = [
    "Hours", "Span", "Taken", "UnitFacts", "best_fit", "busy_before", "end_after", "in_the_way", "is_open",
    "length_of", "may_block", "may_confirm", "may_extend", "may_miss", "may_start", "may_take", "midnight", "nights",
    "none_of_pool", "shortened_end",
]  # fmt: skip
