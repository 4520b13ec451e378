"""Decisions of village_sheets on plain values."""

from kayoi.programmes.village_sheets.rules.honesty import (
    Said,
    forbidden_words,
    hard_sides,
    is_hard,
    may_check,
    may_publish,
    review_due_on,
)
from kayoi.programmes.village_sheets.rules.matching import Match, mismatches, order_key

__all__ = [
    "Match",
    "Said",
    "forbidden_words",
    "hard_sides",
    "is_hard",
    "may_check",
    "may_publish",
    "mismatches",
    "order_key",
    "review_due_on",
]
