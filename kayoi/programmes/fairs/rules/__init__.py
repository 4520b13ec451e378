"""Reading what stands on cards and sheets; may a brochure be sent; what a label says."""

from kayoi.programmes.fairs.rules.reading import (
    age_band_of,
    day_of_event,
    household_type_of,
    interests_of,
    may_be_contacted,
    prefecture_named,
    row_key,
)
from kayoi.programmes.fairs.rules.sending import label_lines, may_send

__all__ = [
    "age_band_of",
    "day_of_event",
    "household_type_of",
    "interests_of",
    "label_lines",
    "may_be_contacted",
    "may_send",
    "prefecture_named",
    "row_key",
]
