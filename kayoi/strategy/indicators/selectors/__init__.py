"""Reads of figures: counted, rolled up, drawn, and as sheets."""

from kayoi.strategy.indicators.selectors.answers import (
    FigureInWords,
    answered_before,
    answers_kept,
    figure_in_words,
    figures_to_answer_with,
)
from kayoi.strategy.indicators.selectors.exports import (
    figures_csv,
    figures_xlsx,
    gifts_csv,
    roll_up_csv,
    roll_up_xlsx,
    rows_csv,
)
from kayoi.strategy.indicators.selectors.figures import (
    Figures,
    Line,
    charts,
    figures,
    files_of,
    fiscal_years,
    gifts_behind,
    number_of,
    rows_behind,
)
from kayoi.strategy.indicators.selectors.official import OfficialSeries, beside, official_series, own_counts
from kayoi.strategy.indicators.selectors.roll_ups import RollUp, persons_of_givers, roll_up, roll_up_of
from kayoi.strategy.indicators.selectors.survey import (
    Survey,
    cross,
    cross_csv,
    cross_lines,
    survey,
    survey_csv,
    survey_of_givers,
)

__all__ = [
    "FigureInWords",
    "Figures",
    "Line",
    "OfficialSeries",
    "RollUp",
    "Survey",
    "answered_before",
    "answers_kept",
    "beside",
    "charts",
    "cross",
    "cross_csv",
    "cross_lines",
    "figure_in_words",
    "figures",
    "figures_csv",
    "figures_to_answer_with",
    "figures_xlsx",
    "files_of",
    "fiscal_years",
    "gifts_behind",
    "gifts_csv",
    "number_of",
    "official_series",
    "own_counts",
    "persons_of_givers",
    "roll_up",
    "roll_up_csv",
    "roll_up_of",
    "roll_up_xlsx",
    "rows_behind",
    "rows_csv",
    "survey",
    "survey_csv",
    "survey_of_givers",
]
