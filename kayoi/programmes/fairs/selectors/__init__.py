"""Reads of events and visits, of brochures and who waits for them."""

from kayoi.programmes.fairs.selectors.brochures import (
    brochures,
    brochures_opening,
    latest_referrals,
    offered_brochures,
    referrals_taken,
    requests_by_receipt,
    requests_of,
    requests_sent_before,
    requests_with,
)
from kayoi.programmes.fairs.selectors.counting import Counted, KindCount, counted, counts_of_fiscal_year, fiscal_years
from kayoi.programmes.fairs.selectors.labels import HeldRow, LabelRow, label_rows, labels_csv, labels_pdf
from kayoi.programmes.fairs.selectors.visits import (
    Double,
    doubles_at,
    events_of,
    prefecture_names,
    tally_to_take_back,
    visit_sent_before,
    visits_behind,
    visits_withdrawn,
)

__all__ = [
    "Counted",
    "Double",
    "HeldRow",
    "KindCount",
    "LabelRow",
    "brochures",
    "brochures_opening",
    "counted",
    "counts_of_fiscal_year",
    "doubles_at",
    "events_of",
    "fiscal_years",
    "label_rows",
    "labels_csv",
    "labels_pdf",
    "latest_referrals",
    "offered_brochures",
    "prefecture_names",
    "referrals_taken",
    "requests_by_receipt",
    "requests_of",
    "requests_sent_before",
    "requests_with",
    "tally_to_take_back",
    "visit_sent_before",
    "visits_behind",
    "visits_withdrawn",
]
