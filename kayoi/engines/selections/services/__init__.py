"""Change selections: publish the terms, make the list final, draw, let numbers decline, add places."""

from kayoi.engines.selections.services.drawing import UnableToDraw, draw
from kayoi.engines.selections.services.entering import enter
from kayoi.engines.selections.services.judging import (
    UnableToJudge,
    add_entry,
    close_judging,
    dismiss_judge,
    invite_judge,
    open_judging,
    score_entry,
    step_back,
    withdraw_entry,
)
from kayoi.engines.selections.services.moving import UnableToAdd, UnableToDecline, add_places, decline
from kayoi.engines.selections.services.opening import (
    UnableToClose,
    UnableToName,
    close_list,
    name_number,
    open_selection,
)
from kayoi.engines.selections.services.recording import KeyReused

__all__ = [
    "KeyReused", "UnableToAdd", "UnableToClose", "UnableToDecline", "UnableToDraw", "UnableToJudge", "UnableToName",
    "add_entry", "add_places", "close_judging", "close_list", "decline", "dismiss_judge", "draw", "enter",
    "invite_judge", "name_number", "open_judging", "open_selection", "score_entry", "step_back", "withdraw_entry",
]  # fmt: skip
