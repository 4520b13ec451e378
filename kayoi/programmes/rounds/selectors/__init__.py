"""Reads of rounds: whom a round would ask, how its letter reads, what became of it."""

from kayoi.programmes.rounds.selectors.askings import (
    Figures,
    asking_of_token,
    figures,
    people,
    rounds,
    silent_askings,
    token_of,
)
from kayoi.programmes.rounds.selectors.choosing import Choice, LeftOut, choose, judged, left_out_names
from kayoi.programmes.rounds.selectors.letters import Letter, languages_of, letter_for, preview

__all__ = [
    "Choice",
    "Figures",
    "LeftOut",
    "Letter",
    "asking_of_token",
    "choose",
    "figures",
    "judged",
    "languages_of",
    "left_out_names",
    "letter_for",
    "people",
    "preview",
    "rounds",
    "silent_askings",
    "token_of",
]
