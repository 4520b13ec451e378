"""Where money goes, what is to be paid, and the batches that hand it over to the finance system."""

from kayoi.programmes.schemes.services.payments.accounts import (
    UnableToUseAccount,
    confirm_account,
    end_account,
    propose_account,
    reject_account,
    show_number,
)
from kayoi.programmes.schemes.services.payments.batches import (
    UnableToBatch,
    change_layout,
    give_file,
    make_batch,
    settle_batch,
    void_batch,
)
from kayoi.programmes.schemes.services.payments.guarding import (
    UnableToRelease,
    check_payments,
    note_finding,
    release_finding,
)
from kayoi.programmes.schemes.services.payments.ordering import ask_payment, drop_payment, return_payment

__all__ = [
    "UnableToBatch", "UnableToRelease", "UnableToUseAccount", "ask_payment", "change_layout", "check_payments",
    "confirm_account", "drop_payment", "end_account", "give_file", "make_batch", "note_finding", "propose_account",
    "reject_account", "release_finding", "return_payment", "settle_batch", "show_number", "void_batch",
]  # fmt: skip
