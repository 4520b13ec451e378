"""Change accounts: open them, let amounts pass, hold them, take back; give amounts that are good until a day."""

from kayoi.engines.ledger.services.accounts import close_account, open_account
from kayoi.engines.ledger.services.holds import hold, lapse_holds, release_hold, take_hold
from kayoi.engines.ledger.services.lots import (
    Given,
    TakenBack,
    Why,
    expire_lots,
    give_back,
    give_lot,
    spend_lots,
    take_back,
)
from kayoi.engines.ledger.services.transfers import KeyReused, UnableToTransfer, reverse, transfer

__all__ = [
    "Given", "KeyReused", "TakenBack", "UnableToTransfer", "Why", "close_account", "expire_lots", "give_back",
    "give_lot", "hold", "lapse_holds", "open_account", "release_hold", "reverse", "spend_lots", "take_back",
    "take_hold", "transfer",
]  # fmt: skip
