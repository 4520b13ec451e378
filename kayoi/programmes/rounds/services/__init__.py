"""Changes of rounds: write, send in pieces, stop; what people answer, and what their silence means."""

from kayoi.programmes.rounds.services.replies import end_silent, reply, settle_reply
from kayoi.programmes.rounds.services.sending import send_some
from kayoi.programmes.rounds.services.writing import (
    RoundFields,
    UnableToWriteRound,
    change_round,
    make_round,
    start_round,
    stop_round,
)

__all__ = [
    "RoundFields",
    "UnableToWriteRound",
    "change_round",
    "end_silent",
    "make_round",
    "reply",
    "send_some",
    "settle_reply",
    "start_round",
    "stop_round",
]
