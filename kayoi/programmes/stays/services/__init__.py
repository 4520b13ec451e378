"""What can be done with stays."""

from kayoi.programmes.stays.services.applying import (
    Begun,
    UnableToAsk,
    With,
    begin_stay,
    forget_unsent,
    send_stay,
    take_stay,
    write_stay,
)  # fmt: skip
from kayoi.programmes.stays.services.changing import (
    UnableToChangeStay,
    cancel_stay,
    extend_stay,
    wish_longer,
)  # fmt: skip

__all__ = [
    "Begun", "UnableToAsk", "UnableToChangeStay", "With", "begin_stay", "cancel_stay", "extend_stay", "forget_unsent",
    "send_stay", "take_stay", "wish_longer", "write_stay",
]  # fmt: skip
