"""Reads of figures: counted, rolled up, drawn, and as sheets."""

from kayoi.strategy.indicators.selectors.exports import figures_csv, figures_xlsx, roll_up_csv, roll_up_xlsx, rows_csv
from kayoi.strategy.indicators.selectors.figures import (
    Figures,
    Line,
    charts,
    figures,
    files_of,
    fiscal_years,
    rows_behind,
)
from kayoi.strategy.indicators.selectors.roll_ups import RollUp, roll_up, roll_up_of

__all__ = [
    "Figures",
    "Line",
    "RollUp",
    "charts",
    "figures",
    "figures_csv",
    "figures_xlsx",
    "files_of",
    "fiscal_years",
    "roll_up",
    "roll_up_csv",
    "roll_up_of",
    "roll_up_xlsx",
    "rows_behind",
    "rows_csv",
]
