"""Refunds of grants (返還): from a broken obligation to the last yen."""

from kayoi.programmes.schemes.services.recovery.deciding import (
    UnableToDecide,
    approve_proposal,
    propose_recovery,
    send_back_proposal,
)
from kayoi.programmes.schemes.services.recovery.following import (
    acknowledge,
    allow_instalments,
    contest_recovery,
    remind,
    uphold_recovery,
    withdraw_demand,
    write_off,
)
from kayoi.programmes.schemes.services.recovery.opening import (
    UnableToRecover,
    correct_recovery,
    define_recovery_terms,
    open_recovery,
)
from kayoi.programmes.schemes.services.recovery.paying import UnableToTake, hand_over_returned, receive_repayment
from kayoi.programmes.schemes.services.recovery.reversing import reverse_repayment

__all__ = [
    "UnableToDecide",
    "UnableToRecover",
    "UnableToTake",
    "acknowledge",
    "allow_instalments",
    "approve_proposal",
    "contest_recovery",
    "correct_recovery",
    "define_recovery_terms",
    "hand_over_returned",
    "open_recovery",
    "propose_recovery",
    "receive_repayment",
    "remind",
    "reverse_repayment",
    "send_back_proposal",
    "uphold_recovery",
    "withdraw_demand",
    "write_off",
]
