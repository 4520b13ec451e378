"""Reads of settling: moves and figures of them, settling, checks."""

from kayoi.programmes.settling.selectors.history import Done, history_of
from kayoi.programmes.settling.selectors.matching import (
    Candidates,
    MatchedRows,
    Origins,
    best_match,
    candidates_by_name,
    lists_handed_in,
    matched_rows,
    person_of,
    waiting_for_link,
)
from kayoi.programmes.settling.selectors.moves import (
    Defined,
    Line,
    all_facts,
    definitions,
    facts_of,
    figures_of_moves,
    moves_behind,
    moves_listed,
    rule_of,
    years_of_moves,
)
from kayoi.programmes.settling.selectors.staying import Settled, answers_found, check_ins_due, observed, settled
from kayoi.programmes.settling.selectors.voices import Voices, voices_of

__all__ = [
    "Candidates",
    "Defined",
    "Done",
    "Line",
    "MatchedRows",
    "Origins",
    "Settled",
    "Voices",
    "all_facts",
    "answers_found",
    "best_match",
    "candidates_by_name",
    "check_ins_due",
    "definitions",
    "facts_of",
    "figures_of_moves",
    "history_of",
    "lists_handed_in",
    "matched_rows",
    "moves_behind",
    "moves_listed",
    "observed",
    "person_of",
    "rule_of",
    "settled",
    "voices_of",
    "waiting_for_link",
    "years_of_moves",
]
