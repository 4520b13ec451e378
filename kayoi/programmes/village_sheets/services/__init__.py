"""Changes of village_sheets."""

from kayoi.programmes.village_sheets.services.publishing import (
    UnableToApprove,
    hand_in,
    publish_sheet,
    send_back,
    withdraw_sheet,
)
from kayoi.programmes.village_sheets.services.writing import (
    ItemFields,
    SheetFields,
    UnableToName,
    add_district,
    add_line,
    begin_edition,
    write_sheet,
)

__all__ = [
    "ItemFields",
    "SheetFields",
    "UnableToApprove",
    "UnableToName",
    "add_district",
    "add_line",
    "begin_edition",
    "hand_in",
    "publish_sheet",
    "send_back",
    "withdraw_sheet",
    "write_sheet",
]
