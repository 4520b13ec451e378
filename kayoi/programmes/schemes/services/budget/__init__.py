"""Money of budget lines: appropriated, moved, bound by decisions, paid, taken back."""

from kayoi.programmes.schemes.services.budget.appropriating import (
    appropriate,
    divert,
    supplement,
)
from kayoi.programmes.schemes.services.budget.carrying import carry_commitment_over, carry_over
from kayoi.programmes.schemes.services.budget.committing import (
    commit_grant,
    raise_commitment,
    reduce_commitment,
    release_commitment,
)
from kayoi.programmes.schemes.services.budget.entries import UnableToBook
from kayoi.programmes.schemes.services.budget.lines import change_line, open_line
from kayoi.programmes.schemes.services.budget.paying import (
    pay_commitment,
    reopen_payment,
    take_back_payment,
    take_in_interest,
    take_in_surcharge,
    undo_refund,
)
from kayoi.programmes.schemes.services.budget.provisions import change_provision, provide

__all__ = [
    "UnableToBook",
    "appropriate",
    "carry_commitment_over",
    "carry_over",
    "change_line",
    "change_provision",
    "commit_grant",
    "divert",
    "open_line",
    "pay_commitment",
    "provide",
    "raise_commitment",
    "reduce_commitment",
    "release_commitment",
    "reopen_payment",
    "supplement",
    "take_back_payment",
    "take_in_interest",
    "take_in_surcharge",
    "undo_refund",
]
