"""Change tours: applications of parties, how places are given, other doors."""

from kayoi.programmes.tours.services.applying import (
    Applied,
    UnableToApply,
    Who,
    apply_for_tour,
)
from kayoi.programmes.tours.services.doors import offer_doors, take_step
from kayoi.programmes.tours.services.ending import end_waiting
from kayoi.programmes.tours.services.giving import (
    UnableToGive,
    add_places,
    close_list,
    decline,
    draw,
    publish_terms,
    refuse,
    write_terms,
)
from kayoi.programmes.tours.services.passing import UnableToPass, pass_to_town
from kayoi.programmes.tours.services.scoring import write_scores
from kayoi.programmes.tours.services.telling import Teller

__all__ = [
    "Applied",
    "Teller",
    "UnableToApply",
    "UnableToGive",
    "UnableToPass",
    "Who",
    "add_places",
    "apply_for_tour",
    "close_list",
    "decline",
    "draw",
    "end_waiting",
    "offer_doors",
    "pass_to_town",
    "publish_terms",
    "refuse",
    "take_step",
    "write_scores",
    "write_terms",
]
