"""Record moves, look after people, match lists, define who counts."""

from kayoi.programmes.settling.services.check_ins import (
    Found,
    answer_check_in,
    plan_check_ins,
    retell_voice,
    stop_check_ins,
)
from kayoi.programmes.settling.services.correcting import MoveFields, correct_move, retract_move
from kayoi.programmes.settling.services.definitions import DefinitionFields, define_movers
from kayoi.programmes.settling.services.lists import (
    Listed,
    Matched,
    confirm_list,
    discard_list,
    forget_old_lists,
    match_list,
)
from kayoi.programmes.settling.services.moves import Told, leave_unlinked, link_move, record_move, record_move_out

__all__ = [
    "DefinitionFields",
    "Found",
    "Listed",
    "Matched",
    "MoveFields",
    "Told",
    "answer_check_in",
    "confirm_list",
    "correct_move",
    "define_movers",
    "discard_list",
    "forget_old_lists",
    "leave_unlinked",
    "link_move",
    "match_list",
    "plan_check_ins",
    "record_move",
    "record_move_out",
    "retell_voice",
    "retract_move",
    "stop_check_ins",
]
