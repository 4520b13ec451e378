"""Reads of village_sheets."""

from kayoi.programmes.village_sheets.selectors.public import (
    DistrictShown,
    ItemShown,
    compared,
    concerns_of,
    district_shown,
    districts_shown,
    either,
    for_wishes,
    shown_of_sheet,
    wish_words,
)
from kayoi.programmes.village_sheets.selectors.staff import (
    DistrictRow,
    approved_with_forbidden_words,
    district_rows,
    published_without_hard_side,
    sheet_with_pk,
)

__all__ = [
    "DistrictRow",
    "DistrictShown",
    "ItemShown",
    "approved_with_forbidden_words",
    "compared",
    "concerns_of",
    "district_rows",
    "district_shown",
    "districts_shown",
    "either",
    "for_wishes",
    "published_without_hard_side",
    "sheet_with_pk",
    "shown_of_sheet",
    "wish_words",
]
