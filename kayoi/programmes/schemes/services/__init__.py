"""What people and staff do with applications in procedures that the town has opened."""

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
    "begin",
    "propose_application",
    "return_application",
    "send",
    "send_back_application",
    "sign_application",
    "sign_applications",
    "take",
    "withdraw_application",
]
