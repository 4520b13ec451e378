"""Change accounts: open them, let amounts pass, hold them, take back."""

from kayoi.engines.ledger.services.accounts import close_account, open_account
from kayoi.engines.ledger.services.holds import hold, lapse_holds, release_hold, take_hold
from kayoi.engines.ledger.services.transfers import KeyReused, UnableToTransfer, reverse, transfer

__all__ = [
    "KeyReused", "UnableToTransfer", "close_account", "hold", "lapse_holds", "open_account", "release_hold", "reverse",
    "take_hold", "transfer",
]  # fmt: skip
