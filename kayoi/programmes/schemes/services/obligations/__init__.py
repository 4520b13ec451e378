"""What happens with duties after a grant: proofs, reminders, breaches, lists of who moved away."""

from kayoi.programmes.schemes.services.obligations.breaking import (
    UnableToBreak,
    decide_day,
    dismiss_breach,
    recover_after,
    report_breach,
)
from kayoi.programmes.schemes.services.obligations.departures import (
    Source,
    Taken,
    UnableToConfirm,
    confirm_departures,
    refuse_departures,
    take_departures,
)
from kayoi.programmes.schemes.services.obligations.following import follow_obligations, fulfil
from kayoi.programmes.schemes.services.obligations.proving import (
    Shown,
    UnableToProve,
    accept_proof,
    accept_proofs,
    give_back_proof,
    look_again,
    miss_proof,
    receive_proof,
)

__all__ = [
    "Shown",
    "Source",
    "Taken",
    "UnableToBreak",
    "UnableToConfirm",
    "UnableToProve",
    "accept_proof",
    "accept_proofs",
    "confirm_departures",
    "decide_day",
    "dismiss_breach",
    "follow_obligations",
    "fulfil",
    "give_back_proof",
    "look_again",
    "miss_proof",
    "receive_proof",
    "recover_after",
    "refuse_departures",
    "report_breach",
    "take_departures",
]
