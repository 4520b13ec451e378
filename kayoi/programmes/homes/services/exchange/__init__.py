"""Lists out, lists in, and the pool of brokers."""

from kayoi.programmes.homes.services.exchange.brokers import end_copies, take_copies
from kayoi.programmes.homes.services.exchange.giving import give_register
from kayoi.programmes.homes.services.exchange.national import (
    UnableToMap,
    UnableToSend,
    change_mapping,
    send_list,
)
from kayoi.programmes.homes.services.exchange.planning import plan_register, try_register
from kayoi.programmes.homes.services.exchange.running import fail_import, finish_import, import_piece, start_import
from kayoi.programmes.homes.services.exchange.taking import (
    UnableToTakeRegister,
    change_columns,
    discard_import,
    forget_registers,
    set_header,
    take_register,
)
from kayoi.programmes.homes.services.exchange.undoing import finish_undo, undo_import, undo_piece
from kayoi.programmes.homes.services.national_sites import take_down

__all__ = [
    "UnableToMap",
    "UnableToSend",
    "UnableToTakeRegister",
    "change_columns",
    "change_mapping",
    "discard_import",
    "end_copies",
    "fail_import",
    "finish_import",
    "finish_undo",
    "forget_registers",
    "give_register",
    "import_piece",
    "plan_register",
    "send_list",
    "set_header",
    "start_import",
    "take_copies",
    "take_down",
    "take_register",
    "try_register",
    "undo_import",
    "undo_piece",
]
