"""What people and staff do with applications in procedures that the town has opened."""

from kayoi.engines.procedures.services import Sender, UnableToApply, answer, say_who, send_paper
from kayoi.programmes.schemes.services.deciding import (
    propose_application,
    send_back_application,
    sign_application,
    sign_applications,
)
from kayoi.programmes.schemes.services.returning import Return, return_application, withdraw_application
from kayoi.programmes.schemes.services.sending import begin, send, take

__all__ = [
    "Return",
    "Sender",
    "UnableToApply",
    "answer",
    "begin",
    "propose_application",
    "return_application",
    "say_who",
    "send",
    "send_back_application",
    "send_paper",
    "sign_application",
    "sign_applications",
    "take",
    "withdraw_application",
]
