"""Change reservations: units and their hours; hold, book, close; confirm, begin, finish, cancel; move and extend."""

from kayoi.engines.reservations.services.blocking import UnableToBlock, block, unblock
from kayoi.engines.reservations.services.changing import UnableToChange, extend, move, rehouse
from kayoi.engines.reservations.services.correcting import skip_readying, take_back
from kayoi.engines.reservations.services.lapsing import lapse_due
from kayoi.engines.reservations.services.progress import (
    UnableToProceed,
    cancel,
    confirm,
    finish,
    mark_no_show,
    prolong,
    start,
)  # fmt: skip
from kayoi.engines.reservations.services.showing import publish_free, show_all_free
from kayoi.engines.reservations.services.taking import KeyReused, Request, UnableToBook, book, hold
from kayoi.engines.reservations.services.units import (
    HoursFields,
    UnableToChangeUnit,
    UnitFields,
    add_pool,
    add_unit,
    change_unit,
    retire_unit,
    set_hours,
)  # fmt: skip

__all__ = [
    "HoursFields", "KeyReused", "Request", "UnableToBlock", "UnableToBook", "UnableToChange", "UnableToChangeUnit",
    "UnableToProceed", "UnitFields", "add_pool", "add_unit", "block", "book", "cancel", "change_unit", "confirm",
    "extend", "finish", "hold", "lapse_due", "mark_no_show", "move", "prolong", "publish_free", "rehouse",
    "retire_unit", "set_hours", "show_all_free", "skip_readying", "start", "take_back", "unblock",
]  # fmt: skip
